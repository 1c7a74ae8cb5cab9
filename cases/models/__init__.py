from cases.models.admission import AdmissionDecision, AdmissionRequest, RequestedChild
from cases.models.case import Case, ChildSupplement, Intervention
from cases.models.catalogue import CatalogueItem
from cases.models.child import ChildStanding, ConcernReport
from cases.models.facts import LastDayProposal, PoliceReport, ProtectionStatement, ReturnStatement
from cases.models.group import GroupEvent
from cases.models.handover import HandOver, Receipt
from cases.models.identification import ExploitationForm, Identification, IndicatorSeen
from cases.models.information import InformationGiven, InformationSheet
from cases.models.law import LegalStep, ReturnFollowUp, ReturnPlan
from cases.models.outreach import Outreach
from cases.models.person import (
    Dependant,
    Person,
    PersonGroupObjectPermission,
    PersonKey,
    PersonUserObjectPermission,
)
from cases.models.programme import Indicator, InterventionRule, Programme, Right
from cases.models.reporting import ReportNote
from cases.models.rights import RightEntry
from cases.models.service import ServiceCategory, ServiceGiven, ServiceOfActor
from cases.models.sharing import BrokenGlass, Restriction, Share

__all__ = [
    "AdmissionDecision",
    "AdmissionRequest",
    "BrokenGlass",
    "Case",
    "CatalogueItem",
    "ChildStanding",
    "ChildSupplement",
    "ConcernReport",
    "Dependant",
    "ExploitationForm",
    "GroupEvent",
    "HandOver",
    "Identification",
    "Indicator",
    "IndicatorSeen",
    "InformationGiven",
    "InformationSheet",
    "Intervention",
    "InterventionRule",
    "LastDayProposal",
    "LegalStep",
    "Outreach",
    "Person",
    "PersonGroupObjectPermission",
    "PersonKey",
    "PersonUserObjectPermission",
    "PoliceReport",
    "Programme",
    "ProtectionStatement",
    "Receipt",
    "ReportNote",
    "RequestedChild",
    "Restriction",
    "ReturnFollowUp",
    "ReturnPlan",
    "ReturnStatement",
    "Right",
    "RightEntry",
    "ServiceCategory",
    "ServiceGiven",
    "ServiceOfActor",
    "Share",
]
