"""Every form keeps what is typed in it, or stands below with the reason why not."""

from __future__ import annotations

import inspect
import re

from accounts.asks import asked_by
from nsp.desk.form_words import FORMS
from tests.house.reading import ROOT
from tests.house.test_doors import is_ours, patterns

#: Keep a draft of their own: it has a number, a version that others see, or a place in the thread or the journal.
BY_THEMSELVES = {
    "identification_form",
    "request_edit",
    "request_check",
    "person_note_new",
    "note_change",
    "note_add",
    "person_message_new",
}
NOT_KEPT = {
    "one press of a button, nothing is typed": """
        session_end sessions_end_others form_draft_throw form_draft_back user_unfreeze appointment_end recovery_open
        invitation_confirm invitation_resend invitation_withdraw recovery_confirm recovery_withdraw draft_drop
        draft_fetch_back hand_over_accept group_line_mistake request_begin request_bring_back person_share_end
        dependant_remove absence_take_back note_take note_bring_back filter_opens filter_remove filter_restore
        striking striking_withdraw question_close transfer_take_back extract
        programme_force programme_drop claim_papers outreach_take person_service_take service_take payment_new
        payment_file payment_leave_out bank_account_confirm bank_account_end notices_read notice_open
        family_link_end person_consent_withdraw
        posting_read posting_take_down posting_remind mention_seen
        task_undo task_take_back""",
    "a press of a button, with a line beside it": "task_done",
    "a confirmation of what the page shows": "transfer_accept year_return year_sign report_publish hand_on",
    "a password, a code or a number that is kept nowhere as it was typed": """
        password_change join join_as recover person_identity bank_account_new""",
    "words that somebody searches for": "search search_suggest user_list identification_new same_person_list",
    "one to four choices or days, chosen anew in less time than a draft is found": """
        filter_new persons_give remind ways absence_list person_put_off
        user_invite user_freeze person_print log_export further_begin person_checked payment_paid actor_home
        own_money_file outreach_file service_file""",
    "one line of coded answers, sent by Enter": "group_event",
    "no form about anything: how the page looks, and the demo's door": "set_theme set_language demo_sign_in",
    "a part of another form, looked through while one writes": "guard_text",
    "a page that only shows": """
        health openid_connect_login openid_connect_callback identification_list identification hand_over_answer
        receipt_list receipt request_list request decision_list waiting_list""",
}


def _pages() -> dict[str, bool]:
    """The pages of ours that may be posted to: their names, and whether what is typed in them is kept."""
    found = {}
    for address, pattern in patterns():
        asked = asked_by(pattern.callback, pattern.name)
        if asked is None or asked.act.outside or address.startswith("/api/") or not is_ours(pattern.callback):
            continue
        if "@require_safe" not in inspect.getsource(inspect.unwrap(pattern.callback)):
            found[str(pattern.name)] = asked.keeps
    return found


def test_every_form_is_kept_or_is_said_not_to_be() -> None:
    pages, reasons = _pages(), {name for names in NOT_KEPT.values() for name in names.split()}
    kept = {name for name, keeps in pages.items() if keeps}
    assert pages.keys() - kept - BY_THEMSELVES - reasons == set(), "keeps=True (accounts/keeping.py), or a reason"
    assert (BY_THEMSELVES | reasons) - pages.keys() == set(), "names of pages that are no more"
    assert (BY_THEMSELVES | reasons) & kept == set(), "kept after all"


def test_what_is_kept_is_kept_behind_the_door() -> None:
    asked = [asked_by(p.callback, p.name) for _, p in patterns()]
    assert [a.act for a in asked if a and a.keeps and (a.act.public or a.act.outside or a.act.accounts)] == []


def test_every_form_that_is_kept_has_a_name_in_the_list_of_what_is_begun() -> None:
    assert {name for name, keeps in _pages().items() if keeps} == FORMS.keys()


def test_a_draft_is_drawn_around_a_whole_form() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        for inner in re.findall(r"{% keeps\b[^%]*%}(.*?){% endkeeps %}", path.read_text(), re.DOTALL):
            assert inner.count("<form") == inner.count("</form>") == 1, path
