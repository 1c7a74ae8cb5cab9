"""Days for parameters, which are read when tests are collected: the day may have changed when they are run."""

from __future__ import annotations

from datetime import timedelta

from accounts.clock import today

AHEAD = today() + timedelta(days=2)
"""A day that lies ahead, even if tomorrow has come."""
