"""The vocabulary of access: what a person can do here, and which roles may ask for it at all.

Every view names one of these (``@asks``); the middleware, the menu, the matrix test and the look-log read the name.
Whether *this* viewer may do it to *this* object is answered by the app that owns the object (its ``access.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Role(StrEnum):
    """Who somebody is in the programme (access.md, Roles)."""

    CASEWORKER = "CASEWORKER"
    MANAGER = "MANAGER"
    COOPERATING = "COOPERATING"
    COORDINATOR = "COORDINATOR"
    FUNDER = "FUNDER"
    PROTECTION_OFFICER = "PROTECTION_OFFICER"
    ADMINISTRATOR = "ADMINISTRATOR"


STAFF = frozenset({Role.CASEWORKER, Role.MANAGER})
FIELD = STAFF | {Role.COOPERATING}
OFFICE = frozenset({Role.COORDINATOR})
GOVERNS = frozenset({Role.MANAGER, Role.COORDINATOR})
"""Who brings people in and lets them in again; whom, says accounts/staff.py."""
EVERYBODY = frozenset(Role)
"""Whoever is signed in, also before and after they have a role."""


@dataclass(frozen=True)
class ActInfo:
    """``public``: before signing in, without the door. ``writes``: needs the right to change, not only to see."""

    name: str
    roles: frozenset[Role]
    writes: bool = False
    public: bool = False
    outside: bool = False
    """Behind the gate but outside the door: the account's own second factor and sessions, no person."""
    accounts: bool = False
    """Done to accounts, which no role behind the door may write: the view runs by the program's login, its page and its
    event behind the door, all in one transaction."""
    sensitive: bool = False
    """To do it (not to look) the last proof must be fresh (access.md, Signing in)."""
    quiet: bool = False
    """A poll or a figure: neither a look nor a sign of life (architecture, API)."""


class Act(Enum):
    """All acts. The value says who may ask; see ``ActInfo``."""

    # signing in and one's own account
    SIGN_IN = ActInfo("SIGN_IN", frozenset(), public=True)
    DEMO_TOUR = ActInfo("DEMO_TOUR", frozenset(), public=True)
    HIDE_SCREEN = ActInfo("HIDE_SCREEN", frozenset(), public=True)
    PROVE = ActInfo("PROVE", EVERYBODY, outside=True)
    SECOND_FACTOR = ActInfo("SECOND_FACTOR", EVERYBODY, writes=True, outside=True)
    HEALTH = ActInfo("HEALTH", frozenset(), public=True)
    CHANGE_PASSWORD = ActInfo("CHANGE_PASSWORD", EVERYBODY, writes=True, accounts=True, sensitive=True)
    USE_LINK = ActInfo("USE_LINK", frozenset(), public=True)
    TAKE_APPOINTMENT = ActInfo("TAKE_APPOINTMENT", EVERYBODY, writes=True, accounts=True)
    OWN_ACCOUNT = ActInfo("OWN_ACCOUNT", EVERYBODY, writes=True, accounts=True)

    # other people's accounts
    SEE_USERS = ActInfo("SEE_USERS", GOVERNS | {Role.ADMINISTRATOR}, accounts=True)
    INVITE = ActInfo("INVITE", GOVERNS, writes=True, accounts=True, sensitive=True)
    CONFIRM_INVITATION = ActInfo("CONFIRM_INVITATION", OFFICE, writes=True, accounts=True, sensitive=True)
    END_APPOINTMENT = ActInfo("END_APPOINTMENT", GOVERNS, writes=True, accounts=True, sensitive=True)
    FREEZE = ActInfo("FREEZE", GOVERNS | {Role.ADMINISTRATOR}, writes=True, accounts=True, sensitive=True)
    UNFREEZE = ActInfo("UNFREEZE", GOVERNS | {Role.ADMINISTRATOR}, writes=True, accounts=True, sensitive=True)
    OPEN_RECOVERY = ActInfo("OPEN_RECOVERY", GOVERNS, writes=True, accounts=True, sensitive=True)
    CONFIRM_RECOVERY = ActInfo(
        "CONFIRM_RECOVERY", GOVERNS | {Role.ADMINISTRATOR}, writes=True, accounts=True, sensitive=True
    )
    HELP = ActInfo("HELP", EVERYBODY)

    # the desk
    SEE_TODO = ActInfo("SEE_TODO", EVERYBODY)
    SEE_COUNTS = ActInfo("SEE_COUNTS", EVERYBODY, quiet=True)
    SEARCH = ActInfo("SEARCH", STAFF | OFFICE)
    KEEP_DRAFT = ActInfo("KEEP_DRAFT", EVERYBODY, writes=True)
    READ_NOTICES = ActInfo("READ_NOTICES", EVERYBODY, writes=True)
    SET_ABSENCE = ActInfo("SET_ABSENCE", STAFF, writes=True)
    CHOOSE_WAYS = ActInfo("CHOOSE_WAYS", EVERYBODY, writes=True)

    # the notice board
    READ_BOARD = ActInfo("READ_BOARD", FIELD | OFFICE, writes=True)
    WRITE_BOARD = ActInfo("WRITE_BOARD", OFFICE, writes=True)

    # persons
    KEEP_FILTERS = ActInfo("KEEP_FILTERS", STAFF | OFFICE, writes=True)
    LIST_PERSONS = ActInfo("LIST_PERSONS", STAFF | OFFICE)
    SEE_PERSON = ActInfo("SEE_PERSON", STAFF | OFFICE)
    SEE_SEEN = ActInfo("SEE_SEEN", STAFF | OFFICE)
    PRINT_PERSON = ActInfo("PRINT_PERSON", STAFF | OFFICE, sensitive=True)
    CHANGE_PERSON = ActInfo("CHANGE_PERSON", STAFF, writes=True)
    PUT_OFF = ActInfo("PUT_OFF", STAFF, writes=True)
    CHANGE_OWN_FILE = ActInfo("CHANGE_OWN_FILE", STAFF, writes=True)
    READ_SEALED = ActInfo("READ_SEALED", STAFF | OFFICE)
    SEE_ACCESS = ActInfo("SEE_ACCESS", STAFF | OFFICE)
    SHARE = ActInfo("SHARE", STAFF, writes=True, sensitive=True)
    END_SHARE = ActInfo("END_SHARE", STAFF, writes=True)
    WRITE_CONSENT = ActInfo("WRITE_CONSENT", STAFF, writes=True)
    OFFER_TRANSFER = ActInfo("OFFER_TRANSFER", STAFF, writes=True, sensitive=True)
    TAKE_BACK_TRANSFER = ActInfo("TAKE_BACK_TRANSFER", STAFF, writes=True)
    SEE_TRANSFERS = ActInfo("SEE_TRANSFERS", STAFF)
    ANSWER_TRANSFER = ActInfo("ANSWER_TRANSFER", STAFF, writes=True, sensitive=True)
    TAKE_EXTRACT = ActInfo("TAKE_EXTRACT", frozenset({Role.MANAGER}), writes=True, sensitive=True)
    ASSIGN = ActInfo("ASSIGN", frozenset({Role.MANAGER}), writes=True)
    REMIND = ActInfo("REMIND", OFFICE, writes=True)
    HAND_ON = ActInfo("HAND_ON", frozenset({Role.MANAGER}), writes=True, sensitive=True)
    RESTRICT = ActInfo("RESTRICT", frozenset({Role.MANAGER}), writes=True, sensitive=True)
    BREAK_GLASS = ActInfo("BREAK_GLASS", OFFICE, writes=True, sensitive=True)

    WRITE_NOTE = ActInfo("WRITE_NOTE", STAFF, writes=True)
    ASK_STRIKING = ActInfo("ASK_STRIKING", STAFF, writes=True)
    ANSWER_STRIKING = ActInfo("ANSWER_STRIKING", GOVERNS, writes=True, sensitive=True)

    WRITE_MESSAGE = ActInfo("WRITE_MESSAGE", STAFF | OFFICE, writes=True)
    SEE_MENTION = ActInfo("SEE_MENTION", STAFF | OFFICE, writes=True)

    SEE_TASKS = ActInfo("SEE_TASKS", STAFF | OFFICE)
    WRITE_TASK = ActInfo("WRITE_TASK", STAFF | OFFICE, writes=True)

    GUARD_TEXT = ActInfo("GUARD_TEXT", FIELD | OFFICE, quiet=True)

    # information
    SEE_SHEETS = ActInfo("SEE_SHEETS", FIELD | OFFICE)
    WRITE_SHEET = ActInfo("WRITE_SHEET", OFFICE, writes=True)

    # identification
    IDENTIFY = ActInfo("IDENTIFY", FIELD, writes=True)
    IDENTIFY_GROUP = ActInfo("IDENTIFY_GROUP", STAFF, writes=True)
    LIST_IDENTIFICATIONS = ActInfo("LIST_IDENTIFICATIONS", STAFF | OFFICE)
    STATE_OUTCOME = ActInfo("STATE_OUTCOME", STAFF, writes=True)
    SEE_RECEIPTS = ActInfo("SEE_RECEIPTS", frozenset({Role.COOPERATING}))
    ROUTE_HAND_OVER = ActInfo("ROUTE_HAND_OVER", OFFICE, writes=True)
    ANSWER_HAND_OVER = ActInfo("ANSWER_HAND_OVER", STAFF)

    # admission and interventions
    ASK_ADMISSION = ActInfo("ASK_ADMISSION", STAFF, writes=True)
    LIST_REQUESTS = ActInfo("LIST_REQUESTS", STAFF | OFFICE)
    SEE_REQUEST = ActInfo("SEE_REQUEST", STAFF | OFFICE)
    DECIDE_ADMISSION = ActInfo("DECIDE_ADMISSION", OFFICE, writes=True, sensitive=True)
    LINK_SAME_PERSON = ActInfo("LINK_SAME_PERSON", OFFICE, writes=True, sensitive=True)
    SET_LAST_DAY = ActInfo("SET_LAST_DAY", OFFICE, writes=True, sensitive=True)
    END_INTERVENTION = ActInfo("END_INTERVENTION", STAFF, writes=True)
    CLOSE_CASE = ActInfo("CLOSE_CASE", STAFF, writes=True)
    REOPEN_CASE = ActInfo("REOPEN_CASE", OFFICE, writes=True, sensitive=True)

    # reporting back and payments
    REPORT_BACK = ActInfo("REPORT_BACK", STAFF, writes=True)
    SEE_CLAIM = ActInfo("SEE_CLAIM", STAFF | OFFICE)
    LIST_CLAIMS = ActInfo("LIST_CLAIMS", OFFICE)
    DECIDE_CLAIM = ActInfo("DECIDE_CLAIM", OFFICE, writes=True, sensitive=True)
    BOOK_REPAYMENT = ActInfo("BOOK_REPAYMENT", OFFICE, writes=True, sensitive=True)
    SEE_PAYMENTS = ActInfo("SEE_PAYMENTS", OFFICE)
    PAY = ActInfo("PAY", OFFICE, writes=True, sensitive=True)
    SEE_OWN_MONEY = ActInfo("SEE_OWN_MONEY", STAFF)
    SEE_BANK_ACCOUNT = ActInfo("SEE_BANK_ACCOUNT", STAFF | OFFICE)
    WRITE_BANK_ACCOUNT = ActInfo("WRITE_BANK_ACCOUNT", frozenset({Role.MANAGER}), writes=True, sensitive=True)
    CONFIRM_BANK_ACCOUNT = ActInfo("CONFIRM_BANK_ACCOUNT", GOVERNS, writes=True, sensitive=True)

    # what an actor does outside the programme's money
    SEE_SERVICES = ActInfo("SEE_SERVICES", STAFF)
    LOG_SERVICE = ActInfo("LOG_SERVICE", STAFF, writes=True)

    # programme, actors, money
    SEE_RULES = ActInfo("SEE_RULES", EVERYBODY)
    SEE_PROGRAMMES = ActInfo("SEE_PROGRAMMES", OFFICE)
    WRITE_PROGRAMME = ActInfo("WRITE_PROGRAMME", OFFICE, writes=True)
    PUT_IN_FORCE = ActInfo("PUT_IN_FORCE", OFFICE, writes=True, sensitive=True)
    SEE_ACTORS = ActInfo("SEE_ACTORS", STAFF | OFFICE)
    NOTE_PERMIT = ActInfo("NOTE_PERMIT", OFFICE, writes=True)
    SEE_MONEY = ActInfo("SEE_MONEY", STAFF | OFFICE)
    SEE_BUDGETS = ActInfo("SEE_BUDGETS", OFFICE)
    WRITE_BUDGET = ActInfo("WRITE_BUDGET", OFFICE, writes=True, sensitive=True)
    SEE_YEAR = ActInfo("SEE_YEAR", OFFICE)
    CLOSE_YEAR = ActInfo("CLOSE_YEAR", OFFICE, writes=True, sensitive=True)

    # statistics and reports
    SEE_STATUS = ActInfo("SEE_STATUS", OFFICE | {Role.ADMINISTRATOR})
    SEE_STATISTICS = ActInfo("SEE_STATISTICS", OFFICE)
    MAKE_REPORT = ActInfo("MAKE_REPORT", OFFICE, writes=True)
    PUBLISH_REPORT = ActInfo("PUBLISH_REPORT", OFFICE, writes=True, sensitive=True)
    READ_REPORT = ActInfo("READ_REPORT", OFFICE | {Role.FUNDER})
    DOWNLOAD_REPORT = ActInfo("DOWNLOAD_REPORT", OFFICE | {Role.FUNDER})
    SEE_REPORT_PROGRESS = ActInfo("SEE_REPORT_PROGRESS", OFFICE, quiet=True)

    # the access log
    SEE_LOG = ActInfo("SEE_LOG", frozenset({Role.PROTECTION_OFFICER}))
    EXPORT_LOG = ActInfo("EXPORT_LOG", frozenset({Role.PROTECTION_OFFICER}), sensitive=True)

    # the programme itself: schema of the API, tasks
    SEE_SCHEMA = ActInfo("SEE_SCHEMA", EVERYBODY, quiet=True)
    RUN_SYSTEM = ActInfo("RUN_SYSTEM", frozenset())

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may ask for the act at all."""
        return self.value.roles

    @property
    def writes(self) -> bool:
        """Whether the act needs the right to change the object."""
        return self.value.writes

    @property
    def public(self) -> bool:
        """Whether the act is open before signing in, outside the door."""
        return self.value.public

    @property
    def outside(self) -> bool:
        """Whether the act is about one's own sign-in: behind the gate, outside the door."""
        return self.value.outside

    @property
    def accounts(self) -> bool:
        """Whether the act is done to accounts: outside the door, in one transaction with its event behind it."""
        return self.value.accounts

    @property
    def sensitive(self) -> bool:
        """Whether doing it asks for a fresh proof."""
        return self.value.sensitive

    @property
    def quiet(self) -> bool:
        """Whether the act is neither logged as a look nor counted as a sign of life."""
        return self.value.quiet


NOT_TOLD = (Act.LINK_SAME_PERSON.name,)
"""What those who see a person do not read of it in the log, only the officer: their look is shown as a plain one."""
