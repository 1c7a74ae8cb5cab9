"""The proofs walk in the same browser as the browser tests."""

from tests.browser.conftest import chromium, opened

__all__ = ["chromium", "opened"]
