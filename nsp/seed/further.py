"""Further interventions in the demo: some that run, some that wait for money, one of tonight, two written together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.clock import day
from accounts.door import acting_as
from cases.models import AdmissionRequest, CatalogueItem, Intervention, Person
from cases.models.choices import ReportMade, SocietyProtects
from cases.selectors.verdicts import programme_on
from cases.services import admission, decision
from cases.services.admission import AskedAdmission
from cases.services.dependant import Close, add_dependant
from cases.services.further import begin_further
from cases.services.report_back import report_back
from nsp.seed.lives import MOTIVATIONS, World, ask, decider, grown_up, meet

NEEDS = {
    "SUPPORT": ("HOUSING", "Kan inte bo tryggt själv ännu och söks av någon som hotar."),
    "SPECIFIC": ("PSYCHOLOGICAL", "Sover dåligt och kommer inte vidare utan det här."),
    "INTEGRATION": ("LEGAL", "Behöver kunna försörja sig och klara vardagen själv."),
}
MORE_MOTIVATIONS = {
    **MOTIVATIONS,
    "outside_return_programme": "Personen vill stanna och har inte sökt återvändandeprogrammet.",
    "start_far_ahead": "Kursen börjar då.",
    "consent": "Personen sa ja när vi frågade igen.",
}


def seed_further(here: World) -> None:
    """For several actors, each act on its day."""
    _running(here)
    _for_others(here)
    _waiting_for_money(here)
    _tonight(here)
    _together(here)


def _rested(here: World, worker: str, actor: str, *, begun: int) -> Person:
    """Somebody grown up whose rest began so many days ago and is reported back where it is long over."""
    on = here.today - timedelta(days=begun)
    person = meet(here, worker, on=on, county=here.counties[actor], **grown_up(here, oldest=8))
    request = ask(here, worker, person, on=on, society_protects=SocietyProtects.NO, children=())
    at = min((request.sent_at or here.now) + timedelta(hours=4), here.now)
    with acting_as(decider(here, request)) as by:
        decision.confirm(request.ref, version=request.version, reason="Behovet är visat.", by=by, at=at)
        rest = Intervention.objects.get(request=request)
    if rest.last < here.today - timedelta(days=5):
        with acting_as(here.viewers[worker]) as by:
            report_back(rest.ref, by=by, at=here.moment(rest.last + timedelta(days=4)))
    return person


def _apply(
    here: World, worker: str, person: Person, kind: str, *, start: date, at: datetime, item: str = "", **said: Any
) -> AdmissionRequest:
    """An application that is sent at that moment. ``item``: how its name on the list begins."""
    with acting_as(here.viewers[worker], on=day(at)) as by:
        draft = begin_further(person.code, [kind], by=by, at=at)[0]
    return _send(here, worker, draft, start=start, at=at, item=item, **said)


def _send(
    here: World, worker: str, draft: AdmissionRequest, *, start: date, at: datetime, item: str = "", **said: Any
) -> AdmissionRequest:
    right, need = NEEDS[draft.kind]
    what: dict[str, Any] = {
        "start": start,
        "days": 60,
        "police_report": ReportMade.NO,
        "society_protects": SocietyProtects.NO,
        "right": right,
        "need": need,
        "society_asked": "Socialtjänsten",
        "society_asked_on": day(at),
        "society_answer": "Nej, det är inte något de betalar.",
        "motivations": MORE_MOTIVATIONS,
        "item": _item(item, draft.kind, start).ref if item else "",
    }
    with acting_as(here.viewers[worker], on=day(at)) as by:
        asked = AskedAdmission(**(what | said))
        return admission.send(draft.ref, asked, version=draft.version, by=by, at=at)


def _item(name: str, kind: str, on: date) -> CatalogueItem:
    return CatalogueItem.objects.get(programme=programme_on(on), kind=kind, name_sv__startswith=name)


def _grant(here: World, request: AdmissionRequest, *, at: datetime, **said: Any) -> None:
    with acting_as(decider(here, request), on=day(at)) as by:
        given = {"reason": "Behovet är visat, och samhället betalar inte."} | said
        decision.confirm(request.ref, version=request.version, by=by, at=at, **given)


def _running(here: World) -> None:
    """Support at two actors, a language course, and trauma therapy."""
    today = here.today
    for worker, actor, begun in (("alma", "linden", 72), ("cia", "noor", 58)):
        person = _rested(here, worker, actor, begun=begun)
        start = today - timedelta(days=begun - 31)
        at = here.moment(start)
        _grant(here, _apply(here, worker, person, "SUPPORT", start=start, at=at, days=90), at=_soon(here, at))
    person, at = _rested(here, "cia", "noor", begun=95), here.moment(today - timedelta(days=24))
    course: dict[str, Any] = {"item": "Språkkurs", "days": 70, "amount": Decimal(8_400)}
    request = _apply(here, "cia", person, "INTEGRATION", start=today - timedelta(days=20), at=at, **course)
    _grant(here, request, at=_soon(here, at))
    person, at = _rested(here, "alma", "linden", begun=64), here.moment(today - timedelta(days=15))
    therapy: dict[str, Any] = {"item": "Traumabehandling", "days": 50, "amount": Decimal(25_000)}
    request = _apply(here, "alma", person, "SPECIFIC", start=today - timedelta(days=12), at=at, **therapy)
    _grant(here, request, at=_soon(here, at), amount=Decimal(18_000), reason="Tolv samtal räcker till att börja med.")


def _for_others(here: World) -> None:
    """Counselling for a grown-up relative, and a journey home."""
    today = here.today
    person, at = _rested(here, "bo", "linden", begun=66), here.moment(today - timedelta(days=9))
    with acting_as(here.viewers["bo"]) as by:
        sister = add_dependant(person.code, Close("SIBLING", today.year - 41), by=by, at=at)
    said: dict[str, Any] = {"item": "Samtalsstöd", "days": 40, "amount": Decimal(7_200), "for_dependant": sister.ref}
    request = _apply(here, "bo", person, "SPECIFIC", start=today - timedelta(days=6), at=at, **said)
    _grant(here, request, at=_soon(here, at))
    person, at = _rested(here, "gun", "ankaret", begun=81), here.moment(today - timedelta(days=4))
    said = {"item": "Resa hem genom", "days": 1, "amount": Decimal(9_350)}
    request = _apply(here, "gun", person, "SPECIFIC", start=today + timedelta(days=6), at=at, **said)
    _grant(here, request, at=_soon(here, at))


def _waiting_for_money(here: World) -> None:
    """One with a great need, one who can wait."""
    today = here.today
    rows: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
        ("hedvig", "fyrboken", "SUPPORT", "HIGH", {"days": 60}),
        ("ivar", "bjorkvik", "INTEGRATION", "LOW", {"item": "Yrkeskurs", "days": 60, "amount": Decimal(24_000)}),
    )
    for worker, actor, kind, level, said in rows:
        person, at = _rested(here, worker, actor, begun=50), here.moment(today - timedelta(days=7))
        request = _apply(here, worker, person, kind, start=today + timedelta(days=3), at=at, **said)
        with acting_as(decider(here, request)) as by:
            given = {"need_level": level, "reason": "Vi väntar på besked om nästa utbetalning."}
            decision.wait(request.ref, version=request.version, by=by, at=_soon(here, at), **given)


def _tonight(here: World) -> None:
    """The rest ended yesterday, and nowhere else was found."""
    person = _rested(here, "lars", "norrsken", begun=30)
    at = here.now - timedelta(minutes=55)
    _apply(here, "lars", person, "SUPPORT", start=here.today, at=at, days=45, urgent=True)


def _together(here: World) -> None:
    """Support and a driving licence, for the same reasons, by the same hand."""
    person, at = _rested(here, "alma", "linden", begun=47), here.now - timedelta(hours=6)
    with acting_as(here.viewers["alma"]) as by:
        support, licence = begin_further(person.code, ["SUPPORT", "INTEGRATION"], by=by, at=at)
    start = here.today + timedelta(days=1)
    _send(here, "alma", support, start=start, at=at, days=30)
    _send(here, "alma", licence, start=start, at=at, item="Körkort", days=60, amount=Decimal(14_500))


def _soon(here: World, at: datetime) -> datetime:
    return min(at + timedelta(hours=5), here.now - timedelta(minutes=1))
