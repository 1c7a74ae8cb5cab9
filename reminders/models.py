from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Notice(models.Model):
    """That somebody was told of something in the program: one per (deadline, day, recipient).

    The id is worked out from those three (``services/telling.py``), so that telling again finds the same row.
    ``read_at``: opened by the recipient, or settled by what happened after (the request was decided by another).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    deadline = models.CharField(max_length=80)
    day = models.DateField()
    ref = models.CharField(max_length=24, blank=True)
    person_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    moved = models.BooleanField(default=False)
    """Read by the program, not by the recipient: somebody else is meant meanwhile."""

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at"]),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["kind", "id"], name="notice_unread_of_kind", condition=Q(read_at__isnull=True)),
            models.Index(fields=["id"], name="notice_moved", condition=Q(moved=True)),
            models.Index(fields=["ref"], name="notice_open_by_ref", condition=Q(read_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["deadline", "day", "user"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class MailState(models.TextChoices):
    """Where an e-mail is on its way."""

    WAITING = "WAITING"
    SENDING = "SENDING"
    """Somebody's, until ``try_at``; or handed over, and the server's answer was lost."""
    SENT = "SENT"
    READ = "READ"
    """Never sent: what it was to say was read before it had begun its way."""
    FAILED = "FAILED"


class Letter(models.TextChoices):
    """What an e-mail says (reminders/letters.py)."""

    NOTICE = "NOTICE"
    INVITED = "INVITED"
    LET_IN = "LET_IN"
    CHANGED = "CHANGED"
    DIGEST = "DIGEST"


class Mail(models.Model):
    """An e-mail that says next to nothing. One Message-ID for ever, made from its ``id``, however often it is tried.

    ``repeats``: how often it was sent again because nobody knew whether the server had taken it.

    ``notice_id`` is what it is about: a notice, or the event that asked for it. Whoever is invited has no account yet:
    then there is no ``user``, and ``link`` is the invitation (or the recovery), which knows the address.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    notice_id = models.UUIDField(unique=True)
    letter = models.CharField(max_length=8, choices=Letter, default=Letter.NOTICE)
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    link = models.UUIDField(null=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(db_default=Now())
    """From when it could have gone: since then it is late, whenever it is tried next."""
    try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    urgent = models.BooleanField(default=False)
    how_many = models.PositiveIntegerField(null=True)
    repeats = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["try_at"], name="mail_under_way", condition=Q(state__in=["WAITING", "SENDING"]))
        ]

    def __str__(self) -> str:
        return self.message_id


class MailWay(models.TextChoices):
    """Which notices somebody has an e-mail about, at once."""

    ALL = "ALL"
    URGENT = "URGENT"
    NONE = "NONE"


class Ways(models.Model):
    """How somebody wants to be told, besides the number in the bar (reminders/ways.py has what holds without a row).

    Hours are whole ones in Stockholm; the same hour twice is no quiet at all.
    """

    user = models.OneToOneField("accounts.User", primary_key=True, on_delete=models.PROTECT, related_name="+")
    mail = models.CharField(max_length=6, choices=MailWay)
    digest = models.BooleanField()
    digest_at = models.PositiveSmallIntegerField()
    quiet_from = models.PositiveSmallIntegerField()
    quiet_to = models.PositiveSmallIntegerField()
    days_before = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """So many days before what falls due they are told as well, beside what everybody is told."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_at__lte=23, quiet_from__lte=23, quiet_to__lte=23), name="ways_are_hours"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Told(models.Model):
    """Up to which moment everything that a finder of deadlines knows has been told. Goes back only where a clock was
    more than a week ahead."""

    finder = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.finder} {self.until}"


class Pulse(models.Model):
    """When a part of the background work last lived, and since when it is known. Left by the part itself; and when a
    part of the sweep last failed (``services/pulses.py``)."""

    name = models.CharField(max_length=60, primary_key=True)
    since = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


class Posting(models.Model):
    """A version of what the programme tells its actors on the notice board: one ``subject`` for all its versions.

    Words about no person. A version is never changed: the next one is added, or it is taken down (``nsp_all`` may
    write those two columns alone, ``accounts/policies.py``). ``until``: the last day on which it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField()
    version = models.PositiveIntegerField()
    ref = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    until = models.DateField()
    asks_receipt = models.BooleanField()
    certified_only = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="one_posting_of_a_version")]

    def __str__(self) -> str:
        return self.ref


class PostingRead(models.Model):
    """That somebody has said that they have read a version of a posting. Never taken away."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posting", "user"], name="posting_read_once")]

    def __str__(self) -> str:
        return str(self.pk)
