from cases.models.admission import AdmissionDecision, AdmissionRequest, RequestedChild
from cases.models.case import Case, ChildSupplement, Intervention
from cases.models.catalogue import CatalogueItem
from cases.models.child import ChildStanding, ConcernReport
from cases.models.closing import Closing, ClosingFollowUp
from cases.models.consent import ConsentGiven
from cases.models.exploitation import Exploitation, ExploitationForm
from cases.models.facts import LastDayProposal, PoliceReport, ProtectionStatement, ReturnStatement
from cases.models.family import Dependant, FamilyLink
from cases.models.group import GroupEvent
from cases.models.handover import HandOver, Receipt
from cases.models.identification import Identification, IndicatorSeen
from cases.models.information import InformationGiven, InformationSheet
from cases.models.journal import JournalDraft, JournalNote, Striking
from cases.models.law import LegalStep, ReturnFollowUp, ReturnPlan
from cases.models.left import LeftFollowUp
from cases.models.mention import Mention, MentionSeen
from cases.models.outreach import Outreach
from cases.models.person import (
    Person,
    PersonGroupObjectPermission,
    PersonKey,
    PersonUserObjectPermission,
)
from cases.models.programme import Indicator, InterventionRule, Programme, Right
from cases.models.put_off import PutOff
from cases.models.reminding import Reminding
from cases.models.reporting import ReportNote
from cases.models.rights import RightEntry
from cases.models.safety import SafetyReview
from cases.models.same_person import IdentityMark, SamePersonLink
from cases.models.saved_filter import SavedFilter
from cases.models.service import ServiceCategory, ServiceGiven, ServiceOfActor
from cases.models.sharing import BrokenGlass, Restriction, Share
from cases.models.talk import Message, MessageDraft, MessageRead, QuestionOver
from cases.models.task import Task
from cases.models.transfer import TransferOffer

__all__ = [
    "AdmissionDecision",
    "AdmissionRequest",
    "BrokenGlass",
    "Case",
    "CatalogueItem",
    "ChildStanding",
    "ChildSupplement",
    "Closing",
    "ClosingFollowUp",
    "ConcernReport",
    "ConsentGiven",
    "Dependant",
    "Exploitation",
    "ExploitationForm",
    "FamilyLink",
    "GroupEvent",
    "HandOver",
    "Identification",
    "IdentityMark",
    "Indicator",
    "IndicatorSeen",
    "InformationGiven",
    "InformationSheet",
    "Intervention",
    "InterventionRule",
    "JournalDraft",
    "JournalNote",
    "LastDayProposal",
    "LeftFollowUp",
    "LegalStep",
    "Mention",
    "MentionSeen",
    "Message",
    "MessageDraft",
    "MessageRead",
    "Outreach",
    "Person",
    "PersonGroupObjectPermission",
    "PersonKey",
    "PersonUserObjectPermission",
    "PoliceReport",
    "Programme",
    "ProtectionStatement",
    "PutOff",
    "QuestionOver",
    "Receipt",
    "Reminding",
    "ReportNote",
    "RequestedChild",
    "Restriction",
    "ReturnFollowUp",
    "ReturnPlan",
    "ReturnStatement",
    "Right",
    "RightEntry",
    "SafetyReview",
    "SamePersonLink",
    "SavedFilter",
    "ServiceCategory",
    "ServiceGiven",
    "ServiceOfActor",
    "Share",
    "Striking",
    "Task",
    "TransferOffer",
]
