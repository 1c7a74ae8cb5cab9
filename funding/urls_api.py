"""Addresses of the API about payments, actors' accounts and budgets, below ``/api/v1/``."""

from django.urls import URLPattern, path

from funding import api, api_budgets

urlpatterns: list[URLPattern] = [
    path("payments/", api.payment_list, name="api_payments"),
    path("payments/new/", api.new, name="api_payment_new"),
    path("payments/<str:ref>/", api.payment, name="api_payment"),
    path("payments/<str:ref>/paid/", api.paid, name="api_payment_paid"),
    path("payments/<str:ref>/leave-out/", api.leave_out, name="api_payment_leave_out"),
    path("actors/<str:ref>/account/", api.bank_account, name="api_bank_account"),
    path("actors/<str:ref>/account/new/", api.bank_account_new, name="api_bank_account_new"),
    path("accounts/<str:ref>/confirm/", api.bank_account_confirm, name="api_bank_account_confirm"),
    path("accounts/<str:ref>/take-back/", api.bank_account_end, name="api_bank_account_end"),
    path("budgets/", api_budgets.budget_list, name="api_budgets"),
    path("budgets/new/", api_budgets.budget_new, name="api_budget_new"),
    path("budgets/<str:ref>/", api_budgets.budget, name="api_budget"),
    path("budgets/<str:ref>/lines/", api_budgets.budget_line, name="api_budget_line"),
    path("budgets/<str:ref>/lines/<uuid:line>/", api_budgets.budget_amend, name="api_budget_amend"),
    path("budgets/<str:ref>/bookings/<uuid:booking>/reverse/", api_budgets.budget_reverse, name="api_budget_reverse"),
]
