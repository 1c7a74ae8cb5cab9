"""Payments: what is ready, a payment with its file for the bookkeeping, marked as paid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from accounts.spreadsheet import csv_file
from funding.forms import PaidForm, UnusedForm
from funding.models import PaymentBatch
from funding.selectors.payments import Batch, batch_page, batches, ready_to_pay
from funding.services import payments


@asks(Act.SEE_PAYMENTS)
@require_safe
def payment_list(request: Asked) -> HttpResponse:
    """What could be paid now, and the payments so far."""
    return render(request, "funding/payments.html", {"ready": ready_to_pay(clock.now()), "rows": batches()})


@asks(Act.PAY)
@require_POST
def payment_new(request: Asked) -> HttpResponse:
    """Make a payment of everything that is ready in a programme."""
    try:
        batch = payments.make_batch(request.POST.get("programme", ""), by=request.viewer, at=clock.now())
    except Invalid as error:
        messages.warning(request, str(error.fields[""]))
        return redirect("payment_list")
    messages.success(request, _("The payment is made. Take out the file, and mark it as paid when the bank has paid."))
    return redirect("payment", ref=batch.ref)


@asks(Act.SEE_PAYMENTS, of=PaymentBatch)
@require_safe
def payment(request: Asked, ref: str) -> HttpResponse:
    """A payment: each actor, its account and its sums."""
    return render(request, "funding/payment.html", {"page": batch_page(ref)})


@asks(Act.PAY, of=PaymentBatch)
@require_POST
def payment_file(request: Asked, ref: str) -> HttpResponse:
    """The file for the bookkeeping. That it was taken out is kept: the bank may pay by it. None is made that pays to an
    account that was taken back: its claims are taken out of the payment first."""
    page = batch_page(ref)
    if ended := [payee.name for payee in page.payees if payee.ended]:
        said = {"names": ", ".join(ended)}
        messages.error(request, _("The account of %(names)s was taken back. Take those claims out first.") % said)
        return redirect("payment", ref=ref)
    payments.take_out(ref, by=request.viewer, at=clock.now())
    heads = [_("Actor"), _("Kind of account"), _("Account"), _("Sum"), _("Claim"), _("Commitment")]
    heads += [_("Year"), _("Kind"), _("Programme"), _("Payment")]
    request.done = True
    response = HttpResponse(csv_file((), heads, _cells(page)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="utbetalning-{page.ref}.csv"'
    return response


def _cells(page: Batch) -> list[tuple[object, ...]]:
    """A line for each claim and year: no person, by no name or code."""
    return [
        (
            payee.name,
            payee.account_kind,
            payee.number,
            row.amount,
            row.claim,
            row.commitment,
            row.year,
            row.kind,
            row.programme,
            page.ref,
        )
        for payee in page.payees
        for row in payee.rows
    ]


@asks(Act.PAY, of=PaymentBatch)
def payment_paid(request: Asked, ref: str) -> HttpResponse:
    """Mark a payment as paid on a day."""
    form = PaidForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            payments.mark_paid(ref, form.cleaned_data["on"], by=request.viewer, at=clock.now())
            messages.success(request, _("The payment is marked as paid."))
            return redirect("payment", ref=ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name or None, sentence)
    context = {"page": batch_page(ref), "form": form}
    return render(request, "funding/payment_paid.html", context, status=422 if form.errors else 200)


@asks(Act.PAY, of=PaymentBatch)
@require_POST
def payment_leave_out(request: Asked, ref: str) -> HttpResponse:
    """Take a claim out of a payment that is not paid yet."""
    payments.leave_out(ref, request.POST.get("claim", ""), by=request.viewer, at=clock.now())
    messages.success(request, _("The claim is taken out. It is ready for another payment."))
    return redirect("payment", ref=ref)


@asks(Act.PAY, of=PaymentBatch, keeps=True)
def payment_unused(request: Asked, ref: str) -> HttpResponse:
    """Say that the bank paid nothing by the file that was taken out, and how that is known."""
    form = UnusedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        payments.say_unused(ref, form.cleaned_data["why"], by=request.viewer, at=clock.now())
        messages.success(request, _("It is noted that the file was not used. Claims can be taken out of the payment."))
        return redirect("payment", ref=ref)
    context = {"page": batch_page(ref), "form": form}
    return render(request, "funding/payment_unused.html", context, status=422 if form.errors else 200)
