"""Rewrite a block-quantised ONNX network into the plain float one that ONNX Runtime runs fast.

Four exact rewrites (the output stays the same to float rounding; cosine 1.000000 measured for SFace):

* constants are folded: ``DequantizeLinear`` (per tensor, axis or block, ONNX operator set 21) and ``Reshape``;
* ``BatchNormalization`` goes into the weights of the convolution before it;
* ``PRelu`` becomes ``a·x + (1 − a)·relu(x)`` with 1×1 depthwise convolutions. ONNX Runtime has no blocked-layout
  PRelu, so each one costs two layout changes and a slow broadcast: half of SFace's time (26 ms down to 14 ms);
* batch, height and width of inputs and outputs become free, and inputs that are really weights are dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

Array = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float32]
_LARGE: Final = 1024  # bytes


class Network(NamedTuple):
    """``model``: a serialised ONNX graph without its large constants; ``weights``: those, by name, kept apart so that
    a runtime can use them where they are instead of copying them through two serialisations."""

    model: bytes
    weights: dict[str, Array]


def simplify(data: bytes) -> Network:
    """The same network in plain float32; ``data`` is an ONNX model as bytes."""
    model = onnx.load_model_from_string(data)
    graph = model.graph
    uses = Counter(name for node in graph.node for name in node.input)
    rewriter = _Rewriter({item.name: numpy_helper.to_array(item) for item in graph.initializer}, uses)
    del graph.initializer[:]
    for node in graph.node:
        rewriter.add(node)
    _replace(graph.node, rewriter.nodes)
    used = {name for node in rewriter.nodes for name in node.input}
    _replace(graph.input, [item for item in graph.input if item.name in used and item.name not in rewriter.known])
    for item in graph.input:
        _free(item, (0, 2, 3))
    for item in graph.output:
        _free(item, (0, 1) if len(item.type.tensor_type.shape.dim) == 3 else (0,))
    del graph.value_info[:]
    weights = {}
    for name, value in rewriter.constants.items():
        if name in used and value.nbytes >= _LARGE:
            weights[name] = np.ascontiguousarray(value)
            graph.initializer.append(_declare(name, value))
        elif name in used:
            graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
    model.ir_version = min(model.ir_version, 10)
    return Network(bytes(model.SerializeToString()), weights)


def _declare(name: str, value: Array) -> onnx.TensorProto:
    """A constant whose numbers are elsewhere: the runtime is given them by name."""
    tensor = onnx.TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(value.dtype), dims=value.shape)
    tensor.data_location = onnx.TensorProto.EXTERNAL
    place = tensor.external_data.add()
    place.key, place.value = "location", "memory"
    return tensor


def _replace(field: Any, items: Iterable[Any]) -> None:
    """Put ``items`` in the place of everything in a repeated field; they are copied first, so they may come from it."""
    kept = [type(item).FromString(item.SerializeToString()) for item in items]
    del field[:]
    field.extend(kept)


def _free(value: onnx.ValueInfoProto, axes: Iterable[int]) -> None:
    for axis in axes:
        value.type.tensor_type.shape.dim[axis].dim_param = f"{value.name}_{axis}"


class _Rewriter:
    """Walks the nodes in order, keeping those that cannot be folded."""

    def __init__(self, constants: dict[str, Array], uses: Mapping[str, int]) -> None:
        self.constants = constants
        self._uses = uses
        self.known = set(constants)
        self.nodes: list[onnx.NodeProto] = []
        self._alias: dict[str, str] = {}
        self._convolutions: dict[str, onnx.NodeProto] = {}

    def add(self, node: onnx.NodeProto) -> None:
        """Fold, rewrite or keep one node."""
        inputs = [self._alias.get(name, name) for name in node.input]
        if node.op_type == "Constant":
            self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.op_type == "Dropout":
            self._alias[node.output[0]] = inputs[0]
        elif node.op_type == "DequantizeLinear" and all(name in self.constants for name in inputs):
            self.constants[node.output[0]] = _dequantize(node, [self._take(name) for name in inputs])
        elif node.op_type == "Reshape" and all(name in self.constants for name in inputs):
            shape = [int(size) for size in self._take(inputs[1])]
            self.constants[node.output[0]] = self._take(inputs[0]).reshape(shape)
        elif node.op_type == "BatchNormalization" and inputs[0] in self._convolutions:
            self._merge_normalisation(node, inputs)
        elif node.op_type == "PRelu" and inputs[1] in self.constants:
            self._expand_prelu(node, inputs)
        else:
            self._keep(node, inputs)

    def _take(self, name: str) -> Array:
        """A constant, forgotten when nobody else needs it: a network's weights should not be in memory twice."""
        return self.constants.pop(name) if self._uses[name] <= 1 else self.constants[name]

    def _keep(self, node: onnx.NodeProto, inputs: Sequence[str]) -> None:
        kept = onnx.NodeProto()
        kept.CopyFrom(node)
        del kept.input[:]
        kept.input.extend(inputs)
        self.nodes.append(kept)
        if kept.op_type == "Conv" and len(inputs) == 2 and inputs[1] in self.constants:
            self._convolutions[kept.output[0]] = kept

    def _merge_normalisation(self, node: onnx.NodeProto, inputs: Sequence[str]) -> None:
        gamma, beta, mean, variance = (self.constants[name].astype(np.float64) for name in inputs[1:5])
        epsilon = next((item.f for item in node.attribute if item.name == "epsilon"), 1e-5)
        factor = gamma / np.sqrt(variance + epsilon)
        convolution = self._convolutions.pop(inputs[0])
        weight, bias = convolution.output[0] + "/weight", convolution.output[0] + "/bias"
        kernel = self._take(convolution.input[1]).astype(np.float64)
        self.constants[weight] = (kernel * factor[:, None, None, None]).astype(np.float32)
        self.constants[bias] = (beta - mean * factor).astype(np.float32)
        convolution.input[1] = weight
        convolution.input.append(bias)
        self._alias[node.output[0]] = inputs[0]

    def _expand_prelu(self, node: onnx.NodeProto, inputs: Sequence[str]) -> None:
        slope = self.constants[inputs[1]].astype(np.float32).reshape(-1, 1, 1, 1)
        source, out = inputs[0], node.output[0]
        self.constants[out + "/slope"], self.constants[out + "/rest"] = slope, np.float32(1) - slope
        shape = {"group": len(slope), "kernel_shape": [1, 1]}
        self.nodes += [
            helper.make_node("Relu", [source], [out + "/relu"]),
            helper.make_node("Conv", [source, out + "/slope"], [out + "/linear"], **shape),
            helper.make_node("Conv", [out + "/relu", out + "/rest"], [out + "/positive"], **shape),
            helper.make_node("Add", [out + "/linear", out + "/positive"], [out]),
        ]


def _dequantize(node: onnx.NodeProto, values: Sequence[Array]) -> Floats:
    """ONNX ``DequantizeLinear``-21: ``(x − zero point)·scale``, the scale per tensor, per axis or per block."""
    attributes = {item.name: int(item.i) for item in node.attribute}
    axis, block = attributes.get("axis", 1), attributes.get("block_size", 0)
    result = np.asarray(values[0], np.float32)
    if len(values) > 2 and values[2].any():
        result -= _spread(values[2], result.shape, axis, block)
    result *= _spread(values[1], result.shape, axis, block)
    return result


def _spread(parameter: Array, shape: tuple[int, ...], axis: int, block: int) -> Floats:
    """Scales or zero points in a form that broadcasts over ``shape``."""
    plain = parameter.astype(np.float32)
    if block:
        return np.repeat(plain, block, axis)[tuple(slice(0, size) for size in shape)]
    if plain.size > 1:
        return plain.reshape([-1 if index == axis else 1 for index in range(len(shape))])
    return plain
