"""Sheets of information, and that somebody was given them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid, Refused
from accounts.viewer import Viewer
from cases.access import may_write_sheets
from cases.languages import LANGUAGES
from cases.models import InformationGiven, InformationSheet
from cases.models.information import Given, SheetCode
from cases.services.facts import changeable

LONGEST = 8000
"""Characters of a sheet: what somebody frightened can take in, several times over."""
TITLE = 120


def give_information(
    code: str, sheets: Sequence[str], *, language: str, how: str, on: date, by: Viewer, at: datetime
) -> InformationGiven:
    """Note that the person was given information that day, in a language (ISO 639-3).

    Raises NotFound, Invalid (no sheet, an unknown language, a day in the future).
    """
    person, wrong = changeable(code, by=by, after_closing=True), {}
    if not sheets or not set(sheets) <= set(SheetCode.values):
        wrong["sheets"] = _("Choose what the person was told about.")
    if language not in LANGUAGES:
        wrong["language"] = _("Choose the language.")
    if how not in Given.values:
        wrong["how"] = _("Choose an answer.")
    if on > day(at):
        wrong["on"] = _("The date is in the future. Write the day when the information was given.")
    if wrong:
        raise Invalid(wrong)
    row = InformationGiven(person=person, on=on, language=language, how=how, stated_at=at, stated_by_id=by.id)
    row.sheets = [sheet for sheet in SheetCode.values if sheet in sheets]
    row.save(force_insert=True)
    return row


def write_sheet(
    code: str, *, language: str, title: str, text: str, seen: int, by: Viewer, at: datetime
) -> InformationSheet:
    """Add the next version of a sheet in a language, or its first. What was given before stays as it was.

    ``seen``: the version that the writer started from, 0 where there was none. Raises Refused, Invalid (no language,
    no title, no text, too long), Conflict where somebody has written a version since.
    """
    sheet = InformationSheet(code=code, language=language, title=title.strip(), text=text.strip())
    if not may_write_sheets(by):
        raise Refused("role")
    wrong = {}
    if code not in SheetCode.values:
        wrong["code"] = _("Choose among the sheets.")
    if language not in LANGUAGES:
        wrong["language"] = _("Choose the language.")
    if not sheet.title or len(sheet.title) > TITLE:
        wrong["title"] = _("Write a title of at most %(n)s characters.") % {"n": TITLE}
    if not sheet.text or len(sheet.text) > LONGEST:
        wrong["text"] = _("Write the text, at most %(n)s characters.") % {"n": LONGEST}
    if wrong:
        raise Invalid(wrong)
    if seen != (InformationSheet.objects.filter(code=code, language=language).aggregate(n=Max("version"))["n"] or 0):
        raise Conflict
    sheet.version, sheet.made_at, sheet.made_by_id = seen + 1, at, by.id
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError as error:  # two at once: the unique version lets one in
        raise Conflict from error
    return sheet
