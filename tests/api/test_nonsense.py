"""Nonsense in every field of every address of the API: refused with a code, and never a fault of the program's own.

Walks the schema: what stands there is tried, so that a new address is tried from its first day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import HandOver, Identification
from cases.services.identification import Identified, hand_over
from cases.services.journal import Said, write_note
from cases.services.programme import Named, begin_programme
from cases.services.striking import ask_striking
from certification.services import Noted, note_permit
from funding.services.accounts import ask_account
from funding.services.payments import make_batch
from tests.cases.reporting import approved, has_account, reported, rest_of
from tests.factories import confirmed_case, draft_request

NONSENSE: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "x",
    "a\x00b",
    "9999-12-31",
    "²",
    [],
    [None],
    {},
    {"x": {"y": []}},
    [[]] * 300,
)
WHOLE: dict[str, Any] = {"date": today().isoformat(), "uuid": "6f0f9f6e-9d5b-4d43-8a0e-0d3a3c2a7a11"}


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    found = schema["allOf"][0] if "allOf" in schema else schema
    found = found["oneOf"][0] if "oneOf" in found else found
    if "$ref" in found:
        return _resolved(whole["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]], whole)
    return found


def plausible(schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    """A value that fits a field."""
    found = _resolved(schema, whole)
    if "enum" in found:
        return found["enum"][0]
    kind = found.get("type")
    if kind == "object":
        return {}
    return {"integer": 1, "number": 1, "boolean": False, "array": []}.get(
        str(kind), WHOLE.get(str(found.get("format")), "x")
    )


def bodies(operation: dict[str, Any], whole: dict[str, Any]) -> Iterator[Any]:
    """Bodies for one operation: fields left out, and nonsense in one field at a time."""
    yield from ({}, [], None, "x", 1)
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return
    fields = _resolved(content["schema"], whole)["properties"]
    right = {name: plausible(field, whole) for name, field in fields.items()}
    yield right
    for name in fields:
        yield {other: value for other, value in right.items() if other != name}
        yield from (right | {name: nonsense} for nonsense in NONSENSE)


@pytest.fixture
def refs(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, frej: Viewer) -> dict[str, str]:
    """What an address can be about, by its first part."""
    from uuid import uuid4

    at: datetime = now()
    case = confirmed_case(alma, dag, at=at)
    draft = draft_request(alma, at=at)
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    claim = approved(alma, dag, at=at - timedelta(days=1))
    sent = reported(rest_of(confirmed_case(alma, dag, at=at - timedelta(days=40)), alma), alma, at=at)
    with acting_as(maj):
        account = ask_account("A-LINDEN", "BANKGIRO", "991-2346", by=maj, at=at).ref
    with acting_as(alma):
        said = Said(day(at), "MEETING", "Ett stycke för mycket.")
        note = write_note(case.person.code, said, token=uuid4(), by=alma, at=at).ref
    with acting_as(maj):  # whom no other manager answers, so the coordinator does
        struck = ask_striking(note, "för mycket", "NOT_SO", by=maj, at=at).ref
    with acting_as(frej):
        receipt = hand_over(Identified(on=day(at)), token=uuid4(), by=frej, at=at)
    with acting_as(dag):
        programme = begin_programme("NSP-2017", Named("Utkast", "Draft", day(at), day(at)))
        return {
            "persons": case.person.code,
            "journal": note,
            "strikings": struck,
            "claims": sent.ref,
            "payments": make_batch(claim.commitment.programme, by=dag, at=at).ref,
            "accounts": account,
            "requests": draft.ref,
            "identifications": Identification.objects.get(person=case.person).ref,
            "interventions": case.interventions.get().ref,
            "hand-overs": HandOver.objects.get(receipt_id=receipt.pk).ref,
            "receipts": receipt.number,
            "reports": "F-ZZZZ-ZZZZ",
            "notices": str(uuid4()),
            "programmes": programme.code,
            "{kind}": "SPECIFIC",
            "{item}": programme.items.all()[0].ref,
            "actors": "A-LINDEN",
            "{permit}": note_permit("A-LINDEN", Noted(day(at), day(at)), by=dag, at=at).ref,
        }


def test_nonsense_is_refused_with_a_code_everywhere(refs: dict[str, str], signed_in: Callable[[str], Client]) -> None:
    whole = SchemaGenerator().get_schema(request=None, public=True)
    clients = {name: signed_in(name) for name in ("alma", "dag", "frej")}
    for client in clients.values():
        client.raise_request_exception = False
    tried = 0
    for address, operations in whole["paths"].items():
        place = address
        for part in re.findall(r"{\w+}", address):
            place = place.replace(part, refs.get(part) or refs.get(address.split("/")[3], "x"))
        for method in operations.keys() & {"get", "post"}:
            for name, client in clients.items():
                for body in bodies(operations[method], whole) if method == "post" else [None]:
                    if method == "get":
                        answer = client.get(place, {"older": "²", "state": "x", "older_than": "x"})
                    else:
                        answer = client.post(place, json.dumps(body), content_type="application/json")
                    tried += 1
                    assert answer.status_code < 500, (name, method, place, body)
                    if answer.status_code >= 400:
                        assert answer.json()["code"], (name, method, place, body)
                    if answer.status_code == 404:
                        break  # not for this role: its body is not read
    assert tried > 300


def test_an_address_that_is_none_is_refused_with_a_code(signed_in: Callable[[str], Client]) -> None:
    alma = signed_in("alma")
    for place in ("persons/²/", "requests/x/", "hand-overs/../answer/", "nothing/"):
        assert alma.get(f"/api/v1/{place}").json()["code"] == "not_found"
    wrong = alma.put("/api/v1/persons/")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    other = alma.post("/api/v1/identifications/", "x", content_type="text/plain")
    assert (other.status_code, other.json()["code"]) == (415, "unsupported_media_type")
