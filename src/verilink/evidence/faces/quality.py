"""How well one face can be compared: size, blur, light and frontalness, and one figure that joins them."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np

from verilink.evidence.faces.align import SIDE, Floats, Pixels
from verilink.evidence.faces.pose import Pose

# A factor is 0 at the first figure, 1 at the second, straight in between.
_SIZE: Final = (14.0, 36.0)
_SHARPNESS: Final = (5.0, 60.0)
_DARK: Final = (25.0, 70.0)
_LIGHT: Final = (245.0, 215.0)
_YAW: Final = (75.0, 20.0)
_PITCH: Final = (60.0, 20.0)


class FaceQuality(NamedTuple):
    """``sharpness``: variance of the Laplacian on the aligned 112×112 crop. ``brightness``: mean luma of the crop's
    middle, 0..255. ``size``: pixels between the eyes (of the picture as it came). ``overall``: 0..1."""

    sharpness: float
    brightness: float
    size: float
    overall: float


def measure(crop: Pixels, landmarks: Floats, pose: Pose) -> FaceQuality:
    """Quality of an aligned crop; ``landmarks`` (5, 2) in the picture's own pixels give the real size.

    The size is taken from eyes and mouth together, so that a turned head is not called small.
    """
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    edge = SIDE // 5
    brightness = float(grey[edge:-edge, edge:-edge].mean())
    eyes = float(np.hypot(*(landmarks[1] - landmarks[0])))
    drop = float(np.hypot(*(landmarks[3:].mean(0) - landmarks[:2].mean(0))))
    size = max(eyes, drop * 0.87)
    overall = (
        _ramp(size, *_SIZE)
        * _ramp(sharpness, *_SHARPNESS)
        * min(_ramp(brightness, *_DARK), _ramp(brightness, *_LIGHT))
        * _ramp(abs(pose.yaw), *_YAW)
        * _ramp(abs(pose.pitch), *_PITCH)
    )
    return FaceQuality(round(sharpness, 2), round(brightness, 2), round(size, 2), round(overall, 4))


def _ramp(value: float, zero: float, one: float) -> float:
    return min(1.0, max(0.0, (value - zero) / (one - zero)))
