"""What is going on in the demo today: something for each of its people to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.clock import day
from accounts.door import acting_as
from cases.models import Person
from cases.models.choices import Answer, SocietyFact, SocietyProtects
from cases.services import decision, sharing
from cases.services.admission import AskedChild
from cases.services.consent import ConsentSaid, give, withdraw
from cases.services.facts import state_protection, state_return_programme
from cases.services.information import give_information
from nsp.seed import stories
from nsp.seed.lives import World, accepted, ask, decider, grown_up, handed_over, meet, offered


def seed_now(here: World) -> None:
    """Rests that run, end tomorrow and are overdue; requests that wait, one of tonight; hand-overs on their way."""
    _rests(here)
    _waiting(here)
    _returned(here)
    _hand_overs(here)


def _rest(here: World, worker: str, *, begun: int, **said: Any) -> Person:
    """A rest that began so many days ago; the person."""
    on = here.today - timedelta(days=begun)
    county = here.counties["linden" if worker in ("alma", "bo") else "noor"]
    ages = [here.today.year - (child.birth_year or 0) for child in said.get("children", ())]
    known = grown_up(here, oldest=max(ages)) if ages else {}
    person = meet(here, worker, on=on, county=county, **known)
    request = ask(here, worker, person, on=on, society_protects=SocietyProtects.NO, **said)
    at = min((request.sent_at or here.now) + timedelta(hours=3), here.now)
    with acting_as(decider(here, request)) as by:
        decision.confirm(request.ref, version=request.version, reason="Akut behov.", by=by, at=at)
    return person


def _rests(here: World) -> None:
    year = here.today.year
    shared = _rest(here, "alma", begun=11, children=(AskedChild(birth_year=year - 4),))
    _shared(here, shared)
    _informed(here, shared)
    _glass_broken(here, shared)
    _rest(here, "alma", begun=28, children=())  # ends tomorrow
    _rest(here, "alma", begun=32, children=())  # ended three days ago, not reported back
    _rest(here, "bo", begun=5, children=(AskedChild(birth_year=year - 8), AskedChild(birth_year=year - 6)))
    _restricted(here, _rest(here, "bo", begun=19, children=()))
    _rest(here, "cia", begun=8, children=())
    _overtaken(here, _rest(here, "cia", begun=23, children=(AskedChild(birth_year=year - 2),)))


def _informed(here: World, person: Person) -> None:
    """Read together with an interpreter on the first day."""
    with acting_as(here.viewers["alma"]) as by:
        language = person.languages[0] if person.languages else "swe"
        sheets, on = ["PROGRAMME", "RIGHTS", "SECRECY"], here.today - timedelta(days=11)
        give_information(person.code, sheets, language=language, how="INTERPRETER", on=on, by=by, at=_at(here, 11))


def _shared(here: World, person: Person) -> None:
    """Another actor reads for a while."""
    with acting_as(here.viewers["alma"]) as by:
        until = here.today + timedelta(days=20)
        yes = ConsentSaid("SHARE", "swe", "INTERPRETER", here.today - timedelta(days=3), until)
        how: dict[str, Any] = {"until": until, "may_write": False, "consent": yes}
        sharing.share(person.code, "A-ANKARET", **how, by=by, at=_at(here, 3))
        police = ConsentSaid("POLICE", "swe", "ORAL", here.today - timedelta(days=8))
        taken_back = give(person.code, police, by=by, at=_at(here, 8))
        withdraw(person.code, taken_back.ref, by=by, at=_at(here, 2))
        region = ConsentSaid("REGION", "swe", "ORAL", here.today - timedelta(days=2))
        give(person.code, region, by=by, at=_at(here, 2))


def _overtaken(here: World, person: Person) -> None:
    """Society has begun to protect: a coordinator has a last day to set."""
    with acting_as(here.viewers["cia"]) as by:
        on, at = here.today - timedelta(days=2), _at(here, 1)
        state_return_programme(person.code, Answer.NO, on=on, by=by, at=at)
        facts = [SocietyFact.SOCIAL_BOARD, SocietyFact.REFLECTION]
        said = {"rests_on": facts, "note": stories.SOCIETY}
        state_protection(person.code, SocietyProtects.PARTLY, on=on, by=by, at=at, **said)  # type: ignore[arg-type]


def _restricted(here: World, person: Person) -> None:
    """Only one of Linden's caseworkers sees the person."""
    with acting_as(here.viewers["maj"]) as by:
        named = here.viewers["bo"].id
        sharing.restrict(person.code, [named], caseworker=named, by=by, at=_at(here, 6))


def _glass_broken(here: World, person: Person) -> None:
    """A coordinator has read without an errand."""
    with acting_as(here.viewers["disa"]) as by:
        sharing.break_glass(person.code, stories.GLASS, by=by, at=_at(here, 2))


def _waiting(here: World) -> None:
    today = here.today
    older = here.now - timedelta(days=3, hours=2)
    plain = meet(here, "cia", on=today - timedelta(days=4), county=here.counties["noor"])
    ask(here, "cia", plain, on=day(older), at=older, start=today, society_protects=SocietyProtects.NO, children=())
    parent = grown_up(here, oldest=9)
    family = meet(here, "gun", on=today - timedelta(days=1), county=here.counties["ankaret"], **parent)
    children = (AskedChild(birth_year=today.year - 9), AskedChild(birth_year=today.year - 5))
    yesterday = here.now - timedelta(hours=21)
    ask(here, "gun", family, on=today, at=yesterday, start=today, children=children)
    unclear = meet(here, "alma", on=today - timedelta(days=2), county=here.counties["linden"])
    this_morning = here.now - timedelta(hours=5)
    ask(
        here,
        "alma",
        unclear,
        on=today,
        at=this_morning,
        start=today - timedelta(days=1),
        society_protects=SocietyProtects.UNKNOWN,
        children=(),
    )
    tonight = meet(here, "lars", on=today, county=here.counties["norrsken"], immediate_risk=Answer.YES)
    ask(
        here,
        "lars",
        tonight,
        on=today,
        at=here.now - timedelta(minutes=40),
        start=today,
        urgent=True,
        society_asked="Socialjouren",
        society_answer="Ingen plats i natt.",
        children=(),
    )
    meet(here, "alma", on=today - timedelta(days=1), county=here.counties["linden"])


def _returned(here: World) -> None:
    on = here.today - timedelta(days=3)
    person = meet(here, "bo", on=on, county=here.counties["linden"])
    request = ask(here, "bo", person, on=on, children=())
    at = min((request.sent_at or here.now) + timedelta(hours=22), here.now)
    with acting_as(decider(here, request)) as by:
        question = stories.QUESTION
        decision.return_for_completion(request.ref, version=request.version, question=question, by=by, at=at)


def _hand_overs(here: World) -> None:
    today = here.today
    done = handed_over(here, by_key="frej", on=today - timedelta(days=60))
    at = _at(here, 59)
    offered(here, done, "linden", at=at)
    accepted(here, done, "alma", at=at + timedelta(hours=2))
    waiting = handed_over(here, by_key="frej", on=today - timedelta(days=2))
    offered(here, waiting, "linden", at=_at(here, 1))
    handed_over(here, by_key="ove", on=today - timedelta(days=1))


def _at(here: World, days: int) -> datetime:
    """So many days ago, an hour before now: in the hour after midnight that is the day before, so then at this hour."""
    at = here.now - timedelta(days=days, hours=1)
    return at if day(at) == here.today - timedelta(days=days) else here.now - timedelta(days=days)
