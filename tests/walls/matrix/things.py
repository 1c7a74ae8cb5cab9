"""What is asked about: one of each kind for each relation that somebody can have to it, made once for all questions.

``SHARED`` stories are Linden's and shared with Noor: to read, to change, and one whose sharing ran out yesterday.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.models import Actor, Draft, User
from accounts.services.form_drafts import Form, keep
from accounts.services.saving import Page
from accounts.viewer import Viewer, system, viewer_of
from cases.models import HandOver, Identification, LastDayProposal, Person
from cases.selectors.sharing import restrictions
from cases.selectors.verdicts import programme_on
from cases.services import drafts, handover, sharing
from cases.services.dependant import Close, add_dependant
from cases.services.facts import state_protection
from cases.services.family import link_persons
from cases.services.group import Line, Shared, add_line, note_group_event
from cases.services.identification import Identified, hand_over, identify
from cases.services.law import Stated, state_step
from cases.services.outreach import Outing, note_outreach
from cases.services.programme import Named, begin_programme
from cases.services.returning import Planned, plan_return
from cases.services.same_person import ask_about
from cases.services.service import Done, log_for_actor, log_for_person
from certification.services import Noted, note_permit
from funding.models import LedgerLine
from reminders.models import Notice
from reports.models import FunderReport
from tests.factories import confirmed_case, consents, draft_request, identified, offer_of, sent_request, share_with

SYSTEM = system("test")
SEE_PERSON, SEE_REQUEST = "SEE_PERSON Person", "SEE_REQUEST AdmissionRequest"
SEE_MEETING = "SEE_PERSON Identification"


@dataclass(frozen=True)
class Thing:
    """Something that an address leads to. ``refs``: by the name of the reference in the address.

    ``at``: an actor's relation to it; ``whose``: the first name of the only one who has it; ``office`` and ``funder``:
    the relation of these roles. ``seen_by``: the act that lets somebody know of it, and on which kind of thing; any act
    on its own kind where nothing is said.
    """

    kind: str
    name: str
    refs: dict[str, str]
    at: dict[str, str] = field(default_factory=dict)
    whose: str = ""
    office: str = "any"
    funder: str = "foreign"
    administrator: str = "foreign"
    seen_by: str = ""
    named: str = ""
    """First name of the only one of the actor's staff who sees it."""
    alone: bool = False
    """Asked about also where another thing is the same to whoever asks."""
    only_with: str = ""
    """The thing is asked about only where the address holds a reference of this name."""

    def relation(self, key: str, role: str, actor: str) -> str:
        """What somebody is to it in one of their roles."""
        if self.whose:
            return "own" if key == self.whose else "foreign"
        if self.named and role in ("CASEWORKER", "MANAGER"):
            return "own" if key == self.named else "foreign"
        if role == "COORDINATOR":
            return self.office
        if role == "ADMINISTRATOR":
            return self.administrator
        if role == "FUNDER":
            return self.funder
        return self.at.get(actor, "foreign") if role in ("CASEWORKER", "MANAGER", "COOPERATING") else "foreign"


EVERY_ACTOR = ("linden", "noor", "fristaden")
NOBODY = "00000000-0000-4000-8000-000000000000"
_NO_LAW = {"what": "SOCIAL_BOARD-NOTHING", "row": "J-ZZZZZZZZ", "plan": "Q-ZZZZZZZZ", "months": "9"}
MISSING: dict[str, dict[str, str]] = {
    "Person": {
        "code": "ZZZZ-99",
        "ref": "B-ZZZZZZZZ",
        "share": "D-ZZZZZZZZ",
        "consent_ref": "Y-ZZZZZZZZ",
        "offer": "X-ZZZZZZZZ",
        "right": "NOTHING",
        "line": "E-ZZZZZZZZ",
        "kin": "L-ZZZZZZZZ",
        "section": "nothing",
        **_NO_LAW,
    },
    "GroupEvent": {"ref": "O-ZZZZZZZZ", "line": "I-ZZZZZZZZ"},
    "Outreach": {"ref": "V-ZZZZZZZZ"},
    "ServiceOfActor": {"ref": "E-ZZZZZZZZ"},
    "Restriction": {"ref": "B-ZZZZZZZZ"},
    "AdmissionRequest": {"ref": "T-ZZZZZZZZ"},
    "Identification": {"ref": "I-ZZZZZZZZ"},
    "Intervention": {"ref": "N-ZZZZZZZZ"},
    "LastDayProposal": {"ref": "S-ZZZZZZZZ"},
    "SamePersonLink": {"ref": "D-ZZZZZZZZ"},
    "JournalNote": {"ref": "J-ZZZZZZZZ"},
    "Striking": {"ref": "D-ZZZZZZZZ"},
    "Thread": {"code": "ZZZZ-99"},
    "TasksAbout": {"code": "ZZZZ-99"},
    "Task": {"ref": "M-ZZZZZZZZ"},
    "Message": {"code": "ZZZZ-99", "ref": "W-ZZZZZZZZ"},
    "HandOver": {"ref": "H-ZZZZZZZZ"},
    "Receipt": {"ref": "K-ZZZZZZZZ"},
    "TransferOffer": {"ref": "X-ZZZZZZZZ"},
    "FunderReport": {"ref": "F-ZZZZZZZZ"},
    "Absence": {"ref": "V-2222-2222"},
    "Draft": {"ref": "D-2222-2222"},
    "Mention": {"ref": "N-ZZZZ-ZZZZ"},
    "Posting": {"ref": "A-ZZZZ-ZZZZ"},
    "Notice": {"ref": "00000000-0000-4000-8000-000000000000"},
    "Programme": {"code": "NSP-9999", "kind": "SPECIFIC", "item": "L-ZZZZZZZZ"},
    "Actor": {"ref": "A-ZZZZZZZZ", "permit": "P-ZZZZZZZZ"},
    "Budget": {"ref": NOBODY, "line": NOBODY, "booking": NOBODY},
    "Claim": {"ref": "C-ZZZZ-ZZZZ"},
    "PaymentBatch": {"ref": "U-ZZZZ-ZZZZ"},
    "BankAccount": {"ref": "G-ZZZZ-ZZZZ"},
    "SavedFilter": {"ref": "F-ZZZZ-ZZZZ"},
    "draft": {"token": "00000000-0000-4000-8000-000000000000", "ref": "D-ZZZZZZZZ"},
    "sheet": {"sheet": "NOTHING", "language": "xxx"},
    "passkey": {"pk": "999999999"},
    "session": {"handle": "0" * 20},
    "provider": {"provider_id": "ingen"},
    "link": {"token": "ingen-sadan-lank"},
    "User": {"ref": NOBODY, "appointment": NOBODY},
    "Invitation": {"ref": "V-0000000000"},
    "Recovery": {"ref": "R-0000000000"},
}
"""References that nothing has, for each kind."""


def make_things(users: dict[str, User]) -> list[Thing]:
    """Everything, through the services as it happens in life."""
    from tests.walls.matrix.accounts import accounts
    from tests.walls.matrix.board import postings
    from tests.walls.matrix.journal import journal, named
    from tests.walls.matrix.lists import absence, saved_filter
    from tests.walls.matrix.money import money
    from tests.walls.matrix.moving import asked_and_moved

    alma, cia, dag, frej = (viewer_of(users[name]) for name in ("alma", "cia", "dag", "frej"))
    found = _story("own", alma, dag, {"linden": "own"})
    for how, last, change in (
        ("read", today(), False),
        ("write", today() + timedelta(days=9), True),
        ("gone", today() - timedelta(days=1), True),
    ):
        story = _story(how, alma, dag, {"linden": "own", "noor": how})
        _share(story[0].refs["code"], "A-NOOR", last, change=change)
        found += story
    found += [*journal(found, alma), *named(found, alma, viewer_of(users["bo"]))]
    found += _restricted(alma, dag, viewer_of(users["maj"]))
    found += _overtaken(alma, dag)
    found += _undecided(alma) + _unsent(alma) + _handed_over(frej, dag)
    found += [_others_child(alma, found[0], cia), *_reports(users), *_of_ones_own(users, alma)]
    found += [*accounts(users), *postings(dag)]
    found += asked_and_moved(alma, cia)
    with acting_as(alma):
        row = log_for_actor(Done("OUTREACH", today()), by=alma, at=now())
        outing = note_outreach(Outing(today(), 3), by=alma, at=now())
        event = note_group_event(Shared(today(), met=2), token=uuid4(), by=alma, at=now())
        member = add_line(event.ref, Line(), token=uuid4(), by=alma, at=now())
        line = Identification.objects.get(person=member).ref
    together = {"ref": event.ref, "line": line}
    found += [saved_filter(alma), absence(users["maj"], users["alma"])]
    found.append(Thing("GroupEvent", "own", together, {"linden": "own"}, office="foreign"))
    found.append(Thing("Identification", "own, of many", {"ref": line}, {"linden": "own"}, seen_by=SEE_MEETING))
    found.append(Thing("Outreach", "own", {"ref": outing.ref}, {"linden": "own"}, office="foreign"))
    found.append(Thing("ServiceOfActor", "own", {"ref": row.ref}, {"linden": "own"}, office="foreign"))
    with acting_as(dag):
        theirs = [t.refs["code"] for t in found if t.kind == "Person" and t.at == {"linden": "own"}]
        pair = ask_about(*theirs[:2], by=dag, at=now())
    found.append(Thing("SamePersonLink", "of one actor", {"ref": pair.ref}))
    found += [*_programmes(), _budget()]
    found += money(alma, *(viewer_of(users[name]) for name in ("maj", "dag", "disa")))
    found.append(_actor(dag))
    assert {thing.kind for thing in found} == MISSING.keys(), "a kind without a thing, or without a missing one"
    return found


def _story(how: str, by: Viewer, decider: Viewer, at: dict[str, str]) -> list[Thing]:
    """Somebody with a case: the person, the request, the identification and the period."""
    case = confirmed_case(by, decider, at=now() - timedelta(hours=2))
    with acting_as(by):
        met = Identification.objects.get(person=case.person).ref
        person = _person(case.person, how, by, at)
        period = case.interventions.get().ref
    ref = case.request.ref
    return [
        person,
        Thing("AdmissionRequest", f"{how}, decided", {"ref": ref}, at, seen_by=SEE_REQUEST),
        Thing("Identification", how, {"ref": met}, at, seen_by=SEE_MEETING),
        Thing("Intervention", how, {"ref": period}, at, seen_by=SEE_PERSON),
    ]


def _person(person: Person, how: str, by: Viewer, at: dict[str, str]) -> Thing:
    child = add_dependant(person.code, Close("CHILD", today().year - 5), by=by, at=now())
    until = today() + timedelta(days=9)
    share = share_with(person.code, "A-ANKARET", by, until=until).ref
    line = log_for_person(person.code, Done("MEETING", today()), by=by, at=now()).ref
    other = identify(Identified(on=today()), token=uuid4(), by=by, at=now())
    kin = link_persons(person.code, other.code, "SIBLING", by=by, at=now()).ref
    refs = {"code": person.code, "ref": child.ref, "share": share, "right": "HOUSING", "line": line, "kin": kin}
    refs["section"] = "age"
    refs |= _law(person, by) | {"consent_ref": consents(person.code, by), "offer": offer_of(person, by)}
    return Thing("Person", how, refs, at, seen_by=SEE_PERSON)


def _law(person: Person, by: Viewer) -> dict[str, str]:
    """Where the law stands with somebody: a row, and a return that is made."""
    asked = Stated("SOCIAL_BOARD", "ASKED", today(), note="Ett boende.")
    row = state_step(person.code, asked, by=by, at=now())
    made = Planned("PROGRAMME", left_on=today(), arrived_on=today())
    plan = plan_return(person.code, made, by=by, at=now())
    return {"what": "SOCIAL_BOARD-GRANTED", "row": row.ref, "plan": plan.ref, "months": "1"}


def _restricted(alma: Viewer, dag: Viewer, maj: Viewer) -> list[Thing]:
    """Somebody with a case whom only Alma of Linden's staff sees, and what its managers know of it."""
    story = _story("restricted", alma, dag, {"linden": "own"})
    code = story[0].refs["code"]
    with acting_as(maj):
        sharing.restrict(code, [alma.id], caseworker=alma.id, by=maj, at=now())
        ref = restrictions(maj)[0].ref
    # Its code is known to whoever may change the restriction, also without seeing the person.
    known = Thing("Restriction", "own", {"ref": ref, "code": code}, {"linden": "own"}, office="foreign")
    return [*(replace(thing, named="alma") for thing in story), known]


def _share(code: str, actor_ref: str, last: date | None, *, change: bool) -> None:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        person, group = Person.objects.get(code=code).pk, Actor.objects.get(ref=actor_ref).group_id
        cursor.execute("SELECT nsp_grant(%s, %s, %s, %s)", [person, group, last, change])


def _undecided(alma: Viewer) -> list[Thing]:
    request, at = sent_request(alma, at=now()), {"linden": "own"}
    with acting_as(alma):
        met = Identification.objects.get(person=request.person).ref
        person = _person(request.person, "own, asked for", alma, at)
    return [
        replace(person, office="errand"),
        Thing("AdmissionRequest", "own, sent", {"ref": request.ref}, at, office="errand", seen_by=SEE_REQUEST),
        Thing("Identification", "own, asked for", {"ref": met}, at, office="errand", seen_by=SEE_MEETING),
    ]


def _overtaken(alma: Viewer, dag: Viewer) -> list[Thing]:
    """Society protects beside a rest that runs: a coordinator has a last day to set."""
    story = _story("own, overtaken", alma, dag, {"linden": "own"})
    code = story[0].refs["code"]
    with acting_as(alma):
        state_protection(code, "YES", on=today(), note="Ett boende.", by=alma, at=now())
        ref = LastDayProposal.objects.get(person__code=code).ref
    # The actor reads of it on the person's page; the answer is the coordinators'.
    asked = Thing("LastDayProposal", "own", {"ref": ref}, {"linden": "own"}, office="errand", seen_by=SEE_PERSON)
    return [*(replace(thing, office="errand") for thing in story), asked]


def _unsent(alma: Viewer) -> list[Thing]:
    """A draft of a request, also about somebody who is shared: it is nobody's but its actor's."""
    draft = draft_request(alma, at=now())
    shared = identified(alma, at=now())
    other = draft_request(alma, at=now(), person=shared)
    _share(shared.code, "A-NOOR", today(), change=True)
    only = {"at": {"linden": "own"}, "office": "unsent", "seen_by": SEE_REQUEST}
    return [
        Thing("AdmissionRequest", name, {"ref": row.ref}, alone=row is other, **only)  # type: ignore[arg-type]
        for name, row in (("own, never sent", draft), ("of a shared person, never sent", other))
    ]


def _handed_over(frej: Viewer, dag: Viewer) -> list[Thing]:
    """Two hand-overs: one that waits for the coordinators, one that Linden is asked to take on."""
    found: list[Thing] = []
    for how in ("waiting", "offered"):
        with acting_as(frej):
            said = Identified(on=day(now()), story="Mötte personen vid stationen.")
            receipt = hand_over(said, token=uuid4(), by=frej, at=now())
        with acting_as(dag):
            row = HandOver.objects.get(receipt_id=receipt.pk)
            if how == "offered":
                handover.offer(row.ref, "A-LINDEN", note="Kan ni?", by=dag, at=now())
            person = Person.objects.get(pk=row.person_id)
        seen = {"linden": "offered"} if how == "offered" else {}
        refs = MISSING["Person"] | {"code": person.code}
        read = {"linden": "read"} if how == "offered" else {}
        found += [
            Thing("HandOver", how, {"ref": row.ref}, seen, office="errand"),
            Thing("Receipt", how, {"ref": receipt.number}, {"fristaden": "own"}, office="foreign"),
            Thing(
                "Person",
                f"handed over, {how}",
                refs,
                read,
                office="errand",
                seen_by=SEE_PERSON,
                only_with="code alone",
            ),
        ]
    return found


def _others_child(alma: Viewer, own: Thing, cia: Viewer) -> Thing:
    """One's own person with somebody close to another's: two references that do not belong together."""
    theirs = identified(cia, at=now())
    with acting_as(cia):
        child = add_dependant(theirs.code, Close("CHILD", today().year - 5), by=cia, at=now())
    refs = own.refs | {"ref": child.ref}
    return Thing("Person", "own, with another's child", refs, office="foreign", only_with="ref")


def _reports(users: dict[str, User]) -> list[Thing]:
    found = []
    with acting_as(SYSTEM):
        for year, state, relation in ((2018, "DRAFT", "kept"), (2019, "PUBLISHED", "out")):
            row = FunderReport(
                ref=f"F-MATR-{year}",
                year=year,
                state=state,
                version=1,
                made_by_id=users["dag"].pk,
                made_at=now(),
                pdf=b"%PDF-1.7",
                sha256="0" * 64,
                parts=[],
            )
            if relation == "out":
                row.published_by_id, row.published_at = users["gerd"].pk, now()
            row.save(force_insert=True)
            found.append(Thing("FunderReport", relation, {"ref": row.ref}, office=relation, funder=relation))
    return found


def _actor(dag: Viewer) -> Thing:
    """An actor with a permit of its home."""
    with acting_as(dag):
        permit = note_permit("A-LINDEN", Noted(today(), today()), by=dag, at=now())
    return Thing("Actor", "own", {"ref": "A-LINDEN", "permit": permit.ref}, {"linden": "own"})


def _programmes() -> list[Thing]:
    """A draft, and one that is in force."""
    runs = programme_on(today())
    assert runs
    with acting_as(SYSTEM):
        later = Named("Utkast", "Draft", today(), today())
        draft = begin_programme(runs.code, later)
    return [
        Thing("Programme", name, {"code": one.code, "kind": "SPECIFIC", "item": one.items.all()[0].ref})
        for name, one in (("draft", draft), ("in force", runs))
    ]


def _budget() -> Thing:
    """The year's, with its line and the funder's grant."""
    with acting_as(SYSTEM):
        row = LedgerLine.objects.select_related("line").get(kind="ALLOCATE", year=today().year)
    return Thing("Budget", "given", {"ref": str(row.line.budget_id), "line": str(row.line_id), "booking": str(row.pk)})


def _of_ones_own(users: dict[str, User], alma: Viewer) -> list[Thing]:
    """What nobody else has a way to: a notice, a draft, a passkey of Alma's."""
    with acting_as(SYSTEM):
        row = Notice(user=users["alma"], kind="ADMISSION_RETURNED", deadline="x", day=today(), made_at=now())
        row.save(force_insert=True)
    token = uuid4()
    with acting_as(alma):
        draft = drafts.save_draft(token, {"story": "Påbörjad."}, kind="identification", by=alma, at=now())
        form, page = Form("/services/new/", "service_new"), Page()
        keep(form, {"note": ["Påbörjad."]}, page=page, where=form.address, by=alma, at=now())
        begun = Draft.objects.get(form=form.name)
    passkey = Authenticator.objects.create(
        user=users["maj"], type=Authenticator.Type.WEBAUTHN, data={"name": "Nyckel", "credential": _credential()}
    )
    return [
        Thing("Notice", "own", {"ref": str(row.pk)}, whose="alma"),
        Thing("Draft", "own", {"ref": begun.ref}, whose="alma"),
        Thing("draft", "own", {"token": str(token), "ref": draft.ref}, whose="alma"),
        Thing("passkey", "own", {"pk": str(passkey.pk)}, whose="maj"),
        Thing("sheet", "own", {"sheet": "RIGHTS", "language": "swe"}, dict.fromkeys(EVERY_ACTOR, "own")),
    ]


def _credential() -> dict[str, object]:
    """What a browser says when it has made a passkey."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
    about = AttestedCredentialData.create(b"\0" * 16, b"p" * 16, key)
    said = AuthenticatorData.create(sha256(b"localhost").digest(), AuthenticatorData.FLAG(0x41), 0, about)
    response = {
        "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
        "clientDataJSON": websafe_encode(
            b'{"type": "webauthn.create", "challenge": "eA", "origin": "http://localhost"}'
        ),
    }
    identity = websafe_encode(b"p" * 16)
    return {"id": identity, "rawId": identity, "type": "public-key", "response": response}
