"""What the API takes and gives about who sees a person."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import Day, Guarded, at_most
from cases.models.consent import HowSaid


class ShareIn(s.Serializer[Any]):
    """With which actor (its reference), until and including which day, and whether it may write. It rests on the
    ``consent`` of that reference, or else on a new one that the person gave today, told in ``language``."""

    actor = s.CharField(max_length=12)
    until = Day()
    may_write = s.BooleanField(default=False)
    consent = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    how = s.ChoiceField(HowSaid.choices, required=False, allow_blank=True, default="")
    consent_until = Day(required=False, allow_null=True, default=None)


class Shared(s.Serializer[Any]):
    """The reference by which a share is ended."""

    ref = s.CharField()


class NamedIn(s.Serializer[Any]):
    """Who of the actor's staff sees the person; the caseworker is one of them."""

    named = s.ListField(child=s.UUIDField(), validators=[at_most(100)])
    caseworker = s.UUIDField()


class GlassIn(Guarded):
    """Why the sealed text has to be read."""

    reason = s.CharField(max_length=1000)


class Guest(s.Serializer[Any]):
    """Another actor that sees the person; ``until`` is inclusive."""

    actor = s.CharField()
    may_write = s.BooleanField()
    until = s.DateField(allow_null=True)
    share = s.CharField()
    lacks_consent = s.BooleanField()


class Glass(s.Serializer[Any]):
    """A coordinator who read without an open errand."""

    who = s.CharField()
    at = s.DateTimeField()
    until = s.DateTimeField()


class Access(s.Serializer[Any]):
    """Who sees the person now. ``named`` is empty where all of the responsible actor's staff do."""

    home = s.CharField()
    named = s.ListField(child=s.CharField())
    guests = Guest(many=True)
    glass = Glass(many=True)


class RestrictionLine(s.Serializer[Any]):
    """A restricted person, as the actor's managers know of it."""

    ref = s.CharField()
    code = s.CharField()
    named = s.ListField(child=s.UUIDField())
    since = s.DateTimeField()
