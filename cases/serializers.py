"""What goes in and out of the API about persons and their way: the words of the services and selectors, no others.

A field that is not named here is not read (no mass assignment) and not sent.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded, WithTexts, at_most
from accounts.counties import County
from cases.languages import COUNTRIES, LANGUAGES
from cases.models.choices import (
    Age,
    Answer,
    Certainty,
    Consent,
    DeclineReason,
    EndReason,
    Form,
    Gender,
    Kind,
    NeedLevel,
    Protection,
    ReportMade,
    Route,
    Seen,
    SocietyProtects,
)
from cases.services.admission import AskedAdmission, AskedChild
from cases.services.facts import FACT_YEARS
from cases.services.identification import Identified


class PersonLine(s.Serializer[Any]):
    """A person in a list."""

    code = s.CharField()
    code_name = s.CharField()
    as_child = s.BooleanField()
    actor = s.CharField()
    caseworker = s.CharField()
    identified_on = s.DateField()
    county = s.CharField()
    form = s.CharField()
    children = s.IntegerField()
    standing = s.CharField(source="standing.words")


class PersonPage(s.Serializer[Any]):
    """A page of a list and the codes to page from."""

    rows = PersonLine(many=True)
    count = s.IntegerField()
    older = s.CharField()
    newer = s.CharField()


class PeriodLine(s.Serializer[Any]):
    """A granted period as it stands; both days count."""

    ref = s.CharField()
    name = s.CharField()
    start = s.DateField()
    last = s.DateField()
    days = s.IntegerField()
    granted_days = s.IntegerField()
    ended_early = s.BooleanField()


class DependantLine(s.Serializer[Any]):
    """Somebody indirectly exposed. ``ref`` names a child in a request."""

    ref = s.CharField()
    relation = s.CharField()
    birth_year = s.IntegerField(allow_null=True)
    in_sweden = s.BooleanField()


class SealedTextOut(s.Serializer[Any]):
    """Free text about a person: where it comes from, by whom and when."""

    heading = s.CharField()
    meta = s.CharField()
    text = s.CharField()


class StatementOut(s.Serializer[Any]):
    """The newest answer about somebody's standing with society, and the day from which it is so."""

    answer = s.CharField()
    on = s.DateField()


class ProtectionOut(StatementOut):
    """The same about society's protection, with the codes of the facts that it rests on."""

    rests_on = s.ListField(child=s.CharField())


class PersonDetail(WithTexts):
    """A person: coded facts, dependants and granted periods; sealed text where it was asked for."""

    sealed = ("safe_contact", "file_number", "texts")
    safe_contact = s.CharField(required=False)
    file_number = s.CharField(required=False)
    texts = SealedTextOut(many=True, required=False, source="sealed")
    code = s.CharField(source="banner.code")
    code_name = s.CharField(source="banner.code_name")
    as_child = s.BooleanField()
    forms = s.ListField(child=s.CharField())
    county = s.CharField()
    standing = s.CharField(source="banner.standing.words")
    protection = ProtectionOut(allow_null=True)
    return_programme = StatementOut(allow_null=True, source="returning")
    dependants = DependantLine(many=True)
    periods = PeriodLine(many=True)


class IdentificationIn(Guarded):
    """The one-page form. ``token`` is the sender's own random id: the same one twice makes one person."""

    token = s.UUIDField()
    on = Day()
    county = s.ChoiceField(County.choices, required=False, allow_blank=True, default="")
    route = s.ChoiceField(Route.choices, default=Route.UNKNOWN)
    forms = s.ListField(child=s.ChoiceField(Form.choices), default=list, max_length=len(Form))
    main_form = s.ChoiceField(Form.choices, required=False, allow_blank=True, default="")
    indicators = s.DictField(child=s.ChoiceField(Seen.choices), default=dict, validators=[at_most(200)])
    certainty = s.ChoiceField(Certainty.choices, default=Certainty.CONCEIVABLE)
    wants_identified = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    immediate_risk = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    consent = s.ChoiceField(Consent.choices, default=Consent.NOT_ASKED)
    consent_language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    age = s.ChoiceField(Age.choices, default=Age.UNCLEAR)
    birth_year = s.IntegerField(required=False, allow_null=True, default=None, min_value=1900, max_value=2200)
    year_estimated = s.BooleanField(default=False)
    gender = s.ChoiceField(Gender.choices, default=Gender.UNKNOWN)
    citizenships = s.ListField(child=s.ChoiceField(sorted(COUNTRIES)), default=list, max_length=8)
    languages = s.ListField(child=s.ChoiceField(sorted(LANGUAGES)), default=list, max_length=8)
    interpreter = s.BooleanField(required=False, allow_null=True, default=None)
    protection = s.ChoiceField(Protection.choices, default=Protection.UNKNOWN)
    story = s.CharField(**TEXT)
    safe_contact = s.CharField(**TEXT)
    file_number = s.CharField(required=False, allow_blank=True, default="", max_length=60)
    code_name = s.CharField(required=False, allow_blank=True, default="", max_length=40)

    def identified(self) -> Identified:
        """What the service takes."""
        said = {k: v for k, v in self.validated_data.items() if k not in ("token", "answered")}
        lists = {k: tuple(said[k]) for k in ("forms", "citizenships", "languages")}
        return Identified(**(said | lists))


class IdentificationOut(s.Serializer[Any]):
    """Who was made: a person's code, or for a cooperating actor the number of its receipt."""

    ref = s.CharField(required=False)
    code = s.CharField(required=False)
    code_name = s.CharField(required=False)
    receipt = s.CharField(required=False)


class ChildIn(s.Serializer[Any]):
    """A child for whom a supplement is asked."""

    ref = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    birth_year = s.IntegerField(required=False, allow_null=True, default=None, min_value=1900, max_value=2200)
    in_sweden = s.BooleanField(default=True)
    days = s.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=400)


class AdmissionIn(Guarded):
    """What an application says. Dates inclusive; ``days`` calendar days.

    Of a further intervention: ``item`` of the programme's list, ``for_dependant`` (empty: for the person), ``amount``
    in SEK; ``why``, ``wants`` and ``consent`` stand with the admission and are not read.
    """

    version = s.IntegerField(min_value=1)
    seen = s.CharField(required=False, allow_blank=True, default="", max_length=40)
    urgent = s.BooleanField(default=False)
    start = Day(required=False, allow_null=True, default=None)
    days = s.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=400)
    why = s.CharField(**TEXT)
    wants = s.CharField(**TEXT)
    consent = s.ChoiceField(Consent.choices, default=Consent.NOT_ASKED)
    consent_language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    police_report = s.ChoiceField(ReportMade.choices, default=ReportMade.UNKNOWN)
    police_report_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    society_protects = s.ChoiceField(SocietyProtects.choices, default=SocietyProtects.UNKNOWN)
    right = s.CharField(required=False, allow_blank=True, default="", max_length=24)
    need = s.CharField(**TEXT)
    society_asked = s.CharField(**TEXT)
    society_asked_on = Day(required=False, allow_null=True, default=None)
    society_answer = s.CharField(**TEXT)
    answer = s.CharField(**TEXT)
    item = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    for_dependant = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    amount = s.DecimalField(max_digits=9, decimal_places=2, required=False, allow_null=True, default=None)
    children = s.ListField(child=ChildIn(), default=list, max_length=12)
    motivations = s.DictField(
        child=s.CharField(allow_blank=True, max_length=20_000), default=dict, validators=[at_most(100)]
    )

    def asked(self) -> AskedAdmission:
        """What the services and the rules take."""
        said = {k: v for k, v in self.validated_data.items() if k not in ("version", "seen", "answered", "children")}
        return AskedAdmission(**said, children=tuple(AskedChild(**c) for c in self.validated_data["children"]))


class VerdictOut(s.Serializer[Any]):
    """One rule's answer: ok, warning (needs a motivation under ``key``) or stop."""

    key = s.CharField()
    level = s.CharField()
    sentence = s.CharField()
    source = s.CharField()  # type: ignore[assignment]


class VerdictsOut(s.Serializer[Any]):
    """What the rules say, the last day, and what it would cost (SEK)."""

    lines = VerdictOut(many=True)
    last = s.DateField(allow_null=True)
    total = s.DecimalField(max_digits=12, decimal_places=2, source="money.total", allow_null=True)


class RequestLine(s.Serializer[Any]):
    """A request in a list."""

    ref = s.CharField()
    heading = s.CharField()
    code = s.CharField()
    code_name = s.CharField()
    urgent = s.BooleanField()
    actor = s.CharField()
    state = s.CharField()
    version = s.IntegerField()
    moved_at = s.DateTimeField()


class RequestPage(s.Serializer[Any]):
    """A page of requests, and what lies on either side."""

    rows = RequestLine(many=True)
    count = s.IntegerField()
    older_than = s.CharField(source="older")
    newer_than = s.CharField(source="newer")


class RequestedChildOut(s.Serializer[Any]):
    """A child that a request asks for: its ``ref`` says in the next one that it is the same child."""

    ref = s.CharField(source="dependant.ref")
    birth_year = s.IntegerField(source="dependant.birth_year", allow_null=True)
    in_sweden = s.BooleanField(source="dependant.in_sweden")
    days = s.IntegerField()


class RequestMoved(s.Serializer[Any]):
    """Where a request is after an act; ``version`` goes with the next one."""

    ref = s.CharField()
    state = s.CharField()
    version = s.IntegerField()
    children = RequestedChildOut(many=True, source="children.all")
    seen = s.SerializerMethodField()

    def get_seen(self, row: Any) -> str:
        """The moment of the last save, as the next save gives it back."""
        return str(row.saved_at.astimezone(UTC).isoformat())


class AskedChildOut(s.Serializer[Any]):
    """A child for whom a supplement is asked."""

    ref = s.CharField()
    birth_year = s.IntegerField(allow_null=True)
    in_sweden = s.BooleanField()
    days = s.IntegerField(allow_null=True)


class DecidedOut(WithTexts):
    """A decision as the actor reads it."""

    sealed = ("reason",)
    kind = s.CharField()
    by = s.CharField()
    at = s.DateTimeField()
    decline_reason = s.CharField()
    reason = s.CharField(required=False)
    need_level = s.CharField()
    total = s.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    nights = s.CharField()


class RequestDetail(WithTexts):
    """A request as it was sent. ``version`` goes with the next act, ``acts`` are those that its state allows."""

    sealed = ("why", "wants", "need", "society_asked", "society_answer", "answer", "motivations")
    ref = s.CharField(source="about.ref")
    code = s.CharField(source="about.code")
    code_name = s.CharField(source="about.code_name")
    state = s.CharField(source="about.state")
    version = s.IntegerField(source="about.version")
    acts = s.ListField(child=s.CharField(), source="about.acts")
    actor = s.CharField(source="about.actor")
    kind = s.CharField(source="about.kind")
    is_further = s.BooleanField(source="about.is_further")
    item = s.CharField(source="page.item")
    for_dependant = s.CharField(source="page.for_dependant")
    amount = s.DecimalField(max_digits=9, decimal_places=2, source="page.amount", allow_null=True)
    urgent = s.BooleanField(source="page.urgent")
    start = s.DateField(source="page.start", allow_null=True)
    last = s.DateField(source="page.last", allow_null=True)
    days = s.IntegerField(source="page.days", allow_null=True)
    sent_at = s.DateTimeField(source="page.sent_at", allow_null=True)
    answer_due = s.DateTimeField(source="page.answer_due", allow_null=True)
    why = s.CharField(source="page.why", required=False)
    wants = s.CharField(source="page.wants", required=False)
    need = s.CharField(source="page.need", required=False)
    society_asked = s.CharField(source="page.society_asked", required=False)
    society_asked_on = s.DateField(source="page.society_asked_on", allow_null=True)
    society_answer = s.CharField(source="page.society_answer", required=False)
    answer = s.CharField(source="page.answer", required=False)
    motivations = s.DictField(child=s.CharField(), source="page.motivations", required=False)
    children = AskedChildOut(many=True, source="page.children")
    decisions = DecidedOut(many=True, source="page.decisions")
    verdicts = VerdictOut(many=True, source="lines")


class KindsIn(s.Serializer[Any]):
    """Which kinds of intervention are applied for."""

    kinds = s.ListField(child=s.ChoiceField(Kind.choices), min_length=1, max_length=len(Kind))


class ListedOut(s.Serializer[Any]):
    """An application that waits for a place in the budget; ``cost`` in SEK."""

    ref = s.CharField(source="row.ref")
    heading = s.CharField(source="row.heading")
    code = s.CharField(source="row.code")
    actor = s.CharField(source="row.actor")
    waiting_since = s.DateTimeField(source="row.waiting_since")
    need_level = s.CharField()
    since = s.DateTimeField()
    cost = s.DecimalField(max_digits=12, decimal_places=2)


class WaitingOut(s.Serializer[Any]):
    """All of them, in order, and what they cost together (SEK)."""

    rows = ListedOut(many=True)
    total = s.DecimalField(max_digits=14, decimal_places=2)


class DecisionIn(Guarded):
    """A decision: confirm, return (``reason`` is the question), wait (with a level of need) or decline (with a coded
    reason; ``paid_until``: the last day that is paid of a bed given before). ``amount``: SEK granted of an item.

    ``motivations``: of warnings that came up after sending, by the ``key`` of the verdict.
    """

    decision = s.ChoiceField(["confirm", "return", "wait", "decline"])
    version = s.IntegerField(min_value=1)
    reason = s.CharField(**TEXT)
    motivations = s.DictField(child=s.CharField(allow_blank=True, max_length=20_000), default=dict)
    decline_reason = s.ChoiceField(DeclineReason.choices, required=False, allow_blank=True, default="")
    need_level = s.ChoiceField(NeedLevel.choices, required=False, allow_blank=True, default="")
    amount = s.DecimalField(max_digits=9, decimal_places=2, required=False, allow_null=True, default=None)
    paid_until = Day(required=False, allow_null=True, default=None)


class EndIn(Guarded):
    """An earlier last day (inclusive) and why."""

    last = Day()
    reason = s.ChoiceField(EndReason.choices)
    note = s.CharField(**TEXT)
