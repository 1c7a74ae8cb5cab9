"""The field's own words, as codes with labels. Codes follow HTCDS 2.0 where it has one (see docs)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models.kinds import Kind as Kind  # the floor of money has it, and rules speak of it here

WITH_A_LIST = frozenset({Kind.SPECIFIC, Kind.INTEGRATION})
"""Kinds that are given from the programme's list, and cost a sum instead of so much a day."""
WITH_A_BED = frozenset({Kind.REST, Kind.SUPPORT})
"""Kinds that are somewhere to stay, and cost so much a day: one of them at a time."""


class Level(models.TextChoices):
    """How hard a rule of a programme is."""

    NO = "NO", pgettext_lazy("rule level", "no demand")
    WARNING = "WARNING", pgettext_lazy("rule level", "to be motivated")
    STOP = "STOP", pgettext_lazy("rule level", "stop")


class Gender(models.TextChoices):
    """Gender as the person says it."""

    WOMAN = "WOMAN", _("woman")
    MAN = "MAN", _("man")
    OTHER = "OTHER", pgettext_lazy("gender", "other")
    UNKNOWN = "UNKNOWN", _("unknown")


class Age(models.TextChoices):
    """Whether somebody is a child. Unclear is treated as a child (domain §2.1)."""

    ADULT = "ADULT", _("18 or older")
    CHILD = "CHILD", _("under 18")
    UNCLEAR = "UNCLEAR", _("unclear")


class Answer(models.TextChoices):
    """Yes, no, and the answer that is always allowed."""

    YES = "YES", _("yes")
    NO = "NO", _("no")
    UNKNOWN = "UNKNOWN", _("do not know")


class Consent(models.TextChoices):
    """Consent to share what is needed with the programme."""

    YES = "YES", _("yes")
    NO = "NO", _("no")
    NOT_ASKED = "NOT_ASKED", _("not asked yet")


class Protection(models.TextChoices):
    """Protection of personal data by the authorities."""

    NONE = "NONE", _("none")
    MARK = "MARK", _("confidentiality mark")
    REGISTRATION = "REGISTRATION", _("protected registration")
    NEW_IDENTITY = "NEW_IDENTITY", _("new identity")
    UNKNOWN = "UNKNOWN", _("unknown")


class Route(models.TextChoices):
    """How contact came about."""

    OUTREACH = "OUTREACH", _("outreach")
    SELF = "SELF", _("sought help themselves")
    OTHER_PERSON = "OTHER_PERSON", _("through another person")
    COOPERATING = "COOPERATING", _("through a cooperating actor")
    AUTHORITY = "AUTHORITY", _("through an authority")
    REGIONAL = "REGIONAL", _("through the regional coordinator")
    UNKNOWN = "UNKNOWN", _("unknown")


class Certainty(models.TextChoices):
    """How sure the actor is."""

    CONCEIVABLE = "CONCEIVABLE", _("conceivable")
    LIKELY = "LIKELY", _("likely")
    INJURED_PARTY = "INJURED_PARTY", _("injured party in an investigation")


class Form(models.TextChoices):
    """Forms of exploitation. HTCDS ``vic_TypeOfExploitation`` where it has one."""

    SEXUAL = "SEXUAL", _("sexual exploitation")
    LABOUR = "LABOUR", _("labour exploitation")
    BEGGING = "BEGGING", _("begging")
    CRIME = "CRIME", _("criminal activity")
    MARRIAGE = "MARRIAGE", _("forced marriage")
    SERVITUDE = "SERVITUDE", _("domestic servitude")
    ORGAN = "ORGAN", _("organ removal")
    ADOPTION = "ADOPTION", _("illegal adoption")
    SURROGACY = "SURROGACY", _("surrogacy")
    ARMED = "ARMED", _("armed groups")
    OTHER = "OTHER", pgettext_lazy("form of exploitation", "other")
    UNKNOWN = "UNKNOWN", _("not known yet")


class Seen(models.TextChoices):
    """How an indicator came to be known. No score, no threshold."""

    SEEN = "SEEN", _("seen")
    TOLD = "TOLD", _("told by the person")
    TOLD_BY_OTHER = "TOLD_BY_OTHER", _("told by another")


class Relation(models.TextChoices):
    """What a dependant is to the person."""

    CHILD = "CHILD", _("child")
    SIBLING = "SIBLING", _("sibling")
    PARTNER = "PARTNER", _("partner")
    PARENT = "PARENT", _("parent")
    OTHER = "OTHER", _("other relative")


class ReportMade(models.TextChoices):
    """Whether a report to the police is made."""

    YES = "YES", _("yes, made")
    NO = "NO", _("no")
    UNKNOWN = "UNKNOWN", _("do not know")


class SocietyProtects(models.TextChoices):
    """Does society provide this person's protection? PARTLY and YES are read as being inside MMM (domain §2.4)."""

    UNKNOWN = "UNKNOWN", _("not clear yet")
    NO = "NO", _("no")
    APPLIED = "APPLIED", _("applied for, no answer")
    PARTLY = "PARTLY", _("partly")
    YES = "YES", _("yes")
    ENDED = "ENDED", _("yes, but it has ended")


class SocietyFact(models.TextChoices):
    """What a statement on society's protection rests on. Codes; dated histories of each come with the legal facts."""

    SOCIAL_BOARD = "SOCIAL_BOARD", _("the social board's decision")
    REFLECTION = "REFLECTION", _("a reflection period")
    INVESTIGATION = "INVESTIGATION", _("an investigation")
    PERMIT = "PERMIT", _("a residence permit")
    RECEPTION = "RECEPTION", _("the reception of asylum seekers")
    HEALTH_CARE = "HEALTH_CARE", _("health care by the region")
    OTHER = "OTHER", pgettext_lazy("fact about society", "something else")


class NeedLevel(models.TextChoices):
    """How pressing the need is of somebody who waits for a place in the budget. The order is that of the list."""

    HIGH = "HIGH", pgettext_lazy("need level", "great")
    MIDDLE = "MIDDLE", pgettext_lazy("need level", "middle")
    LOW = "LOW", pgettext_lazy("need level", "can wait")


class ForWhom(models.TextChoices):
    """Whom an item of the programme's list can be for."""

    PERSON = "PERSON", _("the person")
    DEPENDANT = "DEPENDANT", _("somebody who belongs to the person")
    ANYBODY = "ANYBODY", _("the person, or somebody who belongs to them")


class EndReason(models.TextChoices):
    """Why an intervention ends before its last day."""

    SOCIETY = "SOCIETY", _("society has taken over the protection")
    OWN_WISH = "OWN_WISH", _("the person does not want it any longer")
    LEFT = "LEFT", _("the person has left")
    MOVED = "MOVED", _("moved to another actor")
    RETURNED = "RETURNED", _("has returned to another country")
    NOT_STARTED = "NOT_STARTED", _("never started")
    OTHER = "OTHER", pgettext_lazy("end reason", "other")


class DeclineReason(models.TextChoices):
    """Why a request is declined. Lack of money is a reason of its own (domain §2.3)."""

    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("the rules are not met")
    SOCIETY_PAYS = "SOCIETY_PAYS", _("society gives this help")
    NO_MONEY = "NO_MONEY", _("the money is spent")
    NO_NEED = "NO_NEED", _("the need is not shown")
    OTHER = "OTHER", pgettext_lazy("decline reason", "other")
