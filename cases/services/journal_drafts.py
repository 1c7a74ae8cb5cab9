"""Drafts of notes: what somebody has typed and not saved, under the person's key, so that it goes with the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.errors import Conflict, NotFound, WrongState
from accounts.services.saving import Page, by_whom, said, to_keep
from accounts.viewer import Viewer
from cases import codes
from cases.models import JournalDraft, JournalNote, Person
from cases.services.facts import changeable
from cases.services.journal import locks_at
from cases.tokens import note_draft_id, note_id, one_form_at_a_time


@dataclass(frozen=True)
class Form:
    """Which form is saved: a new note about a person, or one that changes (``version``: the one that was read) or adds
    to the note ``ref``. ``token``: its own random id."""

    token: UUID
    code: str = ""
    ref: str = ""
    version: int = 0


def save_note_draft(
    form: Form, data: Mapping[str, Any], *, by: Viewer, at: datetime, page: Page | None = None
) -> JournalDraft | None:
    """Keep what is typed; an empty form leaves no draft behind.

    Raises NotFound, Conflict (another page has saved, or the note is another since), WrongState (the form has been
    sent, or the note is locked).
    """
    person, note = _about(form, by=by)  # the person first, as whoever sends the same form in this instant
    one_form_at_a_time(form.token, by=by)
    made = note_id(form.token, (note.adds_to_id or note.pk) if note else person.pk, by=by)
    if JournalNote.objects.filter(pk=made).exists():
        raise WrongState("SENT", "save")
    if note is not None and form.version:
        if note.writer_id != by.id:
            raise NotFound
        if note.version != form.version:
            raise Conflict("changed", **by_whom(note.writer), at=at, what="saved")
        if at >= locks_at(note) or note.taken_at is not None:
            raise WrongState("LOCKED", "change")
    draft_id = note_draft_id(note.pk if note else person.pk, by=by, adds=note is not None and not form.version)
    draft = JournalDraft.objects.filter(pk=draft_id).first()
    before, saved_at = (draft.data.open(), draft.saved_at) if draft else ({}, None)
    kept = to_keep(data, page or Page(), before=before, saved_at=saved_at, by=by)
    if draft is None:
        draft = JournalDraft(pk=draft_id, person=person, note=note, user_id=by.id, made_at=at, saved_at=at)
        draft.data = {**(kept or data), "token": str(form.token)}
        if not _has_words(data):
            return None
        draft.save(force_insert=True)
    elif not _has_words(data) and kept is not None:
        draft.delete()
        return None
    elif kept is not None:
        draft.data, draft.saved_at = {**kept, "token": str(form.token)}, at
        draft.save(update_fields=["data", "saved_at"])
    return draft


def _has_words(data: Mapping[str, Any]) -> bool:
    """Whether anything is lost if this is: a day and a kind alone are no draft."""
    return any(said({name: str(data.get(name, "")).strip()}) for name in ("text", "words"))


def _about(form: Form, *, by: Viewer) -> tuple[Person, JournalNote | None]:
    """The person, locked, and the note where the form is about one."""
    if not form.ref:
        return changeable(form.code, by=by, after_closing=True), None
    rows = JournalNote.objects.select_related("writer").filter(ref=codes.parse_ref(form.ref) or "")
    code = rows.values_list("person__code", flat=True).first()
    person = changeable(code or "", by=by, after_closing=True)
    note = rows.first()
    if note is None or (note.taken_at is not None and note.writer_id != by.id):
        raise NotFound
    return person, note
