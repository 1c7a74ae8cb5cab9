"""Where the law stands: society's help, the reflection period, the police, and the stay in Sweden. Data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.law_codes import Detail, Happening, LawSubject
from cases.law_kinds import StepKind, SubjectKind, decided

_HELP = (Detail.HOUSING, Detail.SUPPORT, Detail.MONEY, Detail.TREATMENT, Detail.CARE, Detail.OTHER, Detail.UNKNOWN)
_WHO = (Detail.BY_BOARD, Detail.BY_LEADER, Detail.UNKNOWN)
_KINDS = (
    Detail.TEMPORARY,
    Detail.PROTECTION,
    Detail.WORK,
    Detail.TIE,
    Detail.DISTRESS,
    Detail.IMPEDIMENT,
    Detail.OTHER,
    Detail.UNKNOWN,
)

SOCIAL_BOARD = SubjectKind(
    LawSubject.SOCIAL_BOARD,
    _("The social board"),
    (
        StepKind(
            Happening.ASKED,
            _("Help was asked for"),
            _("Help asked for at the social board"),
            awaits=_("the social board's decision"),
            should_days=30,
            details=_HELP,
            detail_label=_("What was asked for?"),
            many=True,
        ),
        StepKind(
            Happening.GRANTED,
            _("The social board grants"),
            _("The social board granted help"),
            runs=_("help from the social board"),
            lasts=True,
            asks_after=True,
            details=_HELP,
            detail_label=_("What is granted?"),
            many=True,
            after=decided(LawSubject.SOCIAL_BOARD),
        ),
        StepKind(
            Happening.REFUSED,
            _("The social board refuses"),
            _("The social board refused"),
            details=_HELP,
            detail_label=_("What is refused?"),
            many=True,
            after=decided(LawSubject.SOCIAL_BOARD),
        ),
        StepKind(
            Happening.APPEALED,
            _("The decision is appealed"),
            _("The social board's decision appealed"),
            awaits=_("the court's answer about help from the social board"),
            should_days=90,
            after=((LawSubject.SOCIAL_BOARD, Happening.REFUSED), (LawSubject.SOCIAL_BOARD, Happening.GRANTED)),
        ),
        StepKind(
            Happening.ENDED,
            _("The help has ended"),
            _("Help from the social board ended"),
            ends=True,
            details=_HELP,
            detail_label=_("What has ended?"),
            many=True,
            after=((LawSubject.SOCIAL_BOARD, Happening.GRANTED),),
        ),
    ),
    first=(Happening.ASKED, Happening.GRANTED),
    follows={
        Happening.ASKED: (Happening.GRANTED, Happening.REFUSED),
        Happening.GRANTED: (Happening.ENDED, Happening.ASKED, Happening.GRANTED),
        Happening.REFUSED: (Happening.APPEALED, Happening.ASKED),
        Happening.APPEALED: (Happening.GRANTED, Happening.REFUSED),
        Happening.ENDED: (Happening.ASKED, Happening.GRANTED),
    },
    statistics=("outside", "unfunded", "rights"),
    several=True,
)
REFLECTION = SubjectKind(
    LawSubject.REFLECTION,
    _("Reflection period"),
    (
        StepKind(
            Happening.ASKED,
            _("A reflection period is applied for"),
            _("Reflection period applied for"),
            awaits=_("the decision on a reflection period"),
            should_days=7,
            details=_WHO,
            detail_label=_("Who applied?"),
        ),
        StepKind(
            Happening.GRANTED,
            _("The reflection period is granted"),
            _("Reflection period granted"),
            runs=_("reflection period"),
            lasts=True,
            details=_WHO,
            detail_label=_("Who applied?"),
            after=((LawSubject.REFLECTION, Happening.ASKED),),
        ),
        StepKind(
            Happening.REFUSED,
            _("The reflection period is refused"),
            _("Reflection period refused"),
            after=((LawSubject.REFLECTION, Happening.ASKED),),
        ),
        StepKind(
            Happening.EXTENDED,
            _("The reflection period is extended"),
            _("Reflection period extended"),
            runs=_("reflection period"),
            lasts=True,
            details=_WHO,
            detail_label=_("Who applied?"),
            after=((LawSubject.REFLECTION, Happening.GRANTED),),
        ),
        StepKind(
            Happening.ENDED,
            _("The reflection period is ended"),
            _("Reflection period ended early"),
            ends=True,
            after=((LawSubject.REFLECTION, Happening.GRANTED),),
        ),
    ),
    first=(Happening.ASKED, Happening.GRANTED),
    follows={
        Happening.ASKED: (Happening.GRANTED, Happening.REFUSED),
        Happening.GRANTED: (Happening.EXTENDED, Happening.ASKED, Happening.ENDED),
        Happening.EXTENDED: (Happening.EXTENDED, Happening.ENDED),
        Happening.REFUSED: (Happening.ASKED,),
        Happening.ENDED: (Happening.ASKED,),
    },
    statistics=("reflection",),
    help=_(
        "A residence permit of 30 days to recover and decide. The social board or the leader of the investigation"
        " applies; the Migration Agency decides."
    ),
)
POLICE = SubjectKind(
    LawSubject.POLICE,
    _("Police report"),
    (),
    first=(),
    statistics=("police", "after-rest"),
)
"""Its rows are ``PoliceReport``: the rules ask for them under that name. It has a form of its own."""
REGIONAL = SubjectKind(
    LawSubject.REGIONAL,
    _("Regional coordinator"),
    (
        StepKind(
            Happening.CONTACTED,
            _("Contacted, with the person's consent"),
            _("Regional coordinator contacted, with consent"),
        ),
        StepKind(Happening.CONSULTED, _("Consulted anonymously"), _("Regional coordinator consulted anonymously")),
    ),
    first=(Happening.CONTACTED, Happening.CONSULTED),
    follows={
        Happening.CONTACTED: (Happening.CONTACTED, Happening.CONSULTED),
        Happening.CONSULTED: (Happening.CONTACTED, Happening.CONSULTED),
    },
    statistics=("outside",),
    help=_("Employed by social services in each region, and knows the way into society's help."),
)
PERMIT = SubjectKind(
    LawSubject.PERMIT,
    _("Residence"),
    (
        StepKind(
            Happening.STAY,
            _("What the stay rests on"),
            _("The stay"),
            details=(Detail.SWEDISH, Detail.EU_EEA, Detail.THIRD, Detail.UNKNOWN),
            detail_label=_("The person is"),
            neutral=True,
        ),
        StepKind(
            Happening.ASKED,
            _("A residence permit is applied for"),
            _("Residence permit applied for"),
            awaits=_("the decision on a residence permit"),
            should_days=120,
            details=_KINDS,
            detail_label=_("What kind of permit?"),
        ),
        StepKind(
            Happening.GRANTED,
            _("The residence permit is granted"),
            _("Residence permit granted"),
            runs=_("residence permit"),
            lasts=True,
            asks_after=True,
            details=_KINDS,
            detail_label=_("What kind of permit?"),
            after=decided(LawSubject.PERMIT),
        ),
        StepKind(
            Happening.REFUSED,
            _("The residence permit is refused"),
            _("Residence permit refused"),
            details=_KINDS,
            detail_label=_("What kind of permit?"),
            after=decided(LawSubject.PERMIT),
        ),
        StepKind(
            Happening.APPEALED,
            _("The decision is appealed"),
            _("The decision on a residence permit appealed"),
            awaits=_("the court's answer about a residence permit"),
            should_days=180,
            after=((LawSubject.PERMIT, Happening.REFUSED),),
        ),
        StepKind(
            Happening.ENDED,
            _("The permit has ended or is taken back"),
            _("Residence permit ended"),
            ends=True,
            after=((LawSubject.PERMIT, Happening.GRANTED),),
        ),
    ),
    first=(Happening.STAY, Happening.ASKED, Happening.GRANTED),
    follows={
        Happening.STAY: (Happening.ASKED, Happening.GRANTED),
        Happening.ASKED: (Happening.GRANTED, Happening.REFUSED),
        Happening.GRANTED: (Happening.ASKED, Happening.ENDED),
        Happening.REFUSED: (Happening.APPEALED, Happening.ASKED),
        Happening.APPEALED: (Happening.GRANTED, Happening.REFUSED),
        Happening.ENDED: (Happening.ASKED,),
    },
    statistics=("police", "abroad"),
)
ASYLUM = SubjectKind(
    LawSubject.ASYLUM,
    _("Asylum"),
    (
        StepKind(
            Happening.ASKED,
            _("Asylum is applied for"),
            _("Asylum applied for"),
            awaits=_("the decision on asylum"),
            should_days=180,
        ),
        StepKind(
            Happening.DUBLIN,
            _("Another country is to try it (Dublin)"),
            _("Another country is to try the asylum application (Dublin)"),
            awaits=_("the transfer to another country"),
            should_days=180,
            after=((LawSubject.ASYLUM, Happening.ASKED),),
        ),
        StepKind(
            Happening.GRANTED,
            _("Asylum is granted"),
            _("Asylum granted"),
            runs=_("residence permit after asylum"),
            lasts=True,
            after=decided(LawSubject.ASYLUM),
        ),
        StepKind(Happening.REFUSED, _("Asylum is refused"), _("Asylum refused"), after=decided(LawSubject.ASYLUM)),
        StepKind(
            Happening.APPEALED,
            _("The decision is appealed"),
            _("The decision on asylum appealed"),
            awaits=_("the court's answer about asylum"),
            should_days=180,
            after=((LawSubject.ASYLUM, Happening.REFUSED), (LawSubject.ASYLUM, Happening.DUBLIN)),
        ),
        StepKind(
            Happening.WITHDRAWN,
            _("The application is withdrawn"),
            _("The asylum application withdrawn"),
            after=((LawSubject.ASYLUM, Happening.ASKED),),
        ),
    ),
    first=(Happening.ASKED,),
    follows={
        Happening.ASKED: (Happening.GRANTED, Happening.REFUSED, Happening.DUBLIN),
        Happening.DUBLIN: (Happening.APPEALED, Happening.WITHDRAWN),
        Happening.GRANTED: (Happening.ASKED,),
        Happening.REFUSED: (Happening.APPEALED,),
        Happening.APPEALED: (Happening.GRANTED, Happening.REFUSED),
        Happening.WITHDRAWN: (Happening.ASKED,),
    },
    statistics=("abroad",),
)
