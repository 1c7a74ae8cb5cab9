"""The dated extract that the sender keeps of somebody who moves over: the printed summary of that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from accounts.acts import Role
from accounts.clock import day
from accounts.viewer import Viewer
from cases.models import TransferOffer
from cases.selectors.transfer import known_to
from nsp.desk.selectors.summary import summary
from nsp.desk.summary_file import render


def extract_of(at: datetime, mark: UUID) -> Callable[[Viewer, TransferOffer], bytes]:
    """What makes it, for the service that moves the person. ``mark``: the event of the move, named on every page."""

    def make(viewer: Viewer, offer: TransferOffer) -> bytes:
        on, known = day(at), known_to(offer.from_actor_id, on=day(at))
        page = summary(_as_the_sender(viewer, offer.from_actor_id), offer.person.code, on=on, texts=True, known=known)
        return render(page, by=offer.from_actor.name, at=at, mark=mark)

    return make


def _as_the_sender(viewer: Viewer, sender: UUID) -> Viewer:
    """Whoever makes it sees other persons, and names, that the sender does not: it is written for the sender's eyes."""
    as_staff = ((Role.CASEWORKER, sender),)
    roles = frozenset({Role.CASEWORKER})
    return replace(viewer, roles=roles, actors=(sender,), employer=sender, appointments=as_staff)
