"""Pictures from strangers: cheap header checks, safe decoding, re-encoding and perceptual hashes."""

from __future__ import annotations

from verilink.evidence.images.decoding import Decoded, decode
from verilink.evidence.images.encoding import encode_jpeg
from verilink.evidence.images.hashing import hash_distance, perceptual_hash
from verilink.evidence.images.headers import Header, sniff
from verilink.evidence.images.limits import ImageRefused, Limits

__all__ = [
    "Decoded",
    "Header",
    "ImageRefused",
    "Limits",
    "decode",
    "encode_jpeg",
    "hash_distance",
    "perceptual_hash",
    "sniff",
]
