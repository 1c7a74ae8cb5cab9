"""Drafts: what somebody has typed and not sent, sealed under their own key until there is a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.acts import Role
from accounts.clock import day
from accounts.errors import NotFound, WrongState
from accounts.models import Appointment, Draft
from accounts.services.saving import Page, to_keep
from accounts.viewer import Viewer
from cases import codes
from cases.models import PersonGroupObjectPermission, PersonUserObjectPermission
from cases.selectors.drafts import led_to
from cases.tokens import draft_id, identification_id, one_form_at_a_time, receipt_id

UNDO = timedelta(seconds=60)
"""So long a draft that was thrown away can be fetched back (screens.md, Errors)."""
THROWN = "thrown:"
"""Before the kind of a draft that lies in the bin."""


def save_draft(
    token: UUID, data: dict[str, Any], *, kind: str, by: Viewer, at: datetime, page: Page | None = None
) -> Draft:
    """Keep what is typed in a form that was opened with ``token``: the same token, the same draft.

    Which ``page`` may save over another: ``saving.to_keep``. Raises Conflict; WrongState where the form has been sent
    meanwhile: a late save leaves no draft behind.
    """
    one_form_at_a_time(token, by=by)
    if led_to(identification_id(token, by=by), receipt_id(token, by=by)):
        raise WrongState("SENT", "save")
    draft = Draft.objects.select_for_update().filter(pk=draft_id(token, by=by), user_id=by.id).first()
    before, saved_at = (draft.data.open(), draft.saved_at) if draft else ({}, None)
    kept = to_keep(data, page or Page(), before=before, saved_at=saved_at, by=by)
    if draft is None:
        own, ref = draft_id(token, by=by), codes.new_ref("D")
        draft = Draft(pk=own, user_id=by.id, kind=kind, ref=ref, made_at=at, saved_at=at)
        draft.data = {**(kept or data), "token": str(token)}
        draft.save(force_insert=True)
    elif kept is not None or draft.kind != kind:
        draft.data = {**(kept or before), "token": str(token)}
        draft.kind, draft.saved_at = kind, at
        draft.save(update_fields=["data", "kind", "saved_at"])
    return draft


def drop_draft(token: UUID, *, by: Viewer) -> None:
    """Take the draft away for good: what it held has been sent."""
    Draft.objects.filter(pk=draft_id(token, by=by), user_id=by.id).delete()


def throw_draft(token: UUID, *, by: Viewer, at: datetime) -> None:
    """Put the draft in the bin: its writer does not want it. It can be fetched back for a minute."""
    empty_bin(by=by, at=at)
    draft = Draft.objects.select_for_update().filter(pk=draft_id(token, by=by), user_id=by.id).first()
    if draft is not None and not draft.kind.startswith(THROWN):
        draft.kind, draft.saved_at = THROWN + draft.kind, at
        draft.save(update_fields=["kind", "saved_at"])


def fetch_draft_back(token: UUID, *, by: Viewer, at: datetime) -> Draft:
    """Undo ``throw_draft``. Raises NotFound where the minute is over."""
    empty_bin(by=by, at=at)
    draft = Draft.objects.select_for_update().filter(pk=draft_id(token, by=by), user_id=by.id).first()
    if draft is None:
        raise NotFound
    draft.kind = draft.kind.removeprefix(THROWN)
    draft.save(update_fields=["kind"])
    return draft


def empty_bin(*, by: Viewer, at: datetime) -> None:
    """Destroy the viewer's drafts that have lain in the bin for longer than they can be fetched back."""
    Draft.objects.filter(user_id=by.id, kind__startswith=THROWN, saved_at__lt=at - UNDO).delete()


def forget_unseen(*, at: datetime) -> int:
    """Destroy drafts of forms about a person whom their writer no longer sees; how many. By the system."""
    rows = Draft.objects.exclude(person_id=None).annotate(
        by_group=Exists(
            PersonGroupObjectPermission.objects.filter(
                Q(until=None) | Q(until__gte=day(at)),
                content_object_id=OuterRef("person_id"),
                group__user=OuterRef("user_id"),
            )
        ),
        by_name=Exists(
            PersonUserObjectPermission.objects.filter(
                Q(until=None) | Q(until__gte=day(at)),
                content_object_id=OuterRef("person_id"),
                user_id=OuterRef("user_id"),
            )
        ),
        is_office=Exists(Appointment.objects.filter(user_id=OuterRef("user_id"), role=Role.COORDINATOR)),
    )
    unseen = rows.filter(by_group=False, by_name=False, is_office=False).values_list("pk", flat=True)
    return Draft.objects.filter(pk__in=list(unseen)).delete()[0]
