"""What each column of the notice board, of ways to be told and of the background work means: a part of
``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_REMINDERS: Mapping[str, Mapping[str, str]] = {
    "reminders_posting": {
        "asks_receipt": "whether readers are asked to say that they have read it",
        "at": "when the version was written",
        "by": "the coordinator who wrote it",
        "certified_only": "whether it is for certified actors alone",
        "subject": "which posting, the same for all its versions",
        "taken_at": "when it was taken down",
        "taken_by": "who took it down",
        "text": "what the programme tells its actors; about no person",
        "title": "its heading",
        "until": "the last day on which it stands",
        "version": "which version, from 1",
    },
    "reminders_pulse": {
        "at": "when that part of the background work last lived, at most a minute behind",
        "name": "which part: the worker, beat, or one of their runs",
        "since": "when it lived for the first time",
    },
    "reminders_postingread": {
        "at": "when the reader said so",
        "posting": "which version",
        "user": "who has read it",
    },
    "reminders_ways": {
        "days_before": "so many days before what falls due they are told as well",
        "digest": "whether an e-mail a day says how many notices wait",
        "digest_at": "at which hour",
        "mail": "which notices are an e-mail at once too",
        "quiet_from": "the hour from which no e-mail is sent",
        "quiet_to": "the hour from which they are sent again",
        "user": "whose choice",
    },
}
