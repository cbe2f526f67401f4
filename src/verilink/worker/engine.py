"""The engine as the judge sees it: the readers of evidence, run in the analysis processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts
from verilink.worker.operations import DocumentPictures, DocumentRequest, PaperPictures, SelfieRequest
from verilink.worker.pool import AnalysisPool


class PoolEngine:
    """Reads documents and selfies. Every method raises ``AnalysisFailed``."""

    def __init__(self, pool: AnalysisPool) -> None:
        self._pool = pool

    async def read_document(
        self,
        pages: Mapping[str, bytes],
        *,
        frames: Mapping[str, Sequence[bytes]] | None = None,
        expected: str | None = None,
        today: date | None = None,
        ages: bool = False,
    ) -> DocumentFacts:
        """Facts of the pages (``front``, perhaps ``back``) of one document; see ``evidence.document.read_document``."""
        more = {page: list(pictures) for page, pictures in (frames or {}).items()}
        request = DocumentRequest(pages=dict(pages), frames=more, expected=expected, today=today, ages=ages)
        answer = await self._pool.call("document", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=DocumentFacts)

    async def read_selfie(
        self,
        frames: Sequence[tuple[str, bytes]],
        *,
        order: Sequence[str],
        captured_ms: Sequence[int | None] | None = None,
        ages: bool = False,
        background: bool = False,
    ) -> SelfieFacts:
        """Facts of the pictures of one selfie; see ``evidence.selfie.read_selfie``."""
        request = SelfieRequest(
            frames=list(frames),
            order=list(order),
            captured_ms=None if captured_ms is None else list(captured_ms),
            ages=ages,
            background=background,
        )
        answer = await self._pool.call("selfie", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=SelfieFacts)

    async def document_pictures(self, pages: Mapping[str, bytes], facts: DocumentFacts) -> dict[str, bytes]:
        """JPEGs to keep, by page; see ``evidence.pictures``."""
        request = DocumentPictures(pages=dict(pages), facts=facts)
        answer = await self._pool.call("document-pictures", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=dict[str, bytes])

    async def read_paper(self, files: Mapping[str, bytes]) -> PaperFacts:
        """Facts of the files of one paper; see ``evidence.papers.read``."""
        answer = await self._pool.call("paper", msgspec.msgpack.encode(list(files.items())))
        return msgspec.msgpack.decode(answer, type=PaperFacts)

    async def paper_pictures(self, files: Mapping[str, bytes], facts: PaperFacts) -> dict[str, bytes]:
        """JPEGs to keep, by page."""
        request = PaperPictures(files=dict(files), facts=facts)
        answer = await self._pool.call("paper-pictures", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=dict[str, bytes])

    async def selfie_pictures(self, frames: Mapping[str, bytes]) -> dict[str, bytes]:
        """JPEGs to keep, by pose."""
        answer = await self._pool.call("selfie-pictures", msgspec.msgpack.encode(dict(frames)))
        return msgspec.msgpack.decode(answer, type=dict[str, bytes])
