"""A person's journal through the API: read, write, change, add, take away; ask for a striking, answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, TEXTS_TOO, Day, Guarded, WithTexts, opened, valid, who
from accounts.asks import asks
from cases.forms.journal import JournalFilter
from cases.models import JournalNote, Person, Striking
from cases.models.journal import Contact, StrikeReason
from cases.selectors.journal import journal_page
from cases.selectors.striking import striking_page
from cases.services import journal as services
from cases.services import striking
from cases.services.facts import FACT_YEARS
from cases.services.mention import MOST, seen_where

_CUT = [OpenApiParameter(name, str) for name in ("contact", "writer", "since", "until", "older", "newer")]


class NoteIn(Guarded):
    """What a note says. ``words``: the person's own; ``text`` or ``words`` may be empty, not both."""

    on = Day(years_back=FACT_YEARS)
    contact = s.ChoiceField(Contact.choices)
    text = s.CharField(**TEXT)
    words = s.CharField(**TEXT)

    def said(self) -> services.Said:
        """What the service takes."""
        given = self.validated_data
        named = tuple(given.get("mentions", ()))
        return services.Said(given["on"], given["contact"], given["text"], given["words"], named)


class NewNoteIn(NoteIn):
    """``token``: the sender's own random id; the same one twice makes one note. ``mentions``: colleagues who should
    look, of those whom ``GET /persons/{code}/colleagues/`` lists."""

    token = s.UUIDField()
    mentions = s.ListField(child=s.UUIDField(), required=False, default=list, max_length=MOST)


class NoteChangeIn(NoteIn):
    """``version``: the one that was read."""

    version = s.IntegerField(min_value=1)


class NoteMadeOut(s.Serializer[Any]):
    """The note that was written, its version, and from when it is locked."""

    ref = s.CharField()
    version = s.IntegerField()
    locks_at = s.SerializerMethodField()

    def get_locks_at(self, note: JournalNote) -> str:
        """From when nobody changes it."""
        return services.locks_at(note).isoformat()


class JournalAdditionOut(WithTexts):
    """A note without what is added to it. ``text`` and ``words`` only where they are opened."""

    sealed = ("text", "words")
    ref = s.CharField()
    version = s.IntegerField()
    on = s.DateField()
    contact = s.CharField()
    who = s.CharField()
    written_at = s.DateTimeField()
    is_locked = s.BooleanField()
    marks = s.ListField(child=s.CharField())
    has_words = s.BooleanField()
    mentions = s.ListField(child=s.CharField())
    text = s.CharField()
    words = s.CharField()


class JournalNoteOut(JournalAdditionOut):
    """A note with what is added to it."""

    additions = JournalAdditionOut(many=True)


class JournalOut(s.Serializer[Any]):
    """A page of the journal; ``older``, ``newer``: the reference to page from."""

    notes = JournalNoteOut(many=True)
    older = s.CharField(allow_blank=True)
    newer = s.CharField(allow_blank=True)


class StrikeIn(Guarded):
    """A passage as it stands in the note, and why it should never have been written."""

    passage = s.CharField(max_length=services.LONGEST)
    reason = s.ChoiceField(StrikeReason.choices)
    why = s.CharField(**TEXT)


class StrikingMadeOut(s.Serializer[Any]):
    """The question, by its reference."""

    ref = s.CharField()


class PieceOut(s.Serializer[Any]):
    """A piece of a text, and whether it would be struck."""

    text = s.SerializerMethodField()
    struck = s.SerializerMethodField()

    def get_text(self, piece: tuple[str, bool]) -> str:
        """The piece."""
        return piece[0]

    def get_struck(self, piece: tuple[str, bool]) -> bool:
        """Whether it would be struck."""
        return piece[1]


class StrikingOut(WithTexts):
    """A question. The texts only where they are opened."""

    sealed = ("text", "words", "why")
    ref = s.CharField()
    code = s.CharField()
    on = s.DateField()
    writer = s.CharField()
    reason = s.CharField()
    asked_by = s.CharField()
    asked_at = s.DateTimeField()
    is_open = s.BooleanField()
    text = PieceOut(many=True)
    words = PieceOut(many=True)
    why = s.CharField()


class StrikingIn(s.Serializer[Any]):
    """Whether the passage is struck."""

    agree = s.BooleanField()


@extend_schema(responses=JournalOut, parameters=[*_CUT, TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def notes(request: Request, code: str) -> Response:
    """The journal, newest first; ``texts=1`` opens the sealed words."""
    given = opened(request)
    wanted = JournalFilter(request.query_params).wanted()
    page = journal_page(who(request), code, wanted, at=clock.now(), texts=given["texts"])
    if page.opened:
        seen_where(code, page.refs, by=who(request), at=clock.now())
    return Response(JournalOut(page, context=given).data)


@extend_schema(request=NewNoteIn, responses={201: NoteMadeOut})
@asks(Act.WRITE_NOTE, of=Person, ref="code")
@api_view(["POST"])
def write(request: Request, code: str) -> Response:
    """Write a note."""
    said = valid(NewNoteIn, request)
    return Response(
        NoteMadeOut(services.write_note(code, said.said(), **_how(request, said, "token"))).data, status=201
    )


@extend_schema(request=NoteChangeIn, responses=NoteMadeOut)
@asks(Act.WRITE_NOTE, of=JournalNote)
@api_view(["POST"])
def change(request: Request, ref: str) -> Response:
    """Change a note of one's own before it is locked."""
    said = valid(NoteChangeIn, request)
    return Response(NoteMadeOut(services.change_note(ref, said.said(), **_how(request, said, "version"))).data)


@extend_schema(request=NewNoteIn, responses={201: NoteMadeOut})
@asks(Act.WRITE_NOTE, of=JournalNote)
@api_view(["POST"])
def add(request: Request, ref: str) -> Response:
    """Add to a note."""
    said = valid(NewNoteIn, request)
    return Response(
        NoteMadeOut(services.add_to_note(ref, said.said(), **_how(request, said, "token"))).data, status=201
    )


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_NOTE, of=JournalNote)
@api_view(["POST"])
def take(request: Request, ref: str) -> Response:
    """Take a note of one's own away."""
    services.take_note(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_NOTE, of=JournalNote)
@api_view(["POST"])
def bring_back(request: Request, ref: str) -> Response:
    """Undo that, within a minute."""
    services.bring_note_back(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=StrikeIn, responses={201: StrikingMadeOut})
@asks(Act.ASK_STRIKING, of=JournalNote)
@api_view(["POST"])
def ask_to_strike(request: Request, ref: str) -> Response:
    """Ask for a passage to be struck."""
    given = valid(StrikeIn, request).validated_data
    answered = given.pop("answered", ())
    row = striking.ask_striking(ref, **given, by=who(request), at=clock.now(), answered=answered)
    return Response(StrikingMadeOut(row).data, status=201)


@extend_schema(methods=["GET"], responses=StrikingOut, parameters=[TEXTS_TOO], operation_id="striking_look")
@extend_schema(methods=["POST"], request=StrikingIn, responses={204: None}, operation_id="striking_answer")
@asks(Act.ANSWER_STRIKING, of=Striking, texts=True)
@api_view(["GET", "POST"])
def look(request: Request, ref: str) -> Response:
    """The question for the second person; or their answer."""
    if request.method == "GET":
        given = opened(request)
        return Response(StrikingOut(striking_page(who(request), ref, **given), context=given).data)
    agree = valid(StrikingIn, request).validated_data["agree"]
    striking.answer_striking(ref, agree=agree, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.ASK_STRIKING, of=Striking)
@api_view(["POST"])
def withdraw(request: Request, ref: str) -> Response:
    """Ask no longer."""
    striking.withdraw_striking(ref, by=who(request), at=clock.now())
    return Response(status=204)


def _how(request: Request, said: Any, name: str) -> dict[str, Any]:
    given = said.validated_data
    return {name: given[name], "by": who(request), "at": clock.now(), "answered": given.get("answered", ())}
