"""The notice board of the demo: something that everybody is asked to read, something for certified actors, and a
version that somebody has read before it was changed."""

from __future__ import annotations

from datetime import timedelta

from accounts.door import acting_as
from nsp.seed.lives import World
from reminders.services.board import Told, change_posting, post, say_read

RATES = (
    "Från den 1 mars gäller nya schabloner för stödperioden. Ansökningar som skickas före dess räknas som i dag.\n\n"
    "Det ni behöver göra: inget. Priserna i formuläret räknas om av sig själva."
)
NIGHT = (
    "Samordnarnas jour nås som vanligt dygnet runt över helgerna. Vid fara för liv: ring 112 först.\n\n"
    "Skriv aldrig om en person i mejl. Ställ frågan i Samtal på personens sida."
)
MEETING = "Nätverksträffen hålls digitalt i mitten av nästa månad. Anmäl er hos samordnarna."


def seed_board(here: World) -> None:
    """Three postings; one of them changed after a first reader, who is asked again."""
    dag, disa, alma = (here.viewers[key] for key in ("dag", "disa", "alma"))
    at = here.now - timedelta(days=6)
    with acting_as(dag) as by:
        said = Told("Nätverksträff för alla aktörer", MEETING, here.today + timedelta(days=40))
        post(said, token=here.token(), by=by, at=at)
    with acting_as(disa) as by:
        last = here.today + timedelta(days=60)
        rates = Told("Nya schabloner i stödperioden", RATES, last, asks_receipt=True, certified_only=True)
        first = post(rates, token=here.token(), by=by, at=at + timedelta(days=2)).ref
    with acting_as(alma) as by:
        say_read(first, by=by, at=at + timedelta(days=3))
    with acting_as(disa) as by:
        change_posting(first, rates, by=by, at=here.now - timedelta(hours=20))
    with acting_as(dag) as by:
        said = Told("Så når ni jouren i helgen", NIGHT, here.today + timedelta(days=14), asks_receipt=True)
        post(said, token=here.token(), by=by, at=here.now - timedelta(hours=5))
