"""What each column about saved filters, reminders and notices means: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_LISTS: Mapping[str, Mapping[str, str]] = {
    "cases_savedfilter": {
        "chosen": "the codes of the filters that are on",
        "name": "what its user calls it",
        "of": "which list, by the name of its page",
        "opens": "whether the list opens so",
        "removed_at": "when it was taken away; it can be fetched back for a minute",
        "user": "whose it is; nobody else is shown it",
    },
    "cases_putoff": {
        "actor": "the actor that was responsible",
        "what": "what is to be done: a code, and which of several",
        "until": "the day on which it is to be done again",
        "why": "the reason, a code",
        "by": "who put it off",
        "at": "when it was put off",
    },
    "cases_reminding": {
        "at": "when the actor was reminded",
        "by": "which coordinator reminded",
        "on": "the day of the reminder: one a day of each thing",
        "ref": "what was reminded of: an application or an intervention",
        "waits": "for what, a code",
    },
    "reminders_mail": {
        "claimed_at": "when it was taken up last",
        "how_many": "how many notices waited, in a digest",
        "repeats": "how often it was sent again because nobody knew whether it had been taken",
        "urgent": "whether it is sent in quiet hours too",
        "letter": "which of the few texts it is",
        "link": "the invitation or recovery whose link it holds",
        "message_id": "the e-mail's id, so that none is sent twice",
        "notice_id": "which notice it is for",
        "tries": "how often sending has been tried",
        "ready_at": "from when it could have gone: at once, or when quiet hours ended",
        "try_at": "when it is tried next",
    },
    "reminders_notice": {
        "day": "the day that it is about",
        "deadline": "which deadline or event",
        "facts": "codes, days and numbers for its sentence",
        "moved": "whether the program closed it because somebody else is meant meanwhile",
        "read_at": "when it was opened or settled",
    },
    "reminders_told": {
        "finder": "name of a finder of deadlines",
        "until": "up to which moment everything it knows has been told",
    },
}
