"""The same human twice: a number typed once, compared by the system after sending; links by coordinators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound
from accounts.locks import one_at_a_time
from accounts.sealing import keyed_hash
from accounts.services.saving import by_whom
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, languages
from cases.access import has_part_in
from cases.models import AdmissionRequest, ExploitationForm, Identification, IdentityMark, Person, SamePersonLink
from cases.models.choices import Protection
from cases.models.same_person import MAY_FOLLOW, SameState, SameWhy, Sign
from cases.same_person import MARK_PURPOSE, Pair, in_order, normalised
from cases.selectors.humans import others_of
from cases.services.facts import changeable

ALIKE = 20
"""So many who are alike by facts alone are asked about; more is no sign of anything."""
LINKS = "same-person links"
"""The name of the lock: a link is made or taken away while nobody decides on an admission, and the other way round."""


def note_identity(code: str, country: str, number: str, *, by: Viewer, at: datetime) -> None:
    """Keep the mark of an identity number, and nothing of the number. A later one takes its place.

    The same is done and said whoever else has the number: it is compared by the system, after this.
    Raises NotFound, Invalid (no such number; protected by a new identity: then no number is taken).
    """
    person = changeable(code, by=by)
    if person.protection == Protection.NEW_IDENTITY:
        raise Invalid({"": _("The person has a new identity. No number is noted.")})
    text = normalised(country, number, year=day(at).year) if country in languages.COUNTRIES else None
    if text is None:
        raise Invalid({"identity_number": _("This is no identity number. Check the digits and write it again.")})
    mark = keyed_hash(text, purpose=MARK_PURPOSE)
    IdentityMark(person=person, mark=mark, made_at=at).save(force_insert=True)
    person.identity_noted_on, person.changed_at, person.changed_by_id = day(at), at, by.id
    person.save(update_fields=["identity_noted_on", "changed_at", "changed_by"])
    record(Event.IDENTITY_NOTED, at=at, by=by.id, ref=person.code, person_id=person.pk)


def compare(person_id: UUID, *, at: datetime) -> list[SamePersonLink]:
    """Look whether somebody who has been sent for admission is on record already, and ask the coordinators where it
    seems so. By the system, after the request was sent; done twice it asks once. Gives the errands that are new.

    Whoever has a new identity is compared with nobody, and their mark is taken away.
    """
    person = Person.objects.get(pk=person_id)
    if person.protection == Protection.NEW_IDENTITY:
        end_marks(person_id)
        return []
    if not AdmissionRequest.objects.filter(person_id=person_id, first_sent_at__isnull=False).exists():
        return []
    strong = set(_same_number(person_id))
    weak = [other for other in _same_facts(person)[: ALIKE + 1] if other not in strong]
    found = [(other, Sign.NUMBER) for other in strong]
    if len(weak) <= ALIKE:
        found += [(other, Sign.FACTS) for other in weak]
    asked = (_ask(in_order(person_id, other), sign, at=at) for other, sign in found)
    return [row for row in asked if row is not None]


def end_marks(person_id: UUID) -> None:
    """Take away every mark of a person. By the system."""
    IdentityMark.objects.filter(person_id=person_id).delete()
    Person.objects.filter(pk=person_id, identity_noted_on__isnull=False).update(identity_noted_on=None)


def ask_about(one: str, other: str, *, by: Viewer, at: datetime) -> SamePersonLink:
    """A coordinator asks whether two persons are one human: the errand about them, opened again where it was closed.

    Raises NotFound where either is none, or one that the coordinator has a part in; Invalid (the same twice).
    """
    first, second = (Person.objects.filter(code=codes.parse(code) or "").first() for code in (one, other))
    if first is None or second is None or has_part_in(by, (first, second)):
        raise NotFound
    if first.pk == second.pk:
        raise Invalid({"other": _("This is the same code twice.")})
    pair = in_order(first.pk, second.pk)
    _ask(pair, Sign.ASKED, at=at)
    return SamePersonLink.objects.get(person_id=pair[0], other_id=pair[1])


def decide_same(ref: str, state: str, why: str, *, seen: str, by: Viewer, at: datetime) -> SamePersonLink:
    """Link the two, dismiss the errand, or take a link away. ``seen``: the state that was read.

    Raises NotFound (also to whoever has a part in one of the actors), Conflict (somebody else has decided), Invalid.
    """
    alone_with_links()
    row = SamePersonLink.objects.select_for_update(of=("self",)).select_related("person", "other", "decided_by")
    link = allowed(by, Act.LINK_SAME_PERSON, row.filter(ref=codes.parse_ref(ref) or "").first())
    if link.state != seen:
        who = by_whom(link.decided_by) if link.decided_by else {}
        raise Conflict("changed", **who, at=link.decided_at, what="saved")
    if state not in MAY_FOLLOW[SameState(link.state)]:
        raise Invalid({"state": _("Choose an answer.")})
    if why not in SameWhy.values:
        raise Invalid({"why": _("Choose what you go by.")})
    link.state, link.why, link.decided_at, link.decided_by_id = state, why, at, by.id
    link.save(update_fields=["state", "why", "decided_at", "decided_by"])
    return link


def alone_with_links() -> None:
    """Wait until nobody decides on an admission, and let nobody, till the transaction ends."""
    _lock("pg_advisory_xact_lock")


def links_stand_still() -> None:
    """Let nobody make a link or take one away till the transaction ends."""
    _lock("pg_advisory_xact_lock_shared")


def alone_with_human(person_id: UUID) -> None:
    """Let nobody else decide on whoever is the same human, while links stand still: both would find no open case."""
    one_at_a_time("human", min([person_id, *others_of(person_id)], key=lambda one: one.bytes))


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s))", [LINKS])


def _same_number(person_id: UUID) -> Iterable[UUID]:
    """Everybody else whose newest mark is the person's newest, but for those with a new identity."""
    later = IdentityMark.objects.filter(person_id=OuterRef("person_id"), made_at__gt=OuterRef("made_at"))
    hidden = Person.objects.filter(protection=Protection.NEW_IDENTITY, pk=OuterRef("person_id"))
    newest = IdentityMark.objects.exclude(Exists(later)).exclude(Exists(hidden))
    mine = newest.filter(person_id=person_id).first()
    if mine is None:
        return []
    return newest.filter(mark=mine.mark).exclude(person_id=person_id).values_list("person_id", flat=True)


def _same_facts(person: Person) -> QuerySet[Person, UUID]:
    """Everybody else who was sent for admission and is alike in all four; nobody where one of them is not known. Who
    was met at the same place is alike for that reason."""
    main = ExploitationForm.objects.filter(is_main=True)
    form = main.filter(person_id=person.pk).values_list("form", flat=True).first()
    if not (person.birth_year and person.citizenships and person.languages and form):
        return Person.objects.none().values_list("pk", flat=True)
    events = Identification.objects.filter(person_id=person.pk, group_event__isnull=False).values("group_event")
    mine = {"person_id": OuterRef("pk")}
    rows = Person.objects.filter(
        Exists(main.filter(form=form, **mine)),
        Exists(AdmissionRequest.objects.filter(first_sent_at__isnull=False, **mine)),
        birth_year=person.birth_year,
        citizenships__overlap=person.citizenships,
        languages__overlap=person.languages,
    ).exclude(protection=Protection.NEW_IDENTITY)
    met = Identification.objects.filter(group_event__in=events, **mine)
    return rows.exclude(pk=person.pk).exclude(Exists(met)).order_by("-made_at").values_list("pk", flat=True)


def _ask(pair: Pair, sign: Sign, *, at: datetime) -> SamePersonLink | None:
    """The errand about a pair, where it is new; where it was closed, opened again by a stronger sign only."""
    row = SamePersonLink(pk=uuid4(), ref=codes.new_ref("D"), person_id=pair[0], other_id=pair[1], sign=sign, made_at=at)
    SamePersonLink.objects.bulk_create([row], ignore_conflicts=True)
    there = SamePersonLink.objects.select_for_update().get(person_id=pair[0], other_id=pair[1])
    if there.pk == row.pk:
        return there
    is_stronger = sign == Sign.ASKED or (sign == Sign.NUMBER and there.sign != Sign.NUMBER)
    if there.state not in (SameState.DISMISSED, SameState.ENDED) or not is_stronger:
        if sign == Sign.NUMBER and there.state == SameState.OPEN:
            SamePersonLink.objects.filter(pk=there.pk).update(sign=sign)
        return None
    there.sign, there.state, there.why, there.decided_at, there.decided_by = sign, SameState.OPEN, "", None, None
    there.save()
    return there
