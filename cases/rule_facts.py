"""What the rules may look at, as plain frozen rows: whoever asks the rules gathers it first (domain §3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cases.periods import Period


@dataclass(frozen=True)
class RuleSet:
    """What the programme in force on the first day says about one kind: the fields of ``InterventionRule``.

    ``None`` means no limit of its own; the three levels are ``NO``, ``WARNING`` or ``STOP``.
    """

    kind: str
    max_days_per_period: int | None = None
    max_periods: int | None = None
    max_days_total: int | None = None
    child_supplement: bool = False
    child_supplement_abroad: bool = False
    outside_mmm: str = "NO"
    outside_return_programme: str = "NO"
    before_police_report: str = "NO"
    catalogue_item: bool = False
    three_tests: bool = True
    start_before_request_days: int = 0


@dataclass(frozen=True)
class Certified:
    """A certification of the applying actor, or the permit of its home, first and last day inclusive; not valid from
    ``suspended_on`` on."""

    valid_from: date
    valid_to: date
    suspended_on: date | None = None

    @property
    def last(self) -> date:
        """The last day on which an application can rest on it."""
        return min(self.valid_to, self.suspended_on - timedelta(days=1)) if self.suspended_on else self.valid_to


@dataclass(frozen=True)
class Granted:
    """An intervention granted in the same case, with the days that stand (after any early end)."""

    kind: str
    period: Period


@dataclass(frozen=True)
class Item:
    """Something on a programme's list. ``in_programme``: of the programme that is in force on the first day.

    ``closed_on``: from that day nobody can apply for it. ``for_whom``: ``PERSON``, ``DEPENDANT`` or ``ANYBODY``.
    ``max_amount``: SEK for one intervention, at most; None: no cap.
    """

    kind: str
    in_programme: bool = True
    closed_on: date | None = None
    for_whom: str = "PERSON"
    max_amount: Decimal | None = None


@dataclass(frozen=True)
class ThreeTests:
    """The programme's three tests: needed · a right · not paid by society (who was asked, when, the answer)."""

    need: bool = False
    right: bool = False
    society_asked: bool = False
    society_asked_on: date | None = None
    society_answer: bool = False


@dataclass(frozen=True)
class AskedChild:
    """A child for whom a supplement is asked. ``ref``: known dependant; ``taken``: the child's supplements so far.

    ``key``: under what an explanation about the child is kept, so that it stays with the child if the order changes;
    the child's number in the application where there is none. ``relation``: what they are to the person.
    ``like_one_known``: written down with this application, though the record had one born the same year.
    ``elsewhere``: supplements of the same child where it is written down with another person, as far as the viewer sees
    them: the applicant does not learn of a person whom they do not see, the coordinator does.
    """

    days: int
    birth_year: int | None = None
    in_sweden: bool = True
    ref: str = ""
    taken: tuple[Period, ...] = ()
    key: str = ""
    relation: str = "CHILD"
    like_one_known: bool = False
    elsewhere: tuple[Period, ...] = ()


@dataclass(frozen=True)
class YearMoney:
    """What is asked of one year's budget and what is left of it (SEK); ``left`` None: the year has no budget."""

    year: int
    asked: Decimal
    left: Decimal | None


@dataclass(frozen=True)
class Facts:
    """Everything that the rules may look at. Dates are local days in Europe/Stockholm.

    ``sent_on``: the day the application is (or would be) sent first: a question on the way costs nobody a day. ``on``:
    the day on which it is judged, where that is another: what is still to come counts from then. ``programme``: name
    of the one in force on ``start``, if any; ``rules``: its rules for ``kind``, None where it has no such kind.
    ``met_on``: the day of the first contact.
    ``item``, ``amount`` (SEK) and ``for_dependant`` (not for the person): what is applied for from the list.
    ``item_since``: the day on which the item is named first, where the application was sent before without it.
    ``concern_missing``: treated as a child, and no concern report is noted, nor why not; ``guardian_missing``: a child
    who is alone, and for whom no guardian is asked for.
    ``home``: the actor runs one, which needs ``permits``. ``case_closed``: of the case in which this is applied for.
    ``open_case``: whether somebody who asks for admission has one already; over same-person links only in facts for
    the coordinator, since the applicant must not learn of them.
    """

    kind: str
    sent_on: date
    on: date | None = None
    start: date | None = None
    days: int | None = None
    urgent: bool = False
    programme: str | None = None
    rules: RuleSet | None = None
    certifications: tuple[Certified, ...] = ()
    granted: tuple[Granted, ...] = ()
    birth_year: int | None = None
    met_on: date | None = None
    consent: str = "NOT_ASKED"
    society_protects: str = "UNKNOWN"
    in_return_programme: bool | None = None
    police_report: str = "UNKNOWN"
    police_report_on: date | None = None
    tests: ThreeTests = ThreeTests()
    item: Item | None = None
    item_since: date | None = None
    amount: Decimal | None = None
    for_dependant: bool = False
    children: tuple[AskedChild, ...] = ()
    home: bool = False
    permits: tuple[Certified, ...] = ()
    concern_missing: bool = False
    guardian_missing: bool = False
    case_closed: bool = False
    open_case: bool = False
    money: tuple[YearMoney, ...] = ()

    @property
    def judged_on(self) -> date:
        """The day on which the application is judged."""
        return self.on or self.sent_on

    @property
    def period(self) -> Period | None:
        """The days asked for, once both the first day and a number of days are given."""
        return Period(self.start, self.days) if self.start and self.days and self.days > 0 else None
