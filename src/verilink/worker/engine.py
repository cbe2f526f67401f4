"""The engine as the judge sees it: the readers of evidence, run in the analysis processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.worker.operations import DocumentRequest, SelfieRequest
from verilink.worker.pool import AnalysisPool


class PoolEngine:
    """Reads documents and selfies. Every method raises ``AnalysisFailed``."""

    def __init__(self, pool: AnalysisPool) -> None:
        self._pool = pool

    async def read_document(
        self, pages: Mapping[str, bytes], *, country: str | None = None, id_class: str | None = None
    ) -> DocumentFacts:
        """Facts of the pages (``front``, ``back``) of one document; country and class as the person said."""
        request = DocumentRequest(pages=dict(pages), country=country, id_class=id_class)
        answer = await self._pool.call("document", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=DocumentFacts)

    async def read_selfie(
        self,
        frames: Sequence[tuple[str, bytes]],
        *,
        order: Sequence[str],
        captured_ms: Sequence[int | None] | None = None,
    ) -> SelfieFacts:
        """Facts of the pictures of one selfie; see ``evidence.selfie.read_selfie``."""
        request = SelfieRequest(frames=list(frames), order=list(order), captured_ms=captured_ms and list(captured_ms))
        answer = await self._pool.call("selfie", msgspec.msgpack.encode(request))
        return msgspec.msgpack.decode(answer, type=SelfieFacts)
