"""A random walk through the services: what people do, in any order, by whoever comes along, and what must always hold.

A walk is a list of seeds, one for each step. Each step draws everything from its own seed and from what there is by
then, so that steps can be left out and the rest stays the same: that is how a walk that broke something is made short.
Refusals are a part of it: who may not, comes too late or asks too much gets an error of ours, and nothing has changed.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from django.db import transaction

from accounts.acts import Role
from accounts.clock import STOCKHOLM, day
from accounts.door import acting_as
from accounts.errors import NSPError
from accounts.viewer import Viewer
from cases.access import open_proposals
from cases.models import AdmissionRequest, CatalogueItem, Dependant, Intervention, LastDayProposal, Person
from cases.models.choices import (
    Answer,
    DeclineReason,
    EndReason,
    ForWhom,
    Kind,
    NeedLevel,
    ReportMade,
    SocietyFact,
    SocietyProtects,
)
from cases.rules import Level, Verdict
from cases.selectors.verdicts import READ_WITH, programme_on, verdicts_on_confirm, verdicts_on_send
from cases.services import admission, claims, decision, facts, intervention, last_day
from cases.services.admission import AskedAdmission, AskedChild
from cases.services.further import begin_further
from cases.services.report_back import Reported, as_granted, report_back
from cases.states import AdmissionState
from funding.models import Claim, ClaimCost, ClaimState, CutReason
from funding.services.claims import Cut, Spent
from tests.factories import asked, identified
from tests.money import give

BEGINS = datetime(2025, 10, 6, 9, 0, tzinfo=STOCKHOLM)
"""New Year lies ahead, so that periods cross it."""
LEFT = Decimal(600_000)
"""So much money each year has: some fourteen rests."""
DAYS = {"REST": (1, 7, 20, 30, 30, 31), "SUPPORT": (7, 30, 90, 90, 91), "SPECIFIC": (1, 20), "INTEGRATION": (60, 200)}
BEDS = ("REST", "SUPPORT")
STAFF, OFFICE = ("alma", "bo", "cia"), ("dag", "disa", "gerd")
DRAWS = 5
"""So often another step is drawn where there is nobody to do it for."""
WRONG = 0.1
"""How often somebody tries who should not."""

T = TypeVar("T")
Step = Callable[["Walk", Random], str | None]


@dataclass
class Walk:
    """Where a walk is. ``done`` and ``refused`` count by step; ``trace`` says each step, to be read when one broke."""

    viewers: dict[str, Viewer]
    at: datetime = BEGINS
    people: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)
    steps: Mapping[Step, int] = field(default_factory=dict)

    def somebody(self, rng: Random, right: Sequence[str]) -> Viewer:
        """One of those whose errand it is; now and then anybody."""
        return self.viewers[rng.choice(sorted(self.viewers) if rng.random() < WRONG else right)]

    def person(self, rng: Random) -> Person | None:
        """Somebody who has been met, those of late more often."""
        if not self.people:
            return None
        place = min(int(rng.expovariate(0.4)), len(self.people) - 1)
        with acting_as(self.viewers["system"]):
            return Person.objects.select_related("responsible_actor").get(code=self.people[-1 - place])

    def home(self, rng: Random, person: Person) -> Viewer:
        """Somebody of the person's actor; now and then anybody."""
        at_linden = person.responsible_actor is not None and person.responsible_actor.ref == "A-LINDEN"
        return self.somebody(rng, ("alma", "bo") if at_linden else ("cia",))


def begin(viewers: dict[str, Viewer], steps: Mapping[Step, int]) -> Walk:
    """A walk that has not gone a step, with little money given."""
    walk = Walk(viewers, steps=steps)
    for year in (BEGINS.year, BEGINS.year + 1):
        give(year, LEFT)
    return walk


def go(walk: Walk, seed: int, after: Callable[[Walk], None]) -> None:
    """One step, and ``after`` it what must hold. What is refused leaves nothing behind."""
    rng = Random(seed)
    walk.at += timedelta(hours=rng.choice((1, 3, 9, 30, 80, 200)), minutes=1)
    told: str | None = None
    step: Step = identify
    try:
        for _draw in range(DRAWS):
            step = rng.choices(list(walk.steps), list(walk.steps.values()))[0] if walk.people else identify
            with transaction.atomic():
                told = step(walk, rng)
            if told is not None:
                break
    except NSPError as error:
        walk.refused[step.__name__] += 1
        told = f"refused: {type(error).__name__} {error}"
    else:
        walk.done[step.__name__] += told is not None
    walk.trace.append(f"{walk.at:%Y-%m-%d %H.%M}  {step.__name__:<18} {told or 'nobody to do it for'}")
    after(walk)


def identify(walk: Walk, rng: Random) -> str:
    by = walk.viewers[rng.choice(STAFF)]
    person = identified(by, at=walk.at, birth_year=rng.choice((1980, 1999, None)))
    walk.people.append(person.code)
    return f"{by.name}"


def state_society(walk: Walk, rng: Random) -> str | None:
    """About somebody who has a bed from the programme, most of the time."""
    runs = _one(walk, rng, Intervention, kind__in=BEDS, last__gte=day(walk.at)) if rng.random() < 0.7 else None
    person = runs.person if runs else walk.person(rng)
    if person is None:
        return None
    answer = rng.choice((SocietyProtects.YES, SocietyProtects.PARTLY, *SocietyProtects.values))
    on = day(walk.at) - timedelta(days=rng.choice((0, 0, 1, 5, 20)))
    rests_on = [fact for fact in SocietyFact.values if rng.random() < 0.3]
    with acting_as(walk.home(rng, person)) as by:
        said = {"rests_on": rests_on, "note": rng.choice(("", "Enligt besked.")), "by": by, "at": walk.at}
        facts.state_protection(person.code, answer, on=on, **said)  # type: ignore[arg-type]
    return f"{answer} from {on}"


def state_return(walk: Walk, rng: Random) -> str | None:
    if (person := walk.person(rng)) is None:
        return None
    answer = rng.choice(Answer.values)
    with acting_as(walk.home(rng, person)) as by:
        facts.state_return_programme(person.code, answer, on=day(walk.at), by=by, at=walk.at)
    return answer


def state_report(walk: Walk, rng: Random) -> str | None:
    if (person := walk.person(rng)) is None:
        return None
    made = rng.choice(ReportMade.values)
    with acting_as(walk.home(rng, person)) as by:
        facts.state_police_report(person.code, made, on=day(walk.at), by=by, at=walk.at)
    return made


def ask(walk: Walk, rng: Random) -> str | None:
    if (person := walk.person(rng)) is None:
        return None
    with acting_as(walk.home(rng, person)) as by:
        draft = admission.begin(person.code, by=by, at=walk.at)
        return _send(draft, _wanted(walk, rng, draft), rng, by=by, at=walk.at)


def apply(walk: Walk, rng: Random) -> str | None:
    """For one or two kinds more, written in one."""
    if (person := walk.person(rng)) is None:
        return None
    kinds = rng.sample(Kind.values, rng.choice((1, 1, 2)))
    with acting_as(walk.home(rng, person)) as by:
        drafts = begin_further(person.code, kinds, by=by, at=walk.at)
        said = [_send(row, _wanted(walk, rng, row), rng, by=by, at=walk.at) for row in drafts if _is_draft(row)]
    return "; ".join(said) or None


def _is_draft(row: AdmissionRequest) -> bool:
    return row.state == AdmissionState.DRAFT


def answer(walk: Walk, rng: Random) -> str | None:
    row = _one(walk, rng, AdmissionRequest, state=AdmissionState.RETURNED)
    if row is None:
        return None
    with acting_as(walk.home(rng, row.person)) as by:
        return _send(row, _wanted(walk, rng, row, answer="Det stämmer."), rng, by=by, at=walk.at)


def withdraw(walk: Walk, rng: Random) -> str | None:
    row = _one(walk, rng, AdmissionRequest, state__in=[AdmissionState.SENT, AdmissionState.WAITING])
    if row is None or rng.random() < 0.6:
        return None
    with acting_as(walk.home(rng, row.person)) as by:
        admission.withdraw(row.ref, by=by, at=walk.at)
    return row.kind


def decide(walk: Walk, rng: Random) -> str | None:
    row = _one(walk, rng, AdmissionRequest, state__in=[AdmissionState.SENT, AdmissionState.WAITING])
    if row is None:
        return None
    version = row.version if rng.random() < 0.95 else row.version + 1
    choice = rng.choices(("confirm", "return", "decline", "wait"), (7, 1, 1, 1))[0]
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        said = {"version": version, "by": by, "at": walk.at}
        if choice == "return":
            decision.return_for_completion(row.ref, question="Från vilken dag?", **said)  # type: ignore[arg-type]
        elif choice == "decline":
            why, paid = rng.choice(DeclineReason.values), rng.choice((None, row.start, day(walk.at)))
            said |= {"decline_reason": why, "paid_until": paid, "reason": "Prövat."}
            decision.decline(row.ref, **said)  # type: ignore[arg-type]
        elif choice == "wait":
            level = rng.choice(NeedLevel.values)
            decision.wait(row.ref, need_level=level, reason="Väntar på plats.", **said)  # type: ignore[arg-type]
        else:
            is_office = by.is_(Role.COORDINATOR)  # only they know what the budget has left
            fresh = AdmissionRequest.objects.select_related(*READ_WITH).filter(pk=row.pk).first()
            explained = _explained(verdicts_on_confirm(fresh, on=day(walk.at)), rng) if fresh and is_office else {}
            less = rng.choice((None, row.amount / 2)) if row.amount else None
            said |= {"reason": "Behovet är visat.", "motivations": explained, "amount": less}
            decision.confirm(row.ref, **said)  # type: ignore[arg-type]
    return f"{choice} {row.kind}"


def end(walk: Walk, rng: Random) -> str | None:
    row = _one(walk, rng, Intervention)
    if row is None or rng.random() < 0.5:
        return None
    last = row.start + timedelta(days=rng.randint(-2, row.granted_days))
    reason = rng.choice(EndReason.values)
    with acting_as(walk.home(rng, row.person)) as by:
        intervention.end_early(row.ref, last=last, reason=reason, note="", by=by, at=walk.at)
    return f"{row.kind} {last}"


def set_a_last_day(walk: Walk, rng: Random) -> str | None:
    row = _proposal(walk, rng)
    if row is None:
        return None
    last = row.last + timedelta(days=rng.choice((0, 0, 0, 1, 5, -3, 60)))
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        last_day.set_last_day(row.ref, last=last, reason="Boendet är klart.", by=by, at=walk.at)
    return str(last)


def let_go_on(walk: Walk, rng: Random) -> str | None:
    row = _proposal(walk, rng)
    if row is None:
        return None
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        last_day.let_go_on(row.ref, reason=rng.choice(("Inte klart.", "Inte klart.", "")), by=by, at=walk.at)
    return str(row.last)


def report(walk: Walk, rng: Random) -> str | None:
    """Report back what is over, as it stands or less, an item with costs; or anew what was asked about."""
    row = _over(walk, rng)
    if row is None:
        return None
    claim = _claim(walk, row)
    with acting_as(walk.home(rng, row.person)) as by:
        said = None if rng.random() < 0.4 else _reported(row, rng)
        if claim and claim.state == ClaimState.ASKED:
            said = replace(said or as_granted(row.ref), answer="Det stämmer.")
        report_back(row.ref, said, version=claim.version if claim else 0, by=by, at=walk.at)
    return row.kind


def review(walk: Walk, rng: Random) -> str | None:
    """Approve a report, less something or not; ask about it; take an approval back."""
    row = _over(walk, rng)
    claim = _claim(walk, row) if row else None
    if claim is None:
        return None
    choice = rng.choices(("approve", "ask", "reverse"), (6, 2, 2))[0]
    said: dict[str, Any] = {"version": claim.version, "at": walk.at}
    with acting_as(walk.somebody(rng, OFFICE)) as by:
        if choice == "approve":
            rows = list(ClaimCost.objects.filter(claim=claim).order_by("what", "amount"))
            cuts = {one.pk: Cut(one.amount / 2, rng.choice(CutReason.values)) for one in rows if rng.random() < 0.2}
            claims.approve(claim.ref, cuts, words="Prövat." if cuts else "", by=by, **said)
        elif choice == "ask":
            claims.ask(claim.ref, question="Vilka dagar?", by=by, **said)
        else:
            claims.reverse(claim.ref, words="Fel granskat.", by=by, **said)
    return f"{choice} {claim.state}"


def _over(walk: Walk, rng: Random) -> Intervention | None:
    """Something granted, most of the time over by now."""
    over = {"last__lt": day(walk.at)} if rng.random() < 0.9 else {}
    return _one(walk, rng, Intervention, **over)


def _claim(walk: Walk, row: Intervention) -> Claim | None:
    with acting_as(walk.viewers["system"]):
        return Claim.objects.filter(commitment__cause_id=row.pk).order_by("made_at").last()


def _reported(row: Intervention, rng: Random) -> Reported:
    """Fewer days than were granted, or more; of an item one or two costs, within its sum or beyond."""
    if row.amount is None:
        return Reported(days=rng.randint(0, (row.last - row.start).days + 2))
    costs = tuple(
        Spent("ITEM", row.amount / rng.choice((1, 2, 3)) // 1, f"A-{rng.getrandbits(12)}", row.start)
        for _n in range(rng.choice((1, 2)))
    )
    return Reported(costs=costs)


STEPS: dict[Step, int] = {
    identify: 2,
    ask: 12,
    apply: 12,
    answer: 4,
    withdraw: 2,
    decide: 18,
    state_society: 9,
    state_return: 2,
    state_report: 2,
    end: 5,
    set_a_last_day: 12,
    let_go_on: 12,
    report: 7,
    review: 7,
}
"""What can happen, and how often."""


def _one(walk: Walk, rng: Random, model: type[T], **which: object) -> T | None:
    """One of the rows that there are, in the order in which they were made; those of late more often."""
    made = {AdmissionRequest: "made_at", Intervention: "granted_at", LastDayProposal: "made_at"}[model]  # type: ignore[index]
    with acting_as(walk.viewers["system"]):
        rows = list(
            model._default_manager.filter(person__code__in=walk.people, **which)  # type: ignore[attr-defined]
            .select_related("person__responsible_actor")
            .order_by(made, "person__code")
        )
    return rows[-1 - min(int(rng.expovariate(0.5)), len(rows) - 1)] if rows else None


def _proposal(walk: Walk, rng: Random) -> LastDayProposal | None:
    """One that waits for an answer, most of the time; else any, answered or closed too."""
    with acting_as(walk.viewers["system"]):
        refs = sorted(open_proposals().filter(person__code__in=walk.people).values_list("made_at", "ref"))
    if rng.random() < 0.05:
        return _one(walk, rng, LastDayProposal)
    if not refs:
        return None
    return _one(walk, rng, LastDayProposal, ref=refs[-1][1])


def _wanted(walk: Walk, rng: Random, row: AdmissionRequest, **said: object) -> AskedAdmission:
    """What is asked for: most of it fits the rules of 2017, some does not."""
    start = day(walk.at) + timedelta(days=rng.choice((-5, -2, 0, 0, 1, 9, 25)))
    beds = Intervention.objects.filter(person=row.person_id, kind__in=BEDS).order_by("-last").first()
    if row.kind in BEDS and beds and rng.random() < 0.7:
        start = max(start, beds.last + timedelta(days=1))
    what: dict[str, Any] = {
        "days": rng.choice(DAYS[row.kind]),
        "society_asked_on": day(walk.at),
        "society_protects": rng.choice((SocietyProtects.NO, SocietyProtects.NO, *SocietyProtects.values)),
        "police_report": rng.choice(ReportMade.values),
        "urgent": rng.random() < 0.2,
    }
    known = list(Dependant.objects.filter(person=row.person_id).order_by("made_at", "birth_year"))
    refs = [one.ref for one in known if rng.random() < 0.5]
    new = [AskedChild(birth_year=rng.choice((2010, 2019))) for _n in range(rng.choice((0, 0, 0, 1)))]
    what["children"] = (*(AskedChild(ref=ref, days=rng.choice((None, 5))) for ref in refs), *new)
    if row.kind in (Kind.SPECIFIC, Kind.INTEGRATION):
        programme = programme_on(start)
        items = list(CatalogueItem.objects.filter(programme=programme, kind=row.kind).order_by("order", "name_sv"))
        item = rng.choice(items) if items else None
        whom = rng.choice(refs) if refs and item and item.for_whom != ForWhom.PERSON else ""
        what |= {"item": item.ref if item else "", "for_dependant": whom, "children": ()}
        what["amount"] = Decimal(rng.choice((900, 4_000, 7_333, 60_000)))
    return asked(start, **(what | said))


def _send(draft: AdmissionRequest, wanted: AskedAdmission, rng: Random, *, by: Viewer, at: datetime) -> str:
    sees = AdmissionRequest.objects.filter(pk=draft.pk).exists()  # whom it does not exist for asks no rules of it
    explained = _explained(verdicts_on_send(draft, wanted, on=day(at)), rng) if sees else {}
    admission.send(draft.ref, replace(wanted, motivations=explained), version=draft.version, by=by, at=at)
    return f"{draft.kind} from {wanted.start}, {wanted.days} days"


def _explained(verdicts: Sequence[Verdict], rng: Random) -> dict[str, str]:
    """Every warning, nearly always."""
    return {v.key: "Så är det." for v in verdicts if v.level == Level.WARNING and rng.random() < 0.97}


def made_short(seeds: Sequence[int], breaks: Callable[[Sequence[int]], bool], *, tries: int = 60) -> list[int]:
    """The walk with as many steps left out as ``tries`` replays find, that still breaks."""
    left, chunk = list(seeds), max(len(seeds) // 2, 1)
    while tries and chunk:
        shorter = None
        for begin_at in range(0, len(left), chunk):
            candidate = left[:begin_at] + left[begin_at + chunk :]
            tries -= 1
            if breaks(candidate):
                shorter = candidate
                break
            if not tries:
                break
        left, chunk = (shorter, chunk) if shorter is not None else (left, chunk // 2)
    return left


@dataclass(frozen=True)
class Way:
    """How one walks: the ``steps`` and how often each comes, what is done ``first`` and ``last``, and what must hold
    ``after`` each step."""

    steps: Mapping[Step, int]
    after: Callable[[Walk], None]
    first: Callable[[Walk], None] | None = None
    last: Callable[[Walk], None] | None = None


def walked(viewers: dict[str, Viewer], seeds: Sequence[int], way: Way) -> Walk:
    """A whole walk, taken back at its end: each begins in the same place. Raises what a step does, with the trace."""
    walk = Walk(viewers)
    with contextlib.suppress(_TakenBack), transaction.atomic():
        walk = begin(viewers, way.steps)
        try:
            if way.first:
                way.first(walk)
            for seed in seeds:
                go(walk, seed, way.after)
            if way.last:
                way.last(walk)
        except Exception as error:
            error.add_note("\n".join(["The walk:", *walk.trace[-40:]]))
            raise
        raise _TakenBack
    return walk


class _TakenBack(Exception):
    """A walk is over."""


def walked_or_made_short(viewers: dict[str, Viewer], seeds: Sequence[int], way: Way) -> Walk:
    """A walk; where it breaks something, the same made as short as is found, which raises what it breaks."""
    try:
        return walked(viewers, seeds, way)
    except Exception as error:
        kind = type(error)

        def breaks(candidate: Sequence[int]) -> bool:
            try:
                walked(viewers, candidate, way)
            except Exception as other:
                return type(other) is kind
            return False

        short = made_short(seeds, breaks)
        return walked(viewers, short, way)
