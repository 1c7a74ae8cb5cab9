"""Back to the list from which something was done with one press."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

LISTS = {"todo": "todo", "tasks": "task_list"}
"""What a button of a list sends as ``then``, and the list's address by name: no address that somebody made up."""


def to_the_list(request: HttpRequest, **said: str) -> HttpResponse | None:
    """To the list whose button was pressed, which says what was done; None where it was no list's."""
    name = LISTS.get(request.POST.get("then", ""))
    if name is None:
        return None
    return redirect(f"{reverse(name)}?{urlencode(said)}" if said else reverse(name))
