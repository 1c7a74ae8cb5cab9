"""The proofs walk in the same browser as the browser tests, and hear what the test of the canaries hears."""

from tests.browser.conftest import chromium, opened
from tests.walls.test_canaries import heard

__all__ = ["chromium", "heard", "opened"]
