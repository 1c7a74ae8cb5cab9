"""The standing cast, the same in every test: who works where, and what the programme says this year.

Alma and Bo are caseworkers at Linden and Maj manages it, Cia is a caseworker at Noor; Dag and Disa coordinate (Dag is
employed by Linden's neighbour Ankaret, Disa by nobody in the programme); Eva pays; Frej works for Fristaden, which only
cooperates. Olle is the data protection officer, Ada runs the system.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.acts import Role
from accounts.clock import STOCKHOLM, today
from accounts.counties import County
from accounts.models import Actor, Appointment, User
from accounts.models.actor import ActorKind
from accounts.viewer import system
from cases.services.programme import copy_programme
from certification.models import Certification
from funding.services.budgets import set_up_budget

OWNER = "owner"
PASSWORD = "fem gröna äpplen på bordet"
ACTORS = {
    "linden": ("Linden", ActorKind.MEMBER, County.STOCKHOLM),
    "noor": ("Noor", ActorKind.MEMBER, County.SKANE),
    "ankaret": ("Ankaret", ActorKind.MEMBER, County.VASTRA_GOTALAND),
    "fristaden": ("Fristaden", ActorKind.COOPERATING, County.UPPSALA),
}
PEOPLE: dict[str, tuple[str, Role, str | None, str | None]] = {
    "alma": ("Alma Lind", Role.CASEWORKER, "linden", "linden"),
    "bo": ("Bo Berg", Role.CASEWORKER, "linden", "linden"),
    "cia": ("Cia Noord", Role.CASEWORKER, "noor", "noor"),
    "dag": ("Dag Ek", Role.COORDINATOR, None, "ankaret"),
    "disa": ("Disa Dal", Role.COORDINATOR, None, None),
    "eva": ("Eva Falk", Role.FUNDER, None, None),
    "maj": ("Maj Moberg", Role.MANAGER, "linden", "linden"),
    "ada": ("Ada Ask", Role.ADMINISTRATOR, None, None),
    "frej": ("Frej Fors", Role.COOPERATING, "fristaden", "fristaden"),
    "olle": ("Olle Ohm", Role.PROTECTION_OFFICER, None, None),
}
FIRST_YEAR = 2023


def load() -> None:
    """Put reference data and the cast into an empty database, committed, by the owner's login."""
    call_command("load_reference")
    for key, (name, kind, county) in ACTORS.items():
        _actor(key, name, kind, county)
    for key, (name, role, at, employer) in PEOPLE.items():
        _user(key, name, role, at, employer)
    for year in range(FIRST_YEAR, today().year + 2):
        copy_programme("NSP-2017", year=year, using=OWNER)
        given = datetime(year, 1, 1, tzinfo=STOCKHOLM)
        set_up_budget(year, Decimal(10_000_000), by=system("cast"), at=given, using=OWNER)


def _actor(key: str, name: str, kind: ActorKind, county: County) -> None:
    group = Group(name=f"actor:{key}")
    group.save(using=OWNER)
    actor = Actor(ref=f"A-{key.upper()}", name=name, kind=kind, county=county, group=group)
    actor.save(using=OWNER, force_insert=True)
    if kind == ActorKind.MEMBER:
        valid = Certification(actor=actor, valid_from=date(2020, 1, 1), valid_to=date(today().year + 2, 12, 31))
        valid.save(using=OWNER, force_insert=True)


def _user(key: str, name: str, role: Role, at: str | None, employer: str | None) -> None:
    actors = Actor.objects.using(OWNER)
    user = User(
        email=f"{key}@example.org",
        name=name,
        employer=actors.get(ref=f"A-{employer.upper()}") if employer else None,
    )
    user.set_password(PASSWORD)
    user.save(using=OWNER, force_insert=True)
    actor = actors.get(ref=f"A-{at.upper()}") if at else None
    if actor:
        User.groups.through.objects.using(OWNER).create(user_id=user.pk, group_id=actor.group_id)
    Appointment(user=user, role=role, actor=actor).save(using=OWNER, force_insert=True)
