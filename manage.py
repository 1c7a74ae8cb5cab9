#!/usr/bin/env python
"""Django's command line. In the demo and in tests it starts the embedded servers when the command needs them."""

import os
import sys

# Commands that read code and files only: no server is started for them.
NO_DATABASE = {
    "check",
    "data_dictionary",
    "makemigrations",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "help",
    "findstatic",
}


def main() -> None:
    """Run one management command; in demo and test mode with servers around it if none are running."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
    from django.core.management import execute_from_command_line

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    mode = os.environ.get("NSP_MODE", "production")
    if mode == "production" or "DATABASE_URL" in os.environ or command in NO_DATABASE:
        execute_from_command_line(sys.argv)
        return
    from nsp.embedded import serving

    with serving(mode):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
