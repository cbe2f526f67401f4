"""Rewriting the networks changes their speed, not their answers."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from verilink.evidence.faces import weights
from verilink.evidence.faces.graph import Network, simplify


def run(data, blob):
    is_network = isinstance(data, Network)
    session = (
        weights.open_network(data) if is_network else ort.InferenceSession(data, providers=["CPUExecutionProvider"])
    )
    return session.run(None, {session.get_inputs()[0].name: blob})[0]


def small_network(rng):
    """Dequantised convolution, normalisation, PRelu, as SFace has them, at a size one can check."""
    constants = {
        "codes": rng.integers(-127, 127, (4, 27), dtype=np.int8),
        "steps": rng.uniform(0.001, 0.02, (4, 9)).astype(np.float32),
        "zero": np.zeros((4, 9), np.int8),
        "shape": np.array([4, 3, 3, 3], np.int64),
        "slope": rng.uniform(-0.5, 0.9, (4, 1, 1)).astype(np.float32),
    }
    for name in ("gamma", "beta", "mean", "variance"):
        constants[name] = rng.uniform(0.5, 1.5, 4).astype(np.float32)
    nodes = [
        helper.make_node("DequantizeLinear", ["codes", "steps", "zero"], ["flat"], axis=1, block_size=3),
        helper.make_node("Reshape", ["flat", "shape"], ["kernel"]),
        helper.make_node("Conv", ["image", "kernel"], ["conv"], kernel_shape=[3, 3]),
        helper.make_node("BatchNormalization", ["conv", "gamma", "beta", "mean", "variance"], ["norm"], epsilon=1e-3),
        helper.make_node("PRelu", ["norm", "slope"], ["out"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 4, 6, 6])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)])
    model.ir_version = 10
    return model


@pytest.mark.parametrize("seed", range(8))
def test_a_rewritten_network_gives_the_same_numbers(seed):
    rng = np.random.default_rng(seed)
    original = small_network(rng).SerializeToString()
    blob = rng.normal(size=(1, 3, 8, 8)).astype(np.float32)
    rewritten = simplify(original)
    kinds = {node.op_type for node in onnx.load_model_from_string(rewritten.model).graph.node}
    assert kinds == {"Conv", "Relu", "Add"}
    assert np.allclose(run(original, blob), run(rewritten, blob), atol=1e-4)


def test_a_rewritten_network_takes_any_picture_size():
    rewritten = simplify(small_network(np.random.default_rng(0)).SerializeToString())
    assert run(rewritten, np.zeros((2, 3, 20, 12), np.float32)).shape == (2, 4, 18, 10)


def test_the_embedder_agrees_with_the_reference_runtime():
    import cv2

    from verilink.evidence.faces.embed import embed
    from verilink.evidence.models import locate

    crop = np.random.default_rng(2).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    reference = cv2.FaceRecognizerSF.create(str(locate(weights.EMBEDDER)), "").feature(crop)[0]
    assert embed(crop) @ reference / np.linalg.norm(reference) == pytest.approx(1, abs=1e-5)


def test_the_detector_agrees_with_the_reference_runtime():
    import cv2

    from specimens import faces as people
    from verilink.evidence.faces import yunet
    from verilink.evidence.models import locate

    for picture in (people.astronaut(), people.hopper()):
        detector = cv2.FaceDetectorYN.create(str(locate(weights.DETECTOR)), "", picture.shape[1::-1], 0.6, 0.3, 100)
        _, reference = detector.detect(picture)
        assert np.allclose(yunet.run(picture), reference, atol=1e-2)


def test_model_ids_name_both_networks():
    assert set(weights.model_ids()) == {"yunet", "sface"}
