"""``manage.py audit_verify`` names what is not as it was written, and says nothing of a log that is."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from accounts.clock import now
from accounts.door import acting_as
from accounts.log import seal
from accounts.viewer import Viewer
from audit import hashing
from audit.models import Outcome
from audit.record import access
from audit.services import GRACE, HOUR
from audit.verify import Kind, hour_words
from tests.audit.forging import events, forge, found, seals, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def log(alma: Viewer) -> None:
    """Twelve sealed hours, and an event that is not sealed yet."""
    written(alma, hours=12, each=4)
    with acting_as(alma):
        access(at=now(), user_id=alma.id, act="HELP", outcome=Outcome.LOOKED, request_id=uuid4())


def _said(*args: str, code: int | None = None) -> str:
    out = io.StringIO()
    if code is None:
        call_command("audit_verify", *args, stdout=out, no_color=True)
        return out.getvalue()
    with pytest.raises(CommandError) as error:
        call_command("audit_verify", *args, stdout=out, no_color=True)
    assert error.value.returncode == code, error.value
    return f"{out.getvalue()}{error.value}"


def _named() -> set[tuple[Kind, str]]:
    return {(finding.kind, finding.where) for finding in found()}


def test_nothing_is_said_of_a_log_that_is_whole() -> None:
    said = _said()
    assert "WRONG" not in said
    count = len(seals())
    assert f"Nothing is wrong: 25 events and {count} seals read" in said
    assert "1 events are not sealed yet" in said
    newest = seals()[-1]
    assert f"{hour_words(newest.hour)}:{hashing.fingerprint(bytes(newest.mac))}" in said


def test_a_changed_event_is_named() -> None:
    event = events()[5]
    forge("UPDATE audit_accessevent SET ref = 'P-9' WHERE id = %s", event.pk)
    assert _named() == {(Kind.EVENT, str(event.pk))}
    assert f"event {event.pk}" in _said(code=1)


def test_an_invented_event_is_named_also_where_its_hash_is_anothers() -> None:
    event, new = events()[5], uuid4()
    forge(
        "INSERT INTO audit_accessevent (id, at, user_id, act, outcome, kind, ref, person_id, why, request_id, key, mac)"
        " SELECT %s, at, user_id, act, outcome, kind, ref, person_id, why, request_id, key, mac"
        " FROM audit_accessevent WHERE id = %s",
        new,
        event.pk,
    )
    assert (Kind.EVENT, str(new)) in _named()


def test_the_hour_of_a_missing_event_is_named() -> None:
    event = events()[5]
    forge("DELETE FROM audit_accessevent WHERE id = %s", event.pk)
    assert _named() == {(Kind.HOUR, hour_words(event.at))}
    assert f"1 of 4 events of {hour_words(event.at)} are missing" in _said(code=1)


def test_an_event_put_in_the_place_of_another_does_not_hide_that_it_is_gone() -> None:
    event = events()[5]
    forge("UPDATE audit_accessevent SET id = %s WHERE id = %s", new := uuid4(), event.pk)
    assert (Kind.EVENT, str(new)) in _named()


def test_an_event_moved_to_another_hour_is_named_and_both_hours() -> None:
    event = events()[5]
    forge("UPDATE audit_accessevent SET at = at + interval '2 hours' WHERE id = %s", event.pk)
    assert _named() == {
        (Kind.EVENT, str(event.pk)),
        (Kind.HOUR, hour_words(event.at)),
        (Kind.HOUR, hour_words(event.at + 2 * HOUR)),
    }


@pytest.mark.parametrize("far", ["0001-01-01T00:00Z", "9999-12-31T00:00Z"])
def test_an_event_moved_to_the_end_of_time_is_named(far: str) -> None:
    event = events()[5]
    forge("UPDATE audit_accessevent SET at = %s WHERE id = %s", far, event.pk)
    assert (Kind.EVENT, str(event.pk)) in _named()


@pytest.mark.parametrize(
    "change",
    ["count = count + 1", "rows = before", "before = rows", "mac = rows", "sealed_at = sealed_at - interval '1s'"],
)
def test_a_changed_seal_is_named(change: str) -> None:
    seal_ = seals()[4]
    forge(f"UPDATE audit_seal SET {change} WHERE hour = %s", seal_.hour)
    assert (Kind.SEAL, hour_words(seal_.hour)) in _named()


def test_a_missing_seal_is_named_also_where_the_chain_is_closed_over_it() -> None:
    before, gone, after = seals()[3:6]
    forge("DELETE FROM audit_seal WHERE hour = %s", gone.hour)
    assert _named() == {(Kind.NO_SEAL, hour_words(gone.hour))}
    forge("UPDATE audit_seal SET before = %s WHERE hour = %s", bytes(before.mac), after.hour)
    assert _named() >= {(Kind.SEAL, hour_words(after.hour))}


def test_the_beginning_of_the_chain_cannot_be_cut_off() -> None:
    forge("DELETE FROM audit_seal WHERE hour = %s", seals()[0].hour)
    forge("DELETE FROM audit_accessevent WHERE at < %s", seals()[0].hour)
    assert (Kind.NO_SEAL, hour_words(seals()[0].hour)) in _named()


def test_a_cut_off_end_is_found_where_a_fingerprint_was_kept() -> None:
    kept = seals()[-1]
    paper = f"{hour_words(kept.hour)}:{hashing.fingerprint(bytes(kept.mac))}"
    assert "Nothing is wrong" in _said("--expect", paper)
    cut = seals()[-4].hour
    forge("DELETE FROM audit_seal WHERE hour >= %s", cut)
    forge("DELETE FROM audit_accessevent WHERE at >= %s", cut)
    assert "Nothing is wrong" in _said(), "without it, nobody can tell"
    assert "is gone" in _said("--expect", paper, code=1)
    seal(at=now())
    assert "is not the one whose fingerprint was kept" in _said("--expect", paper, code=1)


def test_a_missing_key_is_told_and_is_not_taken_for_forgery(settings: object) -> None:
    old = settings.NSP_AUDIT_KEY  # type: ignore[attr-defined]
    settings.NSP_AUDIT_KEY = ["new:" + "A" * 43 + "="]  # type: ignore[attr-defined]
    said = _said(code=2)
    name = old[0].split(":")[0]
    assert f"key '{name}' is not in NSP_AUDIT_KEY" in said
    settings.NSP_AUDIT_KEY += old  # type: ignore[attr-defined]
    assert "Nothing is wrong" in _said()


def test_the_chain_goes_on_under_a_new_key(alma: Viewer, settings: object) -> None:
    settings.NSP_AUDIT_KEY = ["new:" + "A" * 43 + "=", *settings.NSP_AUDIT_KEY]  # type: ignore[attr-defined]
    with acting_as(alma):
        access(at=now(), user_id=alma.id, act="HELP", outcome=Outcome.LOOKED, request_id=uuid4())
    seal(at=now() + 3 * HOUR)
    assert {s.key for s in seals()} > {"new"}
    assert "Nothing is wrong" in _said()


def test_a_part_of_the_log_is_verified_by_itself() -> None:
    day = now().date()
    assert "Nothing is wrong" in _said("--from", f"{day}")
    assert "Nothing is wrong" in _said("--to", f"{day}")
    assert "25 events" not in _said("--to", "2020-01-01")


def test_a_seal_that_is_no_hour_is_refused() -> None:
    for args in (("--from", "yesterday"), ("--expect", "x:y")):
        with pytest.raises(CommandError):
            call_command("audit_verify", *args)


def test_an_end_that_was_removed_and_sealed_anew_is_seen_by_when_it_was_sealed() -> None:
    """The program itself seals what is left: only the moment tells, and that stands under the seal's own hash."""
    assert "Sealed more than two hours late" not in _sealed_in_time()
    cut, newest = seals()[-6].hour, seals()[-1].hour
    forge("DELETE FROM audit_seal WHERE hour >= %s", cut)
    forge("DELETE FROM audit_accessevent WHERE id = %s", events()[-8].pk)
    seal(at=newest + HOUR + GRACE)  # whatever the minute is now: how late each is depends on it
    said = _said()
    assert "Nothing is wrong" in said
    assert f"Sealed more than two hours late: 4 hours, {hour_words(cut)} to {hour_words(cut + 3 * HOUR)}." in said


def _sealed_in_time() -> str:
    """The log again, each hour sealed ten minutes after its end; what is said of it."""
    hours = [one.hour for one in seals()]
    forge("DELETE FROM audit_seal WHERE hour >= %s", hours[0])
    for hour in hours:
        seal(at=hour + HOUR + GRACE)
    return _said()
