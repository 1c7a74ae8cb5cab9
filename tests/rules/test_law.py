"""What the data of where the law stands promises, whatever is added to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases import law
from cases.law_codes import Detail, Happening, LawSubject
from cases.models.choices import SocietyFact, SocietyProtects

TODAY = date(2027, 3, 1)


@dataclass(frozen=True)
class Row:
    """A row, without a database."""

    subject: str
    step: str
    on: date
    details: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    stated_at: datetime = field(default=datetime(2027, 3, 1, tzinfo=UTC))


def _rows() -> st.SearchStrategy[list[Row]]:
    steps = [(kind.code, step) for kind in law.SUBJECTS for step in kind.steps]

    def row(drawn: tuple[int, int, int]) -> Row:
        which, ago, lasts = drawn
        subject, step = steps[which % len(steps)]
        on = TODAY - timedelta(days=ago)
        until = on + timedelta(days=lasts) if step.lasts and lasts else None
        return Row(subject, step.code, on, tuple(step.details[:1]), on if step.lasts else None, until)

    return st.lists(st.tuples(st.integers(0, 200), st.integers(0, 400), st.integers(0, 300)).map(row), max_size=12)


def test_every_step_that_is_offered_exists_and_every_subject_begins_somehow() -> None:
    for kind in law.SUBJECTS:
        codes = {step.code for step in kind.steps}
        assert len(codes) == len(kind.steps)
        assert set(kind.first) <= codes, kind.code
        assert set(kind.follows) <= codes, kind.code
        assert {code for offered in kind.follows.values() for code in offered} <= codes, kind.code
        assert bool(kind.first) == bool(kind.steps), kind.code


def test_every_code_is_used_and_every_cause_is_a_step() -> None:
    steps = [(kind.code, step) for kind in law.SUBJECTS for step in kind.steps]
    assert {step.code for _subject, step in steps} | {Happening.STRUCK} == set(Happening)
    assert {detail for _subject, step in steps for detail in step.details} == set(Detail)
    assert {kind.code for kind in law.SUBJECTS} == set(LawSubject)
    known = {(subject, step.code) for subject, step in steps}
    assert {cause for _subject, step in steps for cause in step.after} <= known


def test_what_is_awaited_has_days_and_a_step_that_answers_it() -> None:
    for kind in law.SUBJECTS:
        for step in kind.steps:
            assert bool(step.awaits) == (step.should_days is not None), (kind.code, step.code)
            if step.awaits:
                assert kind.offers(step.code) or step.answered_in, (kind.code, step.code)
            assert not step.lasts or step.runs, (kind.code, step.code)
            assert bool(step.details) == bool(step.detail_label), (kind.code, step.code)


def test_what_the_social_board_does_proposes_a_statement_and_nothing_else_does() -> None:
    steps = law.BY_CODE[LawSubject.SOCIAL_BOARD].steps
    said = {step.code: law.protection_after("SOCIAL_BOARD", step.code, ()) for step in steps}
    assert said == {
        "ASKED": SocietyProtects.APPLIED,
        "GRANTED": SocietyProtects.PARTLY,
        "REFUSED": SocietyProtects.NO,
        "APPEALED": None,
        "ENDED": SocietyProtects.ENDED,
    }
    assert law.protection_after("SOCIAL_BOARD", "GRANTED", ["HOUSING"]) == SocietyProtects.YES
    assert law.protection_after("REFLECTION", "GRANTED", []) is None
    assert law.protection_after("SOCIAL_BOARD", "ENDED", ["MONEY"]) == SocietyProtects.PARTLY, "the rest goes on"


def test_what_society_gives_is_not_said_to_be_less_by_an_application_or_a_refusal() -> None:
    for before in ("YES", "PARTLY"):
        for step in ("ASKED", "REFUSED"):
            assert law.protection_after("SOCIAL_BOARD", step, [], before=before) is None, (before, step)
    assert law.protection_after("SOCIAL_BOARD", "GRANTED", ["MONEY"], before="YES") is None
    assert law.protection_after("SOCIAL_BOARD", "GRANTED", ["HOUSING"], before="PARTLY") == SocietyProtects.YES
    assert law.protection_after("SOCIAL_BOARD", "REFUSED", [], before="APPLIED") == SocietyProtects.NO
    assert set(law.RESTS_ON.values()) <= set(SocietyFact)


@given(_rows())
def test_however_odd_a_history_is_it_says_something_that_holds_together(rows: list[Row]) -> None:
    for now in law.standing(rows, on=TODAY).values():
        assert not (now.awaited and now.over)
        assert not now.is_late or (now.awaited and now.due and now.due < TODAY)
        for row in now.runs:
            assert (row.since or row.on) <= TODAY <= (row.until or TODAY)
        assert not set(now.runs) & set(now.ahead)
        assert bool(now.latest) == bool(now.rows)
    for row in rows:
        others = [other for other in rows if other is not row]
        assert all(one.field == "on" and one.sentence for one in law.questions(row, others, born=1990))


@given(_rows(), st.integers(0, 50))
def test_the_order_in_which_it_was_typed_changes_nothing_of_what_is_late(rows: list[Row], turn: int) -> None:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    told = [Row(r.subject, r.step, r.on, r.details, r.since, r.until, at + timedelta(n)) for n, r in enumerate(rows)]
    turned = told[turn % (len(told) or 1) :] + told[: turn % (len(told) or 1)]
    first, second = (law.standing(some, on=TODAY) for some in (told, turned))
    assert first == second
