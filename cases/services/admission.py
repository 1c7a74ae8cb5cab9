"""Asking for a person's admission, or for a further intervention: a draft that saves itself, then sent (domain §2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, Stopped, WrongState
from accounts.models import User
from accounts.services.saving import Page, by_whom, seen_the_last, to_keep
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.languages import LANGUAGES
from cases.models import AdmissionRequest, Case, CatalogueItem, Dependant, Identification, Person, RequestedChild, Right
from cases.models.choices import WITH_A_BED, Consent, Relation, ReportMade, SocietyProtects
from cases.rules import Level, Verdict
from cases.selectors.closed import closed_now
from cases.services.drafts import UNDO
from cases.services.together import locked_together, share
from cases.states import ADMISSION_MOVES, IDENTIFICATION_MOVES, ON_ITS_WAY, AdmissionState, IdentificationState, after


@dataclass(frozen=True)
class AskedChild:
    """A child for whom a supplement is asked. ``ref`` names a dependant already known; ``days`` None: all days.

    ``mark`` tells a child nobody has written down yet from the others while the application is being written.
    """

    ref: str = ""
    birth_year: int | None = None
    in_sweden: bool = True
    days: int | None = None
    mark: str = ""

    @property
    def key(self) -> str:
        """Under what an explanation about the child is kept; empty: under its number."""
        return self.mark or self.ref


@dataclass(frozen=True)
class AskedAdmission:
    """What the form says. Dates inclusive; ``days`` calendar days; empty where nothing is typed yet.

    Of a further intervention: ``item`` of the programme's list by its reference, ``for_dependant`` by theirs (empty:
    for the person), ``amount`` in SEK. ``why``, ``wants`` and ``consent`` were said when admission was asked for.
    """

    urgent: bool = False
    start: date | None = None
    days: int | None = None
    why: str = ""
    wants: str = ""
    consent: str = Consent.NOT_ASKED
    consent_language: str = ""
    police_report: str = ReportMade.UNKNOWN
    police_report_on: date | None = None
    society_protects: str = SocietyProtects.UNKNOWN
    right: str = ""
    need: str = ""
    society_asked: str = ""
    society_asked_on: date | None = None
    society_answer: str = ""
    answer: str = ""
    item: str = ""
    for_dependant: str = ""
    amount: Decimal | None = None
    children: tuple[AskedChild, ...] = ()
    motivations: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """Everything in free text, by field: what the guard looks through."""
        fields = ("why", "wants", "need", "society_asked", "society_answer", "answer")
        motivations = {f"motivations.{key}": text for key, text in self.motivations.items()}
        return {name: getattr(self, name) for name in fields} | motivations


def begin(code: str, *, by: Viewer, at: datetime) -> AdmissionRequest:
    """Open a draft for the person, or give back the request that is on its way already.

    Raises NotFound where the viewer may not ask for this person; Stopped where the person has an open case: no
    request could be sent, so none is begun.
    """
    person = Person.objects.select_for_update().filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    allowed(by, Act.CHANGE_PERSON, person)
    if person.responsible_actor_id not in by.actors:
        raise NotFound
    before = AdmissionRequest.objects.filter(person=person, case=None, state__in=ON_ITS_WAY).first()
    if before is not None:
        return before
    if Case.objects.filter(person=person, closed_on=None).exists():
        raise Stopped([Verdict(Level.STOP, "one_open_case")])
    if row := closed_now(person.pk):
        raise Conflict("case_closed", at=row.closed_at)
    request = AdmissionRequest(
        person=person,
        ref=codes.new_ref("T"),
        actor_id=person.responsible_actor_id,
        state=AdmissionState.DRAFT,
        made_by_id=by.id,
        made_at=at,
        saved_at=at,
    )
    request.save(force_insert=True)
    return request


def save_draft(
    ref: str, typed: dict[str, Any], *, version: int, by: Viewer, at: datetime, page: Page | None = None
) -> AdmissionRequest:
    """Keep everything that is typed, checked or not, under the person's key.

    Which ``page`` may save, and what its saves change: ``saving.to_keep``. What applications written in one share is
    kept in each of them.
    Raises NotFound, WrongState (sent meanwhile: a late autosave never reopens it), Conflict (changed meanwhile).
    """
    locked_together(ref)
    request = locked(ref, by=by, act=Act.ASK_ADMISSION)
    if request.state not in (AdmissionState.DRAFT, AdmissionState.RETURNED):
        raise WrongState(request.state, "save", **who_was_first(request))
    _same_version(request, version)
    kept = to_keep(typed, page or Page(), before=request.typed.open(), saved_at=request.saved_at, by=by)
    if kept is None:
        return request
    request.typed, request.saved_at = kept, at
    request.save(update_fields=["typed", "saved_at"])
    share(request, kept, at=at)
    return request


def send(
    ref: str,
    asked: AskedAdmission,
    *,
    version: int,
    by: Viewer,
    at: datetime,
    seen: str = "",
    answered: Collection[str] = (),
) -> AdmissionRequest:
    """Send the request to the coordinators, with every verdict met or motivated, and any question answered.

    ``seen`` as in ``Page``. Raises NotFound, WrongState (sent already), Conflict, Stopped (with every verdict),
    Invalid (the coordinator's question lacks an answer, a child that the record does not know), PointsOut.
    """
    from cases.selectors.verdicts import recognised, refuse_if_stopped, verdicts_on_send

    request = locked(ref, by=by, act=Act.ASK_ADMISSION)
    moved = after(ADMISSION_MOVES, request.state, "send")
    _same_version(request, version)
    seen_the_last(seen, before=request.typed.open(), saved_at=request.saved_at)
    if request.state == AdmissionState.RETURNED and not asked.answer.strip():
        raise Invalid({"answer": _("Answer the coordinator's question.")})
    asked = recognised(request, asked)
    _refuse_unknown(request, asked)
    guard.refuse_unanswered(asked.texts, answered)
    verdicts = verdicts_on_send(request, asked, on=day(at))
    refuse_if_stopped(verdicts, asked.motivations)
    _fill(request, asked)
    refs = _write_children(request, asked, at=at)
    request.motivations = _kept(asked, verdicts, refs)
    request.state, request.version = moved, request.version + 1
    request.sent_at, request.saved_at, request.sent_by_id = at, at, by.id
    request.first_sent_at = request.first_sent_at or at
    request.save()
    if request.case_id is None:
        _mark_identification(request.person_id, at=at)
    facts = {"urgent": request.urgent, "actor": str(request.actor_id)} | further_facts(request)
    record(Event.ADMISSION_SENT, at=at, by=by.id, ref=request.ref, person_id=request.person_id, facts=facts)
    return request


def further_facts(request: AdmissionRequest) -> dict[str, Any]:
    """What an event says of an application for a further intervention; nothing of one for admission."""
    return {"further": True, "kind": request.kind} if request.case_id else {}


def withdraw(ref: str, *, by: Viewer, at: datetime) -> AdmissionRequest:
    """Take a request back before it is decided; a draft that was never sent can be brought back for a minute.

    Raises NotFound, WrongState.
    """
    request = locked(ref, by=by, act=Act.ASK_ADMISSION)
    if request.sent_at is None:
        request.saved_at = at
    request.state = after(ADMISSION_MOVES, request.state, "withdraw")
    request.version += 1
    request.save(update_fields=["state", "version", "saved_at"])
    reopen_identification(request.person_id)
    record(Event.ADMISSION_WITHDRAWN, at=at, by=by.id, ref=request.ref, person_id=request.person_id)
    return request


def reopen_identification(person_id: UUID) -> None:
    """Nothing came of a request: the person is among those for whom nothing is asked, unless they were admitted once.

    In the caller's transaction, after the request has moved.
    """
    asked = Identification.objects.select_for_update().filter(person_id=person_id)
    row = asked.filter(state=IdentificationState.ADMISSION_ASKED).order_by("-on", "-made_at").first()
    stands = (*ON_ITS_WAY, AdmissionState.CONFIRMED)
    if row is None or AdmissionRequest.objects.filter(person_id=person_id, state__in=stands).exists():
        return
    row.state, row.outcome_on = after(IDENTIFICATION_MOVES, row.state, "reopen"), None
    row.save(update_fields=["state", "outcome_on"])


def bring_back(ref: str, *, by: Viewer, at: datetime) -> AdmissionRequest:
    """Undo ``withdraw`` of a draft. Raises NotFound; WrongState where the minute is over, where it was sent before it
    was taken back, where another request is on its way by now, or the case was closed."""
    request = locked(ref, by=by, act=Act.ASK_ADMISSION)
    # Whoever closes the case or takes the person over in this instant is waited for.
    Person.objects.select_for_update(of=("self",)).filter(pk=request.person_id).first()
    allowed(by, Act.ASK_ADMISSION, request)
    moved = after(ADMISSION_MOVES, request.state, "bring_back")
    others = AdmissionRequest.objects.filter(person_id=request.person_id, case=request.case_id, state__in=ON_ITS_WAY)
    if request.case_id:  # of a kind with a bed one at a time, of what stands on the list as many as are needed
        others = others.filter(kind=request.kind, kind__in=WITH_A_BED)
    is_over = closed_now(request.person_id) is not None
    if request.sent_at is not None or at - request.saved_at > UNDO or others.exists() or is_over:
        raise WrongState(request.state, "bring_back")
    request.state, request.version = moved, request.version + 1
    request.save(update_fields=["state", "version"])
    return request


def locked(ref: str, *, by: Viewer, act: Act) -> AdmissionRequest:
    """The request, its row locked, if the viewer may do ``act`` to it. Raises NotFound."""
    return allowed(by, act, AdmissionRequest.objects.select_for_update(of=("self",)).filter(ref=ref).first())


def _same_version(request: AdmissionRequest, version: int) -> None:
    if request.version != version:
        raise Conflict("changed", **who_was_first(request))


def who_was_first(request: AdmissionRequest) -> dict[str, Any]:
    """Who moved the request last, and when, for the page that tells the second one."""
    decision = request.decisions.select_related("by").last()
    if decision is not None and (request.sent_at is None or decision.at >= request.sent_at):
        return by_whom(decision.by) | {"at": decision.at, "what": decision.kind}
    sender = User.objects.filter(pk=request.sent_by_id).first() if request.sent_by_id else None
    return by_whom(sender) | {"at": request.sent_at, "what": request.state}


def _refuse_unknown(request: AdmissionRequest, asked: AskedAdmission) -> None:
    """Answers that are none of those that can be chosen, and somebody who is not on the person's record."""
    one_of: dict[str, Collection[str]] = {
        "consent": Consent.values,
        "consent_language": {"", *LANGUAGES},
        "police_report": ReportMade.values,
        "society_protects": SocietyProtects.values,
    }
    wrong = [name for name, known in one_of.items() if getattr(asked, name) not in known]
    if asked.right and not Right.objects.filter(code=asked.right).exists():
        wrong.append("right")
    if asked.item and not CatalogueItem.objects.filter(ref=asked.item).exists():
        wrong.append("item")
    known = Dependant.objects.filter(person_id=request.person_id, ref=asked.for_dependant)
    if asked.for_dependant and not known.exists():
        wrong.append("for_dependant")
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("Choose an answer.")))
    if asked.amount is not None and asked.amount <= 0:
        raise Invalid({"amount": _("Write a sum that is more than nothing.")})


def _fill(request: AdmissionRequest, asked: AskedAdmission) -> None:
    request.urgent, request.start, request.days = asked.urgent, asked.start, asked.days
    request.why, request.wants = asked.why, asked.wants
    request.consent, request.consent_language = asked.consent, asked.consent_language
    request.police_report, request.police_report_on = asked.police_report, asked.police_report_on
    request.society_protects = asked.society_protects
    request.right_id = asked.right or None
    request.need = asked.need
    request.society_asked, request.society_asked_on = asked.society_asked, asked.society_asked_on
    request.society_answer = asked.society_answer
    request.answer = asked.answer
    request.item = CatalogueItem.objects.filter(ref=asked.item).first() if asked.item else None
    mine = Dependant.objects.filter(person_id=request.person_id, ref=asked.for_dependant)
    request.for_dependant = mine.first() if asked.for_dependant else None
    request.amount = asked.amount


def _kept(asked: AskedAdmission, verdicts: Sequence[Verdict], refs: Sequence[str]) -> dict[str, str]:
    """What was explained of each warning; of a child under its reference, so that no change of order moves it."""
    ref_of = {child.key or str(n): ref for n, (child, ref) in enumerate(zip(asked.children, refs, strict=True), 1)}
    warnings = (v for v in verdicts if v.level == Level.WARNING)
    return {replace(v, of=ref_of.get(v.of, v.of)).key: asked.motivations[v.key] for v in warnings}


def _write_children(request: AdmissionRequest, asked: AskedAdmission, *, at: datetime) -> list[str]:
    """The children as asked now, and their references; sent again after a question, they replace the earlier ones."""
    refs = []
    request.children.all().delete()
    known = {d.ref: d for d in Dependant.objects.filter(person_id=request.person_id)}
    for child in asked.children:
        dependant = known.get(child.ref)
        if dependant is None:
            dependant = Dependant(
                person_id=request.person_id,
                ref=codes.new_ref("B"),
                relation=Relation.CHILD,
                birth_year=child.birth_year,
                in_sweden=child.in_sweden,
                made_at=at,
            )
            dependant.save(force_insert=True)
        RequestedChild(
            person_id=request.person_id,
            request=request,
            dependant=dependant,
            days=child.days or request.days or 0,
        ).save(force_insert=True)
        refs.append(dependant.ref)
    return refs


def _mark_identification(person_id: Any, *, at: datetime) -> None:
    """The newest identification leads on; an earlier one that nobody has said anything of goes with it."""
    met = list(Identification.objects.select_for_update().filter(person_id=person_id).order_by("on", "made_at"))
    for row in met:
        if row.state == IdentificationState.ADMISSION_ASKED or (
            row != met[-1] and row.state != IdentificationState.OPEN
        ):
            continue
        row.state, row.outcome_on = after(IDENTIFICATION_MOVES, row.state, "ask"), day(at)
        row.save(update_fields=["state", "outcome_on"])
