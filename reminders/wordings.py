"""How the notices about events read. Those about deadlines stand beside the deadline (``cases/deadlines.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.deadlines import Wording, reads
from audit.record import Event
from cases.models.choices import Kind
from cases.selectors.standing import PERIOD_NAMES

URGENT_REQUEST = "URGENT_REQUEST"
FURTHER = "FURTHER_"
"""Before the name of a notice about an application for a further intervention: it says which, not admission."""
EVENT_PARKED = "EVENT_PARKED"
WAS_LATE = "WAS_LATE"
RECEIPT_MOVED = "RECEIPT_MOVED"
CLAIM_CUT = "CLAIM_CUT"
REMINDED_ANSWER, REMINDED_REPORT = "REMINDED_ANSWER", "REMINDED_REPORT"
STRUCK, NOT_STRUCK = "STRUCK", "NOT_STRUCK"
OWN_LAST_DAY_PROPOSED = "OWN_LAST_DAY_PROPOSED"
MENTIONED_IN_NOTE = "MENTIONED_IN_NOTE"
WRITTEN_AWAY = "WRITTEN_AWAY"

_KINDS = {kind.value: names[0] for kind, names in PERIOD_NAMES.items()}
LABELS = {kind.value: kind.label for kind in Kind}

WORDINGS = {
    URGENT_REQUEST: Wording(
        _("Urgent: %(actor)s asks for admission for %(who)s"),
        _("Decide"),
        "request_decide",
        urgency="late",
        urgent=True,
    ),
    Event.ADMISSION_SENT: Wording(_("%(actor)s asks for admission for %(who)s"), _("Decide"), "request_decide"),
    Event.ADMISSION_RETURNED: Wording(
        _("The coordinator asks something about the request for %(who)s"), _("Answer"), "request_edit", urgency="soon"
    ),
    Event.ADMISSION_CONFIRMED: Wording(
        _("%(who)s is admitted to the programme"), _("See what comes next"), "person", "person"
    ),
    Event.ADMISSION_DECLINED: Wording(_("The request for %(who)s is declined"), _("Read why"), "request"),
    Event.LAST_DAY_PROPOSED: Wording(
        _("Society protects %(who)s now, and %(kind)s runs past that: set the last day, or let it go on"),
        _("Answer"),
        "last_day",
        urgency="soon",
        codes=_KINDS,
    ),
    OWN_LAST_DAY_PROPOSED: Wording(
        _("%(last)s is proposed as the last day of %(kind)s for %(who)s. A coordinator sets it."),
        _("See"),
        "person",
        "person",
        urgency="soon",
        codes=_KINDS,
    ),
    Event.LAST_DAY_SET: Wording(
        _("A coordinator has set the last day of %(kind)s for %(who)s: %(last)s"),
        _("See what comes next"),
        "person",
        "person",
        urgency="soon",
        codes=_KINDS,
    ),
    Event.LAST_DAY_KEPT: Wording(
        _("A coordinator lets %(kind)s for %(who)s go on until %(last)s"), _("See"), "person", "person", codes=_KINDS
    ),
    Event.ADMISSION_WAITS: Wording(
        _("The request for %(who)s waits for a place in the budget"), _("Read why"), "request"
    ),
    FURTHER + URGENT_REQUEST: Wording(
        _("Urgent: %(actor)s applies for an intervention for %(who)s: %(kind)s"),
        _("Decide"),
        "request_decide",
        urgency="late",
        codes=LABELS,
        urgent=True,
    ),
    FURTHER + Event.ADMISSION_SENT: Wording(
        _("%(actor)s applies for an intervention for %(who)s: %(kind)s"), _("Decide"), "request_decide", codes=LABELS
    ),
    FURTHER + Event.ADMISSION_RETURNED: Wording(
        _("The coordinator asks something about the application for %(who)s: %(kind)s"),
        _("Answer"),
        "request_edit",
        urgency="soon",
        codes=LABELS,
    ),
    FURTHER + Event.ADMISSION_CONFIRMED: Wording(
        _("An intervention for %(who)s is granted: %(kind)s"),
        _("See what comes next"),
        "person",
        "person",
        codes=LABELS,
    ),
    FURTHER + Event.ADMISSION_DECLINED: Wording(
        _("An intervention for %(who)s is declined: %(kind)s"), _("Read why"), "request", codes=LABELS
    ),
    FURTHER + Event.ADMISSION_WAITS: Wording(
        _("The application for %(who)s waits for a place in the budget: %(kind)s"),
        _("Read why"),
        "request",
        codes=LABELS,
    ),
    Event.HANDED_OVER: Wording(
        _("%(from_actor)s has handed over %(who)s"), _("Choose an actor"), "hand_over", urgency="soon"
    ),
    Event.HAND_OVER_OFFERED: Wording(
        _("You are asked to take on %(who)s"), _("Answer"), "hand_over_answer", urgency="soon"
    ),
    Event.PERSON_SHARED: Wording(
        _("%(from_actor)s shares %(who)s with you until %(until)s"), _("See"), "person", "person"
    ),
    Event.SHARE_ENDED: Wording(_("%(from_actor)s has ended a share with you")),
    Event.TRANSFER_OFFERED: Wording(
        _("%(from_actor)s asks you to take a person over"), _("Answer"), "transfer", urgency="soon"
    ),
    Event.TRANSFER_ANSWERED: Wording(_("%(to_actor)s has answered what you asked: to take a person over")),
    Event.WORK_HANDED_ON: Wording(
        _("%(n)s persons are yours now, after %(from)s"), _("See"), "person_list", "", urgency="soon"
    ),
    Event.PERSONS_GIVEN: Wording(
        _("A manager has given you persons. How many: %(n)s"), _("See"), "person_list", "", urgency="soon"
    ),
    REMINDED_ANSWER: Wording(
        _("A coordinator reminds you: an answer about %(who)s is waited for"),
        _("Answer"),
        "request_edit",
        urgency="soon",
    ),
    REMINDED_REPORT: Wording(
        _("A coordinator reminds you: an intervention for %(who)s has ended and is not reported back"),
        _("Report back"),
        "intervention_report",
        urgency="soon",
    ),
    Event.PERSON_RESTRICTED: Wording(
        _("You are one of those who see %(who)s. Others at your actor do not."), _("See"), "person", "person"
    ),
    Event.RESTRICTION_LIFTED: Wording(
        _("Everybody at your actor sees %(who)s again: the restriction is lifted"),
        _("See"),
        "person_access",
        "person",
        urgency="soon",
    ),
    Event.STRIKING_ASKED: Wording(
        _("A passage about %(who)s should be struck, somebody asks"), _("Look and answer"), "striking", urgency="soon"
    ),
    STRUCK: Wording(_("A passage about %(who)s is struck, as you asked"), _("See"), "person_journal", "person"),
    NOT_STRUCK: Wording(
        _("A passage about %(who)s is not struck: the second person said no"), _("See"), "person_journal", "person"
    ),
    Event.QUESTION_ASKED: Wording(
        _("Somebody asks you something about %(who)s"), _("Answer"), "person_talk", "person", urgency="soon"
    ),
    Event.MENTIONED: Wording(
        _("%(user)s names you in a message about %(who)s"), _("Read"), "person_talk", "person", urgency="soon"
    ),
    MENTIONED_IN_NOTE: Wording(
        _("%(user)s names you in a note about %(who)s"), _("Read"), "person_journal", "person", urgency="soon"
    ),
    Event.POSTED: Wording(_("There is something new on the notice board"), _("Read"), "posting", "ref"),
    Event.POSTING_REMINDED: Wording(
        _("Something on the notice board waits for you to say that you have read it"),
        _("Read"),
        "posting",
        "ref",
        urgency="soon",
    ),
    Event.TASK_GIVEN: Wording(_("You have been given a task"), _("See the task"), "task", "ref", "soon"),
    Event.TASK_DONE: Wording(_("A task that you gave is done"), _("See the task"), "task", "ref"),
    Event.TASK_DECLINED: Wording(
        _("A task that you gave is back: somebody cannot do it"), _("See why, and decide"), "task", "ref", "soon"
    ),
    Event.GLASS_BROKEN: Wording(
        _("A coordinator reads the sealed text about %(who)s, with a reason that you can read"),
        _("Read why"),
        "person_access",
        "person",
        urgency="soon",
        urgent=True,
    ),
    Event.CASE_REOPENED: Wording(
        _("A coordinator has opened the case of %(who)s again, with a reason that you can read"),
        _("See the person"),
        "person",
        "person",
        urgency="soon",
    ),
    Event.READING_STOPPED: Wording(
        _("%(user)s opened so many persons within an hour that the program stopped it. Ask what they are doing."),
        urgency="late",
        urgent=True,
    ),
    Event.HAND_OVER_SENT_BACK: Wording(
        _("%(to_actor)s has sent back %(who)s"), _("Choose another actor"), "hand_over", urgency="soon"
    ),
    EVENT_PARKED: Wording(
        _("The program could not tell people of something that has happened. Ask the administrator to look."),
        "",
        urgency="late",
    ),
    WAS_LATE: Wording(
        _("The program did not run from %(since)s to %(until)s. What fell due meanwhile is told now, late."),
        _("See how it runs"),
        "status",
        "",
        urgency="soon",
    ),
    RECEIPT_MOVED: Wording(_("Receipt %(number)s has a new status"), _("See"), "receipt"),
    Event.INVITATION_PROPOSED: Wording(
        _("A coordinator wants to invite somebody to a role that sees much"), _("Look"), "user_list", "", urgency="soon"
    ),
    Event.RECOVERY_OPENED: Wording(
        _("Somebody has to be let in again, and a second person must confirm"),
        _("Look"),
        "user_list",
        "",
        urgency="soon",
    ),
    Event.YEAR_TO_SIGN: Wording(
        _("The year %(year)s is signed by one coordinator, and waits for the second"),
        _("See the figures"),
        "year_end",
        "",
        urgency="soon",
    ),
    Event.YEAR_SIGNED: Wording(_("The year %(year)s is signed and closed"), _("See"), "year_end", ""),
    Event.CLAIM_SENT: Wording(
        _("%(actor)s has reported back what was given to %(who)s"), _("Look at"), "claim_decide", "ref"
    ),
    Event.CLAIM_ASKED: Wording(
        _("The coordinator asks something about the report for %(who)s"), _("Answer"), "claim", "ref", urgency="soon"
    ),
    Event.CLAIM_APPROVED: Wording(_("The report for %(who)s is approved"), _("See"), "claim", "ref"),
    CLAIM_CUT: Wording(
        _("The report for %(who)s is approved, and less is paid than was reported"), _("Read why"), "claim", "ref"
    ),
    Event.CLAIM_REVERSED: Wording(
        _("The report for %(who)s is decided anew"), _("Read why"), "claim", "ref", urgency="soon"
    ),
    Event.ACCOUNT_ASKED: Wording(
        _("Somebody has written another account for %(actor)s. Do you know of it?"),
        _("Look"),
        "bank_account",
        "ref",
        urgency="soon",
    ),
    Event.ACCOUNT_CONFIRMED: Wording(
        _("Another account for %(actor)s is confirmed, and is used from %(from)s. Do you know of it?"),
        _("Look"),
        "bank_account",
        "ref",
        urgency="soon",
    ),
    Event.ACCOUNT_ENDED: Wording(
        _("An account of %(actor)s is taken back. Do you know of it?"), _("Look"), "bank_account", "ref", "soon"
    ),
    Event.REPORT_MADE: Wording(_("The report for %(year)s is ready to be read and published"), _("Read"), "report"),
    Event.STAND_IN_NAMED: Wording(
        _("You stand in for %(user)s, %(first)s to %(last)s"), _("See"), "absence_list", key="", urgency="soon"
    ),
    WRITTEN_AWAY: Wording(
        _("You are written down as away, %(first)s to %(last)s; %(user)s stands in"), _("See"), "absence_list", key=""
    ),
    Event.REPORT_PUBLISHED: Wording(_("The report for %(year)s is published"), _("Read"), "report"),
}

for kind, wording in WORDINGS.items():
    reads(str(kind), wording)
