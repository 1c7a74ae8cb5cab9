"""The API's root: its schema and who is signed in. The rest stands in each app's ``api.py``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema, inline_serializer
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acts import Act
from accounts.api import who
from accounts.api_absences import api_absence_new, api_absence_take_back, api_absences
from accounts.api_drafts import api_draft, api_draft_back, api_draft_throw, api_drafts
from accounts.asks import asks
from nsp.desk.api import log, log_checks, seen, year, year_end, year_return, year_sign
from nsp.desk.api_person import print_summary, timeline_lines
from nsp.desk.views.calendar import api_calendar
from nsp.desk.views.own_money import api_money_of_actor
from nsp.desk.views.transfer import api_transfer_accept

_Me = inline_serializer(
    "Me", {"name": serializers.CharField(), "roles": serializers.ListField(child=serializers.CharField())}
)


@extend_schema(responses=_Me)
@asks(Act.OWN_ACCOUNT)
@api_view(["GET"])
def me(request: Request) -> Response:
    """Who is signed in, and their roles."""
    return Response({"name": who(request).name, "roles": sorted(who(request).roles)})


_made: dict[str, dict[str, Any]] = {}


class SchemaOnce(SchemaGenerator):
    """What the API is, the same for everybody: read from the code once in each language, since that takes long."""

    def get_schema(self, request: Request | None = None, public: bool = False) -> dict[str, Any]:
        """The schema in the language of whoever asks."""
        language = get_language() or ""
        if not public or self.api_version or language not in dict(settings.LANGUAGES):
            return dict(super().get_schema(request=request, public=public))  # type: ignore[no-untyped-call]
        if language not in _made:
            _made[language] = dict(super().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
        return _made[language]


schema = asks(Act.SEE_SCHEMA)(SpectacularAPIView.as_view(generator_class=SchemaOnce))

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me, name="api_me"),
    path("schema/", schema, name="api_schema"),
    path("absences/", api_absences, name="api_absences"),
    path("absences/new/", api_absence_new, name="api_absence_new"),
    path("absences/<str:ref>/take-away/", api_absence_take_back, name="api_absence_take_back"),
    path("drafts/", api_drafts, name="api_drafts"),
    path("drafts/<str:ref>/", api_draft, name="api_draft"),
    path("drafts/<str:ref>/throw-away/", api_draft_throw, name="api_draft_throw"),
    path("drafts/<str:ref>/undo/", api_draft_back, name="api_draft_back"),
    path("persons/<str:code>/seen/", seen, name="api_seen"),
    path("persons/<str:code>/timeline/", timeline_lines, name="api_timeline"),
    path("persons/<str:code>/print/", print_summary, name="api_person_print"),
    path("transfers/<str:ref>/accept/", api_transfer_accept, name="api_transfer_accept"),
    path("money/own/", api_money_of_actor, name="api_own_money"),
    path("calendar/", api_calendar, name="api_calendar"),
    path("log/", log, name="api_log"),
    path("log/checks/", log_checks, name="api_log_checks"),
    path("", include("certification.urls_api")),
    path("money/year/", year, name="api_year"),
    path("money/year-end/", year_end, name="api_year_end"),
    path("money/year-end/return/", year_return, name="api_year_return"),
    path("money/year-end/sign/", year_sign, name="api_year_sign"),
    path("", include("cases.urls_api")),
    path("", include("cases.urls_api_information")),
    path("", include("cases.urls_api_child")),
    path("", include("cases.urls_api_family")),
    path("", include("cases.urls_api_exploitation")),
    path("", include("funding.urls_api")),
    path("", include("reports.urls_api")),
    path("", include("reminders.urls_api")),
]
