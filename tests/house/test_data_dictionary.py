"""Every column is known: what it says, how it is protected; text about somebody is sealed or declared safe."""

from __future__ import annotations

import pytest

from accounts import coded
from accounts.policies import ABOUT_SOMEBODY
from accounts.sealing import SealedField
from nsp import dictionary, meanings
from tests.house.reading import ROOT


def test_text_about_somebody_is_sealed_a_choice_or_declared_with_its_reason_and_every_column_has_a_meaning() -> None:
    assert dictionary.faults() == []


def test_the_document_is_as_the_models_are() -> None:
    kept = (ROOT / "docs" / "data-dictionary.md").read_text()
    assert kept == dictionary.written(), "run: NSP_MODE=test .venv/bin/python manage.py data_dictionary"


def test_text_that_nobody_declared_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {**coded.CODED, "cases_person": {**coded.CODED["cases_person"]}, "cases_case": {"gone": "no such column"}}
    del without["cases_person"]["code_name"]  # type: ignore[attr-defined]
    monkeypatch.setattr(dictionary, "CODED", without)
    found = dictionary.faults()
    assert [fault.partition(":")[0] for fault in found] == ["cases_person.code_name", "cases_case.gone"]


def test_a_column_without_a_meaning_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "MEANINGS", {**meanings.MEANINGS, "cases_case": {}})
    assert {fault.partition(":")[0] for fault in dictionary.faults()} == {
        "cases_case.closed_on",
        "cases_case.opened_on",
        "cases_case.request",
    }


def test_every_sealed_column_is_in_a_table_about_somebody() -> None:
    sealed = [
        (model._meta.db_table, field.name)
        for model in dictionary.tables()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]
    assert len(sealed) >= 18
    assert {table for table, _name in sealed} <= ABOUT_SOMEBODY.keys()
