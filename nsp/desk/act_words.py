"""What the access log says of an act, in words: "opened the request", "was refused the request", "decided".

Keyed by the act's name, so that the log can still be read when an act is no more. A new act needs its line here
(``tests/house/test_act_words.py``).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Outcome

Lazy = Any

#: What the act is done to or at (after "opened"), and what was done (after a name; empty: "used …").
WORDS: dict[str, tuple[Lazy, Lazy]] = {
    "SIGN_IN": (_("the sign-in page"), _("signed in")),
    "DEMO_TOUR": (_("the demo's front page"), ""),
    "HIDE_SCREEN": (_("the page to hide behind"), _("locked the program")),
    "PROVE": (_("the page that asks for the second step"), _("proved it with the second step")),
    "SECOND_FACTOR": (_("the own second step"), _("changed the own second step")),
    "HEALTH": (_("the program's health"), ""),
    "OWN_ACCOUNT": (_("the own account"), _("changed the own account")),
    "CHANGE_PASSWORD": (_("the form for a new password"), _("changed the own password")),
    "USE_LINK": (_("a link that works once"), _("used a link that works once")),
    "HELP": (_("the help"), ""),
    "SEE_USERS": (_("the list of accounts"), ""),
    "INVITE": (_("the form for an invitation"), _("invited somebody to the program")),
    "CONFIRM_INVITATION": (_("an invitation to confirm"), _("confirmed an invitation")),
    "TAKE_APPOINTMENT": (_("an invitation"), _("took on a role")),
    "END_APPOINTMENT": (_("somebody's role"), _("ended somebody's role")),
    "FREEZE": (_("an account to freeze"), _("froze an account")),
    "UNFREEZE": (_("a frozen account"), _("opened a frozen account again")),
    "OPEN_RECOVERY": (_("the recovery of an account"), _("opened the recovery of an account")),
    "CONFIRM_RECOVERY": (_("a recovery to confirm"), _("confirmed the recovery of an account")),
    "KEEP_FILTERS": (_("the own saved filters"), _("changed the own saved filters")),
    "ASSIGN": (_("persons to give to a colleague"), _("gave to a colleague")),
    "REMIND": (_("what waits for actors"), _("reminded the actor")),
    "SEE_TODO": (_("To do"), ""),
    "SEE_COUNTS": (_("the numbers in the menu"), ""),
    "SEARCH": (_("the search"), _("searched")),
    "KEEP_DRAFT": (_("one's own drafts"), _("threw a draft of one's own away, or fetched it back")),
    "SET_ABSENCE": (_("who is away"), _("wrote down days of absence, or took them away")),
    "CHOOSE_WAYS": (_("how one is told"), _("chose how to be told")),
    "READ_NOTICES": (_("the notices"), _("marked notices as read")),
    "READ_BOARD": (_("the notice board"), _("said that they have read what stands on the notice board")),
    "WRITE_BOARD": (_("the form of the notice board"), _("wrote on the notice board")),
    "LIST_PERSONS": (_("the list of persons"), ""),
    "SEE_PERSON": (_("the person's page"), ""),
    "SEE_SEEN": (_("who has seen this"), ""),
    "PRINT_PERSON": (_("the page for printing a summary"), _("took out a summary to print")),
    "SEE_ACCESS": (_("who can see the person"), ""),
    "SHARE": (_("the form for sharing"), _("shared the person with another actor")),
    "END_SHARE": (_("the page where a share is ended"), _("ended a share of the person")),
    "WRITE_CONSENT": (_("the form of a consent"), _("noted a consent, or that it was taken back")),
    "OFFER_TRANSFER": (_("the form for moving the person over"), _("offered the person to another actor")),
    "TAKE_BACK_TRANSFER": (_("an offer to another actor"), _("took back an offer to another actor")),
    "SEE_TRANSFERS": (_("the offers from and to other actors"), ""),
    "ANSWER_TRANSFER": (_("an offer from another actor"), _("answered an offer from another actor")),
    "TAKE_EXTRACT": (_("an extract that waits"), _("took out the extract of somebody who has moved over")),
    "HAND_ON": (_("what a colleague has in hand"), _("handed over what a colleague had in hand")),
    "RESTRICT": (_("the form for restricting"), _("changed which caseworkers see the person")),
    "PUT_OFF": (_("what can wait"), _("put off something that is to be done")),
    "CHANGE_PERSON": (_("a form about the person"), _("changed facts about the person")),
    "WRITE_NOTE": (_("the form of a note"), _("wrote in the journal")),
    "ASK_STRIKING": (_("the form for striking a passage"), _("asked, or asked no longer, to strike a passage")),
    "ANSWER_STRIKING": (_("a passage to strike"), _("answered whether a passage is struck")),
    "CHANGE_OWN_FILE": (_("the form of the own file"), _("changed the own file")),
    "READ_SEALED": (_("the sealed text"), _("opened the sealed text")),
    "SEE_TASKS": (_("tasks"), ""),
    "WRITE_TASK": (_("the form of a task"), _("gave, did or changed a task")),
    "WRITE_MESSAGE": (_("the form of a message"), _("wrote in the thread, or closed a question")),
    "SEE_MENTION": (_("where they are named"), _("said that they have seen where they are named")),
    "GUARD_TEXT": (_("the guard of a text"), ""),
    "BREAK_GLASS": (_("the form for breaking the glass"), _("broke the glass to read the sealed text")),
    "SEE_SHEETS": (_("the sheets of information"), ""),
    "WRITE_SHEET": (_("the form of a sheet of information"), _("wrote a sheet of information")),
    "IDENTIFY": (_("the identification"), _("wrote the identification")),
    "IDENTIFY_GROUP": (_("those met at one place"), _("wrote down somebody met with others")),
    "LIST_IDENTIFICATIONS": (_("the list of identifications"), ""),
    "STATE_OUTCOME": (_("the outcome of the identification"), _("stated the outcome of the identification")),
    "SEE_RECEIPTS": (_("a receipt"), ""),
    "ROUTE_HAND_OVER": (_("the hand-over"), _("routed the hand-over")),
    "ANSWER_HAND_OVER": (_("the question about taking over"), _("answered the question about taking over")),
    "ASK_ADMISSION": (_("the form of the request"), _("wrote in the request")),
    "LIST_REQUESTS": (_("the list of requests"), ""),
    "SEE_REQUEST": (_("the request"), ""),
    "DECIDE_ADMISSION": (_("the request, to decide"), _("decided on the request")),
    "LINK_SAME_PERSON": (_("two persons who may be one human"), _("said whether two persons are one human")),
    "SET_LAST_DAY": (_("the proposal of a last day"), _("answered the proposal of a last day")),
    "END_INTERVENTION": (_("the form at the end of the period"), _("stated what became of the period")),
    "CLOSE_CASE": (_("the form for closing the case"), _("closed the case")),
    "REOPEN_CASE": (_("the form for opening the case again"), _("opened the case again")),
    "REPORT_BACK": (_("the form for reporting back"), _("wrote in the report of what was given")),
    "SEE_CLAIM": (_("what was reported back"), ""),
    "LIST_CLAIMS": (_("the reports to look at"), ""),
    "DECIDE_CLAIM": (_("what was reported back, to decide"), _("decided on what was reported back")),
    "BOOK_REPAYMENT": (_("the form for what was paid back"), _("booked what was paid back")),
    "SEE_PAYMENTS": (_("the payments"), ""),
    "PAY": (_("a payment"), _("made a payment, took out its file or marked it as paid")),
    "SEE_SERVICES": (_("the own actor's service log"), _("took out the own actor's service log as a file")),
    "LOG_SERVICE": (_("a line of the service log"), _("wrote in the service log")),
    "SEE_OWN_MONEY": (_("the own actor's money"), _("took out the own actor's money as a file")),
    "SEE_BANK_ACCOUNT": (_("an actor's account"), ""),
    "WRITE_BANK_ACCOUNT": (_("the form for another account"), _("wrote another account")),
    "CONFIRM_BANK_ACCOUNT": (_("an account to confirm"), _("confirmed an account, or took it back")),
    "SEE_RULES": (_("the rules"), ""),
    "SEE_PROGRAMMES": (_("the programmes"), ""),
    "WRITE_PROGRAMME": (_("the form of a programme"), _("wrote a draft of a programme")),
    "SEE_BUDGETS": (_("the budgets"), ""),
    "WRITE_BUDGET": (_("the form of a budget"), _("booked on a budget")),
    "PUT_IN_FORCE": (_("a programme to put in force"), _("put a programme in force")),
    "SEE_ACTORS": (_("the actors"), ""),
    "NOTE_PERMIT": (_("the form about an actor's home"), _("noted what an actor's home has a permit for")),
    "SEE_MONEY": (_("the money"), ""),
    "SEE_YEAR": (_("a year of money"), _("took out a year of money")),
    "CLOSE_YEAR": (_("the end of a year of money"), _("worked on the end of a year of money")),
    "SEE_STATISTICS": (_("the needs that nobody meets"), ""),
    "SEE_STATUS": (_("how the program runs"), ""),
    "MAKE_REPORT": (_("the form for a report"), _("asked for a report")),
    "PUBLISH_REPORT": (_("the report, to publish"), _("published the report")),
    "READ_REPORT": (_("a report"), ""),
    "DOWNLOAD_REPORT": (_("the report's file"), ""),
    "SEE_REPORT_PROGRESS": (_("how far the report is"), ""),
    "SEE_LOG": (_("the access log"), ""),
    "EXPORT_LOG": (_("the export of the access log"), _("took out a part of the access log")),
    "SEE_SCHEMA": (_("the description of the interface"), ""),
    "RUN_SYSTEM": (_("the program's own work"), ""),
}
_SPECIAL: dict[tuple[str, str, str], Lazy] = {
    ("SIGN_IN", "DONE", "signed_out"): _("signed out"),
    ("SIGN_IN", "DONE", "over"): _("was signed out after twelve hours"),
    ("SIGN_IN", "REFUSED", "password"): _("was not let in: wrong password"),
    ("SIGN_IN", "REFUSED", "second_factor"): _("was not let in: wrong second step"),
    ("SIGN_IN", "REFUSED", "provider"): _("was not let in: the organisation's sign-in did not hold"),
    ("INVITE", "DONE", "bootstrap"): _("made the link for the first coordinator"),
    ("INVITE", "DONE", "instead_of"): _("closed the only coordinator's account and made a link for another"),
    ("HIDE_SCREEN", "DONE", "idle"): _("was locked out after a time without use"),
    ("PROVE", "DONE", "unlocked"): _("unlocked the program"),
    ("PROVE", "DONE", "again"): _("proved it with the second step"),
    ("PROVE", "REFUSED", "second_factor"): _("was not let in again: wrong second step"),
    ("SECOND_FACTOR", "DONE", "added"): _("added a second step"),
    ("SECOND_FACTOR", "DONE", "removed"): _("took away a second step"),
}

_WHYS: dict[str, Lazy] = {
    "role": _("not for this role"),
    "conflict_of_interest": _("conflict of interest"),
    "made_by_yourself": _("somebody else has to do it"),
    "frozen_by_office": _("frozen by a coordinator"),
    "works_for_an_actor": _("works for an actor, too"),
    "wrong_state": _("it was done already, or is not possible now"),
    "changed": _("somebody else was first"),
    "sent": _("it had been sent already"),
    "open_case": _("the person has an open case already"),
    "case_closed": _("the case is closed"),
    "has_account": _("there is an account already"),
    "last_coordinator": _("the programme needs one more coordinator first"),
    "only_coordinator": _("the programme needs one more coordinator first"),
    "ledger": _("the ledger does not hold it"),
    "copied": _("a copy of it is in force"),
    "in_a_payment": _("it stands in a payment"),
    "file_taken": _("the payment's file is taken out"),
    "reversed": _("it was reversed already"),
    "year_signed": _("the year is signed and closed"),
    "year_not_done": _("something of the year is not done"),
    "second_release": _("the year has a published report already"),
    "no_actor": _("works for no actor"),
    "not_writer": _("somebody else wrote the note"),
    "not_cooperating": _("only a cooperating actor hands over"),
    "not_allowed": _("not allowed here"),
    "404": _("it is not there"),
    "stopped": _("a rule stopped it"),
    "nothing_left": _("the money did not suffice"),
    "too_many": _("too much in too short a time"),
    "prove_again": _("the second step was asked for first"),
}


def act_words(act: str, outcome: str, why: str = "") -> str:
    """What somebody did, to stand after their name: ``opened the request``."""
    special = _SPECIAL.get((act, outcome, why))
    if special:
        return str(special)
    place, done = WORDS.get(act, (act.replace("_", " ").lower(), ""))
    if outcome == Outcome.DONE:
        return str(done) or gettext("used %(place)s") % {"place": place}
    if outcome == Outcome.REFUSED:
        return gettext("was refused %(place)s") % {"place": place}
    if outcome == Outcome.FAILED:
        return gettext("met a fault at %(place)s") % {"place": place}
    return gettext("opened %(place)s") % {"place": place}


def why_words(act: str, outcome: str, why: str) -> str:
    """The reason that an event carries, where what was done does not say it already: a code where there is no word."""
    if not why or (act, outcome, why) in _SPECIAL or why == "not_found":
        return ""
    if why.startswith("events:"):
        return gettext("%(n)s events") % {"n": why.removeprefix("events:")}
    return str(_WHYS.get(why, why))


def place_words(act: str) -> str:
    """What an act is about, to choose among: ``The request``."""
    words = str(WORDS.get(act, (act.replace("_", " ").lower(), ""))[0])
    return words[:1].upper() + words[1:]
