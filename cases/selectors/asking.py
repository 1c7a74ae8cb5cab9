"""The form for a request, with what was typed in it last time, or what is known where it is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases import codes
from cases.models import (
    AdmissionRequest,
    Case,
    Dependant,
    Identification,
    Intervention,
    InterventionRule,
    Person,
    Right,
)
from cases.models.admission import DecisionKind
from cases.models.choices import WITH_A_BED, WITH_A_LIST, Kind
from cases.periods import total_days
from cases.rule_children import may_be_child
from cases.selectors.admission import (
    About,
    Child,
    Decided,
    Sibling,
    about,
    child_of,
    decided,
    request_row,
    siblings_of,
    state_in_words,
)
from cases.selectors.kinds import Item, items_to_choose, programme_to_apply_under, relative_words
from cases.selectors.onward import onward
from cases.selectors.person import happened_of
from cases.selectors.verdicts import programme_on, rule_of
from cases.states import ON_ITS_WAY, AdmissionState


@dataclass(frozen=True)
class AskPage:
    """The form for a request, with what was typed last time.

    ``items``: what can be chosen of the programme's list, ``close``: whom it can be for besides the person, both only
    for a kind that is given from a list. ``used``: which period it would be and the days used, in words.
    ``admission``: the request that was admitted on, where this is a further one.
    """

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
    has_list: bool = False
    items: tuple[Item, ...] = ()
    close: tuple[tuple[str, str], ...] = ()
    supplements: bool = True
    """Whether a supplement for children is given and paid for this kind."""
    used: str = ""
    admission: str = ""
    together: tuple[Sibling, ...] = ()


@queries(17)
def ask_page(ref: str, *, on: date) -> AskPage:
    """Everything that the form needs. Raises NotFound."""
    row = request_row(ref)
    programme = programme_on(row.start or on)
    rule = rule_of(programme, row.kind)
    typed = _typed(row, on=on, days=rule.max_days_per_period if rule else None)
    start = _day(typed.get("start", ""), on)
    if row.case_id and start != (row.start or on):
        programme = programme_on(start)
        rule = rule_of(programme, row.kind)
    known = list(Dependant.objects.filter(person_id=row.person_id))
    has_list = row.case_id is not None and (rule.catalogue_item if rule else row.kind in WITH_A_LIST)
    name = rule.name if rule else str(Kind(row.kind).label)
    return AskPage(
        about=about(row, name),
        typed=typed,
        saved_at=row.saved_at if row.saved_at != row.made_at else None,
        seen=row.saved_at.isoformat(),
        rights=tuple((r.code, r.name) for r in Right.objects.all()),
        children=_offered(known, typed, start),
        kind_name=name,
        programme=programme.name if programme else "",
        max_days=rule.max_days_per_period if rule else None,
        question=_question(row),
        has_list=has_list,
        items=items_to_choose(row.kind, start=start, on=on, chosen=typed.get("item", "")) if has_list else (),
        close=tuple((d.ref, relative_words(d)) for d in known) if has_list else (),
        supplements=rule is None or (rule.child_supplement and (not has_list or rule.child_day_rate is not None)),
        used=_used(row, rule) if row.case_id else "",
        admission=row.case.request.ref if row.case else "",
        together=siblings_of(row),
    )


def _day(text: str, on: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return on


def _used(row: AdmissionRequest, rule: InterventionRule | None) -> str:
    """``Period 2 av högst 2. 30 av 90 dagar är använda.``: what renewing means; empty where nothing limits it yet."""
    before = [one.period for one in Intervention.objects.filter(case=row.case_id, kind=row.kind) if one.period]
    number = {"n": len(before) + 1, "most": rule.max_periods if rule else None}
    days = {"used": total_days(before), "most": rule.max_days_total if rule else None}
    said = []
    if number["most"]:
        said.append(_("Period %(n)s of at most %(most)s.") % number)
    elif before:
        said.append(_("Period %(n)s.") % number)
    if days["most"] and before:
        said.append(_("%(used)s of %(most)s days are used.") % days)
    elif before and row.kind in WITH_A_BED:
        used = days["used"] or 0
        said.append(ngettext("%(used)s day is used.", "%(used)s days are used.", used) % {"used": used})
    return " ".join(said)


def _question(row: AdmissionRequest) -> Decided | None:
    if row.state != AdmissionState.RETURNED:
        return None
    last = row.decisions.select_related("by").filter(kind=DecisionKind.RETURN).last()
    return decided(row, last, opened=True) if last else None


def _offered(known: Sequence[Dependant], typed: Mapping[str, str], start: date) -> tuple[Child, ...]:
    """Whom a supplement may be for: the children on the record on the first day, and who is chosen already."""
    return tuple(
        child_of(d)
        for d in known
        if may_be_child(d.relation, d.birth_year, start) or typed.get(f"child-{d.ref}-wanted")
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
        known |= {"why": first.story.open(), "consent": first.consent, "consent_language": first.consent_language}
    return {name: value for name, value in known.items() if value}


def _typed_from_sent(row: AdmissionRequest) -> dict[str, str]:
    """The fields as they were when the request was sent; its children are dependants on the record by now."""
    texts = ("why", "wants", "need", "society_asked", "society_answer")
    typed = {name: getattr(row, name).open() for name in texts}
    typed |= {"consent": row.consent, "consent_language": row.consent_language}
    typed |= {"police_report": row.police_report, "society_protects": row.society_protects}
    for name in ("start", "police_report_on", "society_asked_on"):
        value = getattr(row, name)
        typed[name] = value.isoformat() if value else ""
    typed |= {"item": row.item.ref if row.item else "", "amount": _plain(row.amount)}
    typed["for_dependant"] = row.for_dependant.ref if row.for_dependant else ""
    typed |= {"days": str(row.days or ""), "right": row.right_id or "", "urgent": "on" if row.urgent else ""}
    for child in row.children.select_related("dependant"):
        typed[f"child-{child.dependant.ref}-wanted"] = "on"
        typed[f"child-{child.dependant.ref}-days"] = "" if child.days == row.days else str(child.days)
    typed |= {f"motivation-{code}": text for code, text in row.motivations.open().items()}
    return {name: value for name, value in typed.items() if value}


def _plain(amount: Decimal | None) -> str:
    """A sum as somebody types it: kronor without empty öre."""
    return "" if amount is None else str(int(amount) if amount == int(amount) else amount)


@dataclass(frozen=True)
class Choice:
    """A kind that can be applied for. ``under_way``: the application of a kind with a bed that is on its way;
    ``reasons``: what the rules say of it today, where that is not simply yes."""

    kind: str
    name: str
    under_way: str
    from_list: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoosePage:
    """What can be applied for in the open case of a person; ``programme`` empty: there is none to apply under."""

    code: str
    code_name: str
    programme: str
    valid_from: date | None
    choices: tuple[Choice, ...]
    drafts: tuple[Sibling, ...]
    has_case: bool


@queries(28)
def choose_page(viewer: Viewer, code: str, *, on: date) -> ChoosePage:
    """The kinds of the programme, and the applications in the case that are on their way. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    programme = programme_to_apply_under(on)
    case = Case.objects.filter(person=person, closed_on=None).first()
    rows = AdmissionRequest.objects.filter(case=case, state__in=ON_ITS_WAY) if case else ()
    on_its_way = list(rows)
    beds = {row.kind: row.ref for row in on_its_way if row.kind in WITH_A_BED}
    given = {rule.kind: rule for rule in programme.rules.all()} if programme else {}
    known = onward(person, happened_of(viewer, person, on=on, with_subjects=False), on=on).kinds if case else ()
    reasons = {row.kind: row.reasons for row in known}
    return ChoosePage(
        code=person.code,
        code_name=person.code_name,
        programme=programme.name if programme else "",
        valid_from=programme.valid_from if programme and programme.valid_from > on else None,
        choices=tuple(
            Choice(kind, given[kind].name, beds.get(kind, ""), given[kind].catalogue_item, reasons.get(kind, ()))
            for kind in Kind
            if kind in given
        ),
        drafts=tuple(_on_its_way(row, given) for row in on_its_way),
        has_case=case is not None,
    )


def _on_its_way(row: AdmissionRequest, given: Mapping[str, InterventionRule]) -> Sibling:
    name = given[row.kind].name if row.kind in given else str(Kind(row.kind).label)
    return Sibling(row.ref, row.state, name, *state_in_words(row.state))
