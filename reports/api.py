"""Reports to the funder through the API: the same services, selectors and access as the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from reports.comment import MAX_LENGTH
from reports.gaps import gaps
from reports.models import FunderReport
from reports.selectors import report_choices, report_view, reports_for, state_of
from reports.services import ask_report
from reports.services import publish as publish_report
from reports.tasks import wake
from reports.together import together
from reports.views import report_file_view


class CellOut(s.Serializer[Any]):
    """A number as it may be shown: rounded, or null where there are fewer than five."""

    value = s.IntegerField(allow_null=True)
    why = s.CharField(allow_blank=True)


class RightGapsOut(s.Serializer[Any]):
    """One right by reason and by county (codes); both empty where nothing of it may be shown."""

    code = s.CharField()
    name = s.CharField()
    reasons = s.DictField(child=CellOut())
    counties = s.DictField(child=CellOut())


class GapsOut(s.Serializer[Any]):
    """Needs that nobody meets, of what was stated ``since``; what society refused and NSP met."""

    since = s.DateField()
    rights = RightGapsOut(many=True)
    refused_then_met = CellOut()


@extend_schema(responses=GapsOut)
@asks(Act.SEE_STATISTICS)
@api_view(["GET"])
def gaps_of_rights(request: Request) -> Response:
    """Needs that nobody meets, without persons."""
    return Response(GapsOut(gaps(on=clock.today())).data)


class TogetherOut(s.Serializer[Any]):
    """Events where many were met at one place ``since``; by county and route (codes), both empty where nothing of it
    may be shown."""

    since = s.DateField()
    events = CellOut()
    met = CellOut()
    counties = s.DictField(child=CellOut())
    routes = s.DictField(child=CellOut())


@extend_schema(responses=TogetherOut)
@asks(Act.SEE_STATISTICS)
@api_view(["GET"])
def met_together(request: Request) -> Response:
    """Events where many were met at one place, without persons."""
    return Response(TogetherOut(together(on=clock.today())).data)


class ReportLineOut(s.Serializer[Any]):
    """A report in the list."""

    ref = s.CharField()
    year = s.IntegerField()
    state = s.CharField()
    made_by = s.CharField()
    made_at = s.DateTimeField()
    published_at = s.DateTimeField(allow_null=True)


class ReportOut(ReportLineOut):
    """A report. ``sha256`` is of the file: who publishes says which file they have read."""

    comment = s.CharField()
    asked_parts = s.ListField(child=s.CharField())
    finished_at = s.DateTimeField(allow_null=True)
    failed_with = s.CharField()
    sha256 = s.CharField()
    pages = s.IntegerField()
    can_publish = s.BooleanField()


class ReportChoicesOut(s.Serializer[Any]):
    """The years and the parts that a report can be about."""

    years = s.ListField(child=s.IntegerField())
    published = s.ListField(child=s.IntegerField())
    parts = s.SerializerMethodField()

    def get_parts(self, choices: Any) -> list[str]:
        """The ids of the parts."""
        return [part_id for part_id, _title, _population in choices.parts]


class ReportIn(s.Serializer[Any]):
    """Which year, which parts, and what the coordinators say about the year."""

    year = s.IntegerField(min_value=1900, max_value=2199)
    parts = s.ListField(child=s.CharField(max_length=60), max_length=60)
    comment = s.CharField(required=False, allow_blank=True, default="", max_length=MAX_LENGTH)


class ReportState(s.Serializer[Any]):
    """Which report, and where it is."""

    ref = s.CharField()
    state = s.CharField()


class PublishIn(s.Serializer[Any]):
    """The file that the publisher has read."""

    sha256 = s.RegexField(r"^[0-9a-f]{64}$")


@extend_schema(responses=ReportLineOut(many=True), operation_id="reports_list")
@asks(Act.READ_REPORT)
@api_view(["GET"])
def reports(request: Request) -> Response:
    """All reports for a coordinator, the published ones for the funder."""
    return Response(ReportLineOut(reports_for(who(request)), many=True).data)


@extend_schema(methods=["GET"], responses=ReportChoicesOut)
@extend_schema(methods=["POST"], request=ReportIn, responses={202: ReportState})
@asks(Act.MAKE_REPORT)
@api_view(["GET", "POST"])
def new(request: Request) -> Response:
    """What a report can be about; posted, ask for one. It is made in the background."""
    if request.method == "GET":
        return Response(ReportChoicesOut(report_choices(on=clock.today())).data)
    said = valid(ReportIn, request).validated_data
    asked = ask_report(said["year"], said["parts"], said["comment"], by=who(request), at=clock.now())
    wake(asked.ref)
    return Response(ReportState(asked).data, status=202)


@extend_schema(responses=ReportOut)
@asks(Act.READ_REPORT, of=FunderReport)
@api_view(["GET"])
def report(request: Request, ref: str) -> Response:
    """One report."""
    return Response(ReportOut(report_view(ref, who(request))).data)


@extend_schema(responses=ReportState)
@asks(Act.SEE_REPORT_PROGRESS, of=FunderReport)
@api_view(["GET"])
def progress(request: Request, ref: str) -> Response:
    """Where a report is: what somebody who waits for it asks."""
    return Response({"ref": ref, "state": state_of(ref)})


@extend_schema(request=PublishIn, responses=ReportState)
@asks(Act.PUBLISH_REPORT, of=FunderReport)
@api_view(["POST"])
def publish(request: Request, ref: str) -> Response:
    """Let the funder read it: by another coordinator than the one who made it."""
    said = valid(PublishIn, request).validated_data
    return Response(ReportState(publish_report(ref, **said, by=who(request), at=clock.now())).data)


@extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
@asks(Act.DOWNLOAD_REPORT, of=FunderReport)
@api_view(["GET"])
def file(request: Request, ref: str) -> HttpResponse:
    """The file, exactly as it was made."""
    return report_file_view(request._request, ref)  # type: ignore[arg-type]
