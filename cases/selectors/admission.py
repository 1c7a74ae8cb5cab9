"""What the pages about a request for admission show: the form, the request as sent, the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.acts import Act
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Dependant, Identification, Right
from cases.models.admission import AdmissionDecision, DecisionKind
from cases.models.choices import Consent, Kind, SocietyProtects
from cases.periods import Period
from cases.rule_children import may_be_child
from cases.rule_texts import title
from cases.selectors.verdicts import programme_on, rule_of
from cases.states import ADMISSION_MOVES, AdmissionState, acts_from


@dataclass(frozen=True)
class About:
    """Whom and what a request is about: enough for the top of every page."""

    ref: str
    code: str
    code_name: str
    as_child: bool
    state: str
    state_words: str
    state_kind: str
    version: int
    actor: str
    actor_id: UUID
    acts: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """A decision as the actor reads it."""

    kind: str
    words: str
    by: str
    at: datetime
    decline_reason: str
    has_text: bool
    reason: str
    """Empty until it is opened, as are the explanations."""
    explained: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Child:
    """A child, without a name: when born, where."""

    ref: str
    words: str
    birth_year: int | None
    in_sweden: bool
    days: int | None = None


@dataclass(frozen=True)
class AskPage:
    """The form for a request, with what was typed last time."""

    about: About
    typed: dict[str, str]
    saved_at: datetime | None
    seen: str
    """The moment of the last save, as the form gives it back: a page that saw an older one writes over nothing."""
    rights: tuple[tuple[str, str], ...]
    children: tuple[Child, ...]
    kind_name: str
    programme: str
    max_days: int | None
    question: Decided | None


@dataclass(frozen=True)
class Sent:
    """A request as it was sent. Its texts are empty until they are ``opened``; ``holds`` names those that there are."""

    about: About
    may_read: bool
    opened: bool
    holds: tuple[str, ...]
    is_answered: bool
    urgent: bool
    kind_name: str
    start: date | None
    last: date | None
    days: int | None
    sent_at: datetime | None
    waiting_since: datetime | None
    sent_by: str
    made_by: str
    made_at: datetime
    why: str
    wants: str
    consent: str
    police_report_code: str
    police_report_on: date | None
    society_protects: str
    right: str
    need: str
    society_asked: str
    society_asked_on: date | None
    society_answer: str
    answer: str
    children: tuple[Child, ...]
    motivations: Mapping[str, str]
    decisions: tuple[Decided, ...]

    @property
    def question(self) -> Decided | None:
        """What the coordinator asked last, where the actor has answered it."""
        if not self.is_answered or self.sent_at is None:
            return None
        return next((d for d in self.decisions if d.kind == DecisionKind.RETURN and d.at <= self.sent_at), None)


def about(row: AdmissionRequest) -> About:
    """The top of the page for a request whose person and actor are read already."""
    words, kind = state_in_words(row.state)
    if never_sent(row):
        words = _("Draft taken away")
    return About(
        ref=row.ref,
        code=row.person.code,
        code_name=row.person.code_name,
        as_child=row.person.as_child,
        state=row.state,
        state_words=words,
        state_kind=kind,
        version=row.version,
        actor=row.actor.name,
        actor_id=row.actor_id,
        acts=acts_from(ADMISSION_MOVES, row.state),
    )


def never_sent(row: AdmissionRequest) -> bool:
    """Whether it was taken away while it was a draft: then no list shows it."""
    return row.state == AdmissionState.WITHDRAWN and row.sent_at is None


def state_in_words(state: str) -> tuple[str, str]:
    """(what to call the state, how its tag is drawn)."""
    return {
        AdmissionState.DRAFT.value: (_("Draft"), "idle"),
        AdmissionState.SENT.value: (_("Waiting for a decision"), "info"),
        AdmissionState.RETURNED.value: (_("Waiting for your answer"), "soon"),
        AdmissionState.CONFIRMED.value: (_("Confirmed"), "done"),
        AdmissionState.DECLINED.value: (_("Declined"), "late"),
        AdmissionState.WITHDRAWN.value: (_("Withdrawn"), "idle"),
    }[str(state)]


@queries(9)
def ask_page(ref: str, *, on: date) -> AskPage:
    """Everything that the form needs. Raises NotFound."""
    row = _row(ref)
    programme = programme_on(row.start or on)
    rule = rule_of(programme, row.kind)
    max_days = rule.max_days_per_period if rule else None
    typed = _typed(row, on=on, days=max_days)
    return AskPage(
        about=about(row),
        typed=typed,
        saved_at=row.saved_at if row.saved_at != row.made_at else None,
        seen=row.saved_at.isoformat(),
        rights=tuple((r.code, r.name) for r in Right.objects.all()),
        children=_offered(row, typed, on=on),
        kind_name=rule.name if rule else str(Kind(row.kind).label),
        programme=programme.name if programme else "",
        max_days=max_days,
        question=_question(row),
    )


@queries(11)
def sent(viewer: Viewer, ref: str, *, texts: bool = False) -> Sent:
    """The request as it was sent; ``texts`` opens what the viewer may read. Raises NotFound."""
    row = _row(ref)
    may_read = may(viewer, Act.READ_SEALED, row.person)
    opened = texts and may_read
    decided = list(row.decisions.select_related("by").order_by("-at"))
    period = Period(row.start, row.days) if row.start and row.days else None
    return Sent(
        about=about(row),
        may_read=may_read,
        opened=opened,
        holds=_holds(row, decided),
        is_answered=bool(row.answer),
        urgent=row.urgent,
        kind_name=_kind_name(row),
        start=row.start,
        last=period.last if period else None,
        days=row.days,
        sent_at=row.sent_at,
        waiting_since=row.waiting_since,
        sent_by=row.sent_by.name if row.sent_by else "",
        made_by=row.made_by.name,
        made_at=row.made_at,
        why=row.why.open() if opened else "",
        wants=row.wants.open() if opened else "",
        consent=str(Consent(row.consent).label),
        police_report_code=row.police_report,
        police_report_on=row.police_report_on,
        society_protects=str(SocietyProtects(row.society_protects).label),
        right=row.right.name if row.right else "",
        need=row.need.open() if opened else "",
        society_asked=row.society_asked.open() if opened else "",
        society_asked_on=row.society_asked_on,
        society_answer=row.society_answer.open() if opened else "",
        answer=row.answer.open() if opened else "",
        children=tuple(
            replace(_child(c.dependant), days=c.days)
            for c in row.children.select_related("dependant").order_by("dependant__birth_year", "dependant__ref")
        ),
        motivations=row.motivations.open() if opened else {},
        decisions=decisions_of(viewer, decided, opened=opened),
    )


def _holds(row: AdmissionRequest, decided: Iterable[AdmissionDecision]) -> tuple[str, ...]:
    """What the sealed texts of a request are about, without opening one."""
    texts = (
        (row.answer, _("the question and its answer")),
        (row.why, _("why exposure is presumed")),
        (row.wants, _("what the person wants")),
        (row.need, _("the need")),
        (row.society_asked or row.society_answer, _("what society was asked")),
        (row.motivations, _("explanations of the rules")),
        (any(one.reason or one.motivations for one in decided), _("the reason of the decision")),
    )
    return tuple(words for text, words in texts if text) if row.sent_at else ()


def decisions_of(viewer: Viewer, rows: Iterable[AdmissionDecision], *, opened: bool) -> tuple[Decided, ...]:
    """Decisions on a request, in the order given. Whoever decided goes on reading their own words."""
    return tuple(_decided(row, opened=opened or row.by_id == viewer.id) for row in rows)


def _decided(row: AdmissionDecision, *, opened: bool) -> Decided:
    words = {
        DecisionKind.CONFIRM.value: _("Admission confirmed"),
        DecisionKind.RETURN.value: _("Returned with a question"),
        DecisionKind.DECLINE.value: _("Admission declined"),
    }[row.kind]
    return Decided(
        kind=row.kind,
        words=words,
        by=row.by.name,
        at=row.at,
        decline_reason=str(row.get_decline_reason_display()) if row.decline_reason else "",
        has_text=bool(row.reason or row.motivations),
        reason=row.reason.open() if opened else "",
        explained=explanations(row.motivations.open()) if opened else (),
    )


def explanations(motivations: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(the rule's title, what was written of its warning)."""
    return tuple((title(key.partition(":")[0]), text) for key, text in motivations.items())


def child_words(birth_year: int | None, *, in_sweden: bool) -> str:
    """Who a child is, without a name: ``fött 2019``; ``okänd ålder, utomlands``."""
    born = _("born %(year)s") % {"year": birth_year} if birth_year else _("age not known")
    return born if in_sweden else _("%(child)s, abroad") % {"child": born}


def children_words(count: int) -> str:
    """``2 barn``, or that there is none."""
    return ngettext("%(n)s child", "%(n)s children", count) % {"n": count} if count else _("no children")


def _row(ref: str) -> AdmissionRequest:
    wanted = ("person", "actor", "made_by", "sent_by", "right")
    row = AdmissionRequest.objects.select_related(*wanted).filter(ref=ref).first()
    if row is None:
        raise NotFound
    return row


def _child(row: Dependant) -> Child:
    words = child_words(row.birth_year, in_sweden=row.in_sweden)
    return Child(row.ref, words, row.birth_year, row.in_sweden)


def _kind_name(row: AdmissionRequest) -> str:
    rule = rule_of(programme_on(row.start), row.kind) if row.start else None
    return rule.name if rule else str(Kind(row.kind).label)


def _question(row: AdmissionRequest) -> Decided | None:
    if row.state != AdmissionState.RETURNED:
        return None
    last = row.decisions.select_related("by").filter(kind=DecisionKind.RETURN).last()
    return _decided(last, opened=True) if last else None


def _offered(row: AdmissionRequest, typed: Mapping[str, str], *, on: date) -> tuple[Child, ...]:
    """Whom a supplement may be for: the children on the record on the first day, and who is chosen already."""
    try:
        start = date.fromisoformat(typed.get("start", ""))
    except ValueError:
        start = on
    known = Dependant.objects.filter(person_id=row.person_id)
    return tuple(
        _child(d) for d in known if may_be_child(d.relation, d.birth_year, start) or typed.get(f"child-{d.ref}-wanted")
    )


def _typed(row: AdmissionRequest, *, on: date, days: int | None) -> dict[str, str]:
    """What stands in the fields: the draft; what was sent, where it came back; what is known, where it is new."""
    if row.state == AdmissionState.RETURNED and row.sent_at and row.saved_at <= row.sent_at:
        return _typed_from_sent(row)
    kept: dict[str, str] = row.typed.open()
    return kept or _typed_to_begin_with(row, on=on, days=days)


def _typed_to_begin_with(row: AdmissionRequest, *, on: date, days: int | None) -> dict[str, str]:
    """Nobody is asked twice: the story and the consent of the identification stand there from the start."""
    first = Identification.objects.filter(person_id=row.person_id).order_by("made_at").first()
    known = {"start": on.isoformat(), "days": str(days or "")}
    if first is not None:
        known |= {"why": first.story.open(), "consent": first.consent}
    return {name: value for name, value in known.items() if value}


def _typed_from_sent(row: AdmissionRequest) -> dict[str, str]:
    """The fields as they were when the request was sent; its children are dependants on the record by now."""
    texts = ("why", "wants", "need", "society_asked", "society_answer")
    typed = {name: getattr(row, name).open() for name in texts}
    typed |= {"consent": row.consent, "police_report": row.police_report, "society_protects": row.society_protects}
    for name in ("start", "police_report_on", "society_asked_on"):
        value = getattr(row, name)
        typed[name] = value.isoformat() if value else ""
    typed |= {"days": str(row.days or ""), "right": row.right_id or "", "urgent": "on" if row.urgent else ""}
    for child in row.children.select_related("dependant"):
        typed[f"child-{child.dependant.ref}-wanted"] = "on"
        typed[f"child-{child.dependant.ref}-days"] = "" if child.days == row.days else str(child.days)
    typed |= {f"motivation-{code}": text for code, text in row.motivations.open().items()}
    return {name: value for name, value in typed.items() if value}
