"""Where the law stands: investigation, counsel, charge, judgment and damages. Data. Nothing about suspects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.law_codes import Detail, Happening, LawSubject
from cases.law_kinds import StepKind, SubjectKind

_CRIMES = (Detail.TRAFFICKING, Detail.HUMAN_EXPLOITATION, Detail.OTHER, Detail.UNKNOWN)

INVESTIGATION = SubjectKind(
    LawSubject.INVESTIGATION,
    _("Investigation"),
    (
        StepKind(
            Happening.OPENED,
            _("An investigation is opened"),
            _("Investigation opened"),
            runs=_("an investigation"),
            details=_CRIMES,
            detail_label=_("Of what?"),
        ),
        StepKind(
            Happening.CLOSED,
            _("The investigation is closed"),
            _("Investigation closed"),
            ends=True,
            details=(
                Detail.NO_CRIME,
                Detail.NO_SUSPECT,
                Detail.NOT_PROVABLE,
                Detail.ABROAD,
                Detail.OWN_WISH,
                Detail.OTHER,
                Detail.UNKNOWN,
            ),
            detail_label=_("Why?"),
            after=((LawSubject.INVESTIGATION, Happening.OPENED), (LawSubject.INVESTIGATION, Happening.REOPENED)),
        ),
        StepKind(
            Happening.REOPENED,
            _("The investigation is reopened"),
            _("Investigation reopened"),
            runs=_("an investigation"),
            after=((LawSubject.INVESTIGATION, Happening.CLOSED),),
        ),
    ),
    first=(Happening.OPENED, Happening.CLOSED),
    follows={
        Happening.OPENED: (Happening.CLOSED,),
        Happening.CLOSED: (Happening.REOPENED, Happening.OPENED),
        Happening.REOPENED: (Happening.CLOSED,),
    },
    statistics=("police",),
    help=_("Nothing about suspects: no name, no description."),
)
COUNSEL = SubjectKind(
    LawSubject.COUNSEL,
    _("Injured party and counsel"),
    (
        StepKind(
            Happening.INJURED,
            _("The person is an injured party"),
            _("Is an injured party in the investigation"),
            neutral=True,
        ),
        StepKind(
            Happening.NOT_INJURED,
            _("The person is not an injured party"),
            _("Is not an injured party in the investigation"),
            neutral=True,
        ),
        StepKind(
            Happening.ASKED,
            _("Counsel for the injured party is asked for"),
            _("Counsel for the injured party asked for"),
            awaits=_("counsel for the injured party"),
            should_days=14,
        ),
        StepKind(
            Happening.APPOINTED,
            _("Counsel is appointed"),
            _("Counsel for the injured party appointed"),
            runs=_("counsel for the injured party"),
            after=((LawSubject.COUNSEL, Happening.ASKED),),
        ),
        StepKind(
            Happening.REFUSED,
            _("Counsel is refused"),
            _("Counsel for the injured party refused"),
            after=((LawSubject.COUNSEL, Happening.ASKED),),
        ),
        StepKind(
            Happening.ENDED,
            _("Counsel's task has ended"),
            _("Counsel's task ended"),
            ends=True,
            after=((LawSubject.COUNSEL, Happening.APPOINTED),),
        ),
    ),
    first=(Happening.INJURED, Happening.NOT_INJURED, Happening.ASKED),
    follows={
        Happening.INJURED: (Happening.ASKED, Happening.APPOINTED),
        Happening.NOT_INJURED: (Happening.INJURED,),
        Happening.ASKED: (Happening.APPOINTED, Happening.REFUSED),
        Happening.APPOINTED: (Happening.ENDED,),
        Happening.REFUSED: (Happening.ASKED,),
        Happening.ENDED: (Happening.ASKED,),
    },
    statistics=("rights",),
)
CHARGE = SubjectKind(
    LawSubject.CHARGE,
    _("Charge"),
    (
        StepKind(
            Happening.CHARGED,
            _("Charges are brought"),
            _("Charges brought"),
            awaits=_("the trial and its judgment"),
            answered_in=LawSubject.JUDGMENT,
            should_days=90,
            details=_CRIMES,
            detail_label=_("Of what?"),
            after=((LawSubject.INVESTIGATION, Happening.OPENED), (LawSubject.INVESTIGATION, Happening.REOPENED)),
        ),
        StepKind(
            Happening.NOT_CHARGED,
            _("No charges are brought"),
            _("No charges are brought"),
            after=((LawSubject.INVESTIGATION, Happening.OPENED), (LawSubject.INVESTIGATION, Happening.REOPENED)),
        ),
    ),
    first=(Happening.CHARGED, Happening.NOT_CHARGED),
    follows={Happening.CHARGED: (), Happening.NOT_CHARGED: (Happening.CHARGED,)},
)
JUDGMENT = SubjectKind(
    LawSubject.JUDGMENT,
    _("Judgment"),
    (
        StepKind(
            Happening.CONVICTED,
            _("Somebody is convicted"),
            _("Judgment: somebody was convicted"),
            awaits=_("the judgment to come into force"),
            should_days=30,
            details=_CRIMES,
            detail_label=_("Of what?"),
            many=True,
            after=((LawSubject.CHARGE, Happening.CHARGED),),
        ),
        StepKind(
            Happening.ACQUITTED,
            _("Acquitted"),
            _("Judgment: acquitted"),
            awaits=_("the judgment to come into force"),
            should_days=30,
            after=((LawSubject.CHARGE, Happening.CHARGED),),
        ),
        StepKind(
            Happening.APPEALED,
            _("The judgment is appealed"),
            _("Judgment appealed"),
            awaits=_("the judgment of the higher court"),
            should_days=180,
            after=((LawSubject.JUDGMENT, Happening.CONVICTED), (LawSubject.JUDGMENT, Happening.ACQUITTED)),
        ),
        StepKind(
            Happening.IN_FORCE,
            _("The judgment is in force"),
            _("Judgment in force"),
            after=((LawSubject.JUDGMENT, Happening.CONVICTED), (LawSubject.JUDGMENT, Happening.ACQUITTED)),
        ),
    ),
    first=(Happening.CONVICTED, Happening.ACQUITTED),
    follows={
        Happening.CONVICTED: (Happening.IN_FORCE, Happening.APPEALED),
        Happening.ACQUITTED: (Happening.IN_FORCE, Happening.APPEALED),
        Happening.APPEALED: (Happening.CONVICTED, Happening.ACQUITTED),
        Happening.IN_FORCE: (),
    },
)
DAMAGES = SubjectKind(
    LawSubject.DAMAGES,
    _("Damages"),
    (
        StepKind(
            Happening.ASKED,
            _("Damages are asked for"),
            _("Damages asked for"),
            awaits=_("the answer about damages"),
            should_days=180,
            amount=True,
        ),
        StepKind(
            Happening.AWARDED,
            _("Damages are awarded"),
            _("Damages awarded"),
            awaits=_("damages to be paid"),
            should_days=90,
            amount=True,
            after=((LawSubject.DAMAGES, Happening.ASKED),),
        ),
        StepKind(
            Happening.REFUSED,
            _("Damages are refused"),
            _("Damages refused"),
            after=((LawSubject.DAMAGES, Happening.ASKED),),
        ),
        StepKind(
            Happening.PAID,
            _("Damages are paid"),
            _("Damages paid"),
            amount=True,
            details=(Detail.OFFENDER, Detail.STATE, Detail.UNKNOWN),
            detail_label=_("How?"),
            after=((LawSubject.DAMAGES, Happening.AWARDED),),
        ),
    ),
    first=(Happening.ASKED, Happening.AWARDED),
    follows={
        Happening.ASKED: (Happening.AWARDED, Happening.REFUSED),
        Happening.AWARDED: (Happening.PAID,),
        Happening.REFUSED: (Happening.ASKED,),
        Happening.PAID: (Happening.PAID,),
    },
)
