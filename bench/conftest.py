"""Benches on a database have the tests' cast and settings."""

from tests.conftest import *  # noqa: F403
