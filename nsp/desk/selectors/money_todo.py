"""Att göra about money: reports that wait for a coordinator or for an answer, nights to report, accounts to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import money_words, near_words, short_day_words, urgency, waited_words
from cases.granted import Granted
from cases.models import AdmissionDecision, Person
from cases.models.admission import DecisionKind
from cases.selectors.claims import claims_to_decide
from cases.selectors.granted import granted
from funding.models import Claim, ClaimState
from funding.selectors.accounts import accounts_to_confirm
from funding.selectors.claims import Told, claims_in
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row

MOST = 200
"""So many nights at a time; a list longer than that is nobody's errand list."""


def claims_waiting(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """For a coordinator: reports that wait, but those of an actor that they belong to."""
    for line in claims_to_decide(viewer):
        if line.own or line.sent_at is None:
            continue
        yield Row(
            when=_("waited %(time)s") % {"time": waited_words(line.sent_at, now)},
            what=_("Look at the report: %(name)s for %(who)s") % {"name": line.name.lower(), "who": line.code_name},
            who=(line.code, line.actor, money_words(line.amount), _("sent late") if line.late else ""),
            act=_("Look at"),
            url=address(("claim_decide", line.ref)),
            kind="late" if line.late else "info",
        )


def accounts_waiting(viewer: Viewer, now: datetime) -> tuple[list[Row], list[Aside]]:
    """For coordinators and an actor's managers: accounts that somebody else has written; beside them those that they
    wrote themselves."""
    rows, asides = [], []
    for ref, actor, since, mine in accounts_to_confirm(viewer):
        waited = _("waited %(time)s") % {"time": waited_words(since, now)}
        if mine:
            asides.append(Aside(_("The account of %(actor)s, to be confirmed") % {"actor": actor}, (waited,)))
        else:
            what = _("Confirm the account of %(actor)s") % {"actor": actor}
            who, url = (_("nobody is paid to it until then"),), address(("bank_account_confirm", ref))
            rows.append(Row(waited, what, who, _("Look and confirm"), url, "soon"))
    return rows, asides


def reports_of(viewer: Viewer, on: date) -> tuple[list[Row], list[Aside]]:
    """For an actor's staff: reports that came back with a question, and nights that are to be reported back; beside
    them reports that coordinators have to look at."""
    claims = [row for row in claims_in(ClaimState.ASKED, ClaimState.SENT) if row.actor_id in viewer.actors]
    nights = _unreported_nights(viewer)
    what = granted([row.cause_id for row in claims] + nights)
    theirs = _theirs(viewer, {one.person_id for one in what.values()})
    what = {cause: one for cause, one in what.items() if one.person_id in theirs}
    asked = [row for row in claims if row.state == ClaimState.ASKED]
    sent = [row for row in claims if row.state == ClaimState.SENT and row.cause_id in what]
    rows = [*_asked(asked, what, on), *_nights(nights, what, on)]
    return rows, [_sent(row, what[row.cause_id], on) for row in sent]


def _sent(row: Told, one: Granted, on: date) -> Aside:
    sent = _("sent %(day)s") % {"day": short_day_words(day(row.sent_at), on)} if row.sent_at else ""
    what = _("Report: %(name)s") % {"name": one.name.lower()}
    return Aside(what, (one.code_name, one.code, sent), address(("claim", row.ref)))


def _asked(asked: Sequence[Told], what: Mapping[UUID, Granted], on: date) -> Iterator[Row]:
    for row in asked:
        one = what.get(row.cause_id)
        if one is not None:
            yield Row(
                when=_("Since %(day)s") % {"day": short_day_words(day(row.decided_at), on) if row.decided_at else ""},
                what=_("Answer about the report: %(name)s for %(who)s")
                % {"name": one.name.lower(), "who": one.code_name},
                who=(one.code, _("asked by %(who)s") % {"who": row.decided_by}),
                act=_("Read and answer"),
                url=address(one.key),
                kind="soon",
            )


def _nights(nights: Sequence[UUID], what: Mapping[UUID, Granted], on: date) -> Iterator[Row]:
    for cause in nights:
        one = what.get(cause)
        if one is not None:
            yield Row(
                when=near_words(one.report_by, on).capitalize(),
                what=_("Report back the nights that %(who)s had") % {"who": one.code_name},
                who=(one.code, _("paid although the request was declined")),
                act=_("Report back"),
                url=address(one.key),
                kind=urgency(one.report_by, on),
            )


def _unreported_nights(viewer: Viewer) -> list[UUID]:
    rows = AdmissionDecision.objects.filter(kind=DecisionKind.DECLINE, paid_until__isnull=False)
    sent = Claim.objects.exclude(state__in=[ClaimState.DRAFT, ClaimState.TAKEN_BACK])
    rows = rows.filter(request__actor_id__in=viewer.actors).exclude(pk__in=sent.values("commitment__cause_id"))
    return list(rows.order_by("at").values_list("pk", flat=True)[:MOST])


def _theirs(viewer: Viewer, persons: set[UUID]) -> set[UUID]:
    """Of these persons the viewer's own; for a manager all of the actor's."""
    rows = Person.objects.filter(pk__in=persons)
    if not viewer.is_(Role.MANAGER):
        rows = rows.filter(caseworker_id=viewer.id)
    return set(rows.values_list("pk", flat=True))
