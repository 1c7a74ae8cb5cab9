"""The API about payments and actors' accounts, below ``/api/v1/``: no person, by no name or code."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from accounts.models import Actor
from funding.models import AccountKind, BankAccount, PaymentBatch, UnusedWhy
from funding.selectors.accounts import account_to_confirm, accounts_of
from funding.selectors.payments import batch_page, batches, ready_to_pay
from funding.services import accounts, payments

_SEK: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


class _Ready(s.Serializer[Any]):
    actor_ref = s.CharField()
    actor = s.CharField()
    claims = s.IntegerField()
    amount = s.DecimalField(**_SEK)
    payable = s.BooleanField()


class _ReadyProgramme(s.Serializer[Any]):
    programme = s.CharField()
    amount = s.DecimalField(**_SEK)
    actors = _Ready(many=True)


class _PaymentLine(s.Serializer[Any]):
    ref = s.CharField()
    state = s.CharField()
    made_at = s.DateTimeField()
    paid_on = s.DateField(allow_null=True)
    amount = s.DecimalField(**_SEK)


class PaymentsOut(s.Serializer[Any]):
    """What can be paid now, programme by programme, and the payments so far."""

    ready = _ReadyProgramme(many=True)
    payments = _PaymentLine(many=True)


class _PaidRow(s.Serializer[Any]):
    claim = s.CharField()
    commitment = s.CharField()
    kind = s.CharField()
    programme = s.CharField()
    year = s.IntegerField()
    amount = s.DecimalField(**_SEK)


class _Payee(s.Serializer[Any]):
    ref = s.CharField()
    name = s.CharField()
    account_kind = s.CharField()
    account = s.CharField()
    ended = s.BooleanField()
    amount = s.DecimalField(**_SEK)
    rows = _PaidRow(many=True)


class _TakenOut(s.Serializer[Any]):
    taken_by = s.CharField()
    taken_at = s.DateTimeField()
    unused_by = s.CharField()
    unused_at = s.DateTimeField(allow_null=True)
    unused_why = s.CharField()


class PaymentOut(s.Serializer[Any]):
    """A payment. Accounts are masked: the numbers stand in the file. While a file is out (``file_is_out``), no claim
    leaves the payment."""

    ref = s.CharField()
    state = s.CharField()
    made_at = s.DateTimeField()
    made_by = s.CharField()
    paid_on = s.DateField(allow_null=True)
    marked_by = s.CharField()
    amount = s.DecimalField(**_SEK)
    payees = _Payee(many=True)
    files = _TakenOut(many=True)
    file_is_out = s.BooleanField()


class UnusedIn(s.Serializer[Any]):
    """How it is known that the bank paid nothing by the file."""

    why = s.ChoiceField(UnusedWhy.choices)


class NewIn(s.Serializer[Any]):
    """Of which programme; empty for what was granted outside any."""

    programme = s.CharField(max_length=24, allow_blank=True)


class PaidIn(s.Serializer[Any]):
    """When the bank paid."""

    on = s.DateField()


class LeaveOutIn(s.Serializer[Any]):
    """Which claim."""

    claim = s.CharField(max_length=16)


class _Account(s.Serializer[Any]):
    ref = s.CharField()
    kind = s.CharField()
    number = s.CharField()
    state = s.CharField()
    asked_by = s.CharField()
    confirmed_by = s.CharField()
    usable_from = s.DateField(allow_null=True)


class AccountsOut(s.Serializer[Any]):
    """Where an actor is paid, the newest first. Others than its managers get the last four digits."""

    actor = s.CharField()
    rows = _Account(many=True)


class AccountIn(s.Serializer[Any]):
    """Another account."""

    kind = s.ChoiceField(AccountKind.choices)
    typed = s.CharField(max_length=40)


@extend_schema(operation_id="payments_list", responses=PaymentsOut)
@asks(Act.SEE_PAYMENTS)
@api_view(["GET"])
def payment_list(request: Request) -> Response:
    """What could be paid now, and the payments so far."""
    return Response(PaymentsOut({"ready": ready_to_pay(clock.now()), "payments": batches()}).data)


@extend_schema(request=NewIn, responses=PaymentOut)
@asks(Act.PAY)
@api_view(["POST"])
def new(request: Request) -> Response:
    """Make a payment of everything that is ready in a programme."""
    programme = valid(NewIn, request).validated_data["programme"]
    batch = payments.make_batch(programme, by=who(request), at=clock.now())
    return Response(PaymentOut(batch_page(batch.ref)).data, status=201)


@extend_schema(responses=PaymentOut)
@asks(Act.SEE_PAYMENTS, of=PaymentBatch)
@api_view(["GET"])
def payment(request: Request, ref: str) -> Response:
    """A payment."""
    return Response(PaymentOut(batch_page(ref)).data)


@extend_schema(request=PaidIn, responses={204: None})
@asks(Act.PAY, of=PaymentBatch)
@api_view(["POST"])
def paid(request: Request, ref: str) -> Response:
    """Mark a payment as paid."""
    payments.mark_paid(ref, valid(PaidIn, request).validated_data["on"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=UnusedIn, responses={204: None})
@asks(Act.PAY, of=PaymentBatch)
@api_view(["POST"])
def unused(request: Request, ref: str) -> Response:
    """Say that the bank paid nothing by the file that was taken out."""
    payments.say_unused(ref, valid(UnusedIn, request).validated_data["why"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=LeaveOutIn, responses={204: None})
@asks(Act.PAY, of=PaymentBatch)
@api_view(["POST"])
def leave_out(request: Request, ref: str) -> Response:
    """Take a claim out of a payment that is not paid yet."""
    payments.leave_out(ref, valid(LeaveOutIn, request).validated_data["claim"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=AccountsOut)
@asks(Act.SEE_BANK_ACCOUNT, of=Actor)
@api_view(["GET"])
def bank_account(request: Request, ref: str) -> Response:
    """Where an actor is paid."""
    return Response(AccountsOut(accounts_of(who(request), ref, at=clock.now())).data)


@extend_schema(request=AccountIn, responses=AccountsOut)
@asks(Act.WRITE_BANK_ACCOUNT, of=Actor)
@api_view(["POST"])
def bank_account_new(request: Request, ref: str) -> Response:
    """Write another account; somebody else confirms it."""
    accounts.ask_account(ref, **valid(AccountIn, request).validated_data, by=who(request), at=clock.now())
    return Response(AccountsOut(accounts_of(who(request), ref, at=clock.now())).data, status=201)


@extend_schema(request=None, responses=_Account)
@asks(Act.CONFIRM_BANK_ACCOUNT, of=BankAccount)
@api_view(["GET", "POST"])
def bank_account_confirm(request: Request, ref: str) -> Response:
    """An account to confirm; a POST confirms it."""
    if request.method == "POST":
        accounts.confirm_account(ref, by=who(request), at=clock.now())
    return Response(_Account(account_to_confirm(who(request), ref, at=clock.now())[2]).data)


@extend_schema(request=None, responses={204: None})
@asks(Act.CONFIRM_BANK_ACCOUNT, of=BankAccount)
@api_view(["POST"])
def bank_account_end(request: Request, ref: str) -> Response:
    """Take an account back."""
    accounts.end_account(ref, by=who(request), at=clock.now())
    return Response(status=204)
