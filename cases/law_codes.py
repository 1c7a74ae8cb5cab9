"""The codes of where the law stands: its subjects, what can happen in one, and the details. Words for all of them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LawSubject(TextChoices):
    """What a dated history is about, in the order of the tab."""

    SOCIAL_BOARD = "SOCIAL_BOARD", _("the social board")
    REFLECTION = "REFLECTION", _("the reflection period")
    POLICE = "POLICE", _("the police report")
    REGIONAL = "REGIONAL", _("the regional coordinator")
    INVESTIGATION = "INVESTIGATION", _("the investigation")
    COUNSEL = "COUNSEL", _("injured party and counsel")
    PERMIT = "PERMIT", _("the residence permit")
    ASYLUM = "ASYLUM", _("asylum")
    CHARGE = "CHARGE", _("the charge")
    JUDGMENT = "JUDGMENT", _("the judgment")
    DAMAGES = "DAMAGES", _("damages")


class Happening(TextChoices):
    """What happened. A subject has some of them (``cases/law.py``)."""

    CONTACTED = "CONTACTED", _("contacted, with consent")
    CONSULTED = "CONSULTED", _("consulted anonymously")
    ASKED = "ASKED", _("asked for")
    GRANTED = "GRANTED", pgettext_lazy("a decision", "granted")
    EXTENDED = "EXTENDED", _("extended")
    REFUSED = "REFUSED", pgettext_lazy("a decision", "refused")
    APPEALED = "APPEALED", _("appealed")
    WITHDRAWN = "WITHDRAWN", _("application withdrawn")
    ENDED = "ENDED", pgettext_lazy("of what runs", "ended")
    OPENED = "OPENED", pgettext_lazy("an investigation", "opened")
    CLOSED = "CLOSED", pgettext_lazy("an investigation", "closed")
    REOPENED = "REOPENED", pgettext_lazy("an investigation", "reopened")
    INJURED = "INJURED", _("is an injured party")
    NOT_INJURED = "NOT_INJURED", _("is not an injured party")
    APPOINTED = "APPOINTED", _("counsel appointed")
    STAY = "STAY", _("what the stay rests on")
    DUBLIN = "DUBLIN", _("to be tried in another country (Dublin)")
    CHARGED = "CHARGED", _("charges brought")
    NOT_CHARGED = "NOT_CHARGED", _("no charges are brought")
    CONVICTED = "CONVICTED", _("somebody was convicted")
    ACQUITTED = "ACQUITTED", _("acquitted")
    IN_FORCE = "IN_FORCE", _("in force")
    AWARDED = "AWARDED", _("awarded")
    PAID = "PAID", pgettext_lazy("damages", "paid")
    STRUCK = "STRUCK", _("noted by mistake")


class Detail(TextChoices):
    """More about what happened, where its step asks for it."""

    HOUSING = "HOUSING", _("housing")
    SUPPORT = "SUPPORT", _("support and contact")
    MONEY = "MONEY", _("money to live on")
    CARE = "CARE", _("care of a child or young person")
    TREATMENT = "TREATMENT", _("treatment")
    BY_BOARD = "BY_BOARD", _("the social board applied")
    BY_LEADER = "BY_LEADER", _("the leader of the investigation applied")
    NO_CRIME = "NO_CRIME", _("not seen as a crime")
    NO_SUSPECT = "NO_SUSPECT", _("nobody to suspect")
    NOT_PROVABLE = "NOT_PROVABLE", _("cannot be proved")
    ABROAD = "ABROAD", _("is investigated in another country")
    OWN_WISH = "OWN_WISH", _("the person could not take part")
    TEMPORARY = "TEMPORARY", _("temporary, during the investigation")
    PROTECTION = "PROTECTION", _("as in need of protection")
    WORK = "WORK", _("work or studies")
    TIE = "TIE", _("tie to somebody")
    DISTRESS = "DISTRESS", _("particularly distressing circumstances")
    IMPEDIMENT = "IMPEDIMENT", _("hindrance to enforcement")
    SWEDISH = "SWEDISH", _("Swedish citizen")
    EU_EEA = "EU_EEA", _("citizen of the EU or EEA")
    THIRD = "THIRD", _("citizen of a third country")
    TRAFFICKING = "TRAFFICKING", _("trafficking")
    HUMAN_EXPLOITATION = "HUMAN_EXPLOITATION", _("human exploitation")
    OFFENDER = "OFFENDER", _("by whoever was convicted")
    STATE = "STATE", _("as compensation from the state")
    OTHER = "OTHER", pgettext_lazy("detail of a legal fact", "something else")
    UNKNOWN = "UNKNOWN", _("do not know")


class Offence(TextChoices):
    """The class of offence that a police report is about. Nothing about suspects (domain §4)."""

    TRAFFICKING = "TRAFFICKING", _("trafficking")
    HUMAN_EXPLOITATION = "HUMAN_EXPLOITATION", _("human exploitation")
    PROCURING = "PROCURING", _("procuring, or purchase of sexual acts")
    VIOLENCE = "VIOLENCE", _("violence, threats or rape")
    LABOUR = "LABOUR", _("offences at work, wages")
    OTHER = "OTHER", pgettext_lazy("class of offence", "something else")
    UNKNOWN = "UNKNOWN", _("do not know")


class Reporter(TextChoices):
    """Who made a police report, as a role."""

    PERSON = "PERSON", _("the person")
    ACTOR = "ACTOR", _("the actor")
    SOCIAL = "SOCIAL", _("social services")
    AUTHORITY = "AUTHORITY", _("another authority")
    POLICE = "POLICE", _("the police on their own initiative")
    OTHER = "OTHER", pgettext_lazy("who reported", "somebody else")
    UNKNOWN = "UNKNOWN", _("do not know")
