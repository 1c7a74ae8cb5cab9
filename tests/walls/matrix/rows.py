"""Who may do what, written from the design's roles and walls (not from ``accounts.acts`` or any ``access.py``).

One ``Row`` for each act on each kind of thing, with the addresses (names of URLs) that do it. For each role it says
with which relation to the thing it gets in:

own      the thing is the actor's, or one's own     offered  a hand-over that one's actor is asked to take on
read     shared with the actor until a day          write    shared so that it can be changed, too
gone     shared once, and that has run out          foreign  none of these
any      coordinators, where it is nobody's draft   errand   the same, while something about it is theirs to do
unsent   to a coordinator, what an actor has not sent
out      a published report                         kept     a report before that
outside  to the administrator, somebody who works for no actor
yes      there is no thing: the role is enough

What no row lets in is refused, and as if the thing did not exist. A new address is written into the row of its act;
a new act gets a row. ``docs/access-matrix.md`` is what came out (``make matrix`` writes it).
"""

from __future__ import annotations

from dataclasses import dataclass

STAFF = ("CASEWORKER", "MANAGER")
ROLES = (*STAFF, "COOPERATING", "COORDINATOR", "FUNDER", "PROTECTION_OFFICER", "ADMINISTRATOR", "")
"""The roles; empty for somebody who has none."""


@dataclass(frozen=True)
class Row:
    """One act on one kind of thing. ``of``: the kind, by the name of its model; in lower case where no model is named
    by the view. ``everybody``: whoever is signed in. ``fresh``: doing it asks for a proof of today's ten minutes."""

    act: str
    routes: str
    of: str = ""
    staff: str = ""
    manager: str = ""
    """More than ``staff`` says, for an actor's manager."""
    cooperating: str = ""
    office: str = ""
    funder: str = ""
    administrator: str = ""
    officer: str = ""
    everybody: str = ""
    public: bool = False
    outside: bool = False
    fresh: bool = False
    quiet: bool = False
    also: Row | None = None
    """Another row that must let in, too."""

    @property
    def names(self) -> list[str]:
        """The addresses."""
        return self.routes.split()

    def lets_in(self, role: str, relation: str) -> bool:
        """Whether somebody with the role gets in, whose relation to the thing is this."""
        said = {
            "CASEWORKER": self.staff,
            "MANAGER": f"{self.staff} {self.manager}",
            "COOPERATING": self.cooperating,
            "COORDINATOR": self.office,
            "FUNDER": self.funder,
            "PROTECTION_OFFICER": self.officer,
            "ADMINISTRATOR": self.administrator,
        }.get(role, "")
        said += " errand" if "any" in said.split() else ""
        return self.public or relation in f"{said} {self.everybody}".split()


SHARED = "own read write"

ROWS = (
    # Before signing in.
    Row("HEALTH", "health", public=True),
    Row(
        "SIGN_IN", "account_login account_logout account_inactive mfa_authenticate set_theme set_language", public=True
    ),
    Row("HIDE_SCREEN", "hidden", public=True),
    Row("DEMO_TOUR", "components demo_people demo_sign_in demo_mails", public=True),
    Row("SIGN_IN", "openid_connect_login openid_connect_callback", of="provider", public=True),
    # One's own account, whoever one is.
    Row(
        "PROVE",
        "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn",
        everybody="yes",
        outside=True,
    ),
    Row(
        "SECOND_FACTOR",
        "mfa_index mfa_activate_totp mfa_deactivate_totp mfa_list_webauthn mfa_add_webauthn",
        everybody="yes",
        outside=True,
    ),
    Row("SECOND_FACTOR", "mfa_edit_webauthn mfa_remove_webauthn", of="passkey", everybody="own", outside=True),
    Row("OWN_ACCOUNT", "own_account sessions_end_others api_me", everybody="yes"),
    Row("OWN_ACCOUNT", "session_end", of="session", everybody="own"),
    Row("CHANGE_PASSWORD", "password_change", everybody="yes", fresh=True),
    # Ways in by a link, and other people's accounts.
    Row("USE_LINK", "join recover", of="link", public=True),
    Row("TAKE_APPOINTMENT", "join_as", of="link", everybody="own"),
    Row("SEE_USERS", "user_list", manager="yes", office="yes", administrator="yes"),
    Row("SEE_USERS", "user", of="User", manager="own", office="any", administrator="any outside"),
    Row("INVITE", "user_invite", manager="yes", office="yes", fresh=True),
    Row(
        "INVITE",
        "invitation_resend invitation_withdraw",
        of="Invitation",
        manager="own",
        office="any",
        fresh=True,
    ),
    Row("CONFIRM_INVITATION", "invitation_confirm", of="Invitation", office="any", fresh=True),
    Row("END_APPOINTMENT", "appointment_end", of="User", manager="own", office="any", fresh=True),
    Row("FREEZE", "user_freeze", of="User", manager="own", office="any", administrator="any outside", fresh=True),
    Row("UNFREEZE", "user_unfreeze", of="User", manager="own", office="any", administrator="any outside", fresh=True),
    Row("OPEN_RECOVERY", "recovery_open", of="User", manager="own", office="any", fresh=True),
    Row("OPEN_RECOVERY", "recovery_withdraw", of="Recovery", manager="own", office="any", fresh=True),
    Row(
        "CONFIRM_RECOVERY",
        "recovery_confirm",
        of="Recovery",
        manager="own",
        office="any",
        administrator="outside",
        fresh=True,
    ),
    # For whoever is signed in.
    Row("HELP", "help", everybody="yes"),
    Row("SEE_TODO", "todo", everybody="yes"),
    Row("SEE_RULES", "rules api_rules", everybody="yes"),
    Row("SEE_PROGRAMMES", "programme_list api_programmes", office="yes"),
    Row("SEE_PROGRAMMES", "programme api_programme", of="Programme", office="any"),
    Row(
        "WRITE_PROGRAMME",
        "programme_copy programme_edit programme_unmet programme_kind programme_drop programme_item_add programme_item"
        " api_programme_copy api_programme_unmet api_programme_describe api_programme_kind api_programme_leave_out"
        " api_programme_drop programme_reminders api_programme_reminders"
        " api_programme_item_add api_programme_item api_programme_item_take api_programme_item_close",
        of="Programme",
        office="any",
    ),
    Row("PUT_IN_FORCE", "programme_force api_programme_force", of="Programme", office="any", fresh=True),
    Row("SEE_SCHEMA", "api_schema", everybody="yes", quiet=True),
    Row("KEEP_DRAFT", "api_drafts", everybody="yes"),
    Row(
        "KEEP_DRAFT",
        "form_draft_throw form_draft_back api_draft api_draft_throw api_draft_back",
        of="Draft",
        everybody="own",
    ),
    Row("SET_ABSENCE", "absence_list api_absences api_absence_new", staff="yes"),
    Row("SET_ABSENCE", "absence_take_back api_absence_take_back", of="Absence", staff="own"),
    Row("CHOOSE_WAYS", "ways api_ways api_ways_choose", everybody="yes"),
    Row("READ_NOTICES", "notice_list notices_read api_notices api_notices_read", everybody="yes"),
    Row("READ_NOTICES", "notice_open api_notice_open", of="Notice", everybody="own"),
    Row("SEE_STATUS", "status api_status", office="yes", administrator="yes"),
    # The notice board: for the actors and the coordinators, who alone write.
    Row("READ_BOARD", "board api_board", staff="yes", cooperating="yes", office="yes"),
    Row(
        "READ_BOARD",
        "posting posting_read api_posting api_posting_read",
        of="Posting",
        staff="own",
        cooperating="own",
        office="any",
    ),
    Row("WRITE_BOARD", "posting_new api_posting_new", office="yes"),
    Row(
        "WRITE_BOARD",
        "posting_change posting_take_down posting_remind api_posting_change api_posting_take_down api_posting_remind",
        of="Posting",
        office="any",
    ),
    Row("SEE_SHEETS", "sheet_list api_sheets", staff="yes", cooperating="yes", office="yes"),
    Row("SEE_SHEETS", "sheet api_sheet", of="sheet", staff="own", cooperating="own", office="any"),
    Row("WRITE_SHEET", "sheet_write api_sheet_write", of="sheet", office="any"),
    # Persons.
    Row("SEARCH", "search search_suggest", staff="yes", office="yes"),
    Row("KEEP_FILTERS", "filter_list filter_new api_filters api_filter_new", staff="yes", office="yes"),
    Row(
        "KEEP_FILTERS",
        "filter_opens filter_remove filter_restore api_filter_opens api_filter_remove api_filter_restore",
        of="SavedFilter",
        everybody="own",
    ),
    Row("ASSIGN", "persons_give api_persons_give", manager="yes"),
    Row("REMIND", "remind api_remind", office="yes"),
    Row("LIST_PERSONS", "person_list api_persons", staff="yes", office="yes"),
    Row(
        "SEE_PERSON",
        "person person_timeline person_rights person_services api_person api_timeline api_information api_rights"
        " api_child api_services api_family",
        of="Person",
        staff=SHARED,
        office="any",
    ),
    Row("PRINT_PERSON", "person_print api_person_print", of="Person", staff=SHARED, office="any", fresh=True),
    Row("SEE_SEEN", "person_seen api_seen", of="Person", staff=SHARED, office="any"),
    Row(
        "CHANGE_PERSON",
        "person_police person_protection person_return dependant_new dependant dependant_remove"
        " api_police api_protection api_return"
        " person_right dependant_right person_service_new"
        " api_right_state api_service_new person_information api_information_give"
        " person_concern dependant_concern person_child api_child_concern api_child_standing"
        " api_dependant_new api_dependant api_dependant_remove dependant_same dependant_become family_link_new"
        " api_dependant_same api_dependant_become api_family_link_new person_identity api_person_identity",
        of="Person",
        staff="own write",
    ),
    Row("PUT_OFF", "person_put_off api_put_off", of="Person", staff="own"),
    Row("CHANGE_PERSON", "person_left person_meet api_left api_meet", of="Person", staff="own write"),
    Row("SEE_PERSON", "api_safety", of="Person", staff=SHARED, office="any"),
    Row("CHANGE_PERSON", "person_safety api_safety_review", of="Person", staff="own write"),
    Row("CHANGE_PERSON", "person_view api_view", of="Person", staff="own write"),
    Row("CLOSE_CASE", "person_close api_close", of="Person", staff="own"),
    Row("REOPEN_CASE", "person_reopen api_reopen", of="Person", office="any", fresh=True),
    # How somebody is exploited.
    Row("SEE_PERSON", "api_exploitation api_htcds", of="Person", staff=SHARED, office="any"),
    Row("CHANGE_PERSON", "person_exploitation api_exploitation_state", of="Person", staff="own write"),
    # The journal. That only the writer changes a note is asked of the note (tests/cases/test_journal.py).
    Row("SEE_PERSON", "person_journal api_journal", of="Person", staff=SHARED, office="any"),
    Row("WRITE_NOTE", "person_note_new api_note_write", of="Person", staff="own write"),
    Row(
        "WRITE_NOTE",
        "note_add note_change note_take note_bring_back api_note_add api_note_change api_note_take api_note_bring_back",
        of="JournalNote",
        staff="own write",
    ),
    Row("ASK_STRIKING", "note_strike api_note_strike", of="JournalNote", staff="own write"),
    Row("ASK_STRIKING", "striking_withdraw api_striking_withdraw", of="Striking", staff="own"),
    Row("ANSWER_STRIKING", "striking api_striking", of="Striking", manager="own", fresh=True),
    # The thread. Which texts a coordinator opens is asked of each message (tests/cases/test_talk.py).
    Row("SEE_PERSON", "person_talk api_talk", of="Thread", staff=SHARED, office="any"),
    Row("WRITE_MESSAGE", "person_message_new api_message_new api_colleagues", of="Thread", staff=SHARED, office="any"),
    # By the side that asks (here Linden) and the side that is asked (here the coordinators).
    Row("SEE_MENTION", "api_mentions", staff="yes", office="yes"),
    Row("SEE_MENTION", "mention_seen api_mention_seen", of="Mention", staff="own"),
    Row("WRITE_MESSAGE", "question_close api_question_close", of="Message", staff="own", office="any"),
    # Tasks. That of one about a person only its own side learns is asked of each (tests/cases/test_tasks.py).
    Row("SEE_TASKS", "task_list api_tasks calendar api_calendar", staff="yes", office="yes"),
    Row("WRITE_TASK", "task_new api_task_new", staff="yes", office="yes"),
    Row("WRITE_TASK", "person_task_new api_person_task_new", of="TasksAbout", staff=SHARED, office="any"),
    Row("SEE_TASKS", "task api_task", of="Task", staff="own"),
    Row(
        "WRITE_TASK",
        "task_done task_undo task_change task_decline task_take_back"
        " api_task_done api_task_undo api_task_change api_task_decline api_task_take_back",
        of="Task",
        staff="own",
    ),
    # What is known of the person, and what was put right in it. The own file is the responsible actor's alone.
    Row(
        "SEE_PERSON",
        "person_details person_changes api_details api_changes",
        of="Person",
        staff=SHARED,
        office="any",
    ),
    Row(
        "CHANGE_PERSON",
        "person_describe person_checked api_details_age api_details_language api_details_protection"
        " api_details_contact api_details_checked",
        of="Person",
        staff="own write",
    ),
    Row("CHANGE_OWN_FILE", "person_own api_details_own", of="Person", staff="own"),
    # Where the law stands, and a return.
    Row("SEE_PERSON", "person_law api_law", of="Person", staff=SHARED, office="any"),
    Row(
        "CHANGE_PERSON",
        "law_step law_correct law_strike return_new return_change return_follow_up"
        " api_law_step api_law_correct api_law_strike api_return_new api_return_change api_return_follow_up",
        of="Person",
        staff="own write",
    ),
    # A link is there for whoever sees both of the two.
    Row("CHANGE_PERSON", "family_link_end api_family_link_end", of="Person", staff="own"),
    # What somebody else's actor wrote of its own work is not taken away, however much one may change the person.
    Row("CHANGE_PERSON", "person_service_take api_service_take", of="Person", staff="own"),
    # Who sees a person.
    Row("SEE_ACCESS", "person_access api_access", of="Person", staff=SHARED, office="any"),
    Row("SEE_ACCESS", "person_consents api_consents", of="Person", staff=SHARED, office="any"),
    Row(
        "WRITE_CONSENT",
        "person_consent person_consent_withdraw api_consent_give api_consent_withdraw",
        of="Person",
        staff="own",
    ),
    Row("SHARE", "person_share api_share", of="Person", staff="own", fresh=True),
    Row("END_SHARE", "person_share_end api_share_end", of="Person", staff="own"),
    Row("OFFER_TRANSFER", "person_transfer api_transfer_offer", of="Person", staff="own", fresh=True),
    Row("TAKE_BACK_TRANSFER", "transfer_take_back api_transfer_take_back", of="Person", staff="own"),
    Row("HAND_ON", "hand_on api_hand_on", of="User", manager="own", fresh=True),
    Row("SEE_TRANSFERS", "api_transfers", staff="yes"),
    Row(
        "ANSWER_TRANSFER",
        "transfer transfer_accept api_transfer api_transfer_refuse api_transfer_accept",
        of="TransferOffer",
        staff="offered",
        fresh=True,
    ),
    Row("TAKE_EXTRACT", "extract_list api_extracts", manager="yes", fresh=True),
    Row("TAKE_EXTRACT", "extract api_extract", of="TransferOffer", manager="own", fresh=True),
    Row("RESTRICT", "person_restrict api_restrict", of="Person", manager="own", fresh=True),
    Row("RESTRICT", "restriction_list api_restrictions", manager="yes", fresh=True),
    Row("RESTRICT", "restriction api_restriction api_restriction_lift", of="Restriction", manager="own", fresh=True),
    Row("BREAK_GLASS", "person_break_glass api_break_glass", of="Person", office="any", fresh=True),
    # Identification and hand-over.
    Row("IDENTIFY", "identification_new api_identify", staff="yes", cooperating="yes"),
    Row(
        "IDENTIFY",
        "identification_form draft_drop draft_fetch_back identification_draft",
        of="draft",
        staff="own",
        cooperating="own",
    ),
    Row("IDENTIFY_GROUP", "group_event_list group_event_begin api_groups api_group_new", staff="yes"),
    Row("WRITE_NOTE", "group_event_note api_group_note", of="GroupEvent", staff="own"),
    Row("IDENTIFY_GROUP", "group_event_new", of="draft", staff="own"),
    Row(
        "IDENTIFY_GROUP",
        "group_event group_line_mistake api_group api_group_line api_group_line_mistake",
        of="GroupEvent",
        staff="own",
    ),
    Row("GUARD_TEXT", "guard_text", staff="yes", cooperating="yes", office="yes", quiet=True),
    Row("LIST_IDENTIFICATIONS", "identification_list api_identifications api_hand_overs", staff="yes", office="yes"),
    Row("SEE_PERSON", "identification api_identification", of="Identification", staff=SHARED, office="any"),
    Row(
        "STATE_OUTCOME",
        "identification_outcome api_outcome identification_split api_identification_split",
        of="Identification",
        staff="own write",
    ),
    Row("SEE_RECEIPTS", "receipt_list api_receipts", cooperating="yes"),
    Row("SEE_RECEIPTS", "receipt api_receipt", of="Receipt", cooperating="own"),
    Row(
        "ROUTE_HAND_OVER",
        "hand_over api_hand_over_route api_hand_over_take_back api_hand_over_close",
        of="HandOver",
        office="any",
    ),
    Row(
        "ANSWER_HAND_OVER",
        "hand_over_answer hand_over_accept hand_over_send_back api_hand_over_answer",
        of="HandOver",
        staff="offered",
    ),
    # Admission, and what was granted.
    Row("LIST_REQUESTS", "request_list api_requests", staff="yes", office="yes"),
    Row("SEE_REQUEST", "request api_request api_request_verdicts", of="AdmissionRequest", staff=SHARED, office="any"),
    Row("ASK_ADMISSION", "request_begin further_begin api_request_begin api_further_begin", of="Person", staff="own"),
    Row(
        "ASK_ADMISSION",
        "request_edit request_check request_withdraw request_bring_back"
        " api_request_save api_request_send api_request_withdraw",
        of="AdmissionRequest",
        staff="own",
    ),
    Row("DECIDE_ADMISSION", "decision_list waiting_list api_waiting_list", office="yes", fresh=True),
    Row("DECIDE_ADMISSION", "request_decide api_request_decide", of="AdmissionRequest", office="any", fresh=True),
    Row("SET_LAST_DAY", "last_day api_last_day", of="LastDayProposal", office="any", fresh=True),
    Row("SET_LAST_DAY", "api_last_days", office="yes", fresh=True),
    # Two persons who may be one human: coordinators alone, who have no part in either's actor.
    Row("LINK_SAME_PERSON", "same_person_list api_same_persons", office="yes", fresh=True),
    Row("LINK_SAME_PERSON", "same_person api_same_person", of="SamePersonLink", office="any", fresh=True),
    Row("END_INTERVENTION", "intervention_end api_intervention_end", of="Intervention", staff="own"),
    # Reporting back and payments. What an actor has not sent is its own; its bank account is its managers'.
    Row("REPORT_BACK", "intervention_report api_intervention_report", of="Intervention", staff="own"),
    Row("REPORT_BACK", "request_report api_request_report", of="AdmissionRequest", staff="own"),
    Row("LIST_CLAIMS", "claim_list api_claims", office="yes"),
    Row("SEE_CLAIM", "claim api_claim", of="Claim", staff="own", office="any"),
    Row(
        "DECIDE_CLAIM",
        "claim_decide claim_papers claim_reverse api_claim_decide api_claim_papers api_claim_reverse",
        of="Claim",
        office="any",
        fresh=True,
    ),
    Row("BOOK_REPAYMENT", "claim_repaid api_claim_repaid", of="Claim", office="any", fresh=True),
    Row("SEE_PAYMENTS", "payment_list api_payments", office="yes"),
    Row("SEE_PAYMENTS", "payment api_payment", of="PaymentBatch", office="any"),
    Row("PAY", "payment_new api_payment_new", office="yes", fresh=True),
    Row(
        "PAY",
        "payment_file payment_unused payment_paid payment_leave_out"
        " api_payment_unused api_payment_paid api_payment_leave_out",
        of="PaymentBatch",
        office="any",
        fresh=True,
    ),
    Row(
        "SEE_SERVICES",
        "service_list service_file api_service_log outreach_list outreach_file api_outreach",
        staff="yes",
    ),
    Row("LOG_SERVICE", "service_new api_own_service_new outreach_new api_outreach_new", staff="yes"),
    Row("LOG_SERVICE", "service_take api_own_service_take", of="ServiceOfActor", staff="own"),
    Row("LOG_SERVICE", "outreach_take api_outreach_take", of="Outreach", staff="own"),
    Row("SEE_OWN_MONEY", "own_money own_money_file api_own_money", staff="yes"),
    Row("SEE_BANK_ACCOUNT", "bank_account api_bank_account", of="Actor", staff="own", office="any"),
    Row("WRITE_BANK_ACCOUNT", "bank_account_new api_bank_account_new", of="Actor", manager="own", fresh=True),
    Row(
        "CONFIRM_BANK_ACCOUNT",
        "bank_account_confirm bank_account_end api_bank_account_confirm api_bank_account_end",
        of="BankAccount",
        manager="own",
        office="any",
        fresh=True,
    ),
    # The programme, money, reports.
    Row("SEE_ACTORS", "actor_list", staff="yes", office="yes"),
    Row("SEE_ACTORS", "actor api_permits", of="Actor", staff="own", office="any"),
    Row("NOTE_PERMIT", "actor_home permit_new permit api_home api_permit_new api_permit", of="Actor", office="any"),
    Row("SEE_MONEY", "money", staff="yes", office="yes"),
    Row("SEE_BUDGETS", "budget_list", office="yes"),
    Row("SEE_BUDGETS", "budget", of="Budget", office="any"),
    Row("WRITE_BUDGET", "budget_new", office="yes", fresh=True),
    Row("WRITE_BUDGET", "budget_line budget_amend budget_reverse", of="Budget", office="any", fresh=True),
    Row("SEE_YEAR", "year_file year_end api_year api_year_end", office="yes"),
    Row("CLOSE_YEAR", "year_return year_sign api_year_return api_year_sign", office="yes", fresh=True),
    Row("SEE_BUDGETS", "api_budgets", office="yes"),
    Row("SEE_BUDGETS", "api_budget", of="Budget", office="any"),
    Row("WRITE_BUDGET", "api_budget_new", office="yes", fresh=True),
    Row("WRITE_BUDGET", "api_budget_line api_budget_amend api_budget_reverse", of="Budget", office="any", fresh=True),
    Row("SEE_STATISTICS", "gaps api_gaps met_together api_met_together", office="yes"),
    Row("READ_REPORT", "report_list api_reports", office="yes", funder="yes"),
    Row("READ_REPORT", "report api_report", of="FunderReport", office="kept out", funder="out"),
    Row("DOWNLOAD_REPORT", "report_file api_report_file", of="FunderReport", office="kept out", funder="out"),
    Row("MAKE_REPORT", "report_new api_report_new", office="yes"),
    Row("MAKE_REPORT", "report_again", of="FunderReport", office="kept out"),
    Row(
        "SEE_REPORT_PROGRESS",
        "report_progress api_report_progress",
        of="FunderReport",
        office="kept out",
        quiet=True,
    ),
    # The access log: by reference code, for the data protection officer alone.
    Row("SEE_LOG", "log log_checks api_log api_log_checks", officer="yes"),
    Row("EXPORT_LOG", "log_export", officer="yes", fresh=True),
    Row("PUBLISH_REPORT", "report_publish api_report_publish", of="FunderReport", office="kept out", fresh=True),
)

SEALED_IN = (
    *("person_law", "api_law", "person_details", "api_details"),
    *("person_rights", "api_rights", "person_services", "api_services"),
    *(
        "person",
        "api_person",
        "identification",
        "api_identification",
        "identification_outcome",
        "request",
        "api_request",
        "request_decide",
    ),
    "last_day",
    *("task", "api_task"),
    "person_safety",
    "api_safety",
    *("hand_over", "api_hand_over_route", "hand_over_answer", "hand_over_send_back", "api_hand_over_answer"),
    *("claim", "claim_decide", "api_claim"),
)
"""Addresses that hold sealed text, folded. Asked with ``texts=1`` they show it, to those who get in and may read it:"""
READS_SEALED = Row("READ_SEALED", "", staff="own read write offered", office="errand")
NOT_ASKED_BY_A_VIEW = {READS_SEALED.act, "SEE_COUNTS", "RUN_SYSTEM"}
"""Acts that no address names: asked by code behind an address, or by the menu for a page to come."""
