"""Faces: find, measure, embed, compare, search. Pure; upright BGR pixels in, facts out."""

from verilink.evidence.faces.compare import OPERATING_POINT, Comparison, compare_faces, similarity
from verilink.evidence.faces.detect import detect_faces

__all__ = ["OPERATING_POINT", "Comparison", "compare_faces", "detect_faces", "similarity"]
