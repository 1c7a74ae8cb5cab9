"""What each column of ``funding/`` means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_MONEY: Mapping[str, Mapping[str, str]] = {
    "funding_bankaccount": {
        "asked_at": "when it was asked for",
        "asked_by": "who asked for it",
        "confirmed_at": "when another person confirmed it",
        "confirmed_by": "who confirmed it",
        "kind": "bankgiro, plusgiro or IBAN",
        "number": "the number without spaces and dashes",
        "typed": "the number as it was typed",
        "usable_from": "first day on which it is paid to",
    },
    "funding_budget": {
        "funder": "who gives the money",
        "order": "which of a year's budgets is used first",
        "programme": "the code of the programme that it is for; empty: any",
    },
    "funding_budgetline": {
        "allocated": "SEK given, kept by the ledger's trigger",
        "budget": "of which budget",
        "committed": "SEK committed of it, kept by the ledger's trigger",
        "kind": "which kind it is for; empty: every kind without a line of its own",
        "returned": "SEK that went back to the funder, kept by the ledger's trigger",
    },
    "funding_claim": {
        "approved": "SEK that is paid",
        "batch": "in which payment batch",
        "commitment": "for which commitment",
        "days": "days that were given, where it is paid by the day",
        "decided_at": "when it was approved, or asked about",
        "decided_by": "who approved it, or asked",
        "sent_by": "who sent it",
    },
    "funding_claimcost": {
        "amount": "SEK",
        "claim": "of which claim",
        "counts": "whether its claim stands: one that is taken back lets its voucher number go",
        "cut": "SEK that is not paid of it",
        "cut_reason": "why not",
        "spent_on": "the day on the voucher",
        "voucher": "its number in the actor's own bookkeeping",
        "what": "what it was for",
    },
    "funding_commitment": {
        "booked_on": "the day it was booked",
        "cause_id": "what it is for: an intervention's random key, no more",
        "programme": "the code of the programme that it was granted under",
        "ref": "random reference, which papers about money name",
    },
    "funding_ledgerline": {
        "amount": "SEK: plus when given, committed, reported or paid, minus when released or paid back",
        "booked_on": "the booking date",
        "cause": "what made it",
        "cause_id": "which one: random key of the intervention decided on, a claim, a batch, a budget, a year's end",
        "commitment": "of which commitment; empty: between funder and budget",
        "kind": "what it says of the money",
        "line": "on which line of a budget",
        "reverses": "the wrong booking that it meets",
    },
    "funding_papersseen": {"claim": "of which claim"},
    "funding_paymentbatch": {
        "marked_by": "who marked it as paid",
        "paid_on": "the day it was paid",
    },
    "funding_paymentfile": {
        "batch": "of which payment",
        "taken_at": "when it was taken out",
        "taken_by": "who took it out",
        "unused_at": "when it was said that the bank paid nothing by it",
        "unused_by": "who said so",
        "unused_why": "how that is known",
    },
    "funding_repayment": {"amount": "SEK that the actor paid back", "claim": "of which claim"},
    "funding_yearend": {
        "countersigned_at": "when the second of two signed",
        "countersigned_by": "the second of two who signed",
        "digest": "SHA-256 of the figures",
        "figures": "the year's figures, as they were when it was signed",
        "opened_at": "when somebody began to close the year",
        "returned": "SEK that went back to the funder",
        "signed_at": "when the first of two signed",
        "signed_by": "the first of two who signed",
    },
}
