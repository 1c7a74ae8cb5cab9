"""Addresses of payments and of actors' accounts."""

from django.urls import URLPattern, path

from funding.views import accounts, payments

urlpatterns: list[URLPattern] = [
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/new/", payments.payment_new, name="payment_new"),
    path("payments/<str:ref>/", payments.payment, name="payment"),
    path("payments/<str:ref>/file/", payments.payment_file, name="payment_file"),
    path("payments/<str:ref>/unused/", payments.payment_unused, name="payment_unused"),
    path("payments/<str:ref>/paid/", payments.payment_paid, name="payment_paid"),
    path("payments/<str:ref>/leave-out/", payments.payment_leave_out, name="payment_leave_out"),
    path("actors/<str:ref>/account/", accounts.bank_account, name="bank_account"),
    path("actors/<str:ref>/account/new/", accounts.bank_account_new, name="bank_account_new"),
    path("accounts/<str:ref>/confirm/", accounts.bank_account_confirm, name="bank_account_confirm"),
    path("accounts/<str:ref>/take-back/", accounts.bank_account_end, name="bank_account_end"),
]
