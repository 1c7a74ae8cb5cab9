"""The verdicts agree with a second, naive formulation: sets of days, walked one by one, and the table of domain §3."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.costs import cost
from cases.periods import Period
from cases.rules import AskedChild, Certified, Facts, Granted, Item, RuleSet, ThreeTests, YearMoney, on_confirm
from tests.rules.facts import GOOD, INTEGRATION, REST, SPECIFIC, SUPPORT

# Around a leap day, both New Years and both clock changes.
days_of_interest = st.sampled_from(
    [date(2027, 12, 20), date(2028, 2, 20), date(2028, 3, 20), date(2028, 10, 25), date(2028, 12, 28)]
)
near = st.builds(lambda d, n: d + timedelta(days=n), days_of_interest, st.integers(-12, 12))
periods = st.builds(Period, near, st.integers(1, 100))


def papers(sent: date) -> st.SearchStrategy[Certified]:
    """A certification or a permit whose days begin, end or are cut off about the day of sending."""

    def held(back: int, ahead: int, cut: int) -> Certified:
        first, last = sent - timedelta(days=back), sent + timedelta(days=max(ahead, -back))
        return Certified(first, last, sent + timedelta(days=cut) if cut < 20 else None)

    return st.builds(held, st.integers(-1, 12) | st.just(400), st.integers(-6, 30), st.integers(-10, 60))


rule_sets = st.builds(
    replace,
    st.sampled_from([REST, SUPPORT, SPECIFIC, INTEGRATION]),
    max_periods=st.sampled_from([None, 1, 2]),
    max_days_total=st.sampled_from([None, 30, 45, 90]),
    child_supplement=st.booleans(),
    before_police_report=st.sampled_from(["NO", "WARNING", "STOP"]),
    catalogue_item=st.booleans(),
    outside_mmm=st.sampled_from(["NO", "WARNING", "STOP"]),
)
children = st.builds(
    AskedChild,
    days=st.integers(0, 40),
    birth_year=st.none() | st.integers(2005, 2030),
    in_sweden=st.booleans(),
    ref=st.sampled_from(["", "B1", "B2"]),
    taken=st.lists(periods, max_size=1).map(tuple),
    relation=st.sampled_from(["CHILD", "SIBLING", "PARTNER", "PARENT", "OTHER"]),
    like_one_known=st.booleans(),
    elsewhere=st.lists(periods, max_size=1).map(tuple),
)
items = st.builds(
    Item,
    kind=st.sampled_from(["SPECIFIC", "SPECIFIC", "INTEGRATION"]),
    in_programme=st.sampled_from([True, True, False]),
    closed_on=st.none() | near,
    for_whom=st.sampled_from(["PERSON", "DEPENDANT", "ANYBODY"]),
    max_amount=st.none() | st.integers(1, 9).map(Decimal),
)
money = st.builds(
    YearMoney, st.sampled_from([2028, 2029]), st.integers(0, 9).map(Decimal), st.none() | st.integers(0, 9).map(Decimal)
)
tests = st.builds(
    ThreeTests,
    need=st.booleans(),
    right=st.booleans(),
    society_asked=st.booleans(),
    society_asked_on=st.none() | near,
    society_answer=st.booleans(),
)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    rules: RuleSet | None = draw(st.none() | rule_sets)
    sent = draw(near)
    return replace(
        GOOD,
        kind=rules.kind if rules else "REST",
        rules=rules,
        programme=draw(st.sampled_from([None, "NSP 2028"])) if rules is None else "NSP 2028",
        sent_on=sent,
        on=draw(st.none() | st.integers(0, 50).map(lambda n: sent + timedelta(days=n))),
        start=draw(st.none() | st.integers(-8, 60).map(lambda n: sent + timedelta(days=n))),
        days=draw(st.none() | st.integers(0, 100)),
        urgent=draw(st.booleans()),
        certifications=tuple(draw(st.lists(papers(sent), max_size=2))),
        granted=tuple(
            draw(st.lists(st.builds(Granted, st.sampled_from(["REST", "SUPPORT", "SPECIFIC"]), periods), max_size=3))
        ),
        birth_year=draw(st.none() | st.integers(1950, 2035)),
        met_on=draw(st.none() | near),
        consent=draw(st.sampled_from(["YES", "NO", "NOT_ASKED"])),
        society_protects=draw(st.sampled_from(["UNKNOWN", "NO", "APPLIED", "PARTLY", "YES", "ENDED"])),
        in_return_programme=draw(st.none() | st.booleans()),
        police_report=draw(st.sampled_from(["YES", "NO", "UNKNOWN"])),
        police_report_on=draw(st.none() | near),
        tests=draw(tests),
        item=draw(st.none() | items),
        item_since=draw(st.none() | st.integers(0, 50).map(lambda n: sent + timedelta(days=n))),
        amount=draw(st.none() | st.integers(0, 10).map(Decimal)),
        for_dependant=draw(st.booleans()),
        home=draw(st.booleans()),
        permits=tuple(draw(st.lists(papers(sent), max_size=2))),
        concern_missing=draw(st.booleans()),
        guardian_missing=draw(st.booleans()),
        case_closed=draw(st.booleans()),
        children=tuple(draw(st.lists(children, max_size=3))),
        open_case=draw(st.booleans()),
        money=tuple(draw(st.lists(money, max_size=2, unique_by=lambda m: m.year))),
    )


def walk(start: date, n: int) -> list[date]:
    """So many days from ``start``, one by one."""
    return [start + timedelta(days=i) for i in range(n)]


def holds(papers: tuple[Certified, ...], on: date) -> bool:
    return any(c.valid_from <= on <= c.valid_to and not (c.suspended_on and on >= c.suspended_on) for c in papers)


def certified(facts: Facts, on: date) -> bool:
    return holds(facts.certifications, on)


def naive_application(f: Facts) -> Counter[tuple[str, str]]:
    """What an official would say with a calendar in hand: the days, the programme, the certification."""
    said: Counter[tuple[str, str]] = Counter()
    days = walk(f.start, f.days) if f.start and f.days else []
    if not days:
        said["period_given", "stop"] += 1
    if f.start:
        said["programme_in_force", "ok" if f.programme and f.rules else "stop"] += 1
        if certified(f, f.sent_on):
            on = f.sent_on
            while certified(f, on - timedelta(days=1)) and on > f.start:
                on -= timedelta(days=1)
            if f.start < on:
                said["before_certification", "stop"] += 1
        if (f.start - (f.on or f.sent_on)).days > 30:
            said["start_far_ahead", "warning"] += 1
        if f.rules and f.start < f.sent_on:
            back = len(walk(f.start, (f.sent_on - f.start).days))
            said["start_before_request", "ok" if back <= f.rules.start_before_request_days else "warning"] += 1
    said["certified_on_day_sent", "ok" if certified(f, f.sent_on) else "stop"] += 1
    if f.home and f.kind in ("REST", "SUPPORT"):
        said["home_permit", "ok" if holds(f.permits, f.sent_on) else "stop"] += 1
    said["case_open", "stop"] += f.case_closed
    if f.kind in ("REST", "SUPPORT"):
        said["concern_report", "warning"] += f.concern_missing
        said["guardian", "warning"] += f.guardian_missing
    return +said


def naive_item(f: Facts) -> Counter[tuple[str, str]]:
    """With the printed list in hand: is it there, could it be applied for that day, for whom, for how much?"""
    said: Counter[tuple[str, str]] = Counter()
    if f.rules and not f.rules.catalogue_item:
        said["catalogue_item", "stop"] += bool(f.item or f.amount is not None or f.for_dependant)
    if not f.rules or not f.rules.catalogue_item:
        return +said
    listed = f.item is not None and f.item.in_programme and f.item.kind == f.kind
    said["catalogue_item", "ok" if listed else "stop"] += 1
    cap = f.item.max_amount if f.item else None
    if not f.amount:
        said["item_amount", "stop"] += 1
    elif cap is not None:
        said["item_amount", "stop" if f.amount > cap else "ok"] += 1
    if f.item:
        said["item_closed", "stop"] += f.item.closed_on is not None and (f.item_since or f.sent_on) not in walk_until(
            f.item.closed_on
        )
        allowed = {"PERSON": (False,), "DEPENDANT": (True,), "ANYBODY": (True, False)}[f.item.for_whom]
        if len(allowed) == 1:
            said["item_for_whom", "ok" if f.for_dependant in allowed else "stop"] += 1
    return +said


def walk_until(closed_on: date) -> set[date]:
    """Every day of the two years before something was taken from the list."""
    return {closed_on - timedelta(days=n) for n in range(1, 731)}


def naive_days(f: Facts) -> Counter[tuple[str, str]]:
    said: Counter[tuple[str, str]] = Counter()
    days = walk(f.start, f.days) if f.start and f.days else []
    same = [walk(g.period.start, g.period.days) for g in f.granted if g.kind == f.kind]
    used = sum(len(s) for s in same)
    r = f.rules
    if r and r.max_days_per_period and days:
        said["days_within_period", "ok" if len(days) <= r.max_days_per_period else "stop"] += 1
    if (
        r
        and r.max_days_total
        and days
        and (used or not r.max_days_per_period or r.max_days_per_period > r.max_days_total)
    ):
        said["days_within_total", "ok" if used + len(days) <= r.max_days_total else "stop"] += 1
    if r and r.max_periods and same:
        said["periods_within_limit", "ok" if len(same) + 1 <= r.max_periods else "stop"] += 1
    if f.kind in ("REST", "SUPPORT"):
        taken = {d for g in f.granted if g.kind in ("REST", "SUPPORT") for d in walk(g.period.start, g.period.days)}
        if taken & set(days):
            said["no_overlap", "stop"] += 1
    return said


def naive_person(f: Facts) -> Counter[tuple[str, str]]:
    said: Counter[tuple[str, str]] = Counter()
    r = f.rules
    if r and r.outside_mmm != "NO":
        unknown, inside = f.society_protects == "UNKNOWN", f.society_protects in ("YES", "PARTLY")
        said["outside_mmm", r.outside_mmm.lower() if inside else "warning" if unknown else "ok"] += 1
    if r and r.outside_return_programme != "NO":
        answer = {True: r.outside_return_programme.lower(), False: "ok", None: "warning"}
        said["outside_return_programme", answer[f.in_return_programme]] += 1
    if r and r.before_police_report != "NO" and f.start:
        level = "ok"
        if f.police_report == "YES":
            earlier = f.police_report_on and f.police_report_on < f.start
            level = "warning" if not f.police_report_on else r.before_police_report.lower() if earlier else "ok"
        said["before_police_report", level] += 1
    if r and r.three_tests:
        t = f.tests
        society = bool(t.society_asked and t.society_asked_on and t.society_answer)
        said["three_tests", "stop"] += (not t.need) + (not t.right) + (not society and not f.urgent)
        said["three_tests", "warning"] += not society and f.urgent
        said["three_tests", "ok"] += t.need and t.right and society
    said["date_in_future", "stop"] += sum(
        on is not None and on > (f.on or f.sent_on) for on in (f.police_report_on, f.tests.society_asked_on)
    )
    said["consent", "ok" if f.consent == "YES" else "warning"] += 1
    said["start_before_met", "warning"] += bool(f.start and f.met_on and (f.met_on - f.start).days > 0)
    said["birth_in_future", "stop"] += bool(f.birth_year and f.birth_year > (f.on or f.sent_on).year)
    said["one_open_case", "stop"] += f.open_case
    for m in f.money:
        said["money_left", "ok" if m.left is not None and m.left - m.asked >= 0 else "stop"] += 1
    return +said


def naive_children(f: Facts) -> Counter[tuple[str, str]]:
    said: Counter[tuple[str, str]] = Counter()
    r = f.rules
    if r and f.children:
        said["child_supplement", "ok" if r.child_supplement else "stop"] += 1
    for n, c in enumerate(f.children):
        said["child_on_record", "warning"] += c.like_one_known
        if r and r.child_supplement and not c.in_sweden:
            said["child_abroad", "ok" if r.child_supplement_abroad else "stop"] += 1
        if f.start:
            oldest = f.start.year - c.birth_year if c.birth_year is not None else None
            unborn = c.birth_year is not None and c.birth_year > (f.on or f.sent_on).year
            level = "warning" if oldest is None or oldest == 18 else "ok" if oldest < 18 else "stop"
            if c.relation in ("PARTNER", "PARENT") and (oldest is None or oldest > 17):
                said["only_children", "stop"] += 1
            else:
                said["under_18", "stop" if unborn else level] += 1
            asked = set(walk(f.start, max(c.days, 1)))
            before = {d for p in (*c.taken, *c.elsewhere) for d in walk(p.start, p.days)}
            again = c.ref and c.ref in [other.ref for other in f.children[:n]]
            said["child_once", "stop"] += bool(again or asked & before)
            if f.days and not 1 <= c.days <= f.days:
                said["child_days", "stop"] += 1
    return +said


def naive(f: Facts) -> Counter[tuple[str, str]]:
    """All that the official would say, warnings and stops and what is met, each as often as it is said."""
    return naive_application(f) + naive_days(f) + naive_item(f) + naive_person(f) + naive_children(f)


@settings(max_examples=400, deadline=None)
@given(any_facts())
def test_the_verdicts_agree_with_the_naive_ones(facts: Facts) -> None:
    assert Counter((v.code, v.level.value) for v in on_confirm(facts)) == naive(facts)


@given(
    periods,
    st.decimals(0, 3000, places=2),
    st.lists(st.integers(1, 60), max_size=4),
    st.decimals(0, 900, places=2),
)
def test_the_cost_is_what_each_day_costs_summed_one_by_one(
    period: Period, rate: Decimal, days: list[int], child_rate: Decimal
) -> None:
    worked_out = cost(period, rate, days, child_rate)
    by_year: Counter[int] = Counter()
    total = Decimal(0)
    charged: dict[int, Decimal] = {}
    for on, price in [
        *((d, rate) for d in walk(period.start, period.days)),
        *((d, child_rate) for n in days for d in walk(period.start, n)),
    ]:
        by_year[on.year] += 1
        charged[on.year] = charged.get(on.year, Decimal(0)) + price
        total += price
    assert worked_out.total == total == sum(worked_out.by_year.values())
    assert worked_out.by_year == charged
    assert sum(step.days * (step.children or 1) for step in worked_out.steps) == sum(by_year.values())
