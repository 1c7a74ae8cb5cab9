"""A coordinator copies a programme, changes it as a draft, sees what it would change, and puts it in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from accounts.clock import STOCKHOLM
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from cases.models import Intervention, InterventionRule, Programme
from cases.remind_days import settable
from cases.selectors import programme_list
from cases.selectors.verdicts import programme_on
from cases.services import programme
from cases.services.programme import FIELDS, Named
from tests.days import free_to_begin
from tests.factories import confirmed_case, sent_request

SignIn = Callable[[str], Client]
AT = datetime(2026, 3, 1, 10, 0, tzinfo=STOCKHOLM)
TODAY, TOMORROW, LATER = date(2026, 3, 1), date(2026, 3, 2), date(2026, 5, 1)
WHAT = Named("Ny plan", "New plan", LATER, date(2026, 12, 31), "Staten")


def _source() -> Programme:
    found = programme_on(TODAY)
    assert found
    return found


def _values(draft: Programme, kind: str, **other: Any) -> dict[str, Any]:
    rule = draft.rules.get(kind=kind)
    return {name: getattr(rule, name) for name in FIELDS} | other


def test_a_draft_holds_nothing_until_it_is_in_force(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, WHAT)
        assert programme_on(LATER) == _source()
        programme.set_rule(
            draft.code, "REST", _values(draft, "REST", name_sv="Andrum", max_days_per_period=20, max_days_total=20)
        )
        programme.put_in_force(draft.code, by=dag, at=AT)
        found = programme_on(LATER)
        assert found == draft
        assert found.rules.get(kind="REST").name_sv == "Andrum"
        assert programme_on(LATER - timedelta(days=1)) != draft


def test_the_one_that_runs_ends_the_day_before(dag: Viewer) -> None:
    runs = _source()
    with acting_as(dag):
        draft = programme.begin_programme(runs.code, WHAT)
        assert programme_list.changes(draft.code, on=TODAY).ends == (runs.name, date(2026, 4, 30))
        too_long = Named("Ny plan", "New plan", LATER, date(2027, 3, 31))
        programme.describe_programme(draft.code, too_long)
        with pytest.raises(Invalid):  # next year's begins within its days
            programme.put_in_force(draft.code, by=dag, at=AT)
        the_same = replace(WHAT, valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31))
        programme.describe_programme(draft.code, the_same)
        found = programme_list.changes(draft.code, on=TODAY)
        assert found.wrong and found.ends is None, "next year's would not end before it begins"
        programme.describe_programme(draft.code, WHAT)
        assert programme_list.changes(draft.code, on=TODAY).wrong == ""
        programme.put_in_force(draft.code, by=dag, at=AT)
        assert Programme.objects.get(pk=runs.pk).valid_to == date(2026, 4, 30)
        assert programme_on(date(2026, 4, 30)) == runs


def test_it_says_which_programme_is_in_the_way_and_until_when(dag: Viewer) -> None:
    runs = _source()
    with acting_as(dag):
        draft = programme.begin_programme(runs.code, replace(WHAT, valid_from=TODAY))
        found = programme_list.changes(draft.code, on=TODAY).wrong
        assert runs.name in found and "31\u00a0december\u00a02026" in found.replace(
            " december ", "\u00a0december\u00a0"
        )
        programme.describe_programme(draft.code, replace(WHAT, valid_to=date(2027, 3, 31)))
        later = programme_on(date(2027, 3, 1))
        assert later and later.name in programme_list.changes(draft.code, on=TODAY).wrong


def test_two_programmes_never_have_the_same_name_proposed_or_given(dag: Viewer) -> None:
    code = _source().code
    with acting_as(dag):
        first = programme_list.next_year(code)
        assert first["name_sv"] not in set(Programme.objects.values_list("name_sv", flat=True))
        programme.begin_programme(code, Named(**first))
        second = programme_list.next_year(code)
        assert {first["name_sv"], first["name_en"]}.isdisjoint((second["name_sv"], second["name_en"]))
        assert (second["valid_from"], second["valid_to"]) == (date(2027, 1, 1), date(2027, 12, 31))
        other = programme.begin_programme(code, Named(**second))
        with pytest.raises(Invalid) as refused:
            programme.begin_programme(code, Named(**second))
        assert set(refused.value.fields) == {"name_sv", "name_en"}
        with pytest.raises(Invalid):
            programme.describe_programme(other.code, Named(**first))
        programme.describe_programme(other.code, Named(**second))


def test_a_rule_that_is_tightened_changes_nothing_that_runs(dag: Viewer, alma: Viewer) -> None:
    case = confirmed_case(alma, dag, at=AT)
    with acting_as(dag):
        before = Intervention.objects.filter(case=case).values().get()
        draft = programme.begin_programme(_source().code, replace(WHAT, valid_from=TOMORROW))
        tight = _values(draft, "REST", max_days_per_period=5, max_days_total=5, day_rate=Decimal(1))
        programme.set_rule(draft.code, "REST", tight)
        assert programme_list.changes(draft.code, on=TODAY).running == 1
        programme.put_in_force(draft.code, by=dag, at=AT)
        assert Intervention.objects.filter(case=case).values().get() == before
        assert before["granted_days"] == 30
        assert before["programme_id"] != draft.pk
        rules = programme_on(TOMORROW)
        assert rules and rules.rules.get(kind="REST").max_days_per_period == 5, "it holds for what begins then"


def test_a_day_that_has_begun_is_not_changed(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, replace(WHAT, valid_from=TODAY))
        with pytest.raises(Invalid):
            programme.put_in_force(draft.code, by=dag, at=AT)
        programme.describe_programme(draft.code, replace(WHAT, valid_from=TOMORROW))
        programme.put_in_force(draft.code, by=dag, at=AT)
        assert programme_on(TOMORROW) == draft


def test_days_that_nothing_would_hold_are_told(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, replace(WHAT, valid_to=date(2026, 6, 30)))
        assert programme_list.changes(draft.code, on=TODAY).open_days == ((date(2026, 7, 1), date(2026, 12, 31)),)


def test_a_gap_may_be_filled_also_afterwards(dag: Viewer) -> None:
    past = Named("Förr", "Before", date(2019, 3, 1), date(2019, 5, 31))
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, past)
        programme.put_in_force(draft.code, by=dag, at=AT)
        assert programme_on(date(2019, 4, 1)) == draft
        assert programme_on(date(2019, 6, 1)) is None


def test_nobody_changes_what_is_in_force(dag: Viewer, alma: Viewer) -> None:
    runs = _source()
    rule = runs.rules.get(kind="REST")
    with acting_as(dag):
        for act in (
            lambda: programme.describe_programme(runs.code, WHAT),
            lambda: programme.set_rule(runs.code, "REST", _values(runs, "REST")),
            lambda: programme.leave_out(runs.code, "REST"),
            lambda: programme.throw_away(runs.code),
            lambda: programme.put_in_force(runs.code, by=dag, at=AT),
        ):
            with pytest.raises(WrongState):
                act()
    for change in (
        lambda: InterventionRule.objects.filter(pk=rule.pk).update(max_days_per_period=300),
        lambda: InterventionRule.objects.filter(pk=rule.pk).delete(),
        lambda: InterventionRule.objects.create(programme=runs, kind="REST", name_sv="x", name_en="x"),
        lambda: Programme.objects.filter(pk=runs.pk).update(name_sv="x"),
        lambda: Programme.objects.filter(pk=runs.pk).update(valid_to=date(2090, 1, 1)),
        lambda: Programme.objects.filter(pk=runs.pk).update(in_force_at=None),
    ):
        with pytest.raises(DatabaseError), acting_as(dag):
            change()
    with pytest.raises(DatabaseError), acting_as(alma):
        programme.begin_programme(runs.code, WHAT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"max_days_per_period": 40, "max_days_total": 30}, "max_days_total"),
        ({"max_periods": 1, "max_days_per_period": 30, "max_days_total": 60}, "max_days_total"),
        (
            {"child_supplement": False, "child_day_rate": None, "child_supplement_abroad": True},
            "child_supplement_abroad",
        ),
        ({"child_supplement": False, "child_day_rate": Decimal(1)}, "child_day_rate"),
        ({"day_rate": None}, "day_rate"),
        ({"catalogue_item": True}, "catalogue_item"),
        ({"name_sv": " "}, "name_sv"),
    ],
)
def test_what_contradicts_itself_is_refused(dag: Viewer, values: dict[str, Any], field: str) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, WHAT)
        with pytest.raises(Invalid) as refused:
            programme.set_rule(draft.code, "REST", _values(draft, "REST", **values))
        assert list(refused.value.fields) == [field]


def test_what_stands_on_a_list_is_not_paid_by_the_day_too(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, WHAT)
        with pytest.raises(Invalid) as refused:
            programme.set_rule(draft.code, "SPECIFIC", _values(draft, "SPECIFIC", day_rate=Decimal(100)))
        assert list(refused.value.fields) == ["day_rate"]


def test_a_kind_is_left_out_and_given_again(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, WHAT)
        said = _values(draft, "SUPPORT")
        programme.leave_out(draft.code, "SUPPORT")
        with pytest.raises(NotFound):
            programme.leave_out(draft.code, "SUPPORT")
        assert [row.kind for row in programme_list.programme_page(draft.code, on=TODAY).lacks] == ["SUPPORT"]
        programme.set_rule(draft.code, "SUPPORT", said)
        assert programme_list.programme_page(draft.code, on=TODAY).lacks == ()


def test_it_shows_which_rules_and_which_requests_would_be_judged_otherwise(dag: Viewer, alma: Viewer) -> None:
    request = sent_request(alma, at=AT, start=TOMORROW, days=30, society_asked_on=TODAY)
    sent_request(alma, at=AT, start=TOMORROW, days=10, society_asked_on=TODAY)
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, replace(WHAT, valid_from=TOMORROW))
        values = _values(draft, "REST", max_days_per_period=20, max_days_total=20)
        programme.set_rule(draft.code, "REST", values)
        found = programme_list.changes(draft.code, on=TODAY)
    assert {row.what for row in found.rules} == {"Dagar i en period", "Dagar i ett ärende"}
    assert [row.ref for row in found.requests] == [request.ref]
    assert [level for level, _sentence in found.requests[0].says] == ["stop"]


def test_the_pages_walk_the_same_way(signed_in: SignIn, dag: Viewer) -> None:
    browser, code = signed_in("dag"), _source().code
    assert signed_in("alma").get("/programmes/").status_code == 404
    assert signed_in("alma").get(f"/programmes/{code}/").status_code == 404
    assert "Program" in browser.get("/programmes/").content.decode()
    first = free_to_begin()
    runs = programme_on(first)
    assert runs
    days = {"valid_from": first.isoformat(), "valid_to": runs.valid_to.isoformat()}
    wrong = browser.post(f"/programmes/{code}/copy/", {"name_sv": "Ny plan", "name_en": "", **days})
    assert wrong.status_code == 422
    assert 'value="Ny plan"' in wrong.content.decode()
    made = browser.post(f"/programmes/{code}/copy/", {"name_sv": "Ny plan", "name_en": "New", "funder": "", **days})
    draft = made["Location"]
    assert "Utkast" in browser.get(draft).content.decode()
    kind = f"{draft}kinds/REST/"
    form = browser.get(kind).content.decode()
    assert 'value="1450"' in form and "1450.00" not in form
    assert '<a href="/rules/" aria-current="page">' in form, "the menu says where one is"
    said = {
        "name_sv": "Andrum",
        "name_en": "Breathing space",
        "max_days_per_period": "20",
        "max_periods": "2",
        "max_days_total": "40",
        "start_before_request_days": "0",
        "day_rate": "1 500,50",
        "child_supplement": "no",
        "child_supplement_abroad": "no",
        "outside_mmm": "NO",
        "outside_return_programme": "NO",
        "before_police_report": "STOP",
        "catalogue_item": "no",
        "three_tests": "yes",
        "remind_before_end": "7, 1, x",
        "report_back_days": "30",
    }
    assert browser.post(kind, said).status_code == 422
    assert browser.post(kind, said | {"remind_before_end": "1, 7"}).status_code == 302
    assert 'value="1500,50"' in browser.get(kind).content.decode()
    page = browser.get(draft).content.decode()
    assert "Andrum" in page
    assert "högst 20 dagar" in page
    assert browser.post(f"{draft}kinds/SPECIFIC/", {"leave_out": "1"}).status_code == 302
    assert browser.get(f"{draft}put-in-force/").status_code == 200
    assert browser.post(f"{draft}put-in-force/").status_code == 302
    assert browser.post(kind, said | {"remind_before_end": "1, 7"}).status_code == 409
    rules = browser.get(f"/rules/?on={first.isoformat()}").content.decode()
    assert "Andrum" in rules
    assert browser.get("/rules/?on=nonsense").status_code == 200


def test_a_draft_that_was_copied_is_thrown_away_and_its_copy_stays(dag: Viewer) -> None:
    what = Named("Ett", "One", date(2090, 1, 1), date(2090, 12, 31))
    with acting_as(dag):
        first = programme.begin_programme("NSP-2017", what)
        second = programme.begin_programme(first.code, replace(what, name_sv="Två", name_en="Two"))
        programme.throw_away(first.code)
        second.refresh_from_db()
        assert second.copied_from is not None
        assert second.copied_from.code == "NSP-2017"


def test_a_draft_is_thrown_away(signed_in: SignIn, dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_source().code, WHAT)
    browser = signed_in("dag")
    assert browser.get(f"/programmes/{draft.code}/throw-away/").status_code == 200
    assert browser.post(f"/programmes/{draft.code}/throw-away/").status_code == 302
    assert browser.get(f"/programmes/{draft.code}/").status_code == 404


def test_how_long_a_need_may_wait_is_copied_and_changed_with_the_programme(
    disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(disa):
        source = _source()
        draft = programme.begin_programme(source.code, WHAT)
    assert draft.unmet_days == source.unmet_days
    days = source.unmet_days | {"HOUSING": 0, "CARE": 30}
    browser, page = signed_in("disa"), f"/programmes/{draft.code}/unmet-needs/"
    assert browser.post(page, days | {"CARE": "367"}).status_code == 422
    assert browser.post(page, days | {"CARE": ""}).status_code == 422
    assert browser.post(page, days).status_code == 302
    with acting_as(disa):
        draft.refresh_from_db()
        changed = [(row.what, row.before, row.after) for row in programme_list.changes(draft.code, on=TODAY).rules]
    assert draft.unmet_days == days
    assert ("Nödvändig vård", "7 dagar", "30 dagar") in changed
    api = f"/api/v1/programmes/{draft.code}/unmet-needs/"
    sent = {"unmet_days": days | {"CARE": 9}}
    assert browser.post(api, sent, content_type="application/json").status_code == 204
    assert browser.get(f"/api/v1/programmes/{draft.code}/").json()["unmet_days"]["CARE"] == 9
    lacking = {"unmet_days": {"CARE": 9}}
    assert browser.post(api, lacking, content_type="application/json").status_code == 422
    runs = f"/programmes/{source.code}/unmet-needs/"
    assert browser.post(runs, days).status_code == 409, "what is in force stays as it is"


def test_on_which_days_people_are_reminded_is_copied_and_changed_with_the_programme(
    disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(disa):
        source = _source()
        draft = programme.begin_programme(source.code, WHAT)
    days = {kind.key: ", ".join(map(str, kind.before)) for kind in settable()}
    browser, page = signed_in("disa"), f"/programmes/{draft.code}/reminders/"
    assert days["CONSENT_ENDS"] in browser.get(page).content.decode()
    many = ", ".join(map(str, range(21)))
    for wrong, why in (
        ("", "Skriv minst ett antal dagar före."),
        ("400", "Skriv högst 365 dagar före."),
        ("1" * 5000, "Skriv högst 365 dagar före."),
        ("x", "med komma emellan, som 7, 1, 0."),
        ("-1", "med komma emellan, som 7, 1, 0."),
        (many, "Skriv högst 20 tal."),
    ):
        refused = browser.post(page, days | {"CONSENT_ENDS": wrong})
        assert refused.status_code == 422, wrong
        assert f'value="{wrong}"' in refused.content.decode() or not wrong
        assert why in refused.content.decode()
    assert all(kind.until for kind in settable()), "each says what its days before are called"
    assert "Innan ett samtycke upphör (dagar)" in browser.get(page).content.decode()
    assert browser.post(page, days | {"CONSENT_ENDS": "2, 21, 2"}).status_code == 302
    with acting_as(disa):
        draft.refresh_from_db()
        changed = [(row.before, row.after) for row in programme_list.changes(draft.code, on=TODAY).rules]
    assert draft.remind_days["CONSENT_ENDS"] == [21, 2]
    assert changed == [("14, 3, 0", "21, 2")]
    api, sent = f"/api/v1/programmes/{draft.code}/reminders/", {key: [3] for key in days}
    assert browser.post(api, {"remind_days": sent}, content_type="application/json").status_code == 204
    for wrong_days, code in (({"CONSENT_ENDS": [3]}, 422), (sent | {"CONSENT_ENDS": [366]}, 400)):
        assert browser.post(api, {"remind_days": wrong_days}, content_type="application/json").status_code == code
    assert browser.get(f"/api/v1/programmes/{draft.code}/").json()["remind_days"]["SHARE_ENDS"] == [3]
    with acting_as(disa):
        assert programme.begin_programme(draft.code, replace(WHAT, name_sv="B", name_en="B")).remind_days == sent
    runs = f"/programmes/{source.code}/reminders/"
    assert browser.post(runs, days).status_code == 409, "what is in force stays as it is"
