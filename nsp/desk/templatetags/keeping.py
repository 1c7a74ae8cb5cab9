"""``{% keeps %}<form …>…</form>{% endkeeps %}``: a form that keeps what is typed in it, and shows what was kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts import clock, keeping
from accounts.asks import asked_by
from accounts.door import acting_as
from accounts.services.form_drafts import DAYS, Kept, kept_in
from accounts.services.saving import NOTHING_YET, Page
from nsp.desk.filling import DrawnForm

register = template.Library()

_FORM = re.compile(r"<form\b[^>]*>")
_ACTION = re.compile(r'\saction="([^"?#]*)')


@register.simple_block_tag(takes_context=True)
def keeps(context: Mapping[str, Any], content: str, part: object = "") -> str:
    """The form, saving itself to its own address while somebody types, and holding what they typed before. ``part``:
    which it is of several forms that are sent to one address.

    Where the view behind its address keeps nothing (``@asks(…, keeps=True)``), or nobody is signed in who could, the
    form is drawn as it is.
    """
    request, opens = context.get("request"), _FORM.search(content)
    if request is None or opens is None or not hasattr(request, "viewer") or request.viewer.db_role == "nsp_log":
        return content
    action = _ACTION.search(opens[0])
    address = action[1] if action and action[1] else request.path
    if not _is_kept(address):
        return content
    return mark_safe(_drawn(request, content, opens, address, str(part or "")))  # noqa: S308 - drawn by templates, filled with escapes


def _is_kept(address: str) -> bool:
    try:
        found = resolve(address)
    except Resolver404:
        return False
    asked = asked_by(found.func, found.url_name)
    return bool(asked and asked.keeps)


def _drawn(request: Any, content: str, opens: re.Match[str], path: str, part: str) -> str:
    # Whether it is the form that was posted, with what has to be put right.
    comes_back = request.method == "POST" and request.path == path and request.POST.get(keeping.PART, "") == part
    address = keeping.address_of(path, part)
    kept: Kept | None = None
    if not comes_back:
        with acting_as(request.viewer, request_id=request.request_id):
            kept = kept_in(address, by=request.viewer, at=clock.now())
    draft = kept if kept and not kept.is_thrown else None
    told: dict[str, Any] = {"kept": kept, "days": DAYS}
    if draft:
        form = DrawnForm(content)
        late, error = getattr(request, "late", (None, None))
        if late is not None:
            told |= {"late": form.differing(late, draft.typed), "error": error}
        elif form.marks != {name: draft.typed.get(name, [""]) for name in form.marks}:
            told["changed"] = form.differing(form.holds, draft.typed)
        told["left_over"] = form.left_over(draft.typed)
        form.fill(draft.typed)
        content = form.html
        found = _FORM.search(content)
        assert found is not None
        opens = found
    page = keeping.page_of(request) if comes_back and keeping.TAB in request.POST else _new_page(draft)
    where = keeping.where_of(request) if comes_back else _here(request)
    hidden = _hidden(page, where, part)
    top = render_to_string("components/draft.html", told, request)
    end = render_to_string("components/draft_end.html", {"kept": draft}, request)
    begin = f'{opens[0][:-1]} data-autosave-url="{path}"{" data-drafted" if draft else ""}>'
    closing = content.rindex("</form>")
    parts = (content[: opens.start()], top, begin, hidden, content[opens.end() : closing], end, content[closing:])
    return "".join(parts)


def _new_page(draft: Kept | None) -> Page:
    return Page(draft.saved_at.isoformat() if draft else NOTHING_YET, token_hex(4))


def _here(request: HttpRequest) -> str:
    """The address of the page, without sealed text opened."""
    query = request.GET.copy()
    query.pop("texts", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _hidden(page: Page, where: str, part: str) -> SafeString:
    named = [(keeping.SEEN, page.seen), (keeping.TAB, page.tab), (keeping.TURN, str(page.turn)), (keeping.WHERE, where)]
    named += [(keeping.PART, part)] if part else []
    fields = [format_html('<input type="hidden" name="{}" value="{}">', name, value) for name, value in named]
    return mark_safe("".join(fields))  # noqa: S308 - each is escaped above
