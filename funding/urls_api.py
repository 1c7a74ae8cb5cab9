"""Addresses of the API about payments, actors' accounts and budgets, below ``/api/v1/``."""

from django.urls import URLPattern, path

from funding.api import budgets, payments

urlpatterns: list[URLPattern] = [
    path("payments/", payments.payment_list, name="api_payments"),
    path("payments/new/", payments.new, name="api_payment_new"),
    path("payments/<str:ref>/", payments.payment, name="api_payment"),
    path("payments/<str:ref>/unused/", payments.unused, name="api_payment_unused"),
    path("payments/<str:ref>/paid/", payments.paid, name="api_payment_paid"),
    path("payments/<str:ref>/leave-out/", payments.leave_out, name="api_payment_leave_out"),
    path("actors/<str:ref>/account/", payments.bank_account, name="api_bank_account"),
    path("actors/<str:ref>/account/new/", payments.bank_account_new, name="api_bank_account_new"),
    path("accounts/<str:ref>/confirm/", payments.bank_account_confirm, name="api_bank_account_confirm"),
    path("accounts/<str:ref>/take-back/", payments.bank_account_end, name="api_bank_account_end"),
    path("budgets/", budgets.budget_list, name="api_budgets"),
    path("budgets/new/", budgets.budget_new, name="api_budget_new"),
    path("budgets/<str:ref>/", budgets.budget, name="api_budget"),
    path("budgets/<str:ref>/lines/new/", budgets.budget_line, name="api_budget_line"),
    path("budgets/<str:ref>/lines/<uuid:line>/", budgets.budget_amend, name="api_budget_amend"),
    path("budgets/<str:ref>/bookings/<uuid:booking>/reverse/", budgets.budget_reverse, name="api_budget_reverse"),
]
