"""Every page in every state: axe finds nothing, nothing is wider than a small phone, English is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from xml.etree.ElementTree import Comment, Element

import pytest
import tinyhtml5
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from accounts.acts import Role
from accounts.clock import STOCKHOLM, day, now
from accounts.door import acting_as
from accounts.links import token_of
from accounts.models import FreezeReason, User
from accounts.services.freezing import freeze
from accounts.services.invitations import invite
from accounts.services.recovery import confirm_recovery, open_recovery
from accounts.viewer import Viewer, system, viewer_of
from cases.models import (
    AdmissionRequest,
    Case,
    Dependant,
    HandOver,
    Identification,
    Intervention,
    LastDayProposal,
    Person,
)
from cases.selectors.sharing import restrictions
from cases.selectors.verdicts import programme_on
from cases.services import admission, claims, decision, handover, sharing
from cases.services.admission import AskedChild
from cases.services.catalogue import close_item
from cases.services.closing import Ended, close_case
from cases.services.dependant import Close, add_dependant
from cases.services.facts import state_police_report, state_protection, state_return_programme
from cases.services.family import link_persons
from cases.services.further import begin_further
from cases.services.group import Line, Shared, add_line, note_group_event
from cases.services.identification import Identified, hand_over, state_outcome
from cases.services.intervention import end_early
from cases.services.journal import Said, add_to_note, take_note, write_note
from cases.services.journal_drafts import Form, save_note_draft
from cases.services.last_day import let_go_on
from cases.services.law import Stated, state_step, strike_step
from cases.services.outreach import Outing, note_outreach
from cases.services.programme import Named, begin_programme, leave_out
from cases.services.report_back import Reported
from cases.services.returning import Planned, plan_return
from cases.services.rights import StatedRight, state_right
from cases.services.safety import Reviewed, review_safety
from cases.services.same_person import ask_about
from cases.services.service import Done, log_for_actor, log_for_person
from cases.services.striking import ask_striking
from cases.services.talk import Told, send
from cases.services.task import Given as ToDo
from cases.services.task import give_task, mark_done
from certification.services import Noted, note_permit, set_home
from funding.models import BudgetLine, LedgerLine
from funding.services import budgets
from funding.services.accounts import ask_account
from funding.services.budgets import Given
from funding.services.payments import make_batch, mark_paid, take_out
from reminders.services import board
from reports.models import FunderReport
from reports.services import ask_report, make_report, publish
from reports.statistics import BY_ID
from tests.browser.conftest import violations
from tests.cases.asking import whole_form
from tests.cases.reporting import approved, has_account, journey_of, reported, rest_of, spent
from tests.factories import (
    asked,
    confirmed_case,
    consents,
    draft_request,
    identified,
    item_of,
    offer_of,
    sent_item,
    sent_request,
    share_with,
)
from tests.house.test_doors import patterns
from tests.signing import signed_in_client

Opened = Callable[..., Page]
Looks = dict[str, list[str]]
"""Addresses by who looks at them; nobody is signed in under the empty name."""

SMALLEST = 320
#: What shows no page: it answers a post or a program, sends a file, leads on, or is allauth's and not in use.
BY_WIDTH_AND_COLOUR = ("color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable")
NO_PAGE = re.compile(
    r"^(api_|account_(?!login)|demo_|set_|(form_)?draft_|person_timeline$|components$)"
    r"|^(mfa_authenticate|mfa_reauthenticate|mfa_(re|de)activate|mfa_(edit|remove))"  # test_signing_in.py
    r"|^(account_inactive|openid_connect_\w+|join_as|session_end|sessions_end_others|user_(un)?freeze|appointment_end|(invitation|recovery)_\w+)$"
    r"|^(health|year_file|todo_part|notices_read|notice_open|report_again|report_file|report_progress|request_begin|request_bring_back"
    r"|transfer_accept|transfer_take_back|extract|hand_over_accept|hand_over_send_back|hand_over_take_back|identification_draft|identification_outcome"
    r"|guard_text|mention_seen|posting_read|posting_take_down|posting_remind|search_suggest|persons_give|absence_take_back|filter_opens|filter_remove|filter_restore|payment_new|payment_file|payment_leave_out|bank_account_end|note_take|note_bring_back|striking_withdraw|question_close|task_done|task_undo|task_take_back|own_money_file|service_file|outreach_file|group_event_begin|group_line_mistake|person_checked)$"
)
SWEDISH = re.compile(r"\b(och|inte|eller|från|till|ärende|ansökan|beslut|personen)\b", re.IGNORECASE)


@pytest.fixture
def looks(alma: Viewer, dag: Viewer, disa: Viewer, frej: Viewer, maj: Viewer, users: dict[str, User]) -> Looks:
    """Every page, in every state that it has."""
    at = now() - timedelta(days=2)
    rows = _asked(alma, dag, at)
    running = confirmed_case(alma, dag, at=at - timedelta(days=12), children=(AskedChild(birth_year=2020),))
    ended = _ended(alma, dag, at)
    met = identified(alma, at=at, age="UNCLEAR", interpreter=True)
    receipt, waiting, offered = _handed(frej, dag, at)
    report, published = _reports(alma, dag, disa)
    with acting_as(alma):
        first = Identification.objects.get(person=met)
        own = running.person.code
        codes = [met.code, *(row.person.code for row in rows.values()), own, ended.person.code]
        child = Dependant.objects.filter(person=running.person).get().ref
        loose = add_dependant(met.code, Close("SIBLING"), by=alma, at=at).ref
        live, done = (case.interventions.get().ref for case in (running, ended))
    share, restriction = _opened_and_shut(met.code, alma, dag, maj)
    desk = [
        "/",
        "/persons/",
        "/persons/?q=zzz",
        "/identifications/",
        "/identifications/new/",
        "/groups/",
        "/filters/",
        "/filters/new/?list=person_list&county=12&flag=CHILD",
        "/requests/",
        "/search/",
    ]
    desk += [
        "/notices/",
        "/rules/",
        "/help/",
        "/own-account/",
        "/own-account/ways/",
        "/own-account/absence/",
        "/actors/",
        "/money/",
        "/nowhere/",
    ]
    persons = [f"/persons/{code}/" for code in codes] + [f"/persons/{own}/{page}/" for page in ("timeline", "seen")]
    persons += [f"/persons/{own}/?texts=1", f"/persons/{own}/seen/?on={day(at)}&who={dag.id.hex}&outside=on"]
    about = f"/persons/{met.code}"
    forms = [f"{about}/{form}/" for form in ("details", "changes", "police-report", "put-off", "dependants/new")]
    sections = ("age", "language", "protection", "contact", "own")
    forms += [f"/persons/{own}/details/{section}/" for section in sections] + [f"/persons/{own}/details/?texts=1"]
    forms += _law(own, alma)
    with acting_as(alma):
        review_safety(own, Reviewed(day(at), "HIGH", "Har fått hot.", "Ring oss.", day(at)), by=alma, at=at)
    forms += [f"/persons/{own}/safety/", f"/persons/{own}/safety/?texts=1", f"{about}/safety/"]
    forms += [f"{about}/{form}/" for form in ("concern", "child", "exploitation", "identity")]
    forms += [f"{about}/dependants/{loose}/concern/"]
    forms += [f"/persons/{own}/{form}/" for form in ("protection", "return-programme", "information", "print")]
    forms += ["/sheets/", "/sheets/RIGHTS/swe/", f"/persons/{own}/print/?texts=1"]
    forms += [
        f"/persons/{own}/dependants/{child}/",
        f"{about}/dependants/{loose}/",
        f"{about}/dependants/{loose}/remove/",
    ]
    forms += _family(own, met.code, loose, alma)
    forms += _journal(own, alma) + _tasks(own, alma, maj)
    persons += [f"/persons/{one}/rights/" for one in (own, met.code)]
    with acting_as(alma):
        state_right(own, "CARE", StatedRight("NEEDED", day(at) - timedelta(days=30), gap="NO_MONEY"), by=alma, at=at)
        state_right(own, "LEGAL", StatedRight("MET", day(at), "SOCIETY", note="En jurist."), by=alma, at=at)
        line = log_for_person(own, Done("FOOD", day(at), hours=Decimal(2), note="Mat."), by=alma, at=at).ref
        outing = note_outreach(Outing(day(at), 12, "01", "STREET", 9), by=alma, at=at).ref
        group = note_group_event(Shared(day(at), 2, forms=("LABOUR",), branch="F"), token=uuid4(), by=alma, at=at).ref
        member = add_line(group, Line(birth_year=1990), token=uuid4(), by=alma, at=at)
        line_of = Identification.objects.get(person=member).ref
        state_outcome(line_of, "leave", note="", by=alma, at=at)
        alone = log_for_actor(Done("OUTREACH", day(at), people=12), by=alma, at=at).ref
    forms += [f"/persons/{own}/rights/{right}/" for right in ("HOUSING", "CARE")]
    forms += [f"/persons/{own}/dependants/{child}/rights/EDUCATION/", f"/persons/{own}/rights/?texts=1"]
    services = ("services", "services/new", f"services/{line}/take-away")
    forms += [f"/persons/{own}/{page}/" for page in services] + [f"/persons/{own}/services/?texts=1"]
    forms += ["/services/", "/services/?month=1", "/services/new/", f"/services/{alone}/take-away/"]
    forms += [
        f"/groups/new/{uuid4()}/",
        f"/groups/{group}/",
        f"/groups/{group}/note/",
        f"/identifications/{line_of}/split-off/",
    ]
    forms += [f"/persons/{member.code}/{page}" for page in ("", "left/", "meet/")] + [f"{about}/left/"]
    forms += ["/outreach/", "/outreach/?year=2024", "/outreach/new/", f"/outreach/{outing}/take-away/"]
    with acting_as(alma):
        yes = consents(met.code, alma)
    with acting_as(viewer_of(users["cia"])) as cia:
        asked_over = offer_of(identified(cia, at=at), cia, to="A-LINDEN")
    forms += [f"/transfers/{asked_over}/"]
    consent = ("transfer", "consents", "consents/new", f"consents/{yes}/withdraw")
    forms += [f"{about}/{page}/" for page in ("access", "share", f"share/{share}/end", *consent)]
    forms += ["/actors/A-LINDEN/", f"/interventions/{done}/end/"]
    forms += [f"/identifications/new/{uuid4()}/", f"/identifications/{first.ref}/", f"/hand-overs/{offered}/offer/"]
    forms += [f"/interventions/{live}/end/", f"/interventions/{done}/report/"]
    requests = [f"/requests/{row.ref}/" for row in rows.values()] + [f"/requests/{rows['returned'].ref}/?texts=1"]
    requests += [f"/requests/{rows[state].ref}/edit/" for state in ("begun", "half", "returned")]
    requests += [f"/requests/{rows['half'].ref}/edit/?check=1", f"/requests/{rows['ready'].ref}/check/"]
    requests += [f"/requests/{rows[state].ref}/withdraw/" for state in ("sent", "begun")]
    support, specific, waits = _further(running, alma, dag)
    persons += [f"/persons/{own}/apply/", f"/persons/{met.code}/apply/"]
    requests += [f"/requests/{support}/", f"/requests/{specific}/edit/", f"/requests/{specific}/edit/?check=1"]
    requests += [f"/requests/{waits}/"]
    factors = [f"/account/second-factor/{page}" for page in ("", "webauthn/", "webauthn/add/", "totp/activate/")]
    office = ["/", "/persons/", "/identifications/", "/requests/", "/decisions/", "/money/", "/actors/", "/search/"]
    office += ["/status/", "/remind/", "/persons/?place=RUNNING&flag=CHILD&ends=7"]
    office += [
        "/gaps/",
        "/met-together/",
        "/reports/",
        "/reports/new/",
        f"/reports/{report}/",
        f"/reports/{published}/",
        f"/hand-overs/{waiting}/",
    ]
    office += ["/sheets/RIGHTS/write/?language=swe"]
    with acting_as(dag):
        said = board.Told("Nya schabloner", "Från mars.", day(now()), asks_receipt=True)
        put_up, down = (board.post(said, token=uuid4(), by=dag, at=at).ref for _one in range(2))
        board.take_down(down, by=dag, at=at)
    desk += ["/calendar/", "/calendar/?view=month", "/board/", f"/board/{put_up}/"]
    office += ["/board/", "/board/new/", *(f"/board/{put_up}/{page}" for page in ("", "change/")), f"/board/{down}/"]
    office += [f"/requests/{rows[state].ref}/decide/" for state in ("sent", "returned", "declined")]
    office += [f"/requests/{ref}/decide/" for ref in (support, waits)] + ["/decisions/waiting/"]
    office += [
        "/actors/A-FRISTADEN/",
        f"/requests/{rows['sent'].ref}/decide/?texts=1",
        f"/hand-overs/{waiting}/?texts=1",
    ]
    office += [f"/hand-overs/{offered}/", f"/reports/{report}/publish/", f"/identifications/{first.ref}/"]
    with transaction.atomic():
        ways_in = _accounts(users, at)
    office += ["/users/", "/users/invite/", *(f"/users/{users[who].pk}/" for who in ("alma", "bo", "disa"))]
    office += [f"{about}/access/", f"/persons/{own}/break-glass/", f"/persons/{own}/access/"]
    with acting_as(disa):
        pair = ask_about(own, met.code, by=disa, at=at).ref
    office += ["/same-person/", f"/same-person/{pair}/"]
    struck = _struck(own, alma)
    manager = [f"/strikings/{struck}/", f"/strikings/{struck}/?texts=1"]
    manager += ["/extracts/", "/", f"/persons/{own}/restrict/", "/restrictions/", f"/restrictions/{restriction}/"]
    waits, kept = _overtaken(alma, dag, disa, at)
    office += [f"/last-days/{waits}/?texts=1", f"/last-days/{kept}/"]
    office += _programmes() + _home(dag) + _budgets(at.year)
    office += [f"/money/year-end/{page}?year={at.year - 1}" for page in ("", "sign/", "return/")]
    over = _closed(alma, dag)
    persons += [f"/persons/{over}/{page}" for page in ("", "timeline/", "close/", "view/")] + [f"/persons/{own}/close/"]
    office += [f"/persons/{over}/", f"/persons/{over}/reopen/"]
    own_money, of_office, of_manager = _money(alma, maj, dag, disa)
    office += of_office
    manager += of_manager
    cooperating = ["/", "/identifications/new/", "/receipts/", f"/receipts/{receipt}/", "/help/"]
    officer = ["/", "/log/", "/log/checks/", f"/log/?code={own}&only=hours&first=2026-01-01", "/log/?code=anna"]
    officer += ["/log/?act=HELP&first=2026-02-02&last=2026-02-01", "/log/export/", "/log/export/?act=RUN_SYSTEM"]
    funder = ["/", "/reports/", f"/reports/{published}/", "/help/"]
    return {
        "": ["/account/login/", "/hidden/", "/nowhere/", *ways_in],
        "maj": [
            *manager,
            "/persons/",
            f"/users/{users['alma'].pk}/hand-on/",
            "/users/",
            f"/users/{users['alma'].pk}/",
            "/users/invite/",
            "/own-account/password/",
        ],
        "ada": ["/", "/status/", "/users/", f"/users/{users['dag'].pk}/"],
        "alma": desk + persons + forms + requests + factors + own_money,
        "disa": office,
        "frej": cooperating,
        "olle": officer,
        "eva": funder,
    }


def _closed(alma: Viewer, dag: Viewer) -> str:
    """Somebody whose case is closed; something has happened since. Their code."""
    at = now() - timedelta(days=60)
    case = confirmed_case(alma, dag, at=at)
    reported(rest_of(case, alma), alma, at=at + timedelta(days=31))
    with acting_as(alma):
        code = Person.objects.get(pk=case.person_id).code
        # The day of that moment, not forty days after the day: between the two the clocks may have been changed.
        ended = at + timedelta(days=40)
        close_case(code, Ended("SOCIETY", day(ended), "Har egen bostad."), by=alma, at=ended)
        state_police_report(code, "YES", on=day(at), by=alma, at=now())
    return code


def _money(alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer) -> tuple[list[str], list[str], list[str]]:
    """Pages of reports, payments and accounts in their states: (of the actor, of the office, of a manager)."""
    at = now()
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    paid = approved(alma, dag, at=at - timedelta(days=3))
    with acting_as(dag):
        batch = make_batch(paid.commitment.programme, by=dag, at=at)
        mark_paid(batch.ref, day(at), by=dag, at=at)
    cut, row = approved(alma, dag, at=at - timedelta(days=2)), journey_of(alma, dag, at=at - timedelta(days=20))
    with acting_as(dag):
        made = make_batch(cut.commitment.programme, by=dag, at=at)
        take_out(made.ref, by=dag, at=at)
    done = approved(alma, dag, at=at - timedelta(days=2))
    costs = (spent(4_000, "214", day(at) - timedelta(days=4)),)
    sent = reported(row, alma, at=at, said=Reported(costs=costs, note="Resan blev billigare."))
    asked = reported(journey_of(alma, dag, at=at - timedelta(days=20)), alma, at=at, said=Reported(costs=()))
    with acting_as(dag):
        claims.ask(asked.ref, version=asked.version, question="Blev det ingen resa?", by=dag, at=at)
    with acting_as(maj):
        account = ask_account("A-LINDEN", "BANKGIRO", "991-2346", by=maj, at=at).ref
    request = sent_request(alma, at=at - timedelta(days=6), urgent=True)
    with acting_as(dag):
        until, why = day(at) - timedelta(days=5), {"decline_reason": "OTHER", "reason": "Samhället ger skydd."}
        decision.decline(request.ref, version=request.version, by=dag, at=at, paid_until=until, **why)
    with acting_as(alma):
        open_item = Intervention.objects.get(pk=asked.commitment.cause_id).ref
    actor = ["/money/own/", f"/interventions/{open_item}/report/", f"/requests/{request.ref}/report/"]
    actor += ["/actors/A-LINDEN/account/", *(f"/claims/{one.ref}/" for one in (sent, asked, paid))]
    office = ["/claims/", f"/claims/{sent.ref}/decide/", f"/claims/{sent.ref}/decide/?texts=1", f"/claims/{done.ref}/"]
    office += [f"/claims/{sent.ref}/papers/", f"/claims/{done.ref}/anew/", f"/claims/{paid.ref}/paid-back/"]
    office += [f"/claims/{asked.ref}/", f"/claims/{paid.ref}/", "/payments/", f"/payments/{batch.ref}/"]
    office += [f"/payments/{made.ref}/", f"/payments/{made.ref}/paid/", f"/payments/{made.ref}/unused/"]
    office += ["/actors/A-LINDEN/account/", "/actors/A-NOOR/account/", f"/accounts/{account}/confirm/"]
    manager = ["/money/own/", "/actors/A-LINDEN/account/", "/actors/A-LINDEN/account/new/"]
    return actor, office, [*manager, f"/accounts/{account}/confirm/"]


def _journal(own: str, alma: Viewer) -> list[str]:
    """The journal: a note that its writer can change, a locked one with an addition, one just taken away, a draft."""
    at, here = now(), f"/persons/{own}/journal/"
    with acting_as(alma):
        old = Said(day(at) - timedelta(days=3), "TELEPHONE", "Vi kom överens om måndag.", "Jag vill vänta till måndag.")
        locked = write_note(own, old, token=uuid4(), by=alma, at=at - timedelta(days=3)).ref
        add_to_note(locked, Said(day(at), "NONE", "Det blev tisdag."), token=uuid4(), by=alma, at=at)
        fresh = write_note(own, Said(day(at), "MEETING", "Personen hade sovit."), token=uuid4(), by=alma, at=at).ref
        taken = write_note(own, Said(day(at), "OTHER", "Fel akt."), token=uuid4(), by=alma, at=at).ref
        take_note(taken, by=alma, at=at)
        save_note_draft(Form(token=uuid4(), ref=locked), {"text": "Och tisdagen"}, by=alma, at=at)
    shown = ["", "?texts=1", "?contact=TELEPHONE", "?contact=AUTHORITY", f"?taken={taken}", "new/"]
    forms = [f"/journal/{locked}/{form}/" for form in ("add", "change", "strike")]
    talk = _talk(own, alma)
    return [
        *talk,
        *(here + one for one in shown),
        *forms,
        f"/journal/{fresh}/change/",
        f"/journal/{locked}/strike/?texts=1",
    ]


def _tasks(own: str, alma: Viewer, maj: Viewer) -> list[str]:
    """One's own with a day, one from the manager that is done, one about nobody."""
    rows = []
    for by, code, due in ((alma, own, day(now())), (maj, own, None), (alma, "", None)):
        said = ToDo("CALL", "Fråga hur natten var.", due, alma.id)
        with acting_as(by):
            rows.append(give_task(said, token=uuid4(), by=by, at=now(), code=code).ref)
    mine, given, plain = rows
    with acting_as(alma):
        done = give_task(ToDo("BOOK"), token=uuid4(), by=alma, at=now(), code=own).ref
        mark_done(done, by=alma, at=now(), word="Klart till fredag.")
    shown = ["", "new/", f"?done={done}", f"{mine}/", f"{mine}/?texts=1", f"{mine}/change/", f"{given}/decline/"]
    shown += [f"{plain}/", f"{done}/", f"{done}/?undo=1"]
    return [f"/persons/{own}/tasks/new/", *(f"/tasks/{one}" for one in shown)]


def _talk(own: str, alma: Viewer) -> list[str]:
    """A message, and a question to the coordinators."""
    with acting_as(alma):
        for told in (Told("Personen har flyttat in."), Told("Kan ni hjälpa oss med frågan om skola?", "OFFICE")):
            send(own, told, token=uuid4(), by=alma, at=now())
    return [f"/persons/{own}/talk/{rest}" for rest in ("", "?texts=1", "new/")]


def _struck(own: str, alma: Viewer) -> str:
    """A passage that a manager is asked to strike."""
    with acting_as(alma):
        said = Said(day(now()), "MEETING", "Ett stycke för mycket.")
        note = write_note(own, said, token=uuid4(), by=alma, at=now()).ref
        return ask_striking(note, "för mycket", "POINTS_OUT", "Det hör inte hemma här.", by=alma, at=now()).ref


def _family(own: str, other: str, loose: str, alma: Viewer) -> list[str]:
    """Two persons who are linked, with a child that may be the same, and one who is to have a page of their own."""
    with acting_as(alma):
        ref = link_persons(own, other, "SIBLING", by=alma, at=now()).ref
        known = Close("CHILD", 2020, in_sweden=False, country="RO", threatened="YES", needs=("PLACE", "TALK"))
        add_dependant(other, known, by=alma, at=now())
        exposed = add_dependant(own, Close("SIBLING", estimated_age=16, directly_exposed=True), by=alma, at=now()).ref
        child = Dependant.objects.get(person__code=own, relation="CHILD").ref
    close = [f"{child}/same", f"{exposed}/person", exposed]
    pages = [f"/persons/{own}/dependants/{page}/" for page in close] + [f"/persons/{other}/dependants/{loose}/same/"]
    return [*pages, f"/persons/{own}/family/new/", f"/persons/{own}/family/{ref}/end/"]


def _law(code: str, alma: Viewer) -> list[str]:
    """Where the law stands: something late, something that runs, something put right, and a return."""
    on = day(now())
    with acting_as(alma):
        rows = {"asked": ("SOCIAL_BOARD", "ASKED", 40), "opened": ("INVESTIGATION", "OPENED", 9)}
        refs = {
            name: state_step(code, Stated(subject, step, on - timedelta(days=ago)), by=alma, at=now()).ref
            for name, (subject, step, ago) in rows.items()
        }
        wrong = state_step(code, Stated("CHARGE", "CHARGED", on, note="Fel person."), by=alma, at=now())
        strike_step(code, wrong.ref, by=alma, at=now())
        plan = plan_return(code, Planned("PROGRAMME", left_on=on, arrived_on=on), by=alma, at=now()).ref
    about = f"/persons/{code}"
    pages = [f"{about}/law/", f"{about}/law/?texts=1", f"{about}/law/new/SOCIAL_BOARD-GRANTED/"]
    pages += [f"{about}/law/new/REFLECTION-ASKED/", f"{about}/law/new/DAMAGES-AWARDED/"]
    pages += [f"{about}/law/{refs['asked']}/correct/", f"{about}/law/{refs['opened']}/strike/"]
    return [*pages, f"{about}/returns/new/", f"{about}/returns/{plan}/", f"{about}/returns/{plan}/after/1/"]


def _overtaken(alma: Viewer, dag: Viewer, disa: Viewer, at: datetime) -> list[str]:
    """Society protects beside two periods: one last day waits for an answer, one period goes on."""
    found = []
    for _nth in range(2):
        case = confirmed_case(alma, dag, at=at)
        with acting_as(alma):
            code = case.person.code
            facts = {"rests_on": ["SOCIAL_BOARD"], "note": "Ett boende från i dag."}
            state_protection(code, "YES", on=day(at) + timedelta(days=1), by=alma, at=now(), **facts)  # type: ignore[arg-type]
            state_return_programme(code, "NO", on=day(at), by=alma, at=now())
            found.append(LastDayProposal.objects.get(person__code=code).ref)
    with acting_as(disa):
        let_go_on(found[1], reason="Boendet är inte klart.", by=disa, at=now())
    return found


def _accounts(users: dict[str, User], at: datetime) -> list[str]:
    """An account that is frozen, one that is to be let in again, invitations in their states; the pages of links."""
    dag, disa = viewer_of(users["dag"]), viewer_of(users["disa"])
    freeze(users["bo"].pk, FreezeReason.LOST, by=disa, at=at)
    invite("samordnare@example.org", Role.COORDINATOR, by=dag, at=at)
    invite("sen@example.org", Role.FUNDER, by=dag, at=at - timedelta(days=3))
    rows = [invite(f"{who}@example.org", Role.FUNDER, by=disa, at=now()) for who in ("ny", "cia")]
    again = open_recovery(users["alma"].pk, by=dag, at=at)
    confirm_recovery(again.ref, by=disa, at=now())
    open_recovery(users["cia"].pk, by=dag, at=at)
    again.refresh_from_db()
    for row in rows:
        row.refresh_from_db()
    joins = [f"/join/{token_of(row.pk, row.salt)}/" for row in rows]
    return ["/join/okand/", *joins, f"/recover/{token_of(again.pk, again.salt)}/"]


def _asked(by: Viewer, dag: Viewer, at: datetime) -> dict[str, AdmissionRequest]:
    """A request in each of its states, and a draft that is half done."""
    found = {name: draft_request(by, at=at) for name in ("begun", "half", "ready")}
    with acting_as(by):
        half = {"days": "31", "new_children": "1", "new-0-birth_year": "2031", "why": "Ring 070-123 45 67."}
        admission.save_draft(found["half"].ref, half, version=1, by=by, at=at)
        admission.save_draft(found["ready"].ref, _typed(at), version=1, by=by, at=at)
    explained = {"start_before_request": "Kom mitt i natten.", "under_18:2": "Vi vet inte säkert."}
    children = (AskedChild(birth_year=2019), AskedChild())
    early = day(at) - timedelta(days=10)
    found["sent"] = sent_request(by, at=at, start=early, urgent=True, children=children, motivations=explained)
    found |= {name: sent_request(by, at=at) for name in ("returned", "declined", "withdrawn")}
    with acting_as(dag):
        row = found["returned"]
        decision.return_for_completion(row.ref, version=row.version, question="Vem frågade ni?", by=dag, at=at)
        row = found["declined"]
        decision.decline(row.ref, version=row.version, decline_reason="OTHER", reason="Ange fler.", by=dag, at=at)
    with acting_as(by):
        admission.withdraw(found["withdrawn"].ref, by=by, at=at)
    return found


def _further(case: Case, alma: Viewer, dag: Viewer) -> tuple[str, str, str]:
    """Two applications that were written together, one of them sent; and one that waits for money."""
    at = now()
    item = item_of("SPECIFIC", day(at), for_whom="ANYBODY")
    with acting_as(alma):
        support, specific = begin_further(case.person.code, ["SUPPORT", "SPECIFIC"], by=alma, at=at)
        start = day(at) + timedelta(days=20)
        admission.send(support.ref, asked(start, days=20, society_asked_on=day(at)), version=1, by=alma, at=at)
    waits = sent_item(case, item, alma, at=at)
    with acting_as(dag):
        given = {"need_level": "HIGH", "reason": "Medlen räcker inte."}
        decision.wait(waits.ref, version=waits.version, by=dag, at=at, **given)
    return support.ref, specific.ref, waits.ref


def _opened_and_shut(code: str, alma: Viewer, dag: Viewer, maj: Viewer) -> tuple[str, str]:
    """The person is shared, restricted, and read by a coordinator without an errand: (the share, the restriction)."""
    at = now()
    with acting_as(alma):
        share = share_with(code, "A-NOOR", alma, until=day(at) + timedelta(days=5), may_write=True).ref
    with acting_as(dag):
        sharing.break_glass(code, "Polisen ringer om ett akut hot.", by=dag, at=at)
    with acting_as(maj):
        sharing.restrict(code, [alma.id], caseworker=alma.id, by=maj, at=at)
        return share, restrictions(maj)[0].ref


def _home(dag: Viewer) -> list[str]:
    """The pages of an actor that runs a home, with a permit that runs out and one that was withdrawn."""
    on = day(now())
    with acting_as(dag):
        set_home("A-NOOR", True, by=dag, at=now())
        note_permit("A-NOOR", Noted(on - timedelta(days=90), on + timedelta(days=9)), by=dag, at=now())
        old = Noted(on - timedelta(days=400), on - timedelta(days=100), on - timedelta(days=200))
        permit = note_permit("A-NOOR", old, by=dag, at=now()).ref
    return ["/actors/A-NOOR/", *(f"/actors/A-NOOR/{page}" for page in ("home/", "permits/new/", f"permits/{permit}/"))]


def _budgets(year: int) -> list[str]:
    """The pages of a budget with a line of its own for one kind, amended and reversed."""
    with acting_as(system("test")) as by:
        (line,) = BudgetLine.objects.filter(budget__year=year)
        given = Given("SUPPORT", Decimal(500_000), date(year, 1, 1))
        budgets.open_line(line.budget_id, given, by=by, at=now())
        wrong = budgets.amend(line.pk, Decimal(100), cause="AMENDMENT", on=date(year, 1, 1), by=by, at=now())
        budgets.reverse_amendment(wrong.pk, by=by, at=now())
        grant = LedgerLine.objects.filter(line=line, cause="GRANT").get()
    about = f"/budgets/{line.budget_id}/"
    pages = ("", "lines/new/", f"lines/{line.pk}/", f"bookings/{grant.pk}/reverse/", f"bookings/{wrong.pk}/reverse/")
    return ["/budgets/", "/budgets/new/", *(about + page for page in pages)]


def _programmes() -> list[str]:
    """The pages of programmes, in force and as a draft."""
    runs = programme_on(day(now()))
    assert runs
    with acting_as(system("test")):
        begun = begin_programme(runs.code, Named("Utkast", "Draft", day(now()), day(now())))
        draft, on_list = begun.code, begun.items.all()[0].ref
        leave_out(draft, "SUPPORT")
        soon, never = (item.ref for item in runs.items.all()[:2])
        close_item(runs.code, soon, day(now()) + timedelta(days=1), by=system("test"), at=now())
    pages = [
        "",
        "edit/",
        "kinds/REST/",
        "kinds/SUPPORT/",
        "unmet-needs/",
        "reminders/",
        "put-in-force/",
        "throw-away/",
        "copy/",
    ]
    pages += ["list/SPECIFIC/add/", f"list/{on_list}/"]
    in_force = (f"/programmes/{runs.code}/{page}" for page in ("", f"list/{soon}/", f"list/{never}/"))
    return ["/programmes/", *in_force, *(f"/programmes/{draft}/{page}" for page in pages)]


def _typed(at: datetime) -> dict[str, str]:
    return {name: str(said) for name, said in whole_form(day(at)).items() if name != "version"}


def _ended(alma: Viewer, dag: Viewer, at: datetime) -> Case:
    case = confirmed_case(alma, dag, at=at - timedelta(days=50))
    with acting_as(alma):
        row = case.interventions.get()
        end_early(row.ref, last=row.start + timedelta(days=9), reason="SOCIETY", note="", by=alma, at=at)
    return case


def _handed(frej: Viewer, dag: Viewer, at: datetime) -> tuple[str, str, str]:
    """(a receipt, a hand-over that waits for an actor, one that is offered to Linden)."""
    refs = []
    for _ in range(2):
        with acting_as(frej):
            said = Identified(on=day(at), county="01", story="Mött vid stationen.")
            receipt = hand_over(said, token=uuid4(), by=frej, at=at)
        with acting_as(dag):
            refs.append(HandOver.objects.get(receipt_id=receipt.pk).ref)
    with acting_as(dag):
        handover.offer(refs[1], "A-LINDEN", note="Har ni plats?", by=dag, at=now())
    return receipt.number, refs[0], refs[1]


def _reports(alma: Viewer, dag: Viewer, disa: Viewer) -> tuple[str, str]:
    """(a report that waits for its second coordinator, one that is published)."""
    this_year, refs = now().year, []
    for year in (this_year - 1, this_year - 2):
        for month in range(1, 7):
            confirmed_case(alma, dag, at=datetime(year, month, 1, 10, 0, tzinfo=STOCKHOLM))
        with acting_as(dag):
            refs.append(ask_report(year, BY_ID, "", by=dag, at=now()).ref)
        make_report(refs[-1], at=now())
    with acting_as(disa):
        row = FunderReport.objects.get(ref=refs[1])
        publish(row.ref, sha256=row.sha256, by=disa, at=now())
    return refs[0], refs[1]


def test_axe_finds_nothing_on_any_page(opened: Opened, looks: Looks) -> None:
    found = {}
    for who, addresses in looks.items():
        page = opened(addresses[0], as_=who)
        for address in addresses:
            page.goto(address)
            if wrong := violations(page):
                found[who, address] = wrong
    assert found == {}


def test_no_page_fails_on_a_small_phone_in_the_dark(opened: Opened, looks: Looks) -> None:
    """Wider than the phone, a fault, a complaint of the browser's, or what axe finds of colours and sizes: the rest of
    its rules are about what is the same at every width."""
    wide, broken, found, problems = [], [], {}, {}
    for who, addresses in looks.items():
        page = opened(addresses[0], as_=who, width=SMALLEST, dark=True)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            if answer.status >= 500:
                broken.append((who, address))
            if page.evaluate("document.documentElement.scrollWidth") > SMALLEST:
                wide.append((who, address))
            if wrong := violations(page, only=BY_WIDTH_AND_COLOUR):
                found[who, address] = wrong
        told = [line for line in page.problems if "404" not in line]  # type: ignore[attr-defined]
        if told:
            problems[who] = told
    assert (wide, broken, found, problems) == ([], [], {}, {})


def test_every_page_is_whole_in_english_and_none_is_forgotten(users: dict[str, User], looks: Looks) -> None:
    """No Swedish word stands in what the program says; what people wrote, and names, are left out."""
    assert _forgotten(looks) == set()
    swedish = {}
    for who, addresses in looks.items():
        client = signed_in_client(users[who]) if who else Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for address in addresses:
            if address == "/hidden/":
                continue  # it says the same to everybody: whoever looks over a shoulder learns no language either
            page = tinyhtml5.parse(client.get(address, follow=True).content, namespace_html_elements=False)
            assert page.get("lang") == "en", address
            if found := SWEDISH.findall(_said(page.find("body"))):
                swedish[who, address] = found
    assert swedish == {}


def _forgotten(looks: Looks) -> set[str]:
    """Names of addresses that nobody looks at."""
    seen = set()
    for address in (address for addresses in looks.values() for address in addresses):
        try:
            seen.add(resolve(address.partition("?")[0]).url_name)
        except Resolver404:
            continue
    named = {pattern.name for _, pattern in patterns() if pattern.name}
    return {name for name in named - seen if not NO_PAGE.search(name)}


def _said(node: Element, around: str = "") -> str:
    """The words of a page, without what people wrote. ``around``: the classes of what the node stands in."""
    classes = node.get("class") or ""
    of_people = (
        node.tag in ("textarea", "q", "script", Comment) or "prose" in classes.split() or node.get("lang") == "sv"
    )
    if of_people or (node.tag == "dd" and {"facts", "answers"} & set(around.split())):
        return ""
    inside = f"{around} {classes}"
    return " ".join([node.text or "", *(f"{_said(child, inside)} {child.tail or ''}" for child in node)])
