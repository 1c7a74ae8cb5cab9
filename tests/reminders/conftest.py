"""What tests need that start the background work in processes of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.house.reading import ROOT

Environment = dict[str, str]


@pytest.fixture
def worlds_apart(settings: Any, tmp_path: Path) -> Environment:
    """What another process needs to work in this test's database, with a spool and a queue of its own."""
    settings.EMAIL_BACKEND = "reminders.spool.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    name = connections["default"].settings_dict["NAME"]

    def of(url: str) -> str:
        address, _, options = url.partition("?")
        return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")

    return {
        **os.environ,
        "NSP_MODE": "test",
        "NSP_DATA": str(tmp_path),
        "DATABASE_URL": of(os.environ["DATABASE_URL"]),
        "DATABASE_OWNER_URL": of(os.environ["DATABASE_OWNER_URL"]),
        "REDIS_URL": os.environ["REDIS_URL"],
        "PYTHONPATH": str(ROOT),
    }
