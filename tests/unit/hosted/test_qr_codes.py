from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp

from verilink.hosted.qr import QUIET_ZONE, draw

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def _pixels(link: str, scale: int = 4) -> np.ndarray:
    picture = draw(link)
    canvas = np.full((picture.side, picture.side), 255, np.uint8)
    for x, y, length, back in RUN.findall(picture.path):
        assert length == back
        canvas[int(y), int(x) : int(x) + int(length)] = 0
    assert RUN.sub("", picture.path) == ""
    return canvas.repeat(scale, 0).repeat(scale, 1)


@pytest.mark.parametrize(
    "link", ["http://localhost:3000/v/k7qm-2xpd-9vhr", "https://a-long-name.verify.example.com:8443/v/0000-0000-0000"]
)
def test_a_phone_reads_the_link_from_the_picture(link: str) -> None:
    [read] = zxingcpp.read_barcodes(_pixels(link))
    assert (read.text, read.format) == (link, zxingcpp.BarcodeFormat.QRCode)


def test_the_code_has_a_quiet_zone_on_every_side() -> None:
    pixels = _pixels("http://localhost:3000/v/k7qm-2xpd-9vhr", scale=1)
    inside = pixels[QUIET_ZONE:-QUIET_ZONE, QUIET_ZONE:-QUIET_ZONE]
    assert (pixels == 0).sum() == (inside == 0).sum()
    assert inside[0, 0] == 0
