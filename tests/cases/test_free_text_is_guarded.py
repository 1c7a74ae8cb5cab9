"""No service keeps a text that points somebody out unless the writer has answered that it is not so: not a page, not a
program, nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import PointsOut
from accounts.viewer import Viewer
from cases import guard
from cases.forms.safety import SafetyForm
from cases.models import HandOver, Identification
from cases.services import admission, decision, details, handover, identification, intervention
from cases.services.details import OwnFile, Reached
from cases.services.identification import Identified
from tests.factories import asked, confirmed_case, draft_request, identified, sent_request

TEXT = "Nås på 070-123 45 67."
TOKEN = guard.find(TEXT)[0].token
AT = now()

Act = Callable[[Collection[str]], object]


def _handed_over(frej: Viewer) -> str:
    with acting_as(frej):
        receipt = identification.hand_over(Identified(on=day(AT)), token=uuid4(), by=frej, at=AT)
    return str(receipt.pk)


def _errand(frej: Viewer, dag: Viewer) -> str:
    receipt = _handed_over(frej)
    with acting_as(dag):
        return HandOver.objects.get(receipt_id=receipt).ref


def _identify(field: str) -> Callable[..., tuple[Viewer, Act]]:
    def prepare(alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
        what, given = Identified(on=day(AT), **{field: TEXT}), {"token": uuid4(), "by": alma, "at": AT}  # type: ignore[arg-type]
        return alma, lambda answered: identification.identify(what, answered=answered, **given)  # type: ignore[arg-type]

    return prepare


def _hand_over(frej: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    what, given = Identified(on=day(AT), story=TEXT), {"token": uuid4(), "by": frej, "at": AT}
    return frej, lambda answered: identification.hand_over(what, answered=answered, **given)  # type: ignore[arg-type]


def _outcome(alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    met = identified(alma, at=AT)
    with acting_as(alma):
        ref = Identification.objects.get(person=met).ref
    return alma, lambda answered: identification.state_outcome(
        ref, "leave", note=TEXT, by=alma, at=AT, answered=answered
    )


def _offer(frej: Viewer, dag: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    ref = _errand(frej, dag)
    return dag, lambda answered: handover.offer(ref, "A-LINDEN", note=TEXT, by=dag, at=AT, answered=answered)


def _close(frej: Viewer, dag: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    ref = _errand(frej, dag)
    return dag, lambda answered: handover.close(ref, "leave", note=TEXT, by=dag, at=AT, answered=answered)


def _send_back(frej: Viewer, dag: Viewer, alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    ref = _errand(frej, dag)
    with acting_as(dag):
        handover.offer(ref, "A-LINDEN", note="", by=dag, at=AT)
    return alma, lambda answered: handover.send_back(ref, reason=TEXT, by=alma, at=AT, answered=answered)


def _send(**said: Any) -> Callable[..., tuple[Viewer, Act]]:
    def prepare(alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
        row = draft_request(alma, at=AT)
        what = asked(day(AT), **said)
        return alma, lambda answered: admission.send(
            row.ref, what, version=row.version, by=alma, at=AT, answered=answered
        )

    return prepare


def _decide(choice: str) -> Callable[..., tuple[Viewer, Act]]:
    def prepare(alma: Viewer, dag: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
        row = sent_request(alma, at=AT)
        given: dict[str, Any] = {"version": row.version, "by": dag, "at": AT}
        acts: dict[str, Act] = {
            "confirm": lambda answered: decision.confirm(row.ref, reason=TEXT, answered=answered, **given),
            "return": lambda answered: decision.return_for_completion(
                row.ref, question=TEXT, answered=answered, **given
            ),
            "decline": lambda answered: decision.decline(
                row.ref, decline_reason="NO_NEED", reason=TEXT, answered=answered, **given
            ),
        }
        return dag, acts[choice]

    return prepare


def _end(alma: Viewer, dag: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
    case = confirmed_case(alma, dag, at=AT)
    with acting_as(alma):
        row = case.interventions.get()
    given: dict[str, Any] = {"last": row.start + timedelta(days=3), "reason": "OWN_WISH", "by": alma, "at": AT}
    return alma, lambda answered: intervention.end_early(row.ref, note=TEXT, answered=answered, **given)


def _contact(what: Reached) -> Callable[..., tuple[Viewer, Act]]:
    def act(alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
        met = identified(alma, at=AT)
        return alma, lambda answered: details.write_contact(met.code, what, by=alma, at=AT, answered=answered)

    return act


def _own(what: OwnFile) -> Callable[..., tuple[Viewer, Act]]:
    def act(alma: Viewer, **cast: Viewer) -> tuple[Viewer, Act]:
        met = identified(alma, at=AT)
        return alma, lambda answered: details.write_own(met.code, what, by=alma, at=AT, answered=answered)

    return act


ACTS: dict[str, Callable[..., tuple[Viewer, Act]]] = {
    "identify, story": _identify("story"),
    "identify, safe_contact": _identify("safe_contact"),
    "identify, file_number": _identify("file_number"),
    "hand over, story": _hand_over,
    "outcome, note": _outcome,
    "offer, note": _offer,
    "close, note": _close,
    "send back, reason": _send_back,
    **{f"send, {name}": _send(**{name: TEXT}) for name in ("why", "wants", "need", "society_asked", "society_answer")},
    "send, answer": _send(answer=TEXT),
    "send, motivations.x": _send(motivations={"x": TEXT}),
    "confirm, reason": _decide("confirm"),
    "return, reason": _decide("return"),
    "decline, reason": _decide("decline"),
    "end, note": _end,
    "contact, safe_contact": _contact(Reached(TEXT)),
    "contact, safe_hours": _contact(Reached("", TEXT)),
    "own file, placement": _own(OwnFile(TEXT)),
    "own file, file_number": _own(OwnFile("", TEXT)),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_text_that_points_somebody_out_is_refused_until_it_is_answered(
    name: str, alma: Viewer, dag: Viewer, frej: Viewer
) -> None:
    viewer, act = ACTS[name](alma=alma, dag=dag, frej=frej)
    field = name.split(", ")[1]
    for answered in ((), {"phone:000000000000"}):
        with pytest.raises(PointsOut) as refused, acting_as(viewer):
            act(answered)
        assert set(refused.value.fields) == {field}
        [found] = refused.value.findings
        assert (found["field"], found["quote"], found["token"]) == (field, "070-123 45 67", TOKEN)
        assert "070" not in str(refused.value)
    with acting_as(viewer):
        act({TOKEN})


def test_a_key_that_the_page_sends_along_is_nobodys_text() -> None:
    key = "f6793631-3333-41d7-b6a1-fbc1129e5db8"
    assert guard.find(key), "it looks like somebody's name at another place"
    form = SafetyForm({"level": "SOME", "on": "2026-03-01", "seen": key})
    assert form.is_valid(), form.errors
    assert not SafetyForm({"level": "SOME", "on": "2026-03-01", "plan": key}).is_valid()
