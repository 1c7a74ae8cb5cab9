"""One's own drafts of forms, for those who have begun something and do not remember where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.errors import NotFound
from accounts.models import Draft
from accounts.queries import queries
from accounts.refs import parse_ref
from accounts.services.form_drafts import FORM
from accounts.viewer import Viewer

MOST = 50


@dataclass(frozen=True)
class Begun:
    """A form that somebody has begun. ``where``: the page on which it stands; ``form``: the URL name of its address."""

    ref: str
    form: str
    person_id: UUID | None
    where: str
    made_at: datetime
    saved_at: datetime
    typed: Mapping[str, list[str]] = field(default_factory=dict)


@queries(1 + 2 * MOST)
def begun_forms(viewer: Viewer, most: int = MOST) -> list[Begun]:
    """The newest ``most`` of them, of persons that the viewer still sees. The key of each person is read once."""
    if viewer.db_role == "nsp_log":
        return []
    rows = Draft.objects.filter(user_id=viewer.id, kind=FORM).order_by("-saved_at", "id")[:most]
    return [_begun(row) for row in rows]


@queries(3)
def what_is_begun(viewer: Viewer, ref: str) -> Begun:
    """One of them. Raises NotFound."""
    row = Draft.objects.filter(user_id=viewer.id, kind=FORM, ref=parse_ref(ref) or "").first()
    if row is None:
        raise NotFound
    return _begun(row)


def _begun(row: Draft) -> Begun:
    said = row.data.open()
    return Begun(row.ref, row.form, row.person_id, str(said["where"]), row.made_at, row.saved_at, said["typed"])
