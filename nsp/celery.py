"""Background work. The database is the schedule (the outbox); Celery only wakes it, so a lost message loses nothing."""

import os
from typing import Any

from celery import Celery
from celery.beat import PersistentScheduler
from celery.signals import worker_init, worker_ready, worker_shutdown
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")

app = Celery("nsp")


def broker_of(url: str) -> str:
    """Celery writes a socket's address, and which store behind it, another way than redis-py does."""
    if not url.startswith("unix://"):
        return url
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


# Who publishes gives up at once: a page must not wait for a broker that is down, the sweep finds the work later.
_patience = {"socket_timeout": 5, "socket_connect_timeout": 1, "retry_on_timeout": False, "max_retries": 1}

app.conf.update(
    broker_url=broker_of(settings.REDIS_URL),
    broker_transport_options={**_patience, "visibility_timeout": 600, "global_keyprefix": "nsp:"},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,
    task_ignore_result=True,
    result_backend=None,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=600,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    task_serializer="json",
    accept_content=["json"],
    beat_scheduler="nsp.celery:Timer",
    enable_utc=True,
    timezone="UTC",
    beat_schedule={
        "outbox": {"task": "reminders.tasks.outbox", "schedule": 3.0, "options": {"expires": 3}},
        "sweep": {"task": "reminders.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}},
        "deliver": {"task": "reminders.tasks.deliver", "schedule": 10.0, "options": {"expires": 9}},
        "seal": {"task": "accounts.tasks.seal_log", "schedule": 300.0, "options": {"expires": 290}},
        "reports": {"task": "reports.tasks.make_waiting", "schedule": 30.0, "options": {"expires": 29}},
    },
)
app.autodiscover_tasks()


@worker_init.connect
def _refuse_to_start(**_: Any) -> None:
    from django.db import DatabaseError

    from nsp.checks import refuse_to_start

    try:
        refuse_to_start()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    except DatabaseError as error:  # a worker can do nothing without it: whoever watches over it starts it again
        raise SystemExit(f"The worker does not start: the database answers {type(error).__name__}.") from None


@worker_ready.connect
def _begin_pulse(**_: Any) -> None:
    """In the worker's own process, not in those that it works with: beat and a full queue do not matter to it."""
    from reminders.pulse import Heart

    app.nsp_heart = Heart("worker")
    app.nsp_heart.start()


@worker_shutdown.connect
def _end_pulse(**_: Any) -> None:
    if heart := getattr(app, "nsp_heart", None):
        heart.stop()


class Timer(PersistentScheduler):  # type: ignore[misc]
    """Beat's scheduler, which leaves a pulse each time it has gone round."""

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Wake what is due, and live."""
        from reminders.pulse import Rarely

        seconds = super().tick(*args, **kwargs)
        if not hasattr(self, "pulse"):
            self.pulse = Rarely("beat")
        self.pulse.lives()
        return seconds
