"""What may be done to persons and what belongs to them. Who sees a row at all is the database's answer already:
the rows that reach here have passed row-level security, which reads the same permissions. For coordinators it filters
nothing, so what a coordinator may change or read is answered here, also where they work for an actor besides."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.viewer import Viewer
from cases import codes
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    BrokenGlass,
    GroupEvent,
    HandOver,
    Identification,
    Intervention,
    LastDayProposal,
    Outreach,
    Person,
    Programme,
    ProtectionStatement,
    Receipt,
    Restriction,
    SamePersonLink,
    ServiceOfActor,
    TransferOffer,
)
from cases.states import UNDECIDED, HandOverState, InterventionState, ProposalState, TransferState
from cases.strikers import waits_for
from funding.models import Claim
from funding.selectors.claims import OPEN

AT_HOME = (
    *(Act.SHARE, Act.END_SHARE, Act.WRITE_CONSENT, Act.RESTRICT),
    *(Act.OFFER_TRANSFER, Act.TAKE_BACK_TRANSFER, Act.ASSIGN, Act.PUT_OFF),
)
"""What the responsible actor's staff alone do, however much others may change."""
OPEN_HAND_OVERS = (HandOverState.RECEIVED, HandOverState.SENT_BACK, HandOverState.OFFERED)


def may_change(viewer: Viewer, person_id: UUID) -> bool:
    """Whether the viewer holds the right to change the person today (guardian's tables, ``until`` inclusive)."""
    return viewer.is_system or _holds("nsp_mine_to_change", person_id)


def may_read_sealed(viewer: Viewer, person_id: UUID) -> bool:
    """Staff who hold a permission on the person; a coordinator while an errand about the person is open (a request
    that is not decided yet, a hand-over that nobody has accepted, a last day to set, a passage to strike where the
    actor has nobody else), or while the glass is broken (access.md, Roles)."""
    if viewer.is_system or (viewer.is_staff_of_an_actor and _holds("nsp_mine", person_id)):
        return True
    if not viewer.is_(Role.COORDINATOR):
        return False
    about = {"person_id": person_id}
    errand = (
        Exists(HandOver.objects.filter(state__in=OPEN_HAND_OVERS, **about))
        | Exists(AdmissionRequest.objects.filter(state__in=UNDECIDED, **about))
        | Exists(open_proposals().filter(**about))
        | Exists(BrokenGlass.objects.filter(by_id=viewer.id, until__gt=Now(), **about))
    )
    return Person.objects.filter(errand, pk=person_id).exists() or waits_for(viewer, person_id)


def sees_as_staff(viewer: Viewer, person_id: UUID) -> bool:
    """Whether an actor of the viewer's sees the person today: what a coordinator sees of everybody is left out."""
    return _holds("nsp_mine", person_id)


def _holds(function: str, person_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s = ANY ({function}())", [person_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def has_part_in(viewer: Viewer, persons: Collection[Person]) -> set[UUID]:
    """Of the persons those of an actor that the viewer works for or belongs to, and those shared with it. One query for
    whoever works for an actor, none for others."""
    found = {one.pk for one in persons if viewer.belongs_to(one.responsible_actor_id)}
    if viewer.is_staff_of_an_actor and persons:
        with connection.cursor() as cursor:
            cursor.execute("SELECT unnest(nsp_mine()) INTERSECT SELECT unnest(%s::uuid[])", [[p.pk for p in persons]])
            found |= {row[0] for row in cursor.fetchall()}
    return found


def may_write_sheets(viewer: Viewer) -> bool:
    """Sheets of information are the coordinators' to write."""
    return viewer.may_ask(Act.WRITE_SHEET)


def visible_requests(viewer: Viewer) -> QuerySet[AdmissionRequest]:
    """Requests that the viewer may know of: what was never sent is nobody's business but its actor's."""
    rows = AdmissionRequest.objects.all()
    return rows if viewer.is_system else rows.filter(Q(actor_id__in=viewer.actors) | Q(sent_at__isnull=False))


def open_proposals() -> QuerySet[LastDayProposal]:
    """Proposals of a last day that a coordinator has to answer: nobody has, nothing was stated of society's protection
    since, and the period still goes on past that day. What is stated anew closes a proposal with no row written."""
    later = ProtectionStatement.objects.filter(
        person_id=OuterRef("person_id"), stated_at__gt=OuterRef("statement__stated_at")
    )
    rows = LastDayProposal.objects.filter(state=ProposalState.OPEN, intervention__last__gt=F("last"))
    return rows.exclude(intervention__state=InterventionState.REPORTED).exclude(Exists(later))


@locates(Person, read=codes.parse)
def locate_person(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A person by reference code, as far as the viewer sees them."""
    code = codes.parse(ref)
    rows = Person.objects.only("id", "code", "responsible_actor_id")
    person = rows.filter(code=code).first() if code else None
    return (
        About("Person", person.code, person.pk, "person", person.code)
        if person and answer_person(viewer, act, person)
        else None
    )


@answers(Person)
def answer_person(viewer: Viewer, act: Act, person: Person) -> bool:
    """Seeing is the database's answer; changing needs the right to change, and reading its text more than seeing.
    Admission is asked for by the responsible actor, and its own file is its own, however much others may change;
    consents, closing, sharing and restricting are its too; breaking the glass and opening a closed case are a
    coordinator's."""
    if act is Act.READ_SEALED:
        return may_read_sealed(viewer, person.pk)
    if act in (Act.BREAK_GLASS, Act.REOPEN_CASE):
        return viewer.is_(Role.COORDINATOR)
    of_home = act in (Act.ASK_ADMISSION, Act.CHANGE_OWN_FILE, Act.CLOSE_CASE)
    if of_home and person.responsible_actor_id not in viewer.actors:
        return viewer.is_system
    if act in AT_HOME:
        at_home = viewer.actors_as(*act.roles)
        return person.responsible_actor_id in at_home and may_change(viewer, person.pk)
    return not act.writes or may_change(viewer, person.pk)


@locates(AdmissionRequest)
def locate_request(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An admission request by its reference."""
    row = AdmissionRequest.objects.filter(ref=ref).only("id", "ref", "person_id", "actor_id", "sent_at").first()
    if row is None or not answer_request(viewer, act, row):
        return None
    return About("AdmissionRequest", row.ref, row.person_id, "request", row.ref)


@answers(AdmissionRequest)
def answer_request(viewer: Viewer, act: Act, row: AdmissionRequest) -> bool:
    """What was never sent is the actor's own: a coordinator sees a request from the day it is sent. Whether a
    coordinator decides on this actor's is asked at the decision (conflict of interest)."""
    if viewer.is_system:
        return True
    if row.sent_at is None and row.actor_id not in viewer.actors:
        return False
    if act is Act.READ_SEALED:
        return may_read_sealed(viewer, row.person_id)
    if act is Act.DECIDE_ADMISSION:
        return viewer.is_(Role.COORDINATOR)
    if act in (Act.ASK_ADMISSION, Act.REPORT_BACK):
        return row.actor_id in viewer.actors and may_change(viewer, row.person_id)
    return not act.writes or may_change(viewer, row.person_id)


@locates(Identification)
def locate_identification(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An identification by its reference."""
    row = Identification.objects.filter(ref=ref).only("id", "ref", "person_id").first()
    if row is None or not answer_identification(viewer, act, row):
        return None
    return About("Identification", row.ref, row.person_id, "identification", row.ref)


@answers(Identification)
def answer_identification(viewer: Viewer, act: Act, row: Identification) -> bool:
    """As for the person."""
    if act is Act.READ_SEALED:
        return may_read_sealed(viewer, row.person_id)
    return not act.writes or may_change(viewer, row.person_id)


@locates(HandOver)
def locate_hand_over(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A hand-over: for coordinators, and for the staff of the actor that it is offered to."""
    row = HandOver.objects.filter(ref=ref).first()
    if row is None or not answer_hand_over(viewer, act, row):
        return None
    place = "hand_over_answer" if act is Act.ANSWER_HAND_OVER else "hand_over"
    return About("HandOver", row.ref, row.person_id, place, row.ref)


@answers(HandOver)
def answer_hand_over(viewer: Viewer, act: Act, row: HandOver) -> bool:
    """Routing is the coordinators'; answering is for the actor to whom it is (or was) offered. Its text is for those
    of them who may read the person's."""
    if act is Act.READ_SEALED:
        routes, answers_it = (answer_hand_over(viewer, of, row) for of in (Act.ROUTE_HAND_OVER, Act.ANSWER_HAND_OVER))
        return (routes or answers_it) and may_read_sealed(viewer, row.person_id)
    if act is Act.ROUTE_HAND_OVER:
        return viewer.is_system or viewer.is_(Role.COORDINATOR)
    offered = row.state in (HandOverState.OFFERED, HandOverState.ACCEPTED)
    return act is Act.ANSWER_HAND_OVER and offered and row.to_actor_id in viewer.actors


@locates(Receipt)
def locate_receipt(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A receipt by its number, for the staff of the actor that handed over. Leads to no person."""
    row = Receipt.objects.filter(number=ref).only("id", "number", "actor_id").first()
    if row is None or not answer_receipt(viewer, act, row):
        return None
    return About("Receipt", row.number, None, "receipt", row.number)


@answers(Receipt)
def answer_receipt(viewer: Viewer, act: Act, row: Receipt) -> bool:
    """Only the cooperating actor's own."""
    return act is Act.SEE_RECEIPTS and row.actor_id in viewer.actors


@locates(Intervention)
def locate_intervention(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An intervention by its reference."""
    rows = Intervention.objects.select_related("person").only("id", "ref", "person_id", "actor_id", "person__code")
    row = rows.filter(ref=ref).first()
    if row is None or not answer_intervention(viewer, act, row):
        return None
    return About("Intervention", row.ref, row.person_id, "person", row.person.code)


@answers(Intervention)
def answer_intervention(viewer: Viewer, act: Act, row: Intervention) -> bool:
    """Ending is for the actor whose intervention it is."""
    if act in (Act.END_INTERVENTION, Act.REPORT_BACK):
        return row.actor_id in viewer.actors and may_change(viewer, row.person_id)
    return not act.writes or may_change(viewer, row.person_id)


@locates(LastDayProposal)
def locate_proposal(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A proposal of a last day, for coordinators. The actor reads of it on the person's page."""
    row = LastDayProposal.objects.filter(ref=ref).only("id", "ref", "person_id").first()
    if row is None or not answer_proposal(viewer, act, row):
        return None
    return About("LastDayProposal", row.ref, row.person_id, "last_day", row.ref)


@answers(LastDayProposal)
def answer_proposal(viewer: Viewer, act: Act, row: LastDayProposal) -> bool:
    """Answering is the coordinators'; whether one decides for this actor is asked at the answer."""
    if act is Act.READ_SEALED:
        return viewer.is_(Role.COORDINATOR) and may_read_sealed(viewer, row.person_id)
    return act is Act.SET_LAST_DAY and viewer.is_(Role.COORDINATOR)


@locates(Claim)
def locate_claim(viewer: Viewer, act: Act, ref: str) -> About | None:
    """What an actor has reported back, by its reference: about the person for whom it was granted."""
    row = Claim.objects.select_related("commitment").filter(ref=ref).first()
    if row is None or not answer_claim(viewer, act, row):
        return None
    person = person_of(row)
    return About("Claim", row.ref, person, "claim", row.ref) if person else None


def person_of(claim: Claim) -> UUID | None:
    """For whom it was granted, as far as the viewer sees them: an intervention, or nights that are paid after a no."""
    cause = claim.commitment.cause_id
    found = Intervention.objects.filter(pk=cause).values_list("person_id", flat=True).first()
    return found or AdmissionDecision.objects.filter(pk=cause).values_list("person_id", flat=True).first()


@answers(Claim)
def answer_claim(viewer: Viewer, act: Act, row: Claim) -> bool:
    """A draft is its actor's own, as a request is. Its words are read by who may read the person's, and by coordinators
    while it waits for them; whether a coordinator decides on this actor's is asked when it is done."""
    if viewer.is_system:
        return True
    own = row.actor_id in viewer.actors
    office = viewer.is_(Role.COORDINATOR) and row.sent_at is not None
    if act is Act.READ_SEALED:
        person = person_of(row)
        return person is not None and ((office and row.state in OPEN) or may_read_sealed(viewer, person))
    return (own or office) if act is Act.SEE_CLAIM else office and Role.COORDINATOR in act.roles


@locates(Restriction)
def locate_restriction(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An open restriction, for the managers of the actor, who need not see the person."""
    row = Restriction.objects.filter(ref=ref, ended_at=None).first()
    if row is None or not answer_restriction(viewer, act, row):
        return None
    return About("Restriction", row.code, row.person_id, "restriction", row.ref)


@answers(Restriction)
def answer_restriction(viewer: Viewer, act: Act, row: Restriction) -> bool:
    """The actor's managers say who is named."""
    return row.ended_at is None and act is Act.RESTRICT and row.actor_id in viewer.actors_as(Role.MANAGER)


@locates(TransferOffer)
def locate_transfer(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An offer, for the staff of the actor that is asked; its extract for the sender's managers. Leads to no person."""
    row = TransferOffer.objects.filter(ref=ref).only("id", "ref", "state", "from_actor_id", "to_actor_id").first()
    if row is None or not answer_transfer(viewer, act, row):
        return None
    return About("TransferOffer", row.ref, None, "todo" if act is Act.TAKE_EXTRACT else "transfer", row.ref)


@answers(TransferOffer)
def answer_transfer(viewer: Viewer, act: Act, row: TransferOffer) -> bool:
    """Answering is for whoever is asked while it stands open, and the accepted one's extract for who offered it."""
    if act is Act.TAKE_EXTRACT:
        return row.state == TransferState.ACCEPTED and row.from_actor_id in viewer.actors_as(*act.roles)
    is_open = row.state == TransferState.OPEN
    return act is Act.ANSWER_TRANSFER and is_open and row.to_actor_id in viewer.actors_as(*act.roles)


@locates(Programme)
def locate_programme(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A programme by its code, for coordinators: drafts too."""
    row = Programme.objects.filter(code=ref).only("code").first()
    return About("Programme", row.code) if row and answer_programme(viewer, act, row) else None


@answers(Programme)
def answer_programme(viewer: Viewer, act: Act, row: Programme) -> bool:
    """Rules are the coordinators'; whether it is a draft is asked by the service."""
    return viewer.is_system or viewer.is_(Role.COORDINATOR)


@locates(ServiceOfActor)
def locate_service(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A line of the service log without a person, by its reference."""
    row = ServiceOfActor.objects.filter(ref=ref).only("ref", "actor_id").first()
    return About("ServiceOfActor", row.ref) if row and answer_service(viewer, act, row) else None


@answers(ServiceOfActor)
def answer_service(viewer: Viewer, act: Act, row: ServiceOfActor) -> bool:
    """The actor's staff write it down and take it away."""
    return act is Act.LOG_SERVICE and row.actor_id in viewer.actors_as(*act.roles)


@locates(Outreach)
def locate_outreach(viewer: Viewer, act: Act, ref: str) -> About | None:
    """An outing of an actor, by its reference."""
    row = Outreach.objects.filter(ref=ref).only("ref", "actor_id").first()
    return About("Outreach", row.ref) if row and answer_outreach(viewer, act, row) else None


@answers(Outreach)
def answer_outreach(viewer: Viewer, act: Act, row: Outreach) -> bool:
    """The actor's staff write it down and take it away."""
    return act is Act.LOG_SERVICE and row.actor_id in viewer.actors_as(*act.roles)


@locates(GroupEvent)
def locate_group_event(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A group event of an actor, by its reference."""
    row = GroupEvent.objects.filter(ref=ref).only("ref", "actor_id").first()
    return About("GroupEvent", row.ref) if row and answer_group_event(viewer, act, row) else None


@answers(GroupEvent)
def answer_group_event(viewer: Viewer, act: Act, row: GroupEvent) -> bool:
    """The actor's staff write it, add to it, and note the same of those who were met."""
    return act in (Act.IDENTIFY_GROUP, Act.WRITE_NOTE) and row.actor_id in viewer.actors_as(*act.roles)


@locates(SamePersonLink)
def locate_same_person(viewer: Viewer, act: Act, ref: str) -> About | None:
    """The errand about two persons, for coordinators who have no part in either's actor: others find none."""
    row = SamePersonLink.objects.select_related("person", "other").filter(ref=ref).first()
    if row is None or not answer_same_person(viewer, act, row):
        return None
    looks = tuple(About("Person", one.code, one.pk) for one in (row.person, row.other))
    return About("SamePersonLink", row.ref, row.person_id, "same_person", row.ref, (row.other_id,), looks)


@answers(SamePersonLink)
def answer_same_person(viewer: Viewer, act: Act, row: SamePersonLink) -> bool:
    """Whoever has a part in one of the persons would learn of the other."""
    if viewer.is_system:
        return True
    decides = act is Act.LINK_SAME_PERSON and viewer.is_(Role.COORDINATOR)
    return decides and not has_part_in(viewer, (row.person, row.other))
