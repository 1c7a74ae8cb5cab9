"""Rotating the key ring: everything stands under the newest key afterwards, and an older one can be destroyed."""

from __future__ import annotations

import base64
import io
import re
import secrets
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.core.management import CommandError, call_command
from django.db import connections

from accounts import progress, sealing
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import Draft, User
from accounts.progress import Progress
from accounts.viewer import Viewer
from audit.models import AccessEvent
from cases.models import Identification, Person, PersonKey, Receipt, Task
from cases.rings import REWRAP, WRAPPED, in_use, missing, unused
from cases.services import drafts
from cases.services.identification import Identified, hand_over
from cases.services.rewrap import WORK, rewrap
from cases.services.task import Given, give_task
from tests.factories import identified
from tests.house.reading import ROOT, modules

STORY, SECRET = "Arbetade utan lön på ett bygge.", "JBSWY3DPEHPK3PXP"


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture
def something_of_each(alma: Viewer, frej: Viewer, users: dict[str, User]) -> Receipt:
    """Three persons, a user with a draft, a receipt and a sign-in code, under the key that the test began with."""
    for _ in range(3):
        identified(alma, at=now())
    with acting_as(alma):
        drafts.save_draft(uuid4(), {"story": "Påbörjat."}, kind="identification", by=alma, at=now())
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    with acting_as(frej):
        return hand_over(Identified(on=today(), story=STORY), token=uuid4(), by=frej, at=now())


def everything_opens(alma: Viewer, frej: Viewer, receipt: Receipt) -> bool:
    with acting_as(alma):
        stories = {row.story.open() for row in Identification.objects.all()}
        draft = Draft.objects.get().data.open()
    with acting_as(frej):
        kept = Receipt.objects.get(pk=receipt.pk).text.open()
    code = decrypt(Authenticator.objects.get().data["secret"])
    return (stories, draft["story"], kept["story"], code) == ({STORY}, "Påbörjat.", STORY, SECRET)


def test_everything_opens_without_the_old_key(
    something_of_each: Receipt, alma: Viewer, frej: Viewer, settings: Any
) -> None:
    (old,) = settings.NSP_KEYS
    new = key("next")
    settings.NSP_KEYS = [new, old]
    made = rewrap(size=2)
    # the person who was handed over has a key, too
    assert (made.done, sum(made.failed.values())) == ({"persons": 4, "users": 1, "receipts": 1, "codes": 1}, 0)
    assert unused() == [old.partition(":")[0]]
    settings.NSP_KEYS = [new]
    assert missing() == []
    assert everything_opens(alma, frej, something_of_each)


def test_without_rewrapping_the_old_key_is_missed(
    something_of_each: Receipt, alma: Viewer, frej: Viewer, settings: Any
) -> None:
    (old,) = settings.NSP_KEYS
    settings.NSP_KEYS = [key("next"), old]
    assert (unused(), missing()) == ([], [])
    settings.NSP_KEYS = settings.NSP_KEYS[:1]
    assert missing() == [old.partition(":")[0]]
    with pytest.raises(sealing.CannotOpen):
        everything_opens(alma, frej, something_of_each)
    with pytest.raises(CommandError, match=f"NSP_KEYS lacks {old.partition(':')[0]}"):
        call_command("rewrap")
    settings.NSP_KEYS = [*settings.NSP_KEYS, old]
    assert everything_opens(alma, frej, something_of_each)


def test_an_interrupted_run_goes_on_and_a_second_one_does_nothing(something_of_each: Receipt, settings: Any) -> None:
    settings.NSP_KEYS = [key("next"), *settings.NSP_KEYS]

    class Interrupted(Exception):
        pass

    def stop(now_: Progress) -> None:
        if now_.done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        rewrap(size=1, hear=stop)
    assert in_use()["persons"]["next"] == 2
    assert progress.of(WORK) == Progress(2, 7, "persons")
    assert sum(rewrap(size=1).done.values()) == 5
    assert sum(rewrap().done.values()) == 0


def test_a_damaged_key_is_passed_by_and_told(something_of_each: Receipt, settings: Any) -> None:
    with acting_as(REWRAP):
        first = PersonKey.objects.order_by("pk").first()
        assert first is not None
        first.wrapped = bytes(first.wrapped)[:-1] + bytes([bytes(first.wrapped)[-1] ^ 1])
        first.save(update_fields=["wrapped"])
    (old,) = settings.NSP_KEYS
    settings.NSP_KEYS = [key("next"), old]
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be opened"):
        call_command("rewrap", "--batch", "1", stdout=told)
    assert "persons' keys: 3 re-wrapped, 1 failed" in told.getvalue()
    assert "no older key is unused" in told.getvalue()
    with acting_as(REWRAP):
        assert PersonKey.objects.get(ring=old.partition(":")[0]).pk == first.pk


def test_the_command_tells_ids_and_numbers_and_no_key(something_of_each: Receipt, settings: Any) -> None:
    (old,) = settings.NSP_KEYS
    settings.NSP_KEYS = [key("next"), old]
    told = io.StringIO()
    call_command("rewrap", stdout=told)
    call_command("rewrap", "--status", stdout=told)
    said = told.getvalue()
    assert "persons' keys: 4 under next" in said
    assert said.count(f"unused, can be destroyed once no process runs with an older ring: {old.partition(':')[0]}") == 2
    assert not any(part.partition(":")[2] in said for part in settings.NSP_KEYS)
    with acting_as(REWRAP):
        assert AccessEvent.objects.get(act="RUN_SYSTEM").why == "rewrap to next"


class _Heard(io.StringIO):
    """What a command says, and when it said it first."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, datetime] = {}

    def write(self, said: str) -> int:
        self.at.setdefault(said.strip(), now())
        return super().write(said)


def test_it_is_remembered_when_it_is_ready_not_when_it_began(something_of_each: Receipt, settings: Any) -> None:
    """The hour in which a long run began may be sealed before it ends: an event in it would look invented."""
    settings.NSP_KEYS = [key("next"), *settings.NSP_KEYS]
    heard = _Heard()
    call_command("rewrap", stdout=heard)
    with acting_as(REWRAP):
        assert AccessEvent.objects.get(act="RUN_SYSTEM").at >= heard.at["7 of 7 (ready)"]


def test_nobody_but_the_system_wraps_anew(something_of_each: Receipt, alma: Viewer, dag: Viewer) -> None:
    for who in (alma, dag):
        with acting_as(who):
            person = Person.objects.earliest("made_at")
            before = bytes(PersonKey.objects.get(pk=person.pk).wrapped)
        try:
            with acting_as(who):
                assert PersonKey.objects.filter(pk=person.pk).update(wrapped=b"x") == 0
        except Exception as error:  # the scoped role has no right at all, the all-seeing one finds no row
            assert "permission denied" in str(error)  # noqa: PT017
        with acting_as(REWRAP):
            assert bytes(PersonKey.objects.get(pk=person.pk).wrapped) == before


def test_a_rotation_reaches_everything_that_the_ring_wraps() -> None:
    """A new column of wrapped keys, or a new place that seals under the ring itself, is told here."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'wrapped' AND table_schema = 'public'"
        )
        tables = {row[0] for row in cursor.fetchall()}
    assert tables == {model._meta.db_table for model in WRAPPED.values()}
    by_ring = re.compile(r"\b(?:seal_by_ring|new_wrapped_key|wrap_anew)\(")
    places = {str(path.relative_to(ROOT)) for path in modules() if by_ring.search(path.read_text())}
    assert places == {
        "accounts/sealing.py",
        "accounts/adapter.py",  # the secrets of sign-in codes
        "cases/keys.py",  # persons, users, offers and tasks
        "cases/services/identification.py",  # receipts
        "cases/services/rewrap.py",
    }


def test_what_wraps_has_no_history() -> None:
    """Else a destroyed key, or one under an old ring key, would live on in the history."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (table_name LIKE '%%keyevent' OR table_name LIKE '%%receiptevent'"
            "      OR (table_name LIKE '%%event' AND column_name IN ('wrapped', 'ring')))"
        )
        assert cursor.fetchall() == []
        # A task has a history, of everything but its key (above), in which wrapping anew leaves nothing (below).
        without = [model for model in WRAPPED.values() if model is not Task]
        tables = [model._meta.db_table for model in (*without, Authenticator)]
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%s)", [tables]
        )
        assert cursor.fetchall() == []


def test_a_task_about_nobody_is_wrapped_anew_and_its_history_says_nothing(
    alma: Viewer, bo: Viewer, settings: Any
) -> None:
    with acting_as(alma):
        person = identified(alma, at=now())
        about = give_task(Given(text="Ring tillbaka."), token=uuid4(), by=alma, at=now(), code=person.code)
        row = give_task(Given(text="Köp kaffe.", doer=bo.id), token=uuid4(), by=alma, at=now())
    settings.NSP_KEYS = [new := key("next"), *settings.NSP_KEYS]
    with acting_as(REWRAP):
        events = Task.events.rel.related_model  # type: ignore[attr-defined]
        before = events.objects.count()
    assert rewrap(size=2).done["tasks"] == 1
    settings.NSP_KEYS = [new]
    with acting_as(bo):
        assert Task.objects.get(pk=row.pk).text.open() == "Köp kaffe."
    with acting_as(alma):
        assert Task.objects.get(pk=about.pk).text.open() == "Ring tillbaka."
    with acting_as(REWRAP):
        assert events.objects.count() == before
