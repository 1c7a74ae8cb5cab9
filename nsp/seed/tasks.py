"""Tasks in the demo: one's own and given, with a day and without, done, declined, and about nobody."""

from __future__ import annotations

from datetime import timedelta

from accounts.door import acting_as
from cases.models import Person
from cases.services.task import Given, decline, give_task, mark_done
from nsp.seed.lives import World

# Who gives to whom, about which of the first caseworker's persons (None: nobody), what, in how many days, what became.
_TASKS = (
    ("alma", "alma", 0, "CALL", "Fråga hur första natten var.", 0, ""),
    ("alma", "alma", 1, "BOOK", "Tolk till mötet med juristen.", 3, ""),
    ("alma", "bo", 2, "FETCH", "Hämta nycklarna på vägen.", 1, ""),
    ("alma", "bo", 3, "MEET", "Följ med till vårdcentralen.", 5, "DECLINED"),
    ("maj", "alma", 4, "WRITE", "Skriv två rader till redovisningen.", -1, ""),
    ("bo", "alma", None, "OTHER", "Beställ nya telefonkort till boendet.", None, ""),
    ("alma", "alma", 5, "ASK", "Hör med skolan om plats.", None, ""),
    ("alma", "bo", 6, "CALL", "Bekräfta tiden på fredag.", 0, "DONE"),
    ("dag", "disa", 7, "ASK", "Kan du läsa igenom före mötet?", 2, ""),
    ("disa", "disa", None, "WRITE", "Dagordning till samverkansmötet.", 4, ""),
)


def seed_tasks(here: World) -> None:
    """Given yesterday or the day before; what has a day that has passed was given before it."""
    with acting_as(here.viewers["alma"]) as by:
        rows = Person.objects.filter(caseworker_id=by.id).order_by("-made_at", "id")
        codes = list(rows.values_list("code", flat=True)[:8])
    for number, (giver, doer, about, kind, text, days, became) in enumerate(_TASKS):
        if not {giver, doer} <= here.viewers.keys() or (about is not None and about >= len(codes)):
            continue
        at = here.now - timedelta(hours=20 + number, days=2 if (days or 0) < 0 else 0)
        due = here.today + timedelta(days=days) if days is not None else None
        with acting_as(here.viewers[giver]) as by:
            said = Given(kind, text, due, here.viewers[doer].id)
            code = codes[about] if about is not None else ""
            ref = give_task(said, token=here.token(), by=by, at=at, code=code).ref
        with acting_as(here.viewers[doer]) as by:
            if became == "DONE":
                mark_done(ref, by=by, at=at + timedelta(hours=2), word="Personen svarade direkt.")
            elif became == "DECLINED":
                decline(ref, "Jag är på utbildning den dagen.", by=by, at=at + timedelta(hours=2))
