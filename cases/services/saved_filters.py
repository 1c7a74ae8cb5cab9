"""Saving the filters of a list under a name, and letting the list open so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.errors import Invalid, NotFound
from accounts.forms.lists import codes_that_hold
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from cases import codes, guard
from cases.models import SavedFilter
from cases.selectors.listings import listing_for
from cases.selectors.saved_filters import saved_filters
from cases.services.drafts import UNDO

LONGEST = 40
MOST = 20
"""So many of each list: what does not fit above a list is found by nobody."""


def save_filter(
    of: str,
    chosen: Mapping[str, str],
    name: str,
    *,
    opens: bool,
    token: UUID,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> SavedFilter:
    """Keep filters under a name. The same ``token`` twice keeps them once. A name that somebody has already is refused.

    Raises NotFound (no such list for them), Invalid, PointsOut (a name that points somebody out).
    """
    listing = listing_for(by, of)
    if listing is None:
        raise NotFound
    one_at_a_time("saved filters", by.id)
    _empty_bin(by, at)
    own = uuid5(by.id, f"filter:{token}")
    if there := SavedFilter.objects.filter(pk=own, user_id=by.id).first():
        return there
    held = codes_that_hold(chosen, listing=listing, viewer=by)
    _check(of, held, name.strip(), by)
    guard.refuse_unanswered({"name": name}, answered)
    row = SavedFilter(pk=own, user_id=by.id, ref=codes.new_ref("F"), of=of, chosen=held, made_at=at)
    row.name = name.strip()
    row.save(force_insert=True)
    if opens:
        _opens(row, True)
    return row


def open_list_so(ref: str, opens: bool, *, by: Viewer) -> SavedFilter:
    """Let the list open with these filters, instead of others; or with none. Raises NotFound."""
    row = _locked(ref, by=by)
    if row.removed_at is not None:
        raise NotFound
    _opens(row, opens)
    return row


def remove_filter(ref: str, *, by: Viewer, at: datetime) -> SavedFilter:
    """Put it in the bin; it can be fetched back for a minute. Raises NotFound."""
    row = _locked(ref, by=by)
    _empty_bin(by, at)
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
    return row


def restore_filter(ref: str, *, by: Viewer, at: datetime) -> SavedFilter:
    """Undo that. Raises NotFound where the minute is over."""
    row = _locked(ref, by=by)
    if row.removed_at is not None:
        if row.removed_at < at - UNDO:
            raise NotFound
        row.removed_at = None
        taken = SavedFilter.objects.filter(user_id=by.id, of=row.of, opens=True, removed_at=None).exists()
        row.opens = row.opens and not taken
        row.save(update_fields=["removed_at", "opens"])
    return row


def _locked(ref: str, *, by: Viewer) -> SavedFilter:
    one_at_a_time("saved filters", by.id)
    return allowed(by, Act.KEEP_FILTERS, SavedFilter.objects.filter(ref=codes.parse_ref(ref) or "").first())


def _opens(row: SavedFilter, opens: bool) -> None:
    others = SavedFilter.objects.filter(user_id=row.user_id, of=row.of, opens=True)
    others.exclude(pk=row.pk).update(opens=False)
    row.opens = opens
    row.save(update_fields=["opens"])


def _check(of: str, held: Mapping[str, str], name: str, by: Viewer) -> None:
    before = saved_filters(by, of)
    if not held:
        raise Invalid({"": _("No filter is on. Choose one in the list first.")})
    if not name or len(name) > LONGEST:
        raise Invalid({"name": _("Give it a name of at most 40 characters.")})
    if any(one.name.casefold() == name.casefold() for one in before):
        raise Invalid({"name": _("You have one with that name already.")})
    if len(before) >= MOST:
        raise Invalid({"": _("You have twenty saved filters for this list already. Remove one first.")})


def _empty_bin(by: Viewer, at: datetime) -> None:
    SavedFilter.objects.filter(user_id=by.id, removed_at__lt=at - UNDO).delete()
