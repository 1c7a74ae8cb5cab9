"""What actors have reported back, a payment, and an account that waits to be confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.services.report_back import Reported, report_back
from cases.services.sharing import restrict
from funding.services.accounts import ask_account
from funding.services.payments import make_batch
from tests.cases.reporting import approved, has_account, reported, rest_of
from tests.factories import confirmed_case
from tests.walls.matrix.things import Thing

SEE_CLAIM = "SEE_CLAIM Claim"


def money(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer) -> list[Thing]:
    """A report in each state, one about somebody whom only Alma sees, a payment, an account."""
    at, linden = now(), {"linden": "own"}
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    claims = [approved(alma, dag, at=at - timedelta(days=2)) for _n in range(2)]
    with acting_as(dag):
        batch = make_batch(claims[0].commitment.programme, by=dag, at=at)
    done, batched = approved(alma, dag, at=at - timedelta(days=1)), claims[0]
    long_ago = at - timedelta(days=40)
    sent = reported(rest_of(confirmed_case(alma, dag, at=long_ago), alma), alma, at=at)
    draft = rest_of(confirmed_case(alma, dag, at=long_ago), alma)
    with acting_as(alma):
        unsent = report_back(draft.ref, Reported(days=3), send=False, by=alma, at=at)
    hidden = confirmed_case(alma, dag, at=long_ago)
    secret = reported(rest_of(hidden, alma), alma, at=at)
    with acting_as(maj):
        restrict(hidden.person.code, [alma.id], caseworker=alma.id, by=maj, at=at)
        account = ask_account("A-LINDEN", "BANKGIRO", "991-2346", by=maj, at=at)
    claim = Thing("Claim", "own, approved", {"ref": done.ref}, linden, seen_by=SEE_CLAIM)
    return [
        claim,
        replace(claim, name="own, in a payment", refs={"ref": batched.ref}),
        replace(claim, name="own, sent", refs={"ref": sent.ref}, office="errand"),
        replace(claim, name="own, never sent", refs={"ref": unsent.ref}, office="unsent"),
        replace(claim, name="restricted", refs={"ref": secret.ref}, office="errand", named="alma"),
        Thing("PaymentBatch", "made", {"ref": batch.ref}),
        Thing("BankAccount", "own", {"ref": account.ref}, linden),
    ]
