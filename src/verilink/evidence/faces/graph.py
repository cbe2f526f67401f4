"""Rewrite a block-quantised ONNX network into the plain float one that ONNX Runtime runs fast.

Four exact rewrites (the output stays the same to float rounding; cosine 1.000000 measured for SFace):

* constants are folded: ``DequantizeLinear`` (per tensor, axis or block, ONNX operator set 21) and ``Reshape``;
* ``BatchNormalization`` goes into the weights of the convolution before it;
* ``PRelu`` becomes ``a·x + (1 − a)·relu(x)`` with 1×1 depthwise convolutions. ONNX Runtime has no blocked-layout
  PRelu, so each one costs two layout changes and a slow broadcast: half of SFace's time (26 ms down to 14 ms);
* batch, height and width of inputs and outputs become free, and inputs that are really weights are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

Array = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float32]


def simplify(data: bytes) -> bytes:
    """The same network in plain float32, serialised; ``data`` is an ONNX model as bytes."""
    model = onnx.load_model_from_string(data)
    graph = model.graph
    rewriter = _Rewriter({item.name: numpy_helper.to_array(item) for item in graph.initializer})
    for node in graph.node:
        rewriter.add(node)
    used = {name for node in rewriter.nodes for name in node.input}
    weights = [
        numpy_helper.from_array(np.ascontiguousarray(value), name)
        for name, value in rewriter.constants.items()
        if name in used
    ]
    inputs = [_free(item, (0, 2, 3)) for item in graph.input if item.name in used and item.name not in rewriter.known]
    outputs = [_free(item, (0, 1) if len(item.type.tensor_type.shape.dim) == 3 else (0,)) for item in graph.output]
    rewritten = helper.make_model(
        helper.make_graph(rewriter.nodes, graph.name, inputs, outputs, weights), opset_imports=model.opset_import
    )
    rewritten.ir_version = min(model.ir_version, 10)
    return bytes(rewritten.SerializeToString())


def _free(value: onnx.ValueInfoProto, axes: Iterable[int]) -> onnx.ValueInfoProto:
    for axis in axes:
        value.type.tensor_type.shape.dim[axis].dim_param = f"{value.name}_{axis}"
    return value


class _Rewriter:
    """Walks the nodes in order, keeping those that cannot be folded."""

    def __init__(self, constants: dict[str, Array]) -> None:
        self.constants = constants
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
            self.constants[node.output[0]] = _dequantize(node, [self.constants[name] for name in inputs])
        elif node.op_type == "Reshape" and all(name in self.constants for name in inputs):
            shape = [int(size) for size in self.constants[inputs[1]]]
            self.constants[node.output[0]] = self.constants[inputs[0]].reshape(shape)
        elif node.op_type == "BatchNormalization" and inputs[0] in self._convolutions:
            self._merge_normalisation(node, inputs)
        elif node.op_type == "PRelu" and inputs[1] in self.constants:
            self._expand_prelu(node, inputs)
        else:
            self._keep(node, inputs)

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
        kernel = self.constants[convolution.input[1]].astype(np.float64)
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
    quantised = values[0].astype(np.float32)

    def spread(array: Array) -> Floats:
        plain = array.astype(np.float32)
        if block:
            return np.repeat(plain, block, axis)[tuple(slice(0, size) for size in quantised.shape)]
        if plain.size > 1:
            return plain.reshape([-1 if index == axis else 1 for index in range(quantised.ndim)])
        return plain

    zero = spread(values[2]) if len(values) > 2 else np.zeros(1, np.float32)
    return np.asarray((quantised - zero) * spread(values[1]), np.float32)
