"""RapidOCR (Apache-2.0) over the whole page with its default models; the zone is picked out of the lines it gives."""

from __future__ import annotations

import re

from loop import serve
from rapidocr import RapidOCR

ROOM = {30: (27, 33), 36: (33, 39), 44: (40, 48)}
ONE_THREAD = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}

engine = RapidOCR(params=ONE_THREAD)


def read(path: str) -> dict:
    found = engine(path)
    if found.boxes is None:
        return {"lines": []}
    rows = join_rows([(box, text) for box, text in zip(found.boxes, found.txts, strict=True)])
    return {"lines": pick_zone(rows)}


def join_rows(pieces: list) -> list[str]:
    """Boxes whose middles lie on one height, from left to right, as one line each; from top to bottom."""
    rows: list[list] = []
    for box, text in sorted(pieces, key=lambda piece: piece[0][:, 1].mean()):
        middle, height = box[:, 1].mean(), box[:, 1].max() - box[:, 1].min()
        if rows and abs(rows[-1][0] - middle) < 0.5 * height:
            rows[-1][1].append((box[:, 0].min(), text))
        else:
            rows.append([middle, [(box[:, 0].min(), text)]])
    return ["".join(text for _, text in sorted(parts)) for _, parts in rows]


def pick_zone(rows: list[str]) -> list[str]:
    """The lowest two or three neighbouring lines of one of the widths zones have, brought to it."""
    clean = [re.sub(r"[^A-Z0-9<]", "", row.upper().replace("«", "<<").replace("〈", "<")) for row in rows]
    for width, count in ((30, 3), (44, 2), (36, 2)):
        low, high = ROOM[width]
        for start in range(len(clean) - count, -1, -1):
            part = clean[start : start + count]
            if all(low <= len(line) <= high for line in part) and sum(line.count("<") for line in part) >= 4:
                return [line[:width].ljust(width, "<") for line in part]
    return []


serve(read)
