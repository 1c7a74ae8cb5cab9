"""Each row of the log carries a keyed hash of all that it says."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit import hashing
from audit.models import AccessEvent, Outcome, Seal
from audit.record import access


@pytest.fixture
def event(alma: Viewer) -> AccessEvent:
    """One look as it stands in the database."""
    with acting_as(alma):
        access(
            at=now(),
            user_id=alma.id,
            act="SEE_PERSON",
            outcome=Outcome.LOOKED,
            kind="Person",
            ref="P-1",
            person_id=uuid4(),
            why="å",
            request_id=uuid4(),
        )
    with acting_as(system("test")):
        return AccessEvent.objects.get()


def test_a_row_as_it_was_written_holds(event: AccessEvent) -> None:
    assert hashing.holds(event, hashing.ring())


def test_a_change_of_any_column_is_seen(event: AccessEvent) -> None:
    others = {
        "at": event.at + timedelta(microseconds=1),
        "act": "SEE_PERSOM",
        "outcome": Outcome.DONE,
        "kind": "PersonP",
        "ref": "-1",
        "why": "",
        "person_id": None,
    }
    for name in hashing.OF_EVENT:
        if name == "key":
            continue
        before = getattr(event, name)
        setattr(event, name, others.get(name) if name in others else uuid4())
        assert not hashing.holds(event, hashing.ring()), name
        setattr(event, name, before)
    assert hashing.holds(event, hashing.ring())


def test_a_row_says_which_key_it_was_hashed_under(event: AccessEvent, settings: object) -> None:
    old = settings.NSP_AUDIT_KEY  # type: ignore[attr-defined]
    newer = "new:" + "A" * 43 + "="
    settings.NSP_AUDIT_KEY = [newer, *old]  # type: ignore[attr-defined]
    assert hashing.holds(event, hashing.ring())
    assert hashing.newest()[0] == "new"
    event.key = "new"
    assert not hashing.holds(event, hashing.ring()), "the key's id is part of what is hashed"


@pytest.mark.parametrize(("model", "hashed"), [(AccessEvent, hashing.OF_EVENT), (Seal, hashing.OF_SEAL)])
def test_every_column_is_hashed(model: type[AccessEvent | Seal], hashed: tuple[str, ...]) -> None:
    assert {field.attname for field in model._meta.concrete_fields} == {*hashed, "mac"}


def test_columns_that_stand_beside_each_other_are_not_one_text() -> None:
    one, other = AccessEvent(kind="ab", ref="c"), AccessEvent(kind="a", ref="bc")
    other.id, other.at, one.at = one.id, (at := now()), at
    assert hashing.mac_of(one, b"k" * 32) != hashing.mac_of(other, b"k" * 32)
