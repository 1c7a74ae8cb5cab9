"""An actor's outreach of a year: each outing, and sums by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import ExtractMonth
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acts import STAFF
from accounts.counties import County
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import Outreach

SHOWN = 100


@dataclass(frozen=True)
class OutreachLine:
    """One outing. ``informed`` None: not counted."""

    ref: str
    on: date
    county: str
    what: str
    met: int
    informed: int | None
    by: str

    @property
    def how_many(self) -> str:
        """How many were met and informed, in words."""
        said = ngettext("%(n)s met", "%(n)s met", self.met) % {"n": self.met}
        return said if self.informed is None else said + ", " + _("%(n)s informed") % {"n": self.informed}


@dataclass(frozen=True)
class MonthSum:
    """A month: how many outings, how many were met, how many of them got information (where it was counted)."""

    name: str
    times: int
    met: int
    informed: int


@dataclass(frozen=True)
class OutreachYear:
    """The outreach of a year. ``months``: only those with an outing; the sums are over all lines."""

    year: int
    lines: tuple[OutreachLine, ...]
    months: tuple[MonthSum, ...]
    years: tuple[int, ...]

    @property
    def total(self) -> MonthSum:
        """The whole year."""
        rows = self.months
        return MonthSum("", sum(m.times for m in rows), sum(m.met for m in rows), sum(m.informed for m in rows))

    @property
    def not_shown(self) -> int:
        """How many older lines there are besides."""
        return self.total.times - len(self.lines)


@queries(3)
def outreach_of(viewer: Viewer, year: int, *, most: int = SHOWN) -> OutreachYear:
    """The outreach of the viewer's actors in a year, the newest first, ``most`` lines."""
    own = Outreach.objects.filter(actor_id__in=viewer.actors_as(*STAFF))
    rows = own.filter(on__year=year)
    by_month = rows.order_by().annotate(month=ExtractMonth("on")).values("month")
    sums = by_month.annotate(times=Count("id"), all_met=Sum("met"), all_informed=Sum("informed")).order_by("month")
    ends = own.aggregate(first=Min("on"), last=Max("on"))
    years = set(range(ends["first"].year, ends["last"].year + 1)) if ends["first"] else set()
    return OutreachYear(
        year=year,
        lines=tuple(_line(row) for row in rows.select_related("made_by")[:most]),
        months=tuple(
            MonthSum(capfirst(str(MONTHS[s["month"]])), s["times"], s["all_met"], s["all_informed"] or 0) for s in sums
        ),
        years=tuple(sorted(years | {year}, reverse=True)),
    )


def outreach_line(viewer: Viewer, ref: str) -> OutreachLine:
    """One outing of an actor of the viewer's. Raises NotFound."""
    rows = Outreach.objects.select_related("made_by").filter(actor_id__in=viewer.actors_as(*STAFF))
    row = rows.filter(ref=ref).first()
    if row is None:
        raise NotFound
    return _line(row)


def _line(row: Outreach) -> OutreachLine:
    county = str(County(row.county).label) if row.county else ""
    what = capfirst(str(row.get_place_display()))
    return OutreachLine(row.ref, row.on, county, what, row.met, row.informed, row.made_by.name)
