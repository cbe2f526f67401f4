"""What the readers of documents, barcodes and faces get right, and how fast, beside others in the same run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Specimens are drawn by the package of that name beside the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
