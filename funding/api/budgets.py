"""The API about budgets, below ``/api/v1/``: the same services as the pages, for coordinators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from funding.models import Budget
from funding.selectors.budgets import budget_row, budget_rows, given_bookings
from funding.services import budgets

_SEK: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


class _BudgetLine(s.Serializer[Any]):
    id = s.UUIDField()
    kind = s.CharField()
    allocated = s.DecimalField(**_SEK)
    committed = s.DecimalField(**_SEK)
    returned = s.DecimalField(**_SEK)
    left = s.DecimalField(**_SEK)


class FundersBudgetOut(s.Serializer[Any]):
    """A budget with its lines; SEK. ``kind`` empty: for every kind without a line of its own."""

    id = s.UUIDField()
    year = s.IntegerField()
    funder = s.CharField()
    programme = s.CharField()
    is_example = s.BooleanField()
    lines = _BudgetLine(many=True)


class _Booked(s.Serializer[Any]):
    id = s.UUIDField()
    on = s.DateField()
    at = s.DateTimeField()
    by = s.CharField()
    line = s.CharField()
    cause = s.CharField()
    amount = s.DecimalField(**_SEK)
    reversible = s.BooleanField()


class BudgetPageOut(s.Serializer[Any]):
    """One budget, and what was booked between it and the funder, newest first."""

    budget = FundersBudgetOut()
    booked = _Booked(many=True)


class LineIn(s.Serializer[Any]):
    """What a funder gives on one line, SEK; ``on``: the booking date, not ahead."""

    kind = s.CharField(max_length=12, allow_blank=True, default="")
    amount = s.DecimalField(**_SEK)
    on = s.DateField()


class BudgetIn(LineIn):
    """A budget with its first line."""

    year = s.IntegerField(min_value=2000, max_value=2100)
    funder = s.CharField(max_length=120)
    programme = s.CharField(max_length=24, allow_blank=True, default="")


class AmendIn(s.Serializer[Any]):
    """More (plus) or less (minus) on a line, SEK, and why."""

    amount = s.DecimalField(**_SEK)
    cause = s.CharField(max_length=24)
    on = s.DateField()


@extend_schema(responses=FundersBudgetOut(many=True))
@asks(Act.SEE_BUDGETS)
@api_view(["GET"])
def budget_list(request: Request) -> Response:
    """Every budget, the newest year first."""
    return Response(FundersBudgetOut(budget_rows(), many=True).data)


@extend_schema(request=BudgetIn, responses={201: FundersBudgetOut})
@asks(Act.WRITE_BUDGET)
@api_view(["POST"])
def budget_new(request: Request) -> Response:
    """Open a budget."""
    said = valid(BudgetIn, request).validated_data
    first = budgets.Given(said["kind"], said["amount"], said["on"])
    made = budgets.open_budget(said["year"], said["funder"], said["programme"], first, by=who(request), at=clock.now())
    return Response(FundersBudgetOut(budget_row(made.pk)).data, status=201)


@extend_schema(responses=BudgetPageOut)
@asks(Act.SEE_BUDGETS, of=Budget)
@api_view(["GET"])
def budget(request: Request, ref: str) -> Response:
    """One budget and its bookings with the funder."""
    page = {"budget": budget_row(UUID(ref)), "booked": given_bookings(UUID(ref))}
    return Response(BudgetPageOut(page).data)


@extend_schema(request=LineIn, responses={201: FundersBudgetOut})
@asks(Act.WRITE_BUDGET, of=Budget)
@api_view(["POST"])
def budget_line(request: Request, ref: str) -> Response:
    """Open a line for a kind."""
    said = valid(LineIn, request).validated_data
    budgets.open_line(
        UUID(ref), budgets.Given(said["kind"], said["amount"], said["on"]), by=who(request), at=clock.now()
    )
    return Response(FundersBudgetOut(budget_row(UUID(ref))).data, status=201)


@extend_schema(request=AmendIn, responses=FundersBudgetOut)
@asks(Act.WRITE_BUDGET, of=Budget)
@api_view(["POST"])
def budget_amend(request: Request, ref: str, line: UUID) -> Response:
    """Give a line more or less; refused below what is committed, with the figure."""
    said = valid(AmendIn, request).validated_data
    budgets.amend(line, **said, by=who(request), at=clock.now(), of=UUID(ref))
    return Response(FundersBudgetOut(budget_row(UUID(ref))).data)


@extend_schema(request=None, responses=FundersBudgetOut)
@asks(Act.WRITE_BUDGET, of=Budget)
@api_view(["POST"])
def budget_reverse(request: Request, ref: str, booking: UUID) -> Response:
    """Meet a wrong booking with its counter-entry."""
    budgets.reverse_amendment(booking, by=who(request), at=clock.now(), of=UUID(ref))
    return Response(FundersBudgetOut(budget_row(UUID(ref))).data)
