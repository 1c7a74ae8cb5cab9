"""Things that have happened, made through the services as they happen in life."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases import codes
from cases.keys import give_own_key
from cases.models import AdmissionRequest, Case, CatalogueItem, Person, Share, TransferOffer
from cases.models.choices import Age, Consent, ReportMade, Route, SocietyProtects
from cases.models.consent import Consented, HowSaid
from cases.selectors.verdicts import programme_on
from cases.services import admission, decision, sharing
from cases.services.admission import AskedAdmission
from cases.services.consent import ConsentSaid, give
from cases.services.further import begin_further
from cases.services.identification import Identified, identify
from cases.states import TransferState


def identified(by: Viewer, *, at: datetime, **said: Any) -> Person:
    """A grown-up person whom ``by``'s actor met that day, exploited in labour, unless ``said`` otherwise."""
    what: dict[str, Any] = {
        "on": day(at),
        "county": "01",
        "route": Route.OUTREACH,
        "forms": ("LABOUR",),
        "age": Age.ADULT,
        "consent": Consent.YES,
        "story": "Arbetade utan lön på ett bygge.",
    }
    with acting_as(by):
        return identify(Identified(**(what | said)), token=uuid4(), by=by, at=at)


def agreed(until: date | None = None, *, on: date | None = None) -> ConsentSaid:
    """The person's yes to a share, given today unless ``on`` says otherwise."""
    return ConsentSaid(Consented.SHARE, "swe", HowSaid.ORAL, on or today(), until)


def share_with(code: str, actor: str, by: Viewer, *, until: date, may_write: bool = False) -> Share:
    """Share with the person's yes, given today; inside a door."""
    how: dict[str, Any] = {"until": until, "may_write": may_write, "consent": agreed()}
    return sharing.share(code, actor, **how, by=by, at=now())


def consents(code: str, by: Viewer, **said: Any) -> str:
    """The reference of a yes to a police report, unless ``said`` otherwise; inside a door."""
    what: dict[str, Any] = {"what": Consented.POLICE, "language": "swe", "how": HowSaid.ORAL, "on": today()}
    return give(code, ConsentSaid(**(what | said)), by=by, at=now()).ref


def offer_of(person: Person, by: Viewer, *, to: str = "A-ANKARET") -> str:
    """An open offer about somebody, whatever is in the way; inside a door."""
    row = TransferOffer(pk=uuid4(), ref=codes.new_ref("X"), person=person, errand="REST", without_consent="DANGER")
    assert person.responsible_actor_id
    row.from_actor_id, row.to_actor = person.responsible_actor_id, Actor.objects.get(ref=to)
    row.state, row.until, row.made_at, row.moved_at = TransferState.OPEN, today(), now(), now()
    row.made_by_id = by.id
    give_own_key(row)
    row.save(force_insert=True)
    return row.ref


def asked(start: date, **said: Any) -> AskedAdmission:
    """What a complete request for thirty days of rest from ``start`` says."""
    what: dict[str, Any] = {
        "start": start,
        "days": 30,
        "why": "Utnyttjad i arbete, saknar säker plats.",
        "wants": "Vila och tala med en jurist.",
        "consent": Consent.YES,
        "police_report": ReportMade.NO,
        "society_protects": SocietyProtects.NO,
        "right": "HOUSING",
        "need": "Saknar boende.",
        "society_asked": "Socialjouren",
        "society_asked_on": start,
        "society_answer": "Ingen plats.",
    }
    return AskedAdmission(**(what | said))


def draft_request(by: Viewer, *, at: datetime, person: Person | None = None) -> AdmissionRequest:
    """A request that has been begun and not sent, for somebody met two weeks ago unless ``person`` is given."""
    person = person or identified(by, at=at, on=day(at) - timedelta(days=14))
    with acting_as(by):
        return admission.begin(person.code, by=by, at=at)


def sent_request(by: Viewer, *, at: datetime, person: Person | None = None, **said: Any) -> AdmissionRequest:
    """A request for rest that waits for a decision; rest begins the same day unless ``said`` otherwise."""
    draft = draft_request(by, at=at, person=person)
    what = asked(said.pop("start", day(at)), **said)
    with acting_as(by):
        return admission.send(draft.ref, what, version=draft.version, by=by, at=at)


def confirmed_case(by: Viewer, decider: Viewer, *, at: datetime, person: Person | None = None, **said: Any) -> Case:
    """A case that ``decider`` has opened, one hour after it was asked for."""
    request = sent_request(by, at=at, person=person, **said)
    with acting_as(decider):
        return decision.confirm(
            request.ref, version=request.version, reason="Behovet är visat.", by=decider, at=at + timedelta(hours=1)
        )


def further(case: Case, kind: str, by: Viewer, *, at: datetime) -> AdmissionRequest:
    """An application for a further intervention in the case that has been begun and not sent."""
    with acting_as(by):
        return begin_further(case.person.code, [kind], by=by, at=at)[0]


def sent_further(case: Case, kind: str, by: Viewer, *, at: datetime, **said: Any) -> AdmissionRequest:
    """One that waits for a decision; it begins the same day unless ``said`` otherwise."""
    draft = further(case, kind, by, at=at)
    what = asked(said.pop("start", day(at)), **said)
    with acting_as(by):
        return admission.send(draft.ref, what, version=draft.version, by=by, at=at)


def item_of(kind: str, on: date, **said: Any) -> CatalogueItem:
    """Something on the list of the programme of that day, for the person and at most 10 000 kr unless ``said``."""
    what: dict[str, Any] = {"name_sv": "Tandvård", "name_en": "Dental care", "max_amount": Decimal(10_000)}
    with acting_as(system("test")):
        row = CatalogueItem(ref=codes.new_ref("L"), programme=programme_on(on), kind=kind, **(what | said))
        row.save(force_insert=True)
        return row


def sent_item(case: Case, item: CatalogueItem, by: Viewer, *, at: datetime, **said: Any) -> AdmissionRequest:
    """An application for something on the list: ten days that begin the same day, 5 000 kr, unless ``said``."""
    what: dict[str, Any] = {"days": 10, "item": item.ref, "amount": Decimal(5_000)}
    return sent_further(case, item.kind, by, at=at, **(what | said))


def move_away(person: Person) -> None:
    """Another actor is responsible from now on, and Linden, who was before, sees the person no more."""
    with acting_as(system("test")), connection.cursor() as cursor:
        linden, noor = (Actor.objects.get(ref=ref) for ref in ("A-LINDEN", "A-NOOR"))
        cursor.execute("SELECT nsp_revoke(%s, %s)", [person.pk, linden.group_id])
        cursor.execute("SELECT nsp_grant(%s, %s, %s, true)", [person.pk, noor.group_id, day(now()) + timedelta(days=9)])
        Person.objects.filter(pk=person.pk).update(responsible_actor=noor)
