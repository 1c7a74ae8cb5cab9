"""The ledger of rights and the service log in the demo: for whoever has a caseworker, each entry on its day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Dependant, Intervention, Person
from cases.rule_children import may_be_child
from cases.services.outreach import Outing, note_outreach
from cases.services.rights import StatedRight, state_right
from cases.services.service import Done, log_for_actor, log_for_person
from nsp.seed.lives import WORKERS, World

RIGHTS = ("HOUSING", "MATERIAL", "CARE", "PSYCHOLOGICAL", "LEGAL", "INTERPRETATION")
GAPS = (("NO_PLACE", 4), ("NO_MONEY", 3), ("NOT_ENTITLED", 3), ("NO_SUCH_HELP", 4), ("OTHER", 1), ("", 2))
PAYERS = (("SOCIETY", 4), ("NSP", 4), ("ACTOR", 3), ("OTHER", 1))
FOR_PERSON = ("MEETING", "FOOD", "CLOTHES", "DOCTOR", "TRANSPORT", "INFORMATION", "LEGAL", "COUNSELLING", "COMPANY")
WITHOUT = (("OUTREACH", 25), ("TRAINING", 40), ("MEETING_PLACE", 18), ("HOTLINE", 12))
NOTES = ("Följde med till vårdcentralen och väntade.", "Förklarade rättigheterna på personens språk.")


def seed_rights(here: World) -> None:
    """What is stated of the rights of each person with a caseworker, and what the actors have done themselves."""
    for key, _actor, _weight in WORKERS:
        with acting_as(here.viewers[key]) as by:
            for person in Person.objects.filter(caseworker_id=by.id).order_by("made_at", "id"):
                _one(here, person, by)
        _without_a_person(here, key)


def _one(here: World, person: Person, by: Viewer) -> None:
    granted = Intervention.objects.filter(person=person).first()
    assessed = min(person.identified_on + timedelta(days=here.rng.randint(0, 4)), here.today)
    for right in RIGHTS:
        if here.rng.random() < 0.3:
            continue
        if right == "HOUSING" and granted is not None:
            if here.rng.random() < 0.8:
                said = StatedRight("MET", min(granted.start, here.today), "NSP", granted.ref)
                _state(here, person, right, said, by)
            continue
        _life(here, person, right, assessed, by)
    for child in Dependant.objects.filter(person=person):
        if may_be_child(child.relation, child.birth_year, here.today) and here.rng.random() < 0.6:
            _life(here, person, here.rng.choice(("EDUCATION", "CARE", "PSYCHOLOGICAL")), assessed, by, of=child.ref)
    for _nth in range(here.rng.choice((0, 1, 1, 2, 3))):
        on = min(person.identified_on + timedelta(days=here.rng.randint(0, 40)), here.today)
        _served(here, person, on, by)


def _life(here: World, person: Person, right: str, on: date, by: Viewer, of: str = "") -> None:
    """A right is needed; society says no, or not; then it is met, or nobody meets it still."""
    rng = here.rng
    fate = rng.random()
    if fate < 0.08:
        _state(here, person, right, StatedRight("NOT_WANTED", on), by, of)
        return
    refused = on if rng.random() < 0.3 else None
    gap = rng.choices([g for g, _n in GAPS], [n for _g, n in GAPS])[0]
    _state(here, person, right, StatedRight("NEEDED", on, refused_on=refused, gap=gap), by, of)
    met = on + timedelta(days=rng.randint(1, 30))
    if fate < 0.75 and met <= here.today:
        payers = PAYERS[1:] if refused else PAYERS
        payer = rng.choices([p for p, _n in payers], [n for _p, n in payers])[0]
        _state(here, person, right, StatedRight("MET", met, payer, refused_on=refused), by, of)


def _state(here: World, person: Person, right: str, said: StatedRight, by: Viewer, of: str = "") -> None:
    at = max(here.moment(said.on), person.made_at)
    state_right(person.code, right, said, by=by, at=at, of=of)


def _served(here: World, person: Person, on: date, by: Viewer) -> None:
    rng = here.rng
    costs = rng.random() < 0.35
    done = Done(
        rng.choice(FOR_PERSON),
        on,
        paid_by=rng.choices(("ACTOR", "VOLUNTEERS", "OTHER"), (6, 3, 1))[0],
        hours=None if costs else Decimal(rng.choice((1, 2, 2, 3))) - Decimal(rng.choice(("0", "0.5"))),
        amount=Decimal(rng.randrange(100, 900, 50)) if costs else None,
        note=rng.choice(NOTES) if rng.random() < 0.2 else "",
    )
    log_for_person(person.code, done, by=by, at=max(here.moment(on), person.made_at))


def _without_a_person(here: World, key: str) -> None:
    """Outreach and the like, about twice a month for two years."""
    with acting_as(here.viewers[key]) as by:
        on = here.today - timedelta(days=730)
        while (on := on + timedelta(days=here.rng.randint(8, 22))) <= here.today:
            category, most = here.rng.choice(WITHOUT)
            people, hours = here.rng.randint(3, most), Decimal(here.rng.randint(2, 7))
            paid_by = here.rng.choices(("ACTOR", "VOLUNTEERS"), (2, 1))[0]
            done = Done(category, on, paid_by=paid_by, hours=hours, people=people)
            log_for_actor(done, by=by, at=here.moment(on))
        rng = Random(key)  # noqa: S311 — its own: invented outings, and what is made after them stays as it was
        on = here.today - timedelta(days=400)
        while (on := on + timedelta(days=rng.randint(5, 14))) <= here.today:
            met = rng.randint(0, 18)
            informed = rng.choice((None, met, met // 2))
            place = rng.choice(("STREET", "STREET", "SALON", "SHELTER", "ONLINE", "WORKSITE"))
            outing = Outing(on, met, rng.choice(("01", "14", "12")), place, informed)
            note_outreach(outing, by=by, at=here.moment(on))
