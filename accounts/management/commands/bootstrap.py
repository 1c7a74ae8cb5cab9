"""The programme's first coordinator: a link, printed once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts import clock, log
from accounts.acts import Act
from accounts.errors import Conflict
from accounts.links import address_of
from accounts.services.invitations import first_coordinator
from accounts.viewer import system


class Command(BaseCommand):
    """Refuses where a coordinator is active: from then on coordinators invite each other."""

    help = "Print a one-time link with which the first coordinator makes an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address that the coordinator will sign in with."""
        parser.add_argument("email")
        parser.add_argument(
            "--instead-of",
            default="",
            metavar="EMAIL",
            help="the only coordinator, who is locked out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """A new link each time; the one before no longer works."""
        try:
            validate_email(options["email"])
            with transaction.atomic():
                token = first_coordinator(options["email"], instead_of=options["instead_of"], at=clock.now())
                log.note(
                    Act.INVITE,
                    by=system("bootstrap").id,
                    kind="Invitation",
                    why="instead_of" if options["instead_of"] else "bootstrap",
                )
        except ValidationError as error:
            raise CommandError("That is no e-mail address.") from error
        except Conflict as error:
            raise CommandError(
                "An active coordinator can invite others (or --instead-of names somebody else than the only one)."
            ) from error
        self.stdout.write(
            "Open this link within 48 hours. It works once, and stands nowhere else:\n\n"
            f"  {address_of('join', token)}\n\n"
            "Hand it over in person. Whoever opens it becomes coordinator."
        )
