"""What the judge needs of an engine. The worker's process pool is one; tests bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts


class Engine(Protocol):
    """Reads pictures. Any method may raise when its process dies or takes too long."""

    async def read_document(
        self,
        pages: Mapping[str, bytes],
        *,
        frames: Mapping[str, Sequence[bytes]] | None = None,
        expected: str | None = None,
        today: date | None = None,
        ages: bool = False,
    ) -> DocumentFacts:
        """Facts of the pages (``front``, ``back``) of one document; ``expected``: the class the person chose.

        ``frames``: further pictures of pages, looked at where the first leaves doubts.
        ``ages``: guess how old the portrait looks.
        """

    async def read_selfie(
        self,
        frames: Sequence[tuple[str, bytes]],
        *,
        order: Sequence[str],
        captured_ms: Sequence[int | None] | None = None,
        ages: bool = False,
        background: bool = False,
    ) -> SelfieFacts:
        """Facts of the pictures of one selfie, in the order they were taken."""

    async def document_pictures(self, pages: Mapping[str, bytes], facts: DocumentFacts) -> dict[str, bytes]:
        """JPEGs to keep: ``front`` and ``back`` without metadata, ``…-normalized``, and ``portrait``."""

    async def read_paper(self, files: Mapping[str, bytes]) -> PaperFacts:
        """Facts of the files of one paper, in the order they were sent."""

    async def paper_pictures(self, files: Mapping[str, bytes], facts: PaperFacts) -> dict[str, bytes]:
        """JPEGs to keep: ``…-normalized`` of every file, upright; and every photo without metadata. A PDF stays."""

    async def selfie_pictures(self, frames: Mapping[str, bytes]) -> dict[str, bytes]:
        """JPEGs to keep: each pose without metadata."""
