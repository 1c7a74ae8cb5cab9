"""Rows for counting, written straight into the tables as the system: any history one likes, in one line each.

Services are for acts; a statistic is tested over whatever rows may lie there, also such as no service makes today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.door import acting_as
from accounts.models import Actor, User
from accounts.viewer import system
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    Case,
    ChildSupplement,
    Dependant,
    ExploitationForm,
    Identification,
    Intervention,
    Person,
    Programme,
    RequestedChild,
)
from funding.services.commitments import commit, release

SYSTEM = system("test")
RATE, CHILD_RATE = Decimal(1000), Decimal(300)


@contextmanager
def counting() -> Iterator[None]:
    """The system's open door: to write rows in and to count them."""
    with acting_as(SYSTEM):
        yield


def _at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 11, 0, tzinfo=UTC)


def _key() -> str:
    return uuid4().hex[:8].upper()


def person(on: date, **said: Any) -> Person:
    """Somebody first identified ``on`` that day. ``said``: fields of the person, and of the first identification
    (county, route, certainty, state), and ``form``."""
    first = {name: said.pop(name) for name in ("county", "route", "certainty", "state") if name in said}
    form = said.pop("form", "LABOUR")
    made = {"age": "ADULT", "gender": "WOMAN", "birth_year": on.year - 30, "citizenships": ["RO"]} | said
    made = {"age_basis": "UNCLEAR" if made["birth_year"] is None else "KNOWN"} | made
    row = Person(code=_key(), code_name="Blå Björk", identified_on=on, made_at=_at(on), **made)
    row.save(force_insert=True)
    if form:
        ExploitationForm(person=row, form=form, is_main=True).save(force_insert=True)
    identification(row, on, **first)
    return row


def identification(of: Person, on: date, **said: Any) -> Identification:
    """An identification of somebody."""
    given = {"county": "01", "route": "OUTREACH", "certainty": "LIKELY", "state": "OPEN"} | said
    row = Identification(
        person=of,
        ref=_key(),
        actor=Actor.objects.first(),
        made_by=User.objects.first(),
        on=on,
        made_at=_at(on),
        **given,
    )
    row.save(force_insert=True)
    return row


def dependant(of: Person, **said: Any) -> Dependant:
    """A child of the person, born eight years before, unless ``said`` otherwise."""
    given = {"relation": "CHILD", "birth_year": of.identified_on.year - 8} | said
    row = Dependant(person=of, ref=_key(), made_at=of.made_at, **given)
    row.save(force_insert=True)
    return row


def request(of: Person, on: date, *, start: date | None = None, days: int = 30, **said: Any) -> AdmissionRequest:
    """A request for rest, sent ``on`` that day."""
    given = {"state": "CONFIRMED", "sent_at": _at(on)} | said
    user = User.objects.first()
    row = AdmissionRequest(
        person=of,
        ref=_key(),
        actor=Actor.objects.first(),
        made_by=user,
        made_at=_at(on),
        saved_at=_at(on),
        start=start or on,
        days=days,
        **given,
    )
    row.save(force_insert=True)
    return row


def asked_for_child(of: AdmissionRequest, child: Dependant, days: int) -> None:
    """A supplement that a request asks for."""
    RequestedChild(person_id=of.person_id, request=of, dependant=child, days=days).save(force_insert=True)


def declined(of: AdmissionRequest, on: date, reason: str) -> None:
    """A request that a coordinator said no to."""
    AdmissionDecision(
        person_id=of.person_id, request=of, kind="DECLINE", decline_reason=reason, at=_at(on), by=User.objects.first()
    ).save(force_insert=True)


def rest(
    of: Person,
    start: date,
    days: int = 30,
    *,
    used: int | None = None,
    children: dict[Dependant, int] | None = None,
    kind: str = "REST",
) -> Intervention:
    """A granted period of which ``used`` days stand (all, unless said), with its supplements and its money."""
    asked = request(of, start, days=days)
    case = Case(person=of, request=asked, actor_id=asked.actor_id, opened_on=start)
    case.save(force_insert=True)
    stands = days if used is None else used
    row = Intervention(
        pk=uuid4(),
        person=of,
        case=case,
        request=asked,
        ref=_key(),
        actor_id=asked.actor_id,
        kind=kind,
        programme=Programme.objects.get(valid_from__lte=start, valid_to__gte=start),
        state="GRANTED" if used is None else "ENDED_EARLY",
        start=start,
        last=start + timedelta(days=stands - 1),
        granted_days=days,
        granted_at=_at(start),
        day_rate=RATE,
        child_day_rate=CHILD_RATE,
    )
    row.save(force_insert=True)
    full = cost(start, days, children or {})
    code = row.programme.code
    commit(row.pk, full, actor_id=asked.actor_id, kind=kind, programme=code, by=SYSTEM, at=_at(start))
    for child, wanted in (children or {}).items():
        last = start + timedelta(days=min(wanted, stands) - 1)
        ChildSupplement(person=of, intervention=row, dependant=child, start=start, last=last).save(force_insert=True)
    if used is not None:
        kept = cost(start, used, {child: min(n, used) for child, n in (children or {}).items()})
        back = {year: amount - kept.get(year, Decimal(0)) for year, amount in full.items()}
        release(row.pk, back, by=SYSTEM, at=_at(start))
    return row


def cost(start: date, days: int, children: dict[Dependant, int]) -> dict[int, Decimal]:
    """SEK by calendar year, counted day by day."""
    by_year: dict[int, Decimal] = {}
    for length, rate in [(days, RATE), *((n, CHILD_RATE) for n in children.values())]:
        for n in range(length):
            year = (start + timedelta(days=n)).year
            by_year[year] = by_year.get(year, Decimal(0)) + rate
    return by_year
