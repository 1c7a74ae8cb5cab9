"""What the frame round every page needs: theme, menu, who is signed in. It makes no query about persons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy

from accounts import clock
from accounts.access import About
from accounts.acts import FIELD, OFFICE, Act, Role
from accounts.door import inside
from accounts.models.user import ROLE_LABELS
from accounts.viewer import Viewer
from nsp.desk.keep import page_of
from reminders.operation import Silence, pulses, silent
from reminders.selectors import unread_count

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Place:
    """A place in the menu. ``names``: URL names, the first that exists is used; ``short``: for the phone's bar."""

    label: Any
    names: tuple[str, ...]
    act: Act
    roles: frozenset[Role] = frozenset()
    short: Any = ""
    counted: str = ""
    in_bar: bool = False
    in_menu: bool = True
    also: tuple[str, ...] = ()
    """Pages that belong here though their address says otherwise."""


#: Order of the menu. A place is shown to those who may ask for its act, and whose role it is meant for.
PLACES = (
    Place(gettext_lazy("To do"), ("todo",), Act.SEE_TODO, counted="todo", in_bar=True),
    Place(
        gettext_lazy("To decide"),
        ("decision_list",),
        Act.DECIDE_ADMISSION,
        counted="decisions",
        in_bar=True,
        also=("request_decide",),
    ),
    Place(gettext_lazy("People"), ("person_list",), Act.LIST_PERSONS, in_bar=True),
    Place(
        gettext_lazy("New identification"),
        ("identification_new",),
        Act.IDENTIFY,
        short=gettext_lazy("New"),
        in_bar=True,
        in_menu=False,
    ),
    Place(
        gettext_lazy("Identifications"),
        ("identification_list",),
        Act.LIST_IDENTIFICATIONS,
        short=gettext_lazy("Identified"),
    ),
    Place(gettext_lazy("Receipts"), ("receipt_list",), Act.SEE_RECEIPTS, in_bar=True),
    Place(gettext_lazy("Requests"), ("request_list",), Act.LIST_REQUESTS, counted="requests"),
    Place(gettext_lazy("Restricted"), ("restriction_list",), Act.RESTRICT),
    Place(gettext_lazy("Reports to look at"), ("claim_list",), Act.LIST_CLAIMS, counted="claims"),
    Place(gettext_lazy("Payments"), ("payment_list",), Act.SEE_PAYMENTS),
    Place(gettext_lazy("Our money"), ("own_money",), Act.SEE_OWN_MONEY, also=("money",)),
    Place(
        gettext_lazy("Our own work"),
        ("service_list",),
        Act.SEE_SERVICES,
        also=("outreach_list", "outreach_new", "outreach_take"),
    ),
    Place(
        gettext_lazy("Money"),
        ("money",),
        Act.SEE_MONEY,
        OFFICE,
        also=("budget_list", *(f"budget{what}" for what in ("", "_new", "_line", "_amend", "_reverse"))),
    ),
    Place(gettext_lazy("Statistics"), ("statistics",), Act.SEE_STATISTICS),
    Place(gettext_lazy("Needs nobody meets"), ("gaps",), Act.SEE_STATISTICS),
    Place(gettext_lazy("Met together"), ("met_together",), Act.SEE_STATISTICS),
    Place(gettext_lazy("Reports"), ("report_list",), Act.READ_REPORT, in_bar=True),
    Place(gettext_lazy("Actors"), ("actor_list",), Act.SEE_ACTORS, counted="actors"),
    Place(gettext_lazy("Accounts"), ("user_list",), Act.SEE_USERS),
    Place(gettext_lazy("Standing checks"), ("log_checks",), Act.SEE_LOG, short=gettext_lazy("Checks"), in_bar=True),
    Place(
        gettext_lazy("Access log"), ("log",), Act.SEE_LOG, short=gettext_lazy("Log"), in_bar=True, also=("log_export",)
    ),
    Place(gettext_lazy("Operation"), ("status",), Act.SEE_STATUS),
    Place(gettext_lazy("Notice board"), ("board",), Act.READ_BOARD),
    Place(
        gettext_lazy("Rules"),
        ("rules",),
        Act.SEE_RULES,
        also=(
            "programme_list",
            *(
                f"programme{what}"
                for what in ("", "_copy", "_edit", "_kind", "_unmet", "_reminders", "_force", "_drop")
            ),
        ),
    ),
)


WAYS_BACK = {
    "person": gettext_lazy("To the person"),
    "request": gettext_lazy("To the request"),
    "identification": gettext_lazy("To the identification"),
    "hand_over": gettext_lazy("To the hand-over"),
    "hand_over_answer": gettext_lazy("To the question"),
    "receipt": gettext_lazy("To the receipt"),
    "report": gettext_lazy("To the report"),
    "claim": gettext_lazy("To what was reported back"),
    "payment": gettext_lazy("To the payment"),
    "bank_account": gettext_lazy("To the account"),
}
"""From an error page to what it is about, by the name of that address."""


@dataclass(frozen=True)
class Item:
    """A link of the menu."""

    label: str
    url: str
    count: int
    current: bool
    short: str
    in_bar: bool
    in_menu: bool


@dataclass(frozen=True)
class Frame:
    """What base.html reads as ``frame``."""

    theme: str
    demo: bool
    viewer: Viewer | None
    places: list[Item]
    who: Any
    counts: Any
    about: About | None = None
    silence: Any = None
    """Reminders do not go out: said on top of the pages of whoever can have it mended."""

    @property
    def search_url(self) -> str:
        """Where one searches; empty for those who have nothing to search."""
        return (url_of(("search",)) or "") if self.viewer and self.viewer.may_ask(Act.SEARCH) else ""

    @property
    def way_back(self) -> tuple[str, str] | None:
        """The address and the words of what the page is about, for a page that says that something went wrong."""
        if self.about is None or self.about.place not in WAYS_BACK:
            return None
        return reverse(self.about.place, args=[self.about.place_ref]), str(WAYS_BACK[self.about.place])

    @property
    def page_of(self) -> str:
        """The mark of whose page it is, for what its scripts send; empty where nobody is signed in."""
        return page_of(self.viewer.id) if self.viewer else ""

    @property
    def nav(self) -> list[Item]:
        """The menu."""
        return [item for item in self.places if item.in_menu]

    @property
    def bar(self) -> list[Item]:
        """The three links of the phone's bottom bar."""
        return [item for item in self.places if item.in_bar][:3]

    @property
    def theme_choices(self) -> list[tuple[str, str, bool]]:
        """Value, label and whether it is the chosen one."""
        labels = {"light": gettext("Light"), "dark": gettext("Dark"), "auto": gettext("As the device")}
        return [(value, labels[value], value == self.theme) for value in THEMES]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    # A view may put a mapping there (todo, decisions, requests, actors); the menu makes no query by itself.
    counts: dict[str, Any] = {
        "notices": SimpleLazyObject(lambda: unread(viewer)),
        **(getattr(request, "counts", None) or {}),
    }
    return {
        "frame": Frame(
            theme=theme_of(request),
            demo=bool(settings.DEMO),
            viewer=viewer,
            places=_menu(request, viewer, counts) if viewer else [],
            who=SimpleLazyObject(_who(request, viewer)),
            counts=counts,
            about=getattr(request, "about", None),
            silence=SimpleLazyObject(lambda: _silence(viewer)),
        )
    }


def unread(viewer: Viewer | None) -> int:
    """The number beside Notices: asked for only where a page shows it, inside the door."""
    # The log's role reads the log and nothing else.
    return unread_count(viewer) if viewer and viewer.db_role != "nsp_log" and inside() == viewer else 0


def _silence(viewer: Viewer | None) -> Silence | None:
    """One question, of those who can have it mended, by the page itself: no worker is needed to see that none runs."""
    if viewer is None or not viewer.may_ask(Act.SEE_STATUS) or inside() != viewer:
        return None
    return silent(pulses(), clock.now(), settings.NSP_HEALTH)


def theme_of(request: HttpRequest) -> str:
    """The chosen look, from the cookie; ``auto`` follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


@cache
def url_of(names: tuple[str, ...]) -> str | None:
    """The address of the first name that exists here, looked up once: a page asks for some fifty of them."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def _menu(request: HttpRequest, viewer: Viewer, counts: dict[str, Any]) -> list[Item]:
    shown: list[tuple[Place, str]] = []
    for place in PLACES:
        url = url_of(place.names)
        if url and viewer.may_ask(place.act) and (not place.roles or place.roles & viewer.roles):
            shown.append((place, url))
    # The longest address that the page lies under is where one is ("/" is the page itself only).
    path, match = request.path, request.resolver_match
    under = [url for _, url in shown if path == url or (url != "/" and path.startswith(url))]
    named = [url for place, url in shown if match and match.url_name in place.also]
    exact = [url for url in under if url == path]
    current = max(exact or named or under, key=len, default="")
    return [
        Item(
            label=str(place.label),
            url=url,
            count=counts.get(place.counted, 0),
            current=url == current,
            short=str(place.short or place.label),
            in_bar=place.in_bar,
            in_menu=place.in_menu,
        )
        for place, url in shown
    ]


def _who(request: HttpRequest, viewer: Viewer | None) -> Callable[[], str]:
    """Where the viewer works, or their role: asked for only where a page shows it."""

    def words() -> str:
        if viewer is None:
            return ""
        user = request.user
        employer = getattr(user, "employer", None) if viewer.roles & FIELD else None
        if employer is not None:
            return str(employer.name)
        role = next((role for role in Role if role in viewer.roles), None)
        return str(ROLE_LABELS[role]) if role else ""

    return words
