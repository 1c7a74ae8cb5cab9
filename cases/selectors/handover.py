"""What the pages of hand-overs and receipts show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.counties import County
from accounts.lists import Wanted, by_key
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.models import HandOver, Identification, Indicator, Receipt
from cases.models.choices import Seen
from cases.selectors.identification import Identified, identified_row
from cases.selectors.identification_words import Facts, what_was_said
from cases.selectors.sealed import SealedText
from cases.states import HAND_OVER_MOVES, HandOverState, ReceiptState, acts_from
from certification.selectors import certified_actors


@dataclass(frozen=True)
class HandOverPage:
    """A hand-over with what was said of the person. ``acts``: what its state allows."""

    ref: str
    state: str
    from_actor: str
    to_actor: str
    has_note: bool
    note: str
    made_at: datetime
    moved_at: datetime
    acts: tuple[str, ...]
    what: Identified
    code: str

    @property
    def texts(self) -> tuple[SealedText, ...]:
        """The sealed texts that there are: what was written on the way, and what was told at the beginning."""
        texts = []
        if self.has_note:
            back = self.state == HandOverState.SENT_BACK
            heading = _("Why %(actor)s sent it back") if back else _("From the coordinator")
            texts.append(SealedText(heading % {"actor": self.to_actor}, day_words(day(self.moved_at)), self.note))
        if self.what.has_story:
            heading = _("What %(actor)s writes") % {"actor": self.from_actor}
            texts.append(SealedText(heading, self.what.made, self.what.story))
        if self.what.has_note:
            texts.append(SealedText(_("What happened"), self.what.state_words, self.what.outcome_note))
        return tuple(texts)


@queries(10)
def hand_over_page(viewer: Viewer, ref: str, *, texts: bool = False) -> HandOverPage:
    """One hand-over that the viewer may see (the door has said so).

    ``texts`` opens its text for those who may read the person's (``cases.access.may_read_sealed``).
    """
    row = HandOver.objects.select_related("from_actor", "to_actor", "person").get(ref=ref)
    first = Identification.objects.select_related("person", "actor", "made_by").filter(person_id=row.person_id)
    what = identified_row(viewer, first.earliest("made_at"), texts=texts)
    return HandOverPage(
        ref=row.ref,
        state=row.state,
        from_actor=row.from_actor.name,
        to_actor=row.to_actor.name if row.to_actor else "",
        has_note=bool(row.note),
        note=row.note.open() if what.opened else "",
        made_at=row.made_at,
        moved_at=row.moved_at,
        acts=acts_from(HAND_OVER_MOVES, row.state),
        what=what,
        code=row.person.code,
    )


@queries(3)
def actors_to_route_to(ref: str, *, on: date) -> list[tuple[str, str]]:
    """(reference, name and county) of actors that are certified that day: those of the person's county first."""
    first = Identification.objects.filter(person__hand_overs__ref=ref).order_by("made_at").first()
    county = first.county if first else ""
    actors = sorted(certified_actors(on=on), key=lambda a: (a.county != county, swedish_key(a.name)))
    return [(a.ref, f"{a.name} · {County(a.county).label}") for a in actors]


def receipt_words(state: str) -> tuple[str, str]:
    """A receipt's state in words, and how it is drawn."""
    return {
        ReceiptState.RECEIVED: (_("Received"), "info"),
        ReceiptState.PASSED_ON: (_("Passed on"), "info"),
        ReceiptState.CLOSED: (_("Closed"), "done"),
    }[ReceiptState(state)]


@dataclass(frozen=True)
class ReceiptRow:
    """A receipt: a number, a day and a status. No way to the person."""

    number: str
    made_at: datetime
    made_by: str
    state: str
    state_words: str
    state_kind: str


@dataclass(frozen=True)
class ReceiptList:
    """A page of receipts, newest first, and the numbers to page from."""

    rows: tuple[ReceiptRow, ...]
    older: str = ""
    newer: str = ""


@queries(2)
def receipts(viewer: Viewer, wanted: Wanted) -> ReceiptList:
    """A page of the receipts of the viewer's actor."""
    own = Receipt.objects.filter(actor_id__in=viewer.actors)
    page = by_key(own.select_related("made_by"), wanted, key=("made_at", "pk"), ref="number", among=own)
    return ReceiptList(tuple(_row(row) for row in page.rows), older=page.older, newer=page.newer)


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt with the cooperating actor's own text."""

    row: ReceiptRow
    facts: Facts
    indicators: tuple[tuple[str, str], ...]
    story: str
    safe_contact: str
    file_number: str
    """In the cooperating actor's own file: it goes nowhere else."""


@queries(2)
def receipt_page(number: str) -> ReceiptPage:
    """One receipt that the viewer may see (the door has said so)."""
    row = Receipt.objects.select_related("made_by").get(number=number)
    said: dict[str, Any] = row.text.open()
    how: dict[str, str] = said.get("indicators", {})
    english = get_language() == "en"
    signs = Indicator.objects.filter(code__in=list(how)).order_by("order")
    return ReceiptPage(
        row=_row(row),
        facts=what_was_said(said),
        indicators=tuple((s.text_en if english else s.text_sv, str(Seen(how[s.code]).label)) for s in signs),
        story=said.get("story", ""),
        safe_contact=said.get("safe_contact", ""),
        file_number=said.get("file_number", ""),
    )


def _row(row: Receipt) -> ReceiptRow:
    words, kind = receipt_words(row.state)
    return ReceiptRow(row.number, row.made_at, row.made_by.name, row.state, words, kind)
