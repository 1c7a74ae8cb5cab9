"""One line of a person's timeline, and the subjects by which the timeline can be cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What a line of the timeline is about."""

    MET = "MET", pgettext_lazy("subject of the timeline", "identification")
    ASKED = "ASKED", pgettext_lazy("subject of the timeline", "applications and decisions")
    PERIODS = "PERIODS", pgettext_lazy("subject of the timeline", "interventions")
    LAW = "LAW", pgettext_lazy("subject of the timeline", "where the law stands")
    FAMILY = "FAMILY", _("children and others close")
    RIGHTS = "RIGHTS", pgettext_lazy("subject of the timeline", "rights")
    EXPLOITED = "EXPLOITED", pgettext_lazy("subject of the timeline", "exploitation")
    SERVICE = "SERVICE", pgettext_lazy("subject of the timeline", "what was done")
    SAFETY = "SAFETY", pgettext_lazy("subject of the timeline", "risk and safety")
    JOURNAL = "JOURNAL", pgettext_lazy("subject of the timeline", "journal")
    TASKS = "TASKS", pgettext_lazy("subject of the timeline", "tasks")
    TALK = "TALK", pgettext_lazy("subject of the timeline", "messages")
    CLOSED = "CLOSED", pgettext_lazy("subject of the timeline", "closing")
    CONSENT = "CONSENT", pgettext_lazy("subject of the timeline", "information and consent")


@dataclass(frozen=True)
class Entry:
    """One line. ``link``: URL name and references of the place it leads to; ``ahead``: still to come; ``when``: the
    time in words where no day is known, and ``on`` is the first or the last day that it can mean."""

    on: date
    at: datetime | None
    what: str
    who: str = ""
    text: str = ""
    link: tuple[str, ...] | None = None
    key: bool = False
    ahead: bool = False
    subject: Subject = Subject.MET
    when: str = ""
    after_closing: bool = False
    """Added while the case was closed (domain §2.7)."""


def in_order(entry: Entry) -> tuple[date, float]:
    """What lines are sorted by: the day, then the moment; what has none stands last that day."""
    return entry.on, entry.at.timestamp() if entry.at else float("inf")


@dataclass(frozen=True)
class Cut:
    """A part of a timeline. ``about``: a subject's code; ``year``: of the line's day; ``ahead``: what is to come."""

    about: str = ""
    year: int | None = None
    ahead: bool = False


def cut(entries: Iterable[Entry], wanted: Cut) -> list[Entry]:
    """The lines that are wanted, in the order they came in."""
    return [
        entry
        for entry in entries
        if (not wanted.about or entry.subject == wanted.about)
        and (wanted.year is None or entry.on.year == wanted.year)
        and (not wanted.ahead or entry.ahead)
    ]
