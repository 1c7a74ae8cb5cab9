"""What the pages about an application show of it: whom and what it is about, as it was sent, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import span_words
from cases.costs import NOT_PAID, as_kept
from cases.models import AdmissionRequest, Dependant
from cases.models.admission import AdmissionDecision, DecisionKind
from cases.models.choices import Consent, Kind, NeedLevel, SocietyProtects
from cases.periods import Period
from cases.rule_texts import title
from cases.selectors.both_sides import answer_due_of, runs_until
from cases.selectors.information import told_in
from cases.selectors.kinds import child_words, for_whom_words, with_cap
from cases.selectors.verdicts import programme_on, rule_of
from cases.services.granting import nights_given
from cases.states import ADMISSION_MOVES, AdmissionState, acts_from


@dataclass(frozen=True)
class About:
    """Whom and what an application is about: enough for the top of every page.

    ``kind``: what is asked for, ``is_further``: in an open case. ``heading``: Admission for Blå Björk.
    """

    ref: str
    kind: str
    is_further: bool
    heading: str
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
    need_level: str = ""
    cost: tuple[tuple[str, Decimal], ...] = ()
    """The steps by which the sum was worked out that day, in words; none where nothing was granted."""
    total: Decimal | None = None
    asked: Decimal | None = None
    """What was asked for, where less was granted (SEK)."""
    nights: str = ""
    """Of a refusal after a bed was given: what of it is paid."""


@dataclass(frozen=True)
class Child:
    """A child, without a name: when born, where."""

    ref: str
    words: str
    birth_year: int | None
    in_sweden: bool
    days: int | None = None


@dataclass(frozen=True)
class Sibling:
    """Another application that was written in one with this."""

    ref: str
    state: str
    words: str
    state_words: str
    state_kind: str
    own: bool = True
    """Of the viewer's own actor, which writes on where there is something to write."""


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
    item: str
    for_dependant: str
    amount: Decimal | None
    together: tuple[Sibling, ...]
    start: date | None
    last: date | None
    days: int | None
    sent_at: datetime | None
    waiting_since: datetime | None
    answer_due: datetime | None
    """By when a coordinator answers; None where it waits for no answer."""
    runs_until: date | None
    """The last day of the person's newest rest or support, where the request waits for an answer."""
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


def about(row: AdmissionRequest, kind_name: str = "") -> About:
    """The top of the page for a request whose person and actor are read already; ``kind_name`` as the year calls it."""
    words, kind = state_in_words(row.state)
    if never_sent(row):
        words = _("Draft taken away")
    return About(
        ref=row.ref,
        kind=row.kind,
        is_further=row.case_id is not None,
        heading=heading(row, row.person.code_name, kind_name or str(Kind(row.kind).label)),
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


def heading(row: AdmissionRequest, code_name: str, kind_name: str) -> str:
    """What is asked for, and for whom: ``Tillträde för Blå Björk``, ``Stöd och skydd för Blå Björk``."""
    if row.case_id is None:
        return _("Admission for %(name)s") % {"name": code_name}
    return _("%(kind)s for %(name)s") % {"kind": kind_name, "name": code_name}


def never_sent(row: AdmissionRequest) -> bool:
    """Whether it was taken away while it was a draft: then no list shows it."""
    return row.state == AdmissionState.WITHDRAWN and row.sent_at is None


def state_in_words(state: str) -> tuple[str, str]:
    """(what to call the state, how its tag is drawn)."""
    return {
        AdmissionState.DRAFT.value: (_("Draft"), "idle"),
        AdmissionState.SENT.value: (_("Waiting for a decision"), "info"),
        AdmissionState.RETURNED.value: (_("Waiting for your answer"), "soon"),
        AdmissionState.WAITING.value: (_("Waiting for a place in the budget"), "info"),
        AdmissionState.CONFIRMED.value: (_("Confirmed"), "done"),
        AdmissionState.DECLINED.value: (_("Declined"), "late"),
        AdmissionState.WITHDRAWN.value: (_("Withdrawn"), "idle"),
    }[str(state)]


@queries(15)
def sent(viewer: Viewer, ref: str, *, texts: bool = False) -> Sent:
    """The request as it was sent; ``texts`` opens what the viewer may read. Raises NotFound."""
    row = request_row(ref)
    may_read = may(viewer, Act.READ_SEALED, row.person)
    opened = texts and may_read
    decided = list(row.decisions.select_related("by").order_by("-at"))
    period = Period(row.start, row.days) if row.start and row.days else None
    kind_name = kind_name_of(row)
    return Sent(
        about=about(row, kind_name),
        may_read=may_read,
        opened=opened,
        holds=_holds(row, decided),
        is_answered=bool(row.answer),
        urgent=row.urgent,
        kind_name=kind_name,
        item=with_cap(row.item.name, row.item.max_amount) if row.item else "",
        for_dependant=for_whom_words(row),
        amount=row.amount,
        together=siblings_of(row, own=viewer.belongs_to(row.actor_id)),
        start=row.start,
        last=period.last if period else None,
        days=row.days,
        sent_at=row.sent_at,
        waiting_since=row.waiting_since,
        answer_due=(due := answer_due_of(row)),
        runs_until=runs_until(row.person_id) if due else None,
        sent_by=row.sent_by.name if row.sent_by else "",
        made_by=row.made_by.name,
        made_at=row.made_at,
        why=row.why.open() if opened else "",
        wants=row.wants.open() if opened else "",
        consent=" ".join(part for part in (str(Consent(row.consent).label), told_in(row.consent_language)) if part),
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
            replace(child_of(c.dependant), days=c.days)
            for c in row.children.select_related("dependant").order_by("dependant__birth_year", "dependant__ref")
        ),
        motivations=row.motivations.open() if opened else {},
        decisions=decisions_of(viewer, row, decided, opened=opened),
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


def decisions_of(
    viewer: Viewer, request: AdmissionRequest, rows: Iterable[AdmissionDecision], *, opened: bool
) -> tuple[Decided, ...]:
    """Decisions on a request, in the order given. Whoever decided goes on reading their own words."""
    return tuple(decided(request, row, opened=opened or row.by_id == viewer.id) for row in rows)


def decision_words(kind: str, *, is_further: bool) -> str:
    """What was decided, of an application for admission or for a further intervention."""
    if is_further:
        of_further = {
            DecisionKind.CONFIRM.value: pgettext("intervention", "Granted"),
            DecisionKind.DECLINE.value: pgettext("intervention", "Declined"),
        }
        if kind in of_further:
            return of_further[kind]
    return {
        DecisionKind.CONFIRM.value: _("Admission confirmed"),
        DecisionKind.RETURN.value: _("Returned with a question"),
        DecisionKind.DECLINE.value: _("Admission declined"),
        DecisionKind.WAIT.value: _("Put on the waiting list"),
    }[kind]


def decided(request: AdmissionRequest, row: AdmissionDecision, *, opened: bool) -> Decided:
    """One decision; its texts where they are ``opened``."""
    spent = as_kept(row.cost) if row.cost else None
    less = row.amount is not None and request.amount is not None and row.amount < request.amount
    return Decided(
        kind=row.kind,
        words=decision_words(row.kind, is_further=request.case_id is not None),
        by=row.by.name,
        at=row.at,
        decline_reason=str(row.get_decline_reason_display()) if row.decline_reason else "",
        has_text=bool(row.reason or row.motivations),
        reason=row.reason.open() if opened else "",
        explained=explanations(row.motivations.open()) if opened else (),
        need_level=str(NeedLevel(row.need_level).label) if row.need_level else "",
        cost=tuple((str(step), step.amount) for step in spent.steps) if spent else (),
        total=spent.total if spent else None,
        asked=request.amount if less else None,
        nights=_nights(request, row),
    )


def _nights(request: AdmissionRequest, row: AdmissionDecision) -> str:
    """What of a bed that was given before a refusal is paid, in a sentence; empty where none was given."""
    if row.kind != DecisionKind.DECLINE or nights_given(request, on=day(row.at)) is None:
        return ""
    if row.paid_until is None or request.start is None:
        return _("The days before the decision are not paid.")
    days = span_words(request.start, row.paid_until)
    said = _("The days before the decision are paid for %(days)s.") % {"days": days}
    but = len((row.cost or {}).get(NOT_PAID, ()))
    more = ngettext(
        "One child is paid for with another person, not twice.",
        "%(n)s children are paid for with another person, not twice.",
        but,
    )
    return f"{said} {more % {'n': but}}" if but else said


def explanations(motivations: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(the rule's title, what was written of its warning)."""
    return tuple((title(key.partition(":")[0]), text) for key, text in motivations.items())


def children_words(count: int) -> str:
    """``2 barn``, or that there is none."""
    return ngettext("%(n)s child", "%(n)s children", count) % {"n": count} if count else _("no children")


def request_row(ref: str) -> AdmissionRequest:
    """The request with what its pages show of it. Raises NotFound."""
    wanted = ("person", "actor", "made_by", "sent_by", "right", "item", "for_dependant", "case__request")
    row = AdmissionRequest.objects.select_related(*wanted).filter(ref=ref).first()
    if row is None:
        raise NotFound
    return row


def child_of(row: Dependant) -> Child:
    """A child on the record."""
    words = child_words(row.birth_year, in_sweden=row.in_sweden)
    return Child(row.ref, words, row.birth_year, row.in_sweden)


def kind_name_of(row: AdmissionRequest) -> str:
    """What the programme of the first day calls the kind that is asked for."""
    rule = rule_of(programme_on(row.start), row.kind) if row.start else None
    return rule.name if rule else str(Kind(row.kind).label)


def siblings_of(row: AdmissionRequest, *, own: bool = True) -> tuple[Sibling, ...]:
    """The others that were written in one with it. ``own``: for whoever works for the actor; nobody else is told of a
    draft."""
    if row.together is None:
        return ()
    others = AdmissionRequest.objects.filter(together=row.together).exclude(pk=row.pk).order_by("made_at", "pk")
    shown = (
        other
        for other in others.select_related("item")
        if not never_sent(other) and (own or other.state != AdmissionState.DRAFT)
    )
    return tuple(
        Sibling(
            other.ref,
            other.state,
            other.item.name if other.item else str(Kind(other.kind).label),
            *state_in_words(other.state),
            own=own,
        )
        for other in shown
    )
