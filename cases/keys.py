"""Where the data keys of persons, users, receipts and offers are found; registered when the app is ready."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from accounts import sealing
from accounts.locks import one_at_a_time
from accounts.models import UserKey
from cases.models import PersonKey


def make_person_key(person_id: UUID) -> None:
    """Write the key of a new person (after its permission rows, before anything that is sealed under it)."""
    ring, wrapped = sealing.new_wrapped_key(person_id)
    PersonKey(person_id=person_id, ring=ring, wrapped=wrapped).save(force_insert=True)


def give_own_key(row: Any) -> None:
    """A fresh key of its own for a row that carries one, before anything is sealed under it."""
    row.ring, row.wrapped = sealing.new_wrapped_key(row.pk)


def _person_key(person_id: UUID) -> bytes:
    key = PersonKey.objects.filter(pk=person_id).first()
    if key is None:
        raise sealing.CannotOpen("person")
    return sealing.unwrap(key.ring, bytes(key.wrapped), person_id)


@sealing.key_source("person")
def key_of_person(row: models.Model) -> bytes:
    """The key of the person that the row is about."""
    person_id: UUID = row.person_id  # type: ignore[attr-defined]
    return sealing.cached_key(person_id, lambda: _person_key(person_id))


def _user_key(user_id: UUID) -> bytes:
    key = UserKey.objects.filter(pk=user_id).first()
    if key is None:
        one_at_a_time("user key", user_id)  # two forms of a new user may be saved for the first time at once
        key = UserKey.objects.filter(pk=user_id).first()
    if key is None:
        ring, wrapped = sealing.new_wrapped_key(user_id)
        key = UserKey(user_id=user_id, ring=ring, wrapped=wrapped)
        key.save(force_insert=True)
    return sealing.unwrap(key.ring, bytes(key.wrapped), user_id)


@sealing.key_source("user")
def key_of_user(row: models.Model) -> bytes:
    """The key of the user whose draft it is; made when first needed."""
    user_id: UUID = row.user_id  # type: ignore[attr-defined]
    return sealing.cached_key(user_id, lambda: _user_key(user_id))


@sealing.key_source("draft")
def key_of_draft(row: Any) -> bytes:
    """The key of the person that the form is about, else that of who writes."""
    return key_of_person(row) if row.person_id else key_of_user(row)


@sealing.key_source("offer")
def key_of_offer(row: Any) -> bytes:
    """So does the offer of a transfer."""
    return sealing.unwrap(row.ring, row.wrapped, row.pk)


@sealing.key_source("task")
def key_of_task(row: Any) -> bytes:
    """That of the person whom the task is about; one about nobody carries a key of its own."""
    return key_of_person(row) if row.person_id else sealing.unwrap(row.ring, row.wrapped, row.pk)


@sealing.key_source("receipt")
def key_of_receipt(row: Any) -> bytes:
    """A receipt carries a key of its own."""
    return sealing.unwrap(row.ring, row.wrapped, row.pk)
