"""The closed list of what is written about somebody and not sealed: every column of text in a table about a person that
is neither sealed nor a choice from a list in the code, and why it can tell no story (access.md, Data at rest).

A house test fails on a column that is missing here. Whoever adds one seals it, gives it choices, or says here why
nothing that somebody types can end up in it.
"""

from __future__ import annotations

from collections.abc import Mapping

CODED: Mapping[str, Mapping[str, str]] = {
    "accounts_draft": {
        "form": "the name of an address in the code",
        "kind": "the form's name, given by the code",
        "ref": "random letters from the code",
    },
    "accounts_userkey": {
        "ring": "the id of a key, checked at the start",
        "wrapped": "a random key, encrypted by the ring",
    },
    "audit_accessevent": {
        "act": "the name of an act in the code",
        "kind": "the name of a model in the code",
        "ref": "the random reference of what was looked at, as the program wrote it",
        "why": "the code of a refusal or the name of a fault",
        "key": "the id of the log's key",
        "mac": "a keyed hash",
    },
    "audit_outbox": {
        "event": "the name of an event in the code",
        "ref": "a random reference",
        "facts": "codes and ids that services write; a test looks that no typed text is among them",
    },
    "cases_admissiondecision": {"cost": "days, numbers, SEK, keys of children left out; worked out by the code"},
    "cases_admissionrequest": {
        "ref": "random letters from the code",
        "consent_language": "a language code (ISO 639), checked against the list",
    },
    "cases_consentgiven": {
        "ref": "random letters from the code",
        "language": "a language code (ISO 639), checked against the list",
    },
    "cases_mention": {"ref": "random letters from the code"},
    "cases_closing": {"ref": "random letters from the code"},
    "cases_task": {
        "ref": "random letters from the code",
        "ring": "the id of a key, checked at the start",
        "wrapped": "a random key, encrypted by the ring",
    },
    "cases_dependant": {
        "ref": "random letters from the code",
        "country": "a country code (ISO 3166-1), checked against the list",
        "needs": "codes from a list in the code",
    },
    "reminders_ways": {"days_before": "numbers of days from a list in the code"},
    "cases_putoff": {"what": "a code of a step from the code, and the reference of which of several"},
    "cases_reminding": {"ref": "the random reference of what was reminded of"},
    "accounts_absence": {"ref": "random letters from the code"},
    "cases_savedfilter": {
        "ref": "random letters from the code",
        "of": "the name of a list in the code",
        "chosen": "codes of the list's own filters, checked against its declaration",
    },
    "cases_familylink": {"ref": "random letters from the code"},
    "cases_exploitation": {
        "recruitment": "codes from a list in the code",
        "control": "codes from a list in the code",
    },
    "cases_exploitationform": {
        "sub_forms": "codes from a list in the code",
        "countries": "country codes (ISO 3166-1), checked against the list",
        "since": "a year and a month, or a year: the database takes nothing else",
        "until": "a year and a month, or a year: the database takes nothing else",
    },
    "cases_groupevent": {
        "ref": "random letters from the code",
        "forms": "codes from a list in the code",
        "indicators": "codes of indicators and how each is known, checked against the lists",
    },
    "cases_identitymark": {"mark": "a keyed hash of an identity number, by which equal ones are found"},
    "cases_samepersonlink": {"ref": "random letters from the code"},
    "cases_handover": {"ref": "random letters from the code"},
    "cases_identification": {
        "ref": "random letters from the code",
        "consent_language": "a language code (ISO 639), checked against the list",
    },
    "cases_informationgiven": {
        "sheets": "codes from a list in the code",
        "language": "a language code (ISO 639), checked against the list",
    },
    "cases_intervention": {"ref": "random letters from the code"},
    "cases_journalnote": {"ref": "random letters from the code"},
    "cases_message": {"ref": "random letters from the code"},
    "cases_striking": {"ref": "random letters from the code"},
    "cases_lastdayproposal": {"ref": "random letters from the code"},
    "cases_legalstep": {
        "ref": "random letters from the code",
        "details": "codes from a list in the code",
    },
    "cases_person": {
        "code": "random letters from the code, with a check character",
        "code_name": "two words from our lists; who chooses another is asked by the guard, and told that it is no name",
        "citizenships": "country codes (ISO 3166-1), checked against the list",
        "languages": "language codes (ISO 639), checked against the list",
        "interpreter_language": "a language code (ISO 639), checked against the list",
        "file_number_hash": "a keyed hash of the sealed file number, by which equal ones are found",
    },
    "cases_personkey": {
        "ring": "the id of a key, checked at the start",
        "wrapped": "a random key, encrypted by the ring",
    },
    "cases_receipt": {
        "number": "random letters from the code",
        "ring": "the id of a key, checked at the start",
        "wrapped": "a random key, encrypted by the ring",
    },
    "cases_outreach": {"ref": "random letters from the code"},
    "cases_protectionstatement": {"rests_on": "codes from a list in the code"},
    "cases_restriction": {
        "ref": "random letters from the code",
        "code": "the person's code, as the program wrote it",
        "named": "ids of accounts",
    },
    "cases_returnplan": {"ref": "random letters from the code"},
    "cases_servicegiven": {"ref": "random letters from the code"},
    "cases_serviceofactor": {"ref": "random letters from the code"},
    "cases_share": {"ref": "random letters from the code"},
    "cases_transferoffer": {
        "ref": "random letters from the code",
        "ring": "the id of a key, checked at the start",
        "wrapped": "a random key, encrypted by the ring",
    },
    "funding_bankaccount": {
        "ref": "random letters from the code",
        "typed": "digits, spaces and dashes as a manager typed them; the database takes nothing else",
        "number": "the same without spaces and dashes; the database takes a bankgiro, plusgiro or Swedish IBAN alone",
    },
    "funding_claim": {"ref": "random letters from the code"},
    "funding_claimcost": {
        "voucher": "a number in the actor's bookkeeping: at most four letters before its digits, says the database",
    },
    "funding_commitment": {
        "ref": "random letters from the code",
        "programme": "the code of a programme, given by the code",
    },
    "reminders_notice": {
        "kind": "the name of a notice in the code",
        "deadline": "the name of a deadline in the code with a reference",
        "ref": "a random reference",
        "facts": "codes, days and numbers that the finders of deadlines write",
    },
}
