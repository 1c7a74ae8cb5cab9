from funding.models.budget import Budget, BudgetLine, YearEnd, YearEndState
from funding.models.claims import (
    AccountKind,
    BankAccount,
    Claim,
    ClaimCost,
    CostOf,
    CutReason,
    PapersSeen,
    PaymentBatch,
    PaymentFile,
    Repayment,
    UnusedWhy,
)
from funding.models.kinds import Kind
from funding.models.ledger import PAID, STANDS, USED, Cause, Commitment, LedgerLine, LineKind
from funding.states import BatchState, ClaimState

__all__ = [
    "PAID",
    "STANDS",
    "USED",
    "AccountKind",
    "BankAccount",
    "BatchState",
    "Budget",
    "BudgetLine",
    "Cause",
    "Claim",
    "ClaimCost",
    "ClaimState",
    "Commitment",
    "CostOf",
    "CutReason",
    "Kind",
    "LedgerLine",
    "LineKind",
    "PapersSeen",
    "PaymentBatch",
    "PaymentFile",
    "Repayment",
    "UnusedWhy",
    "YearEnd",
    "YearEndState",
]
