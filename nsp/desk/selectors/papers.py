"""What an actor rests on and that runs out: its certification, and the permit of its home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Actor
from accounts.words import day_words, near_words, short_day_words
from certification.models import Certification, Permit
from nsp.desk.links import address
from nsp.desk.rows import Row

NEAR_DAYS = 60


def papers(on: date) -> list[Row]:
    """Certifications and permits that run out soon, have run out lately, or do not hold, where no newer one follows;
    and homes without any permit."""
    return [*_certifications(on), *_permits(on), *_without_permit()]


def _near(on: date) -> Q:
    return Q(valid_to__range=(on - timedelta(days=NEAR_DAYS), on + timedelta(days=NEAR_DAYS)))


def _certifications(on: date) -> list[Row]:
    """Certifications that run out soon, have run out lately, or are suspended, where no newer one follows."""
    newer = Certification.objects.filter(actor_id=OuterRef("actor_id"), valid_from__gt=OuterRef("valid_from"))
    suspended = Q(suspended_on__lte=on, valid_to__gte=on)
    rows = Certification.objects.filter(_near(on) | suspended).exclude(Exists(newer)).select_related("actor")
    return [_certification(row, on) for row in rows.order_by("valid_to")]


def _certification(row: Certification, on: date) -> Row:
    url = address(("actor", row.actor.ref))
    if row.suspended_on and row.suspended_on <= on:
        what = _("%(actor)s is suspended") % {"actor": row.actor.name}
        when = _("Since %(day)s") % {"day": short_day_words(row.suspended_on, on)}
        return Row(when, what, (_("running periods go on, new requests are stopped"),), _("See"), url, "soon")
    ran_out = row.valid_to < on
    what = _("The certification of %(actor)s has run out") if ran_out else _("The certification of %(actor)s runs out")
    kind = "late" if ran_out else "info"
    when = capital(near_words(row.valid_to, on))
    return Row(when, what % {"actor": row.actor.name}, (day_words(row.valid_to),), _("See"), url, kind)


def _permits(on: date) -> Iterator[Row]:
    newer = Permit.objects.filter(actor_id=OuterRef("actor_id"), valid_from__gt=OuterRef("valid_from"))
    withdrawn = Q(withdrawn_on__lte=on, valid_to__gte=on)
    rows = Permit.objects.filter(_near(on) | withdrawn, actor__is_home=True).exclude(Exists(newer))
    for row in rows.select_related("actor").order_by("valid_to"):
        name, url = {"actor": row.actor.name}, address(("permit_new", row.actor.ref))
        if row.withdrawn_on and row.withdrawn_on <= on:
            when = _("Since %(day)s") % {"day": short_day_words(row.withdrawn_on, on)}
            what = _("The permit of the home of %(actor)s is withdrawn") % name
            yield Row(when, what, (_stops(),), _("Note a permit"), url, "late")
            continue
        ran_out = row.valid_to < on
        what = (
            _("The permit of the home of %(actor)s has run out")
            if ran_out
            else _("The permit of the home of %(actor)s runs out")
        )
        when = capital(near_words(row.valid_to, on))
        yield Row(when, what % name, (day_words(row.valid_to),), _("Note a permit"), url, "late" if ran_out else "info")


def _without_permit() -> Iterator[Row]:
    any_permit = Permit.objects.filter(actor_id=OuterRef("pk"))
    for actor in Actor.objects.filter(is_home=True).exclude(Exists(any_permit)):
        what = _("No permit is noted of the home of %(actor)s") % {"actor": actor.name}
        yield Row("", what, (_stops(),), _("Note a permit"), address(("permit_new", actor.ref)), "late")


def _stops() -> str:
    return _("running periods go on, new requests are stopped")


def capital(text: str) -> str:
    """With a capital letter first."""
    return text[:1].upper() + text[1:]
