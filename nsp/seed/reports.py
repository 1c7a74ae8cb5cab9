"""A report that is out already, so that the funder has something to read; last year's is left to be made."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.clock import STOCKHOLM
from accounts.door import acting_as
from cases.states import ReportState
from nsp.seed.lives import World
from reports.services import ask_report, make_report, publish
from reports.statistics import BY_ID

COMMENT = (
    "Under året fick fler personer vila och skydd än året innan, och aktörerna blev flera. Behovet av skyddade platser "
    "var störst under hösten.\n"
    "Samarbetet med regionkoordinatorerna har gjort vägen från första mötet till beslut kortare."
)


def seed_report(here: World) -> None:
    """The year before last: Dag asks for it, the program makes it, Disa publishes it, a year ago in February.

    Where no file can be drawn on this machine there is none, and the demo goes on without.
    """
    year = here.today.year - 2
    at = datetime(year + 1, 2, 10, 10, 15, tzinfo=STOCKHOLM)
    with acting_as(here.viewers["dag"]) as dag:
        asked = ask_report(year, list(BY_ID), COMMENT, by=dag, at=at)
    made = make_report(asked.ref, at=at + timedelta(minutes=1))
    if made is None or made.state != ReportState.DRAFT:
        return
    with acting_as(here.viewers["disa"]) as disa:
        publish(made.ref, sha256=made.sha256, by=disa, at=at + timedelta(days=3))
