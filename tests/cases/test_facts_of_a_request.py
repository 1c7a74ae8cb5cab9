"""The facts that the rules read are those in the tables: gathered by the selector, and naively from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases.models import AdmissionRequest, CatalogueItem, Dependant, Programme, ReturnStatement
from cases.rules import Certified, Granted, Item, YearMoney
from cases.selectors.verdicts import facts_of, programme_on
from cases.services.admission import AskedChild
from cases.services.dependant import Close, add_dependant
from certification.models import Certification, Permit
from tests.factories import asked, confirmed_case, draft_request, identified
from tests.money import left_of

# Around New Year, where programmes and budgets change.
starts = st.integers(-40, 40).map(lambda n: date(now().year, 12, 31) + timedelta(days=n))


@pytest.fixture
def draft(alma: Viewer) -> Iterator[AdmissionRequest]:
    """A request that is begun, for somebody with a child, a partner and nobody's case; the door is open."""
    at = now()
    person = identified(alma, at=at, birth_year=1990, on=day(at) - timedelta(days=3))
    with acting_as(alma):
        for relation, born in (("CHILD", 2019), ("PARTNER", 1988)):
            add_dependant(person.code, Close(relation, born, in_sweden=relation == "CHILD"), by=alma, at=at)
    row = draft_request(alma, at=at, person=person)
    with acting_as(system("test")):
        yield AdmissionRequest.objects.select_related("person").get(pk=row.pk)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts, st.integers(1, 60), st.sets(st.sampled_from(["CHILD", "PARTNER"])), st.integers(0, 3), st.integers(0, 30)
)
def test_programme_children_and_money_are_those_of_the_tables(
    draft: AdmissionRequest, start: date, days: int, known: set[str], new: int, ahead: int
) -> None:
    on_record = [d for d in Dependant.objects.filter(person_id=draft.person_id) if d.relation in known]
    children = [AskedChild(ref=d.ref, birth_year=2024) for d in on_record]
    children += [AskedChild(birth_year=2018 + n, days=n + 1) for n in range(new)]
    on = day(now()) + timedelta(days=ahead)
    facts = facts_of(draft, asked(start, days=days, children=tuple(children)), on=on, with_money=True)
    (programme,) = [p for p in Programme.objects.all() if p.valid_from <= start <= p.valid_to]
    assert facts.programme == programme.name == getattr(programme_on(start), "name", "")
    assert (facts.sent_on, facts.judged_on, facts.birth_year) == (on, on, 1990)
    assert facts.met_on == day(now()) - timedelta(days=3)
    said = [(c.relation, c.birth_year, c.in_sweden, c.like_one_known) for c in facts.children]
    assert said == [(d.relation, d.birth_year, d.in_sweden, False) for d in on_record] + [
        ("CHILD", 2018 + n, True, 2018 + n == 2019) for n in range(new)
    ]
    rule = programme.rules.get(kind="REST")
    worth: dict[int, Any] = {}
    for length, price in [(days, rule.day_rate)] + [(c.days or days, rule.child_day_rate) for c in children]:
        for n in range(length):
            year = (start + timedelta(days=n)).year
            worth[year] = worth.get(year, 0) + (price or 0)
    left = {year: left_of(year) for year in worth}
    assert facts.money == tuple(YearMoney(year, sum_, left.get(year)) for year, sum_ in sorted(worth.items()))


def test_certifications_are_the_actors_own(draft: AdmissionRequest) -> None:
    own = {(c.valid_from, c.valid_to) for c in Certification.objects.filter(actor_id=draft.actor_id)}
    assert {(c.valid_from, c.valid_to) for c in facts_of(draft, asked(day(now())), on=day(now())).certifications} == own


def test_what_the_open_case_has_been_granted_counts_with_the_days_that_stand(alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at)
    with acting_as(dag):
        row = AdmissionRequest.objects.select_related("person").get(pk=case.request_id)
        facts = facts_of(row, asked(day(at) + timedelta(days=29)), on=day(at))
        period = case.interventions.get().period
    assert period is not None
    assert (facts.granted, facts.open_case) == ((Granted("REST", period),), True)


def test_a_homes_permits_are_the_actors_own(draft: AdmissionRequest) -> None:
    today, year = day(now()), timedelta(days=365)
    for n, actor in enumerate(Actor.objects.filter(ref__in=("A-LINDEN", "A-NOOR"))):
        Permit(
            ref=f"PERMIT-{n}",
            actor=actor,
            valid_from=today - year,
            valid_to=today + year,
            withdrawn_on=today if actor.pk == draft.actor_id else None,
            noted_at=now(),
            noted_by_id=draft.made_by_id,
        ).save(force_insert=True)
    assert facts_of(draft, asked(today), on=today).home is False
    draft.actor.is_home = True
    facts = facts_of(draft, asked(today), on=today)
    assert facts.home is True
    assert facts.permits == (Certified(today - year, today + year, today),)


@pytest.mark.parametrize(
    ("said", "inside"), [((), None), (("NO",), False), (("NO", "YES"), True), (("YES", "UNKNOWN"), None)]
)
def test_the_newest_statement_about_the_return_programme_holds(
    draft: AdmissionRequest, said: tuple[str, ...], inside: bool | None
) -> None:
    for hours, answer in enumerate(said):
        ReturnStatement(
            person_id=draft.person_id,
            answer=answer,
            on=day(now()),
            stated_at=now() + timedelta(hours=hours),
            stated_by_id=draft.made_by_id,
        ).save(force_insert=True)
    assert facts_of(draft, asked(day(now())), on=day(now())).in_return_programme is inside


def test_what_is_applied_for_in_a_case_counts_within_that_case(alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at)
    with acting_as(system("test")):
        admission = AdmissionRequest.objects.select_related("person").get(pk=case.request_id)
        programme = programme_on(day(at))
        item = CatalogueItem(
            ref="ITEM-A", programme=programme, kind="SPECIFIC", name_sv="Tolk", name_en="Interpreter", closed_on=day(at)
        )
        further = AdmissionRequest(
            person=admission.person,
            actor=admission.actor,
            case=case,
            kind="SPECIFIC",
            item=item,
            amount=Decimal(900),
            made_by_id=admission.made_by_id,
        )
        said: dict[str, Any] = {"item": item.ref, "amount": Decimal(900)}
        facts = facts_of(further, asked(day(at), **said), on=day(at))
        assert (facts.open_case, facts.case_closed, len(facts.granted)) == (False, False, 1)
        assert (facts.item, facts.amount) == (Item("SPECIFIC", True, day(at), "PERSON", None), Decimal(900))
        later = facts_of(further, asked(date(day(at).year + 1, 3, 1), **said), on=day(at))
        assert later.item == Item("SPECIFIC", False, day(at), "PERSON", None)
        case.closed_on = day(at)
        assert facts_of(further, asked(day(at)), on=day(at)).case_closed
