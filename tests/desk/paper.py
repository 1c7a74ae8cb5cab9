"""What stands on a paper that was made, page by page."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def words_of(content: bytes) -> list[str]:
    """The words of each page of a PDF, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
