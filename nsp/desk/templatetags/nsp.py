"""``{% load nsp %}``: days, money and state words in templates, and the few components that hold other markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock, words
from cases.answering import asker_words, decider_words
from cases.strange import said_right
from nsp.desk import links

register = template.Library()


def _day(value: date | datetime | None) -> date | None:
    return clock.day(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """``tors 30 mars 2017``."""
    on = _day(value)
    return words.day_words(on) if on else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """``torsdag 30 mars 2017``."""
    on = _day(value)
    return words.long_day_words(on) if on else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """``30 mars``; with the year where it is not this one."""
    on = _day(value)
    return words.short_day_words(on, clock.today()) if on else ""


@register.filter
def listed_day(value: date | datetime | None) -> str:
    """``tors 30 mars (om 3 dagar)``: a day in a list."""
    on = _day(value)
    return words.listed_day_words(on, clock.today()) if on else ""


@register.filter
def row_day(value: date | datetime | None) -> str:
    """``tors 30 mars``: a day that is past, in a list."""
    on = _day(value)
    return words.row_day_words(on, clock.today()) if on else ""


@register.simple_tag
def days(first: date, last: date) -> str:
    """``3–5 november``."""
    return words.days_words(first, last, clock.today())


@register.filter
def near(value: date | datetime | None) -> str:
    """``om 3 dagar``."""
    on = _day(value)
    return words.near_words(on, clock.today()) if on else ""


@register.filter
def day_near(value: date | datetime | None) -> str:
    """``tors 30 mars 2017 (om 3 dagar)``."""
    on = _day(value)
    return f"{words.day_words(on)} ({words.near_words(on, clock.today())})" if on else ""


@register.filter
def left(value: date | None) -> str:
    """A deadline: ``2 dagar kvar``, ``i dag``, ``1 dag försenad``."""
    return words.left_words(value, clock.today()) if value else ""


@register.filter
def urgency(value: date | None) -> str:
    """``late``, ``soon`` or ``info``, for a row's or a tag's ``kind``."""
    return words.urgency(value, clock.today()) if value else "info"


@register.filter
def moment(value: datetime | None) -> str:
    """``tors 30 mars 2017 kl. 14.32``."""
    return words.moment_words(value) if value else ""


@register.filter
def moment_near(value: datetime | None) -> str:
    """``14.32``; of another day than today, with the day."""
    if value is None:
        return ""
    return words.clock_words(value) if clock.day(value) == clock.today() else words.moment_words(value)


@register.filter
def at_time(value: datetime | None) -> str:
    """``14.32``."""
    return words.clock_words(value) if value else ""


@register.filter
def waited(value: datetime | None) -> str:
    """``6 timmar``: from then until now."""
    return words.waited_words(value, clock.now()) if value else ""


@register.filter
def answered_by(value: datetime | None) -> str:
    """By when a coordinator answers, for whoever asked; nothing where no answer is waited for."""
    return asker_words(value, clock.now()) if value else ""


@register.filter
def answer_by(value: datetime | None) -> str:
    """The same for whoever decides, as part of a line."""
    return decider_words(value, clock.now()) if value else ""


@register.filter
def is_past(value: datetime | None) -> bool:
    """Whether a moment has passed."""
    return value is not None and value < clock.now()


@register.filter
def days_left(value: date | None) -> str:
    """How many days are left of somebody's period, beside by when its application is answered."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    if days > 0:
        return ngettext("%(n)s day left of the period", "%(n)s days left of the period", days) % {"n": days}
    on = {"day": words.day_words(value, year=False)}
    return _("the period ends today") if days == 0 else _("the period ended %(day)s") % on


@register.filter
def money(value: Decimal | int | None) -> str:
    """``12 500 kr`` with hard spaces; nothing for None."""
    return "" if value is None else words.money_words(value)


@register.filter
def number(value: Decimal | int | None) -> str:
    """``12 500``."""
    return "" if value is None else words.number_words(value)


@register.filter
def hours(value: Decimal | int | None) -> str:
    """``1,5``."""
    return "" if value is None else words.hour_words(value)


@register.simple_tag
def period(first: date, last: date) -> str:
    """``15 mars–13 april 2026 (30 dagar)``."""
    return words.span_words(first, last)


@register.filter
def code(value: object) -> SafeString:
    """A reference code, set so that it can be read out letter by letter."""
    return format_html('<span class="code">{}</span>', value)


@register.simple_tag
def tag(word: object, kind: str = "idle") -> SafeString:
    """A state word. ``kind``: done, info, soon, late, idle, sealed."""
    return format_html('<span class="tag {}">{}</span>', kind, word)


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """What a mapping holds under a key, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def guard(field: BoundField) -> Sequence[Any]:
    """What the guard found in a text field: ``form.guard_found`` is a mapping of field name to findings."""
    found: Mapping[str, Sequence[Any]] = getattr(field.form, "guard_found", {})
    return found.get(field.name, ())


@register.filter
def address(link: tuple[str, ...] | None) -> str:
    """The address of what a selector names by URL name and references; empty where there is none."""
    return links.address(link) if link else ""


@register.filter
def strange(field: BoundField) -> Sequence[Any]:
    """The questions about what can hardly be, beside a field: ``form.strange`` holds those of the whole form."""
    return [one for one in getattr(field.form, "strange", ()) if one["field"] == field.name]


@register.filter
def still_right(form: Any) -> Sequence[str]:
    """Tokens of questions that were answered in this form and are not asked again now: it sends them once more."""
    asked = {one["token"] for one in getattr(form, "strange", ())}
    return sorted(said_right(form.data) - asked) if form.is_bound else ()


@register.filter
def is_guarded(field: BoundField) -> bool:
    """Whether a text is looked through while it is written: a long one of a form that the guard reads."""
    return field.widget_type == "textarea" and hasattr(field.form, "guard_found")


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether to say "optional": not for a lone check box, nor where the form says that it says so itself."""
    if field.field.required or getattr(field.field, "unmarked", False):
        return False
    return getattr(field.field.widget, "input_type", "") != "checkbox" or field.use_fieldset


@register.filter
def at(sequence: Sequence[Any], place: int) -> Any:
    """The element at a place, from 0; nothing where there is none."""
    return sequence[place] if sequence and 0 <= place < len(sequence) else ""


@register.simple_block_tag
def card(
    content: str,
    heading: object = "",
    meta: object = "",
    id: str = "",
    level: int = 2,
    pad: bool = True,
    tone: str = "",
    fold: str = "",
) -> str:
    """A card. ``pad=False`` where the content reaches the edges (tasks, tiles, tables). ``fold``: ``closed`` or
    ``open`` for one whose heading opens and closes it."""
    values = {"heading": heading, "meta": meta, "id": id, "level": level, "pad": pad, "tone": tone}
    values["fold"] = fold
    return render_to_string("components/card.html", {**values, "content": mark_safe(content)})  # noqa: S308


@register.simple_tag
def joined(*parts: Any) -> SafeString:
    """The parts that are not empty, with a middle dot between: ``Blå Björk · K7QF-2M · under 18 år``."""
    shown = [conditional_escape(part) for part in parts if part not in (None, "")]
    return mark_safe(" · ".join(shown))  # noqa: S308 - every part is escaped above


@register.simple_tag
def joined_list(parts: Any) -> SafeString:
    """The same for a list of parts."""
    return joined(*parts)


@register.inclusion_tag("components/share_bar.html")
def share_bar(label: str, total: Decimal | int, used: Decimal | int, this: Decimal | int = 0) -> dict[str, Any]:
    """A bar of a whole: what is used, and what this would add. ``label`` says the same in words."""
    whole = float(total) or 1.0
    first = min(max(float(used) / whole, 0.0), 1.0) * 100
    second = min(max(float(this) / whole, 0.0) * 100, 100 - first)
    return {"label": label, "first": f"{first:.2f}", "second": f"{second:.2f}"}


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[tuple[str, float | int | None, str]], label: str) -> dict[str, Any]:
    """A bar chart: rows of (name, value or None where it is hidden, value in words). A table must stand beside it."""
    given = list(rows)
    most = max([float(value) for _, value, _ in given if value is not None] or [1.0]) or 1.0
    step, drawn = 50, []
    for place, (name, value, shown) in enumerate(given):
        share = 0.0 if value is None else float(value) / most
        drawn.append(
            {
                "name": name,
                "shown": shown,
                "width": f"{share * 80:.2f}",
                "end": f"{share * 80 + 1:.2f}",
                "text_y": place * step + 15,
                "bar_y": place * step + 23,
                "value_y": place * step + 36,
            }
        )
    return {"rows": drawn, "label": label, "height": max(len(drawn) * step, step)}


@register.filter
def faults(form: Any) -> int:
    """How many sentences there are about what has to be put right in a form (or form set)."""
    errors = form.errors.values() if isinstance(form.errors, Mapping) else form.errors
    return sum(len(one) for one in errors)
