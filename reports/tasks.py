"""Reports made in the background. The row in the database says what is to be made; a task only wakes somebody."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerDown
from redis.exceptions import RedisError

from accounts import clock
from accounts.door import acting_as
from cases.states import ReportState
from reports.models import FunderReport
from reports.services import MAKER, make_report

log = logging.getLogger("nsp.reports")


@shared_task(name="reports.tasks.make", ignore_result=True)
def make(ref: str) -> None:
    """Make one report, unless somebody does or has."""
    made = make_report(ref, at=clock.now())
    if made is not None:
        log.info("report %s %s", made.ref, made.state)


@shared_task(name="reports.tasks.make_waiting", ignore_result=True)
def make_waiting() -> None:
    """Make what was asked for and not made: the broker was down, or the worker was killed on the way."""
    with acting_as(MAKER):
        waiting = list(
            FunderReport.objects.filter(state=ReportState.MAKING).order_by("made_at").values_list("ref", flat=True)
        )
    for ref in waiting:
        make(ref)


def wake(ref: str) -> None:
    """Start making a report when the transaction holds. Where the broker is down, ``make_waiting`` does it later."""
    transaction.on_commit(lambda: _send(ref))


def _send(ref: str) -> None:
    try:
        make.delay(ref)
    except (BrokerDown, RedisError, OSError):
        log.warning("report %s waits: the broker does not answer", ref)
