"""Dated facts about where somebody stands with society's own chain of help (domain §2.4)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.sealing import SealedTextField
from cases.law_codes import Offence, Reporter
from cases.models.case import Intervention
from cases.models.choices import Answer, ReportMade, SocietyFact, SocietyProtects
from cases.models.history import with_history
from cases.models.person import Person
from cases.states import ProposalState

_PROPOSAL_STATES = [(state.value, state.value.title()) for state in ProposalState]


@with_history
class PoliceReport(models.Model):
    """What was known of a report to the police, as stated at a moment. The newest statement holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="police_reports")
    made = models.CharField(max_length=8, choices=ReportMade)
    on = models.DateField(null=True)
    by_whom = models.CharField(max_length=12, choices=Reporter, default=Reporter.UNKNOWN)
    offence = models.CharField(max_length=20, choices=Offence, default=Offence.UNKNOWN)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.made


@with_history
class ProtectionStatement(models.Model):
    """The caseworker's dated statement: does society provide this person's protection? The newest holds.

    ``rests_on``: the facts behind it, as codes of ``SocietyFact``; ``note``: in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protection_statements")
    answer = models.CharField(max_length=8, choices=SocietyProtects)
    on = models.DateField()
    rests_on = ArrayField(models.CharField(max_length=16, choices=SocietyFact), default=list)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.answer


@with_history
class ReturnStatement(models.Model):
    """The dated statement: is the person in the state-funded return programme? The newest holds (domain §2.4)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="return_statements")
    answer = models.CharField(max_length=8, choices=Answer)
    on = models.DateField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.answer


@with_history
class LastDayProposal(models.Model):
    """Society begins to pay for what a running period pays: the last day that this means, for the coordinator to set.

    Never automatic: nobody loses a bed to a date field (domain §3). ``last``: the day before society pays. Of several
    open ones the newest holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="last_day_proposals")
    ref = models.CharField(max_length=16, unique=True)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="proposals")
    statement = models.ForeignKey(ProtectionStatement, on_delete=models.PROTECT, related_name="+")
    last = models.DateField()
    state = models.CharField(max_length=8, choices=_PROPOSAL_STATES, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.ref
