"""Asking for a further intervention in an open case (domain §2.5): one draft for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases import codes
from cases.models import AdmissionRequest, Case, Intervention, Person, PoliceReport, ProtectionStatement
from cases.models.choices import WITH_A_BED, Kind
from cases.periods import total_days
from cases.selectors.onward import first_free_day
from cases.selectors.verdicts import programme_on, rule_of
from cases.states import ON_ITS_WAY, AdmissionState

CONSENT = "consent"
"""The key of the rule about consent: what was explained of it at admission stands in what follows."""


def begin_further(code: str, kinds: Sequence[str], *, by: Viewer, at: datetime) -> list[AdmissionRequest]:
    """Open a draft for each kind, in the order of ``Kind``; several are written together (``services/together.py``).

    Gives back what is on its way already: of a kind with a bed any application, of the others a draft that nobody has
    written in. Raises NotFound where the viewer may not ask for this person; Invalid (no kind, the person has no open
    case).
    """
    person = Person.objects.select_for_update(of=("self",)).filter(code=codes.parse(code) or "").first()
    person = allowed(by, Act.CHANGE_PERSON, person)
    if person.responsible_actor_id is None or person.responsible_actor_id not in by.actors:
        raise NotFound
    wanted = [kind for kind in Kind if kind in kinds]
    if not wanted or len(wanted) < len(set(kinds)):
        raise Invalid({"kinds": _("Choose what you apply for.")})
    case = Case.objects.select_related("request").filter(person=person, closed_on=None).first()
    if case is None:
        raise Invalid({"": _("The person has no open case. Ask for admission first.")})
    found = {kind: _begun(case, kind, by=by) for kind in wanted}
    together = uuid4() if sum(1 for row in found.values() if row is None) > 1 else None
    return [row or _begin(person, case, kind, together, by=by, at=at) for kind, row in found.items()]


def _begun(case: Case, kind: Kind, *, by: Viewer) -> AdmissionRequest | None:
    rows = AdmissionRequest.objects.filter(case=case, kind=kind, state__in=ON_ITS_WAY)
    if kind in WITH_A_BED:
        return rows.first()
    untouched = (row for row in rows.filter(state=AdmissionState.DRAFT) if row.saved_at == row.made_at)
    return next(untouched, None)


def _begin(
    person: Person, case: Case, kind: Kind, together: UUID | None, *, by: Viewer, at: datetime
) -> AdmissionRequest:
    assert person.responsible_actor_id is not None
    request = AdmissionRequest(
        person=person,
        ref=codes.new_ref("T"),
        actor_id=person.responsible_actor_id,
        case=case,
        kind=kind,
        together=together,
        consent=case.request.consent,
        consent_language=case.request.consent_language,
        state=AdmissionState.DRAFT,
        made_by_id=by.id,
        made_at=at,
        saved_at=at,
    )
    request.typed = _known(request, on=day(at))
    request.save(force_insert=True)
    return request


def _known(request: AdmissionRequest, *, on: date) -> dict[str, str]:
    """What the fields begin with: the first day that is free, the days that are left, what was stated last."""
    granted = list(Intervention.objects.filter(case=request.case_id))
    start = first_free_day(request.kind, granted, on)
    explained = request.case.request.motivations.open() if request.case else {}
    found = {
        "start": start.isoformat(),
        "days": str(_days_left(request.kind, granted, start) or ""),
        f"motivation-{CONSENT}": explained.get(CONSENT, ""),
    }
    mine = {"person_id": request.person_id}
    police = PoliceReport.objects.filter(**mine).order_by("-stated_at").first()
    protection = ProtectionStatement.objects.filter(**mine).order_by("-stated_at").first()
    if police is not None:
        found |= {"police_report": police.made, "police_report_on": police.on.isoformat() if police.on else ""}
    if protection is not None:
        found["society_protects"] = protection.answer
    return {name: value for name, value in found.items() if value}


def _days_left(kind: str, granted: Sequence[Intervention], start: date) -> int | None:
    """How long a period can be, by the rules of that day and what is used; None where nothing limits it."""
    rule = rule_of(programme_on(start), kind)
    if rule is None:
        return None
    used = total_days(row.period for row in granted if row.kind == kind and row.period)
    limits = [rule.max_days_per_period]
    if rule.max_days_total is not None:
        limits.append(max(rule.max_days_total - used, 0))
    return min((days for days in limits if days is not None), default=None)
