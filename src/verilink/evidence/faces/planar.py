"""Is it a flat picture that was turned? How far the nose stands out of the plane of eyes and mouth.

Two views of points on one plane are related by a homography (Hartley & Zisserman, *Multiple View Geometry*, 2nd ed.,
section 13.1), and at arm's length nearly by an affine map. Eyes and mouth corners are four points almost in one
plane and fix that map (eight equations, six unknowns); the nose tip is the fifth. On a print it lands where the map
sends it. On a head it stands about 0.6 interocular distances out of the plane, so a turn by ``θ`` moves it aside by
about ``0.6·tan θ``: plane plus parallax. The full homography was tried too and separates no better: two more unknowns
are fitted to the noise of four points.

A print held very obliquely still deceives a point detector that expects heads, so a second figure relates the
parallax to the turn. The four points are squeezed by ``cos θ``; that gives ``θ`` without the nose, and
``parallax / tan θ`` is the depth of the nose in interocular distances: small for a print however far it is turned.

Measured on simulated heads and prints: ``docs/explanation/liveness.md``. Both tell a turned print from a turned head.
Neither tells a print, or a video, of a turned head from a turned head.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from verilink.evidence.faces.align import Floats

_PLANE: Final = [0, 1, 3, 4]
_NOSE: Final = 2
# Below this turn the squeeze is lost in the noise of the points (cos 25° is 0.91), so it is taken as this.
_LEAST_TURN: Final = float(np.tan(np.radians(25)))


class Parallax(NamedTuple):
    """``residual``: interocular distances (of the centre view) between the nose and where a flat print would have it.
    ``squeeze``: narrow over wide axis of the map of the plane, 0..1. ``depth``: how far out of the plane the nose
    stands, in interocular distances, as these two imply."""

    residual: float
    squeeze: float
    depth: float


def measure_parallax(centre: Floats, turned: Floats) -> Parallax | None:
    """Compare the five points (5, 2) of one face in two pictures; ``None`` when they lie on one line."""
    unit = float(np.hypot(*(centre[1] - centre[0])))
    source, target = turned[_PLANE], centre[_PLANE]
    matrix, _, rank, _ = np.linalg.lstsq(source - source.mean(0), target - target.mean(0), rcond=1e-6)
    if unit <= 0 or rank < 2 or not np.isfinite(turned).all():
        return None
    axes = np.linalg.svd(matrix, compute_uv=False)
    flat = (turned[_NOSE] - source.mean(0)) @ matrix + target.mean(0)
    residual = min(float(np.hypot(*(flat - centre[_NOSE]))) / unit, 10.0)
    squeeze = float(np.clip(axes[1] / axes[0], 0.02, 1.0))
    depth = residual / max(float(np.tan(np.arccos(squeeze))), _LEAST_TURN)
    return Parallax(round(residual, 4), round(squeeze, 4), round(depth, 4))
