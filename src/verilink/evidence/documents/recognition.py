"""What a strip of text says: PP-OCRv6 recognisers, with the output layer cut down to the scripts that are used.

The recognisers end in a projection to up to 18,710 characters and a softmax over them. Keeping only the columns of
the alphabets below makes a run about a quarter cheaper and its result small enough to decode exactly; the softmax
over the kept columns is the constrained posterior.
"""

from __future__ import annotations

import functools
import threading
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models

Size = Literal["tiny", "small"]
LogProbabilities = NDArray[np.float32]  # time steps x characters

_HEIGHT = 48
_MAX_WIDTH = 2400
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """``characters``: column -> character; column 0 is the CTC blank (the empty string)."""

    size: Size
    characters: tuple[str, ...]
    network: Any

    def run(self, strip: NDArray[np.uint8], *, stretch: float = 1.0) -> LogProbabilities:
        """Log-probabilities per time step (8 pixels at 48 pixels height) of a BGR strip of one line of text."""
        height, width = strip.shape[:2]
        wide = int(np.clip(round(_HEIGHT * width / height * stretch), _HEIGHT, _MAX_WIDTH))
        wide = (wide + 7) // 8 * 8
        method = cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
        scaled = cv2.resize(strip, (wide, _HEIGHT), interpolation=method).astype(np.float32)
        batch = np.ascontiguousarray(((scaled / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None])
        logits = self.network.run(None, {"x": batch})[0][0]
        return normalise(logits)


def normalise(logits: NDArray[np.float32]) -> LogProbabilities:
    """Log-softmax along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: LogProbabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def recogniser(size: Size) -> Recogniser:
    """The process-wide recogniser of a size."""
    with _lock:
        return _load(size)


@functools.cache
def _load(size: Size) -> Recogniser:
    listed = models.locate(f"ppocrv6-{size}-characters").read_text(encoding="utf-8").split("\n")
    characters = ["", *(line for line in listed if line), " "]
    kept = [index for index, character in enumerate(characters) if _is_used(character)]
    network = models.open_session(_cut_output(str(models.locate(f"ppocrv6-{size}-rec")), kept, len(characters)))
    return Recogniser(size, tuple(characters[index] for index in kept), network)


def _is_used(character: str) -> bool:
    if character in ("", " ") or (len(character) == 1 and character.isascii()) or character in "«»‹›°№–—’":
        return True
    return len(character) == 1 and unicodedata.name(character, "").startswith(_SCRIPTS)


def _cut_output(path: str, kept: list[int], count: int) -> bytes:
    """The model with only ``kept`` columns in its last projection, its softmax taken off."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if tensor.dims and tensor.dims[-1] == count:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor)[..., kept].copy(), tensor.name))
    softmax = model.graph.node[-1]
    del model.graph.node[-1]
    del model.graph.output[:]
    model.graph.output.append(onnx.helper.make_tensor_value_info(softmax.input[0], onnx.TensorProto.FLOAT, None))
    return bytes(model.SerializeToString())
