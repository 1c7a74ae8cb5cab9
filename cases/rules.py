"""The programme's rules as pure functions: facts in, verdicts out (domain §3). No Django, no database, no clock.

Every rule answers ``ok``, ``warning`` (needs a motivation) or ``stop``, under a stable code; ``rule_texts`` holds its
sentences and where it comes from. A rule that the programme in force does not have says nothing at all.
Limits, levels and money are data (``RuleSet``), never constants here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cases.periods import total_days
from cases.rule_answers import Level, Rule, Verdict, Verdicts, ok_if
from cases.rule_children import ABOUT_CHILDREN
from cases.rule_facts import AskedChild, Certified, Facts, Granted, Item, RuleSet, ThreeTests, YearMoney
from cases.rule_items import ABOUT_ITEMS

__all__ = [
    "ON_CONFIRM",
    "ON_SEND",
    "AskedChild",
    "Certified",
    "Facts",
    "Granted",
    "Item",
    "Level",
    "RuleSet",
    "ThreeTests",
    "Verdict",
    "YearMoney",
    "known_today",
    "missing_motivations",
    "on_confirm",
    "on_send",
    "stops",
]

FAR_AHEAD_DAYS = 30
"""A first day further ahead than this is taken for a slip of the pen until it is motivated."""
NEVER_OVERLAP = frozenset({"REST", "SUPPORT"})
GIVES_A_BED = frozenset({"REST", "SUPPORT"})
INSIDE_MMM = frozenset({"PARTLY", "YES"})  # statements on society's protection read as inside MMM (domain §2.4)


def period_given(facts: Facts) -> Verdicts:
    """A first day and at least one day; nothing else about the days can be said before."""
    if facts.period is None:
        yield Verdict(Level.STOP, "period_given")


def programme_in_force(facts: Facts) -> Verdicts:
    """A programme is in force on the first day and has the kind: only then can anything be granted."""
    if facts.start is None:
        return
    params = {"start": facts.start, "programme": facts.programme or ""}
    if facts.programme is None:
        yield Verdict(Level.STOP, "programme_in_force", params)
    elif facts.rules is None:
        yield Verdict(Level.STOP, "programme_in_force", params, case="kind")
    else:
        yield Verdict(Level.OK, "programme_in_force", params)


def case_open(facts: Facts) -> Verdicts:
    """Nothing further is given in a case that is closed: the coordinator opens it again first."""
    if facts.case_closed:
        yield Verdict(Level.STOP, "case_open")


def _valid(of: Sequence[Certified], on: date) -> Certified | None:
    return next((c for c in of if c.valid_from <= on <= c.last), None)


def certified_on_day_sent(facts: Facts) -> Verdicts:
    """The actor's certification is valid on the day the application is sent; what runs goes on if it ends later."""
    valid = _valid(facts.certifications, facts.sent_on)
    yield ok_if(valid is not None, "certified_on_day_sent", sent_on=facts.sent_on, last=valid.last if valid else None)


def home_permitted(facts: Facts) -> Verdicts:
    """A home that gives a bed has the authority's permit on the day that it sends, beside the certification."""
    if facts.home and facts.kind in GIVES_A_BED:
        valid = _valid(facts.permits, facts.sent_on)
        yield ok_if(valid is not None, "home_permit", sent_on=facts.sent_on, last=valid.last if valid else None)


def before_certification(facts: Facts) -> Verdicts:
    """No day lies before the certification's first day; certifications that follow without a gap count as one."""
    valid = _valid(facts.certifications, facts.sent_on)
    if valid is None or facts.start is None:
        return
    first = valid.valid_from
    for earlier in sorted(facts.certifications, key=lambda c: c.valid_from, reverse=True):
        if earlier.valid_from < first <= earlier.last + timedelta(days=1):
            first = earlier.valid_from
    if facts.start < first:
        yield Verdict(Level.STOP, "before_certification", {"start": facts.start, "first": first})


def start_before_request(facts: Facts) -> Verdicts:
    """The first day lies at most so many days before the day of sending; earlier needs a motivation."""
    if facts.start is None or facts.rules is None or facts.start >= facts.sent_on:
        return
    allowed = facts.rules.start_before_request_days
    back = (facts.sent_on - facts.start).days
    yield ok_if(back <= allowed, "start_before_request", Level.WARNING, back_days=back, allowed_days=allowed)


def start_before_met(facts: Facts) -> Verdicts:
    """Nobody rests with the programme before the actor has met them; earlier is more often a slip than meant."""
    if facts.start and facts.met_on and facts.start < facts.met_on:
        yield Verdict(Level.WARNING, "start_before_met", {"start": facts.start, "met": facts.met_on})


def start_far_ahead(facts: Facts) -> Verdicts:
    """A first day far ahead is more often a slip of the pen than meant."""
    if facts.start and (facts.start - facts.judged_on).days > FAR_AHEAD_DAYS:
        yield Verdict(Level.WARNING, "start_far_ahead", {"start": facts.start})


def days_within_period(facts: Facts) -> Verdicts:
    """One period is no longer than the programme allows."""
    if facts.rules is None or facts.rules.max_days_per_period is None or facts.period is None:
        return
    most, asked = facts.rules.max_days_per_period, facts.period.days
    yield ok_if(asked <= most, "days_within_period", asked_days=asked, max_days=most)


def _same_kind(facts: Facts) -> list[Granted]:
    return [granted for granted in facts.granted if granted.kind == facts.kind]


def days_within_total(facts: Facts) -> Verdicts:
    """All periods of the kind in the case together. Says nothing on a first period: its own limit says it all."""
    used = total_days(granted.period for granted in _same_kind(facts))
    if facts.rules is None or facts.rules.max_days_total is None or facts.period is None:
        return
    most, per_period = facts.rules.max_days_total, facts.rules.max_days_per_period
    if used == 0 and per_period is not None and per_period <= most:
        return
    asked = facts.period.days
    left = max(most - used, 0)
    yield ok_if(
        used + asked <= most, "days_within_total", asked_days=asked, used_days=used, left_days=left, max_days=most
    )


def periods_within_limit(facts: Facts) -> Verdicts:
    """So many periods of the kind in a case, this one included. A period ended before its first day is none."""
    used = len(_same_kind(facts))
    if facts.rules is None or facts.rules.max_periods is None or used == 0:
        return
    yield ok_if(used < facts.rules.max_periods, "periods_within_limit", used=used, max=facts.rules.max_periods)


def no_overlap(facts: Facts) -> Verdicts:
    """Rest and support of one case never share a day; the other kinds may overlap anything."""
    if facts.kind not in NEVER_OVERLAP or facts.period is None:
        return
    for granted in facts.granted:
        if granted.kind in NEVER_OVERLAP and granted.period.overlaps(facts.period):
            params = {"kind": granted.kind, "first": granted.period.start, "last": granted.period.last}
            yield Verdict(Level.STOP, "no_overlap", params)
            return


def _level(demand: str) -> Level | None:
    """The level of a demand of the programme; None where it makes none."""
    return {"WARNING": Level.WARNING, "STOP": Level.STOP}.get(demand)


def outside_mmm(facts: Facts) -> Verdicts:
    """For those whose protection society does not provide. Not knowing is a warning, never a stop."""
    level = _level(facts.rules.outside_mmm) if facts.rules else None
    if level is None:
        return
    if facts.society_protects in INSIDE_MMM:
        yield Verdict(level, "outside_mmm", case="inside")
    elif facts.society_protects == "UNKNOWN":
        yield Verdict(Level.WARNING, "outside_mmm", case="unknown")
    else:
        yield Verdict(Level.OK, "outside_mmm")


def outside_return_programme(facts: Facts) -> Verdicts:
    """For those who are not in the state-funded return programme. Not knowing is a warning."""
    level = _level(facts.rules.outside_return_programme) if facts.rules else None
    if level is None:
        return
    if facts.in_return_programme is None:
        yield Verdict(Level.WARNING, "outside_return_programme", case="unknown")
    elif facts.in_return_programme:
        yield Verdict(level, "outside_return_programme", case="inside")
    else:
        yield Verdict(Level.OK, "outside_return_programme")


def before_police_report(facts: Facts) -> Verdicts:
    """Meant for the time before the decision on a report: one dated before the first day gives the verdict."""
    level = _level(facts.rules.before_police_report) if facts.rules else None
    if level is None or facts.start is None:
        return
    reported = facts.police_report_on
    if facts.police_report != "YES":
        yield Verdict(Level.OK, "before_police_report", case="unknown" if facts.police_report == "UNKNOWN" else "")
    elif reported is None:
        yield Verdict(Level.WARNING, "before_police_report", case="undated")
    elif reported < facts.start:
        yield Verdict(level, "before_police_report", {"reported": reported, "start": facts.start}, case="earlier")
    else:
        yield Verdict(Level.OK, "before_police_report", {"reported": reported}, case="later")


def three_tests_complete(facts: Facts) -> Verdicts:
    """Needed, one of the rights, not paid by society. At night society's answer may be missing, with a motivation."""
    if facts.rules is None or not facts.rules.three_tests:
        return
    tests = facts.tests
    if not tests.need:
        yield Verdict(Level.STOP, "three_tests", case="need", of="need")
    if not tests.right:
        yield Verdict(Level.STOP, "three_tests", case="right", of="right")
    society = tests.society_asked and tests.society_answer and tests.society_asked_on is not None
    if not society:
        level = Level.WARNING if facts.urgent else Level.STOP
        yield Verdict(level, "three_tests", case="society", of="society")
    if tests.need and tests.right and society:
        yield Verdict(Level.OK, "three_tests")


def dates_not_in_future(facts: Facts) -> Verdicts:
    """What is said to have happened has not yet to come."""
    happened = {"police_report_on": facts.police_report_on, "society_asked_on": facts.tests.society_asked_on}
    for name, on in happened.items():
        if on and on > facts.judged_on:
            yield Verdict(Level.STOP, "date_in_future", {"on": on}, case=name, of=name)


def birth_in_future(facts: Facts) -> Verdicts:
    """Nobody is born in a year that is still to come."""
    if facts.birth_year and facts.birth_year > facts.judged_on.year:
        yield Verdict(Level.STOP, "birth_in_future", {"birth_year": facts.birth_year})


def consented(facts: Facts) -> Verdicts:
    """What the person says of sharing this with the programme; anything but yes is explained to whoever decides."""
    level = Level.OK if facts.consent == "YES" else Level.WARNING
    yield Verdict(level, "consent", case="not_asked" if facts.consent == "NOT_ASKED" else "")


def one_open_case(facts: Facts) -> Verdicts:
    """One open case per human: who asks for admission has none. What follows is applied for in the case."""
    if facts.open_case:
        yield Verdict(Level.STOP, "one_open_case")


def money_left(facts: Facts) -> Verdicts:
    """Each year's budget holds what its days cost. The database says so too, when two grant at once."""
    for money in facts.money:
        params = {"year": str(money.year), "asked": money.asked, "left": money.left}
        if money.left is None:
            yield Verdict(Level.STOP, "money_left", params, case="no_budget", of=str(money.year))
        else:
            level = Level.OK if money.asked <= money.left else Level.STOP
            yield Verdict(level, "money_left", params, of=str(money.year))


ON_SEND: tuple[Rule, ...] = (
    period_given,
    programme_in_force,
    case_open,
    certified_on_day_sent,
    home_permitted,
    before_certification,
    start_before_request,
    start_before_met,
    start_far_ahead,
    days_within_period,
    days_within_total,
    periods_within_limit,
    no_overlap,
    outside_mmm,
    outside_return_programme,
    before_police_report,
    three_tests_complete,
    consented,
    *ABOUT_ITEMS,
    dates_not_in_future,
    birth_in_future,
    one_open_case,
    *ABOUT_CHILDREN,
)
"""Every rule about an application, in the order in which a page shows them."""

ON_CONFIRM: tuple[Rule, ...] = (*ON_SEND, money_left)
"""At the decision the same again, since facts may have changed, and the money."""

KNOWN_TODAY: tuple[Rule, ...] = (
    programme_in_force,
    certified_on_day_sent,
    home_permitted,
    periods_within_limit,
    days_within_total,
    outside_mmm,
    outside_return_programme,
    before_police_report,
)
"""What can be judged before anybody has written an application: whether a kind could be applied for at all."""


def known_today(facts: Facts) -> list[Verdict]:
    """What the rules say of applying for the kind today, by what is known already; one day stands for how many."""
    return [verdict for rule in KNOWN_TODAY for verdict in rule(facts)]


def on_send(facts: Facts) -> list[Verdict]:
    """Every verdict on sending an application, ok ones too, in a stable order."""
    return [verdict for rule in ON_SEND for verdict in rule(facts)]


def on_confirm(facts: Facts) -> list[Verdict]:
    """Every verdict on granting it, ok ones too, in a stable order."""
    return [verdict for rule in ON_CONFIRM for verdict in rule(facts)]


def stops(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts that forbid."""
    return [verdict for verdict in verdicts if verdict.level == Level.STOP]


def missing_motivations(verdicts: Sequence[Verdict], motivations: Mapping[str, str]) -> list[Verdict]:
    """The warnings that nobody has motivated yet; a motivation of blanks is none. Keyed by ``Verdict.key``."""
    return [v for v in verdicts if v.level == Level.WARNING and not motivations.get(v.key, "").strip()]
