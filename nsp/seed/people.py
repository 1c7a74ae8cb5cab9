"""Who works in the demo. Every organisation and every person is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group

from accounts.acts import Role
from accounts.clock import STOCKHOLM
from accounts.counties import County
from accounts.links import new_ref
from accounts.models import Actor, Appointment, User
from accounts.models.actor import ActorKind
from accounts.viewer import system
from cases.services.programme import copy_programme
from certification.models import Certification, Permit
from funding.services.budgets import set_up_budget

OWNER = "owner"
PASSWORD = "demo demo demo demo"  # noqa: S105 - the demo answers to this machine only
YEARLY = Decimal(5_400_000)


@dataclass(frozen=True)
class ActorLine:
    """One organisation. ``certified`` counts days from today to the last valid day; None: cooperates only. ``permit``:
    the same of the permit of its home; None: it runs none."""

    key: str
    name: str
    county: County
    certified: int | None = 400
    suspended: int | None = None
    permit: int | None = None


ACTORS = (
    ActorLine("linden", "Linden", County.STOCKHOLM, permit=500),
    ActorLine("noor", "Noor", County.SKANE),
    ActorLine("ankaret", "Ankarplatsen", County.VASTRA_GOTALAND),
    ActorLine("fyrboken", "Fyrboken", County.GOTLAND, certified=24),
    ActorLine("bjorkvik", "Björkvik", County.OSTERGOTLAND),
    ActorLine("hamnljus", "Hamnljus", County.VASTERNORRLAND),
    ActorLine("stigen", "Stigen", County.OREBRO, permit=17),
    ActorLine("norrsken", "Norrskenshuset", County.NORRBOTTEN),
    ActorLine("tranan", "Tranan", County.KRONOBERG, suspended=-9),
    ActorLine("videt", "Videt", County.DALARNA),
    ActorLine("fristaden", "Fristaden", County.UPPSALA, certified=None),
    ActorLine("kallan", "Källsprånget", County.HALLAND, certified=None),
)


@dataclass(frozen=True)
class PersonLine:
    """One account: who, role, where, employed by whom, and what to try (Swedish and English)."""

    key: str
    name: str
    role: Role
    at: str | None
    employer: str | None
    shown: bool = False
    try_sv: str = ""
    try_en: str = ""


PEOPLE = (
    PersonLine(
        "alma",
        "Alma Lind",
        Role.CASEWORKER,
        "linden",
        "linden",
        True,
        "Identifiera någon, be om tillträde, följ en viloperiod.",
        "Identify somebody, ask for admission, follow a rest period.",
    ),
    PersonLine(
        "bo",
        "Bo Berg",
        Role.CASEWORKER,
        "linden",
        "linden",
        True,
        "Se samma personer som Alma. Svara på en fråga från samordnaren.",
        "See the same persons as Alma. Answer a question from the coordinator.",
    ),
    PersonLine(
        "cia",
        "Cia Norr",
        Role.CASEWORKER,
        "noor",
        "noor",
        True,
        "Arbetar hos en annan aktör: ser inga av Almas personer.",
        "Works for another actor: sees none of Alma's persons.",
    ),
    PersonLine(
        "dag",
        "Dag Ek",
        Role.COORDINATOR,
        None,
        "ankaret",
        True,
        "Bekräfta ansökningar, fördela en överlämning, gör en rapport.",
        "Confirm requests, route a hand-over, make a report.",
    ),
    PersonLine(
        "disa",
        "Disa Dal",
        Role.COORDINATOR,
        None,
        None,
        True,
        "Publicera rapporten som Dag har gjort.",
        "Publish the report that Dag has made.",
    ),
    PersonLine(
        "eva", "Eva Falk", Role.FUNDER, None, None, True, "Läs och hämta rapporter.", "Read and download reports."
    ),
    PersonLine(
        "frej",
        "Frej Fors",
        Role.COOPERATING,
        "fristaden",
        "fristaden",
        True,
        "Lämna över en person till programmet och följ kvittot.",
        "Hand a person over to the programme and follow the receipt.",
    ),
    PersonLine(
        "maj",
        "Maj Moberg",
        Role.MANAGER,
        "linden",
        "linden",
        True,
        "Bjud in en kollega. Bestäm vilka av Lindens handläggare som ser en person.",
        "Invite a colleague. Say which of Linden's caseworkers see a person.",
    ),
    PersonLine(
        "olle",
        "Olle Ohm",
        Role.PROTECTION_OFFICER,
        None,
        None,
        True,
        "Granska vem som har sett vad, utan att se vad som står.",
        "Review who has seen what, without seeing what is written.",
    ),
    PersonLine(
        "ada",
        "Ada Ask",
        Role.ADMINISTRATOR,
        None,
        None,
        True,
        "Se vilka som har konto, och frys ett. Ser inget om personer.",
        "See who has an account, and freeze one. Sees nothing about persons.",
    ),
    PersonLine("gun", "Gun Alm", Role.CASEWORKER, "ankaret", "ankaret"),
    PersonLine("nora", "Nora Nyman", Role.MANAGER, "noor", "noor"),
    PersonLine("anton", "Anton Ehn", Role.MANAGER, "ankaret", "ankaret"),
    PersonLine("hedvig", "Hedvig Sund", Role.CASEWORKER, "fyrboken", "fyrboken"),
    PersonLine("ivar", "Ivar Rosén", Role.MANAGER, "bjorkvik", "bjorkvik"),
    PersonLine("jonna", "Jonna Vik", Role.MANAGER, "hamnljus", "hamnljus"),
    PersonLine("kerstin", "Kerstin Åker", Role.MANAGER, "stigen", "stigen"),
    PersonLine("lars", "Lars Fjell", Role.MANAGER, "norrsken", "norrsken"),
    PersonLine("mona", "Mona Gren", Role.CASEWORKER, "tranan", "tranan"),
    PersonLine("nils", "Nils Ström", Role.MANAGER, "videt", "videt"),
    PersonLine("ove", "Ove Hall", Role.COOPERATING, "kallan", "kallan"),
)


def seed_people(today: date) -> None:
    """Actors with their papers, accounts, and four years of example programmes and budgets (by the owner)."""
    for line in ACTORS:
        _actor(line, today)
    for person in PEOPLE:
        _user(person)
    for line in ACTORS:
        _home(line, today)
    for year in range(today.year - 3, today.year + 1):
        copy_programme("NSP-2017", year=year, using=OWNER)
        _budget(year)
    if today.month >= 11:  # a rest that begins now reaches into the next year
        copy_programme("NSP-2017", year=today.year + 1, using=OWNER)
        _budget(today.year + 1)


def _budget(year: int) -> None:
    at = datetime(year, 1, 1, tzinfo=STOCKHOLM)
    set_up_budget(year, YEARLY, by=system("seed"), at=at, funder="Exempelmyndigheten", using=OWNER)


def email_of(key: str) -> str:
    """The demo's addresses lead nowhere."""
    return f"{key}@demo.example"


def _actor(line: ActorLine, today: date) -> None:
    group = Group(name=f"actor:{line.key}")
    group.save(using=OWNER)
    kind = ActorKind.COOPERATING if line.certified is None else ActorKind.MEMBER
    actor = Actor(ref=f"A-{line.key.upper()}"[:12], name=line.name, kind=kind, county=line.county, group=group)
    actor.save(using=OWNER, force_insert=True)
    if line.certified is None:
        return
    valid = Certification(
        actor=actor,
        valid_from=date(today.year - 4, 1, 1),
        valid_to=today + timedelta(days=line.certified),
        suspended_on=today + timedelta(days=line.suspended) if line.suspended is not None else None,
    )
    valid.save(using=OWNER, force_insert=True)


def _home(line: ActorLine, today: date) -> None:
    if line.permit is None:
        return
    actor = Actor.objects.using(OWNER).get(ref=f"A-{line.key.upper()}"[:12])
    actor.is_home = True
    actor.save(using=OWNER, update_fields=["is_home"])
    first = date(today.year - 4, 1, 1)
    Permit(
        ref=new_ref("P"),
        actor=actor,
        valid_from=first,
        valid_to=today + timedelta(days=line.permit),
        noted_at=datetime.combine(first, time(9), STOCKHOLM),
        noted_by=User.objects.using(OWNER).get(email=email_of("dag")),
    ).save(using=OWNER, force_insert=True)


def _user(line: PersonLine) -> None:
    actors = Actor.objects.using(OWNER)
    user = User(
        email=email_of(line.key),
        name=line.name,
        employer=actors.get(ref=f"A-{line.employer.upper()}"[:12]) if line.employer else None,
    )
    user.set_password(PASSWORD)
    user.save(using=OWNER, force_insert=True)
    actor = actors.get(ref=f"A-{line.at.upper()}"[:12]) if line.at else None
    if actor:
        User.groups.through.objects.using(OWNER).create(user_id=user.pk, group_id=actor.group_id)
    Appointment(user=user, role=line.role, actor=actor).save(using=OWNER, force_insert=True)
    app = Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(generate_totp_secret())})
    app.save(using=OWNER, force_insert=True)
