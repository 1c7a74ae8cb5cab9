"""The actor's account: what it is granted, has reported, is paid and has left to report, each line with its person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.acts import Role
from accounts.models import Actor
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.granted import Granted, wanted
from cases.selectors.granted import granted
from funding.models import ClaimState
from funding.selectors.claims import Row, Told, claims_of, rows_of_each
from funding.selectors.own import Money, OfCommitment, OfKind, by_commitment, by_kind, total, years_of
from funding.spreading import NOTHING


@dataclass(frozen=True)
class OwnLine:
    """Something that was granted. ``what`` None: of a person whom the viewer does not see; then no link."""

    ref: str
    kind: str
    what: Granted | None
    money: Money
    claim: Told | None
    reported: Decimal
    begun: bool

    @property
    def state(self) -> str:
        """Where its report is; OPEN where there is none and something was granted; "" where nothing is left of it."""
        if self.claim is not None:
            return self.claim.state
        return "OPEN" if self.money.left else ""

    @property
    def link(self) -> tuple[str, str] | None:
        """URL name and reference: the report as it was sent, the page where one writes it, the person before that."""
        if self.what is None:
            return None
        if self.claim is None and not (self.begun and self.state):
            return "person", self.what.code
        sent = self.claim is not None and self.claim.state not in (ClaimState.DRAFT, ClaimState.ASKED)
        return ("claim", self.claim.ref) if sent and self.claim else self.what.key


@dataclass(frozen=True)
class OwnMoney:
    """A year of the viewer's actors. ``due``: what is to be reported back, by when; the first day first."""

    year: int
    years: tuple[int, ...]
    kinds: tuple[OfKind, ...]
    total: Money
    lines: tuple[OwnLine, ...]
    due: tuple[OwnLine, ...]


@queries(1)
def own_actors(viewer: Viewer) -> list[Actor]:
    """The actors whose account it is: those that the viewer works for."""
    return list(Actor.objects.filter(pk__in=viewer.actors_as(Role.CASEWORKER, Role.MANAGER)))


@queries(14)
def own_money(viewer: Viewer, *, year: int, on: date) -> OwnMoney:
    """The account of the viewer's own actors in a year."""
    rows = by_commitment(viewer.actors, year)
    causes = [row.cause_id for row in rows]
    what, claims = granted(causes), claims_of(causes)
    reports = rows_of_each([claim.id for claim in claims.values()])
    lines = tuple(_line(row, what.get(row.cause_id), claims.get(row.cause_id), reports, year, on) for row in rows)
    due = [line for line in lines if line.what and line.what.last < on and line.state in ("OPEN", "DRAFT", "ASKED")]
    kinds = by_kind(viewer.actors, year)
    return OwnMoney(
        year=year,
        years=tuple(years_of(viewer.actors)),
        kinds=kinds,
        total=total(kinds),
        lines=lines,
        due=tuple(sorted(due, key=lambda line: line.what.report_by if line.what else on)),
    )


def _line(
    row: OfCommitment,
    what: Granted | None,
    claim: Told | None,
    reports: Mapping[UUID, list[Row]],
    year: int,
    on: date,
) -> OwnLine:
    """Of somebody whom the viewer does not see there is the money, and no report."""
    if what is None or claim is None:
        return OwnLine(row.ref, row.kind, what, row.money, None, NOTHING, bool(what and what.start <= on))
    found = reports.get(claim.id, [])
    reported = sum((one.amount for one in found), NOTHING)
    if what.start.year != what.last.year:
        reported = wanted(what, claim.id, found, {}).get(year, NOTHING)
    return OwnLine(row.ref, row.kind, what, row.money, claim, reported, what.start <= on)
