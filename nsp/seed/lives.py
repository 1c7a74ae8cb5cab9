"""Three years of invented histories, through the services, each act on the day that it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from accounts.clock import STOCKHOLM, day
from accounts.counties import County
from accounts.door import acting_as
from accounts.models import Actor, User
from accounts.viewer import Viewer, viewer_of
from cases.models import AdmissionRequest, HandOver, Identification, Intervention, Person
from cases.models.choices import Age, Answer, Certainty, Consent, EndReason, Gender, ReportMade, Route, SocietyProtects
from cases.services import admission, decision, handover, intervention
from cases.services.admission import AskedAdmission, AskedChild
from cases.services.child import Concern, Standing, note_concern, state_child
from cases.services.identification import Identified, hand_over, identify, state_outcome
from cases.services.report_back import report_back
from nsp.seed import stories
from nsp.seed.exploitation import describe
from nsp.seed.people import ACTORS, PEOPLE, email_of

TOKENS = UUID("5f0c1c39-6a52-4f4e-9f0e-0d7e2f9b1a11")
RESPONSE_HOURS = (2, 3, 5, 8, 20, 26, 30)


FIRST_HOUR = 6


@dataclass
class World:
    """Who acts, the moment that the demo is made at, and the dice (the same every time)."""

    now: datetime
    rng: Random
    viewers: dict[str, Viewer]
    counties: dict[str, str]
    made: int = 0

    @property
    def today(self) -> date:
        """The day that the demo is made on."""
        return day(self.now)

    def token(self) -> UUID:
        """The next form's token; the same seed gives the same ones."""
        self.made += 1
        return uuid5(TOKENS, str(self.made))

    def moment(self, on: date, *, hour: int | None = None) -> datetime:
        """A moment of a working day's length on ``on``, never after now."""
        at = datetime.combine(on, time(hour or self.rng.randint(8, 17), self.rng.randint(0, 59)), tzinfo=STOCKHOLM)
        return min(at, self.now - timedelta(minutes=1))


def world(now: datetime) -> World:
    """The demo's people as viewers. Until six in the morning what was done some hours ago was done yesterday: the demo
    is then made as of yesterday, a minute to midnight."""
    local = now.astimezone(STOCKHOLM)
    if local.hour < FIRST_HOUR:
        now = datetime.combine(day(now), time(), tzinfo=STOCKHOLM) - timedelta(minutes=1)
    users = {user.email: user for user in User.objects.all()}
    viewers = {line.key: viewer_of(users[email_of(line.key)]) for line in PEOPLE}
    counties = {line.key: str(line.county) for line in ACTORS}
    return World(now=now, rng=Random(7), viewers=viewers, counties=counties)  # noqa: S311 - invented data


WORKERS = (
    ("alma", "linden", 16),
    ("bo", "linden", 10),
    ("cia", "noor", 24),
    ("gun", "ankaret", 22),
    ("hedvig", "fyrboken", 6),
    ("ivar", "bjorkvik", 10),
    ("jonna", "hamnljus", 8),
    ("kerstin", "stigen", 9),
    ("lars", "norrsken", 8),
    ("mona", "tranan", 6),
    ("nils", "videt", 7),
)


def seed_history(here: World, persons: int) -> None:
    """So many persons met over three years, more lately than long ago, with what became of each."""
    span = 3 * 365 - 20
    for number in range(persons):
        back = int(span * (1 - (number / persons) ** 0.85)) + 45
        _one_life(here, here.today - timedelta(days=back + here.rng.randint(0, 9)))


def _one_life(here: World, on: date) -> None:
    rng = here.rng
    worker, actor, _ = rng.choices(WORKERS, [w[2] for w in WORKERS])[0]
    person = meet(here, worker, on=on, county=_county(here, actor))
    fate = rng.random()
    if fate < 0.64:
        _admitted(here, worker, person, on + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 4))))
    elif fate < 0.71:
        request = ask(here, worker, person, on=on + timedelta(days=1))
        _declined(here, request, worker)
    else:
        act = rng.choices(("leave", "decline", "refer", "no_ground"), (12, 8, 6, 3))[0]
        with acting_as(here.viewers[worker]) as by:
            row = Identification.objects.get(person=person)
            state_outcome(row.ref, act, note="", by=by, at=here.moment(on + timedelta(days=2)))


def _county(here: World, actor: str) -> str:
    """Mostly the actor's own county; now and then another."""
    return here.counties[actor] if here.rng.random() < 0.8 else str(here.rng.choice(list(County)))


def meet(here: World, worker: str, *, on: date, county: str, **said: Any) -> Person:
    """Somebody is identified that day by ``worker``."""
    at = here.moment(on)
    with acting_as(here.viewers[worker]) as by:
        what = Identified(**(_what(here, on, county) | said))
        person = identify(what, token=here.token(), by=by, at=at)
        describe(person, what.forms, on, by=by, at=at)
        if person.as_child and (here.today - on).days > DUTY_OPEN_DAYS:
            _report_concern(person, on, by=by, at=at)
    return person


DUTY_OPEN_DAYS = 2
"""Of those met this lately the duty to report is still open."""


def _report_concern(person: Person, on: date, *, by: Viewer, at: datetime) -> None:
    """The same day; of a child also who looks after it."""
    note_concern(person.code, Concern("MADE", on, "ACTOR"), by=by, at=at)
    if person.age == Age.CHILD:
        state_child(person.code, Standing(on, "NOBODY", "ASKED", school="NOT"), by=by, at=at)


def _what(here: World, on: date, county: str) -> dict[str, Any]:
    rng = here.rng
    theme = stories.theme(rng)
    child = rng.random() < 0.09
    years = rng.randint(13, 17) if child else min(64, max(19, int(rng.gauss(30, 9))))
    citizenship = rng.choice(theme.citizenships)
    known_year = rng.random() < 0.8
    seen = rng.sample(theme.indicators, rng.randint(2, min(5, len(theme.indicators))))
    second = (stories.theme(rng).form,) if rng.random() < 0.12 else ()
    forms = tuple(dict.fromkeys((theme.form, *second)))
    return {
        "on": on,
        "county": county,
        "route": rng.choices(list(Route), (30, 22, 10, 9, 18, 8, 3))[0],
        "forms": forms,
        "main_form": theme.form,
        "indicators": {code: rng.choice(("SEEN", "TOLD", "TOLD", "TOLD_BY_OTHER")) for code in seen},
        "certainty": rng.choices(list(Certainty), (35, 55, 10))[0],
        "wants_identified": rng.choices(list(Answer), (60, 10, 30))[0],
        "immediate_risk": rng.choices(list(Answer), (25, 50, 25))[0],
        "consent": rng.choices(list(Consent), (70, 5, 25))[0],
        "age": (Age.CHILD if child else Age.ADULT) if known_year or child or rng.random() < 0.7 else Age.UNCLEAR,
        "birth_year": on.year - years if known_year else None,
        "gender": Gender.WOMAN if rng.random() < theme.women else rng.choices((Gender.MAN, Gender.OTHER), (95, 5))[0],
        "citizenships": (citizenship,),
        "languages": (stories.LANGUAGES[citizenship],),
        "interpreter": citizenship != "SE" and rng.random() < 0.85,
        "story": theme.story(rng, citizenship=citizenship, child=child),
    }


def asked_of(
    here: World, *, why: str, sent: date, start: date, children: Sequence[AskedChild] = (), **said: Any
) -> AskedAdmission:
    """A complete request for thirty days of rest; what it says fits together, and the story that somebody told."""
    rng = here.rng
    need, wants = stories.need_and_wants(rng, children=len(children))
    protects = said.pop("society_protects", None) or rng.choices(("NO", "APPLIED", "UNKNOWN"), (6, 3, 1))[0]
    who, answer = rng.choice([(who, answer) for given, who, answer in stories.ASKED if given == protects])
    report = rng.choices((ReportMade.NO, ReportMade.UNKNOWN, ReportMade.YES), (70, 18, 12))[0]
    what: dict[str, Any] = {
        "start": start,
        "days": 30,
        "why": why,
        "wants": wants,
        "consent": Consent.YES,
        "police_report": report,
        "police_report_on": min(start, sent) if report == ReportMade.YES else None,
        "society_protects": SocietyProtects(protects),
        "right": "HOUSING",
        "need": need,
        "society_asked": who,
        "society_asked_on": min(start, sent),
        "society_answer": answer,
        "children": tuple(children),
        "motivations": MOTIVATIONS,
    }
    return AskedAdmission(**(what | said))


MOTIVATIONS = {
    "concern_report": "Vi ringer socialjouren i kväll, tillsammans med personen.",
    "start_before_met": "Vi mötte personen på natten och skrev in hen först dagen efter.",
    "outside_mmm": "Socialtjänsten utreder. Vi frågar igen om en vecka.",
    "start_before_request": "Kom till oss sent på kvällen, ingen annan plats fanns.",
    "before_police_report": "Anmälan gjordes av en annan, personen vill vila innan förhör.",
    "three_tests:society": "Socialjouren svarade inte i natt.",
    "under_18:1": "Åldern är oklar, vi utgår från att det är ett barn.",
    "under_18:2": "Åldern är oklar, vi utgår från att det är ett barn.",
}


def ask(
    here: World, worker: str, person: Person, *, on: date, at: datetime | None = None, **said: Any
) -> AdmissionRequest:
    """Admission is asked for that day, with rest from the same day unless ``said`` otherwise."""
    at = at or here.moment(on)
    start = said.pop("start", on)
    children = said.pop("children", None)
    if children is None:
        children = _children(here, person, on) if here.rng.random() < 0.3 else ()
    with acting_as(here.viewers[worker]) as by:
        draft = admission.begin(person.code, by=by, at=at)
        why = Identification.objects.filter(person=person).earliest("made_at").story.open()
        what = asked_of(here, why=why, sent=day(at), start=start, children=children, **said)
        return admission.send(draft.ref, what, version=draft.version, by=by, at=at)


PARENT = 20
"""So many years somebody is older than their children, at least."""


def grown_up(here: World, *, oldest: int) -> dict[str, Any]:
    """What to say of somebody who has a child of that age."""
    years = oldest + PARENT + here.rng.randint(2, 8)
    return {"age": Age.ADULT, "birth_year": here.today.year - years}


def _children(here: World, person: Person, on: date) -> tuple[AskedChild, ...]:
    """None for whoever is a child, or may be; none older than their parent can have."""
    oldest = min(16, (on.year - person.birth_year if person.birth_year else 36) - PARENT)
    if person.as_child or oldest < 0:
        return ()
    number = here.rng.choices((1, 2, 3), (60, 30, 10))[0]
    ages = sorted(here.rng.randint(0, oldest) for _ in range(number))
    return tuple(AskedChild(birth_year=on.year - age - 1) for age in ages)


def decider(here: World, request: AdmissionRequest) -> Viewer:
    """A coordinator who neither works for nor belongs to the actor."""
    first, second = here.viewers["dag"], here.viewers["disa"]
    if here.rng.random() < 0.4:
        first, second = second, first
    return second if first.belongs_to(request.actor_id) else first


def _admitted(here: World, worker: str, person: Person, on: date) -> None:
    request = ask(here, worker, person, on=on)
    assert request.sent_at
    at = min(request.sent_at + timedelta(hours=here.rng.choice(RESPONSE_HOURS)), here.now)
    with acting_as(decider(here, request)) as by:
        case = decision.confirm(request.ref, version=request.version, reason="Behovet är visat.", by=by, at=at)
        granted = Intervention.objects.get(case=case)
    _after_rest(here, worker, granted)


def _after_rest(here: World, worker: str, granted: Intervention) -> None:
    rng = here.rng
    with acting_as(here.viewers[worker]) as by:
        if rng.random() < 0.16 and granted.last < here.today:
            last = granted.start + timedelta(days=rng.randint(3, 24))
            reason = rng.choice((EndReason.SOCIETY, EndReason.LEFT, EndReason.OWN_WISH, EndReason.RETURNED))
            at = here.moment(last)
            granted = intervention.end_early(granted.ref, last=last, reason=reason, note="", by=by, at=at)
        if granted.last < here.today - timedelta(days=4):
            at = here.moment(min(granted.last + timedelta(days=rng.randint(2, 20)), here.today - timedelta(days=1)))
            report_back(granted.ref, by=by, at=at)


def _declined(here: World, request: AdmissionRequest, worker: str) -> None:
    code, text = here.rng.choice(stories.DECLINES)
    assert request.sent_at
    with acting_as(decider(here, request)) as by:
        decision.decline(
            request.ref,
            version=request.version,
            decline_reason=code,
            reason=text,
            by=by,
            at=min(request.sent_at + timedelta(hours=20), here.now),
        )


def handed_over(here: World, *, by_key: str, on: date, at: datetime | None = None) -> str:
    """A cooperating actor hands somebody over; the reference of the hand-over."""
    at = at or here.moment(on)
    with acting_as(here.viewers[by_key]) as by:
        county = here.counties["fristaden" if by_key == "frej" else "kallan"]
        receipt = hand_over(Identified(**_what(here, on, county)), token=here.token(), by=by, at=at)
    with acting_as(here.viewers["disa"]):
        return HandOver.objects.get(receipt_id=receipt.pk).ref


def offered(here: World, ref: str, actor: str, *, at: datetime) -> None:
    """The coordinator routes a hand-over."""
    with acting_as(here.viewers["disa"], on=day(at)) as by:
        actor_ref = Actor.objects.get(group__name=f"actor:{actor}").ref
        handover.offer(ref, actor_ref, note="Har ni plats den här veckan?", by=by, at=at)


def accepted(here: World, ref: str, worker: str, *, at: datetime) -> Person:
    """The actor takes the person on."""
    with acting_as(here.viewers[worker], on=day(at)) as by:
        return handover.accept(ref, by=by, at=at)
