"""A draft is its writer's own. Nobody else finds it, whatever their role, nor the writer one of somebody unseen."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act
from accounts.models import Draft
from accounts.refs import parse_ref
from accounts.services.form_drafts import FORM, THROWN
from accounts.viewer import Viewer


@locates(Draft, read=parse_ref)
def locate_draft(viewer: Viewer, act: Act, ref: str) -> About | None:
    """One of the viewer's own drafts of forms, also one that was just thrown away."""
    if viewer.db_role == "nsp_log":
        return None
    row = Draft.objects.filter(ref=parse_ref(ref) or "", kind__in=(FORM, THROWN), user_id=viewer.id).first()
    return About("Draft", row.ref, row.person_id) if row and answer_draft(viewer, act, row) else None


@answers(Draft)
def answer_draft(viewer: Viewer, act: Act, row: Draft) -> bool:
    """Only the writer."""
    return act is Act.KEEP_DRAFT and row.user_id == viewer.id
