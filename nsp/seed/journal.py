"""The journal in the demo: notes through the life of each person who has a caseworker, some of today that can still be
changed, additions, one that a guest wrote, one just begun, and a passage that a manager is asked to strike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import JournalNote, Person, Share
from cases.models.journal import Contact, StrikeReason
from cases.services.journal import Said, add_to_note, write_note
from cases.services.journal_drafts import Form, save_note_draft
from cases.services.striking import ask_striking
from nsp.seed.lives import WORKERS, World

TEXTS: Sequence[tuple[str, str, str]] = (
    (Contact.MEETING, "Träffades på mottagningen. Personen verkar tröttare än förra gången men äter igen.", ""),
    (
        Contact.MEETING,
        "Gick igenom vad som händer nu, med tolk. Personen frågade mycket om tiderna.",
        "Jag vill veta dagen.",
    ),
    (
        Contact.TELEPHONE,
        "Ringde på den tid vi kom överens om. Personen mår bättre och sover.",
        "Det är tyst här. Det är bra.",
    ),
    (Contact.TELEPHONE, "Kort samtal. Personen vill vänta med nästa möte till veckan efter.", ""),
    (Contact.MESSAGE, "Meddelande om tiden hos läkaren. Personen har bekräftat.", ""),
    (Contact.AUTHORITY, "Talade med socialtjänsten. De återkommer om boendet före fredag.", ""),
    (Contact.AUTHORITY, "Juristen har fått uppdraget. Första mötet är bokat.", ""),
    (Contact.OTHER, "Följde med till vårdcentralen. Ny tid om tre veckor.", "Läkaren lyssnade."),
    (Contact.NONE, "Planerade nästa vecka tillsammans med kollegan. Inget nytt.", ""),
    (
        Contact.MEETING,
        "Personen vill börja studera. Vi såg vad som krävs och vem som hjälper till.",
        "Jag vill läsa till undersköterska.",
    ),
)
ADDITION = "Det blev en dag senare än vi kom överens om. Personen vet om det."
TONIGHT = "Ringde i kväll. Lugnt. Personen har pratat med sin syster."
BEGUN = "Möte i dag. Personen berättade att"
TOO_MUCH = "Mannen bor två hus bort och kör en röd bil."
GUEST = "Läste in mig inför mötet hos oss. Vi tar över samtalen med juristen på torsdag."
"""What guests write who may write."""
MOST = 6


def seed_journal(here: World) -> None:
    """For every person with a caseworker; dice of their own, so that what is made after them stays as it was."""
    rng = Random(47)  # noqa: S311  dice of a demo
    for key, _actor, _weight in WORKERS:
        with acting_as(here.viewers[key]) as by:
            for person in Person.objects.filter(caseworker_id=by.id).order_by("made_at", "id"):
                _life(here, person, rng, by)
    _today(here)
    _guests(here)


def _life(here: World, person: Person, rng: Random, by: Viewer) -> None:
    days = min((here.today - person.identified_on).days, 120)
    for nth in range(rng.randint(0, MOST)):
        on = person.identified_on + timedelta(days=min(nth * rng.randint(3, 20), days))
        at = max(here.moment(on, hour=rng.randint(8, 17)), person.made_at)
        contact, text, words = rng.choice(TEXTS)
        note = write_note(person.code, Said(on, contact, text, words), token=here.token(), by=by, at=at)
        if rng.random() < 0.12 and on + timedelta(days=2) <= here.today:
            later = on + timedelta(days=2)
            added = Said(later, Contact.NONE, ADDITION)
            add_to_note(note.ref, added, token=here.token(), by=by, at=max(here.moment(later, hour=9), person.made_at))


def _today(here: World) -> None:
    """The first caseworker's newest persons: a note of tonight, one begun, and a passage to be struck."""
    with acting_as(here.viewers[WORKERS[0][0]]) as by:
        rows = Person.objects.filter(caseworker_id=by.id, responsible_actor__isnull=False).order_by("-made_at", "id")
        first, second, third = rows[:3]
        an_hour_ago = here.now - timedelta(hours=1)
        _write(here, first, Said(day(an_hour_ago), Contact.TELEPHONE, TONIGHT), by, an_hour_ago)
        form = Form(token=here.token(), code=second.code)
        typed = {"text": BEGUN, "on": here.today.isoformat(), "contact": str(Contact.MEETING)}
        save_note_draft(form, typed, by=by, at=here.now - timedelta(minutes=20))
        at = max(here.now - timedelta(days=2), third.made_at)
        text = f"Personen känner sig trygg i lägenheten. {TOO_MUCH}"
        note = _write(here, third, Said(day(at), Contact.MEETING, text), by, at)
        ask_striking(note.ref, TOO_MUCH, StrikeReason.SUSPECT, by=by, at=max(here.now - timedelta(hours=3), at))


def _write(here: World, person: Person, said: Said, by: Viewer, at: datetime) -> JournalNote:
    return write_note(person.code, said, token=here.token(), by=by, at=max(at, person.made_at))


def _guests(here: World) -> None:
    """Whoever may write beside the responsible actor has written once."""
    by_actor = {actor: key for key, actor, _weight in WORKERS}
    with acting_as(here.viewers[WORKERS[0][0]]):
        shares = [(row.person.code, row.actor.ref) for row in Share.objects.filter(ended_at=None, may_write=True)]
    for code, ref in shares:
        key = by_actor.get(ref.removeprefix("A-").lower())
        if key:
            with acting_as(here.viewers[key]) as by:
                at = here.now - timedelta(minutes=50)
                write_note(code, Said(day(at), Contact.NONE, GUEST), token=here.token(), by=by, at=at)
