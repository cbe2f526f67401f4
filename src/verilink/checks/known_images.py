"""Pictures held against the operator's list of publicly known images; one judge for every kind of document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from verilink.checks.case import KnownImage
from verilink.checks.model import Config, Finding, failed, failed_if, not_applicable


class Listed(Protocol):
    """A case that knows how many images are listed, and which of them are near."""

    @property
    def listed_images(self) -> int:
        """How many the operator has listed."""

    @property
    def known_images(self) -> tuple[KnownImage, ...]:
        """Those near to a page."""


def judge(hashes: Sequence[str | None], case: Listed, config: Config) -> Finding:
    """``hashes``: the perceptual hash of every page; a page without one was not held against the list."""
    if not case.listed_images:
        return not_applicable("no_known_images")
    if not hashes or not all(hashes):
        return failed("unprocessable")
    near = [image for image in case.known_images if image.distance <= config["max-distance"]]
    return failed_if(["known_image"] if near else [], {"known-images": sorted({image.id for image in near})})
