"""What somebody typed about a person stands in no column of the database that can be read without a key."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import connection

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.policies import ABOUT_SOMEBODY, WITHOUT_PERSONS
from accounts.viewer import Viewer, system
from cases.models import HandOver, Identification
from cases.services import admission, decision, drafts, handover
from cases.services.details import OwnFile, Reached, write_contact, write_own
from cases.services.identification import Identified, hand_over, state_outcome
from cases.services.intervention import end_early
from reminders import runs
from tests.factories import asked, draft_request, identified, sent_request

CANARY = "kanariefågel"


def _walk(alma: Viewer, dag: Viewer, frej: Viewer) -> None:
    """Every sealed field is written once, and what follows is handed on."""
    at = now() - timedelta(days=5)

    def typed(name: str) -> str:
        return f"{CANARY} {name}"

    person = identified(alma, at=at, story=typed("story"), safe_contact=typed("contact"), file_number=typed("file"))
    texts = {name: typed(name) for name in ("why", "wants", "need", "society_asked", "society_answer")}
    sent = sent_request(alma, at=at, person=person, motivations={"start_before_request": typed("motivation")}, **texts)
    with acting_as(dag):
        decision.return_for_completion(sent.ref, version=sent.version, question=typed("question"), by=dag, at=at)
    with acting_as(alma):
        said = asked(day(at), answer=typed("answer"), **texts)
        again = admission.send(sent.ref, said, version=3, by=alma, at=at)
        admission.save_draft(draft_request(alma, at=at).ref, {"why": typed("draft")}, version=1, by=alma, at=at)
        drafts.save_draft(uuid4(), {"story": typed("form")}, kind="identification", by=alma, at=at)
        write_contact(person.code, Reached(typed("contact again"), typed("hours")), by=alma, at=at)
        write_own(person.code, OwnFile(typed("placement"), typed("file again")), by=alma, at=at)
        other = Identification.objects.get(person=identified(alma, at=at)).ref
        state_outcome(other, "leave", note=typed("outcome"), by=alma, at=at)
    with acting_as(dag):
        case = decision.confirm(sent.ref, version=again.version, reason=typed("reason"), by=dag, at=at)
    with acting_as(alma):
        ref = case.interventions.get().ref
        end_early(ref, last=today(), reason="OWN_WISH", note=typed("end"), by=alma, at=now())
    with acting_as(frej):
        receipt = hand_over(Identified(on=day(at), story=typed("handed")), token=uuid4(), by=frej, at=at)
    with acting_as(dag):
        row = HandOver.objects.get(receipt_id=receipt.pk)
        handover.offer(row.ref, "A-LINDEN", note=typed("note"), by=dag, at=at)
    runs.run_outbox(at=now())
    runs.run_sweep(at=now())


def test_a_dump_of_every_table_holds_no_word_of_it(alma: Viewer, dag: Viewer, frej: Viewer) -> None:
    _walk(alma, dag, frej)
    found, rows = [], 0
    in_hex = CANARY.encode().hex()
    for table in sorted(ABOUT_SOMEBODY.keys() | WITHOUT_PERSONS):
        with acting_as(system("outbox")), connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608 - names from our own list
            for (row,) in cursor.fetchall():
                rows += 1
                if CANARY in row or in_hex in row:
                    found.append(table)
    assert rows > 100
    assert found == []
