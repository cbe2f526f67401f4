"""Addresses of several lines, and ones without a caption, as cards of North America have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from verilink.evidence.documents.titles import REGIONS, TOWN_END
from verilink.evidence.documents.visual.places import Place
from verilink.evidence.facts import Reading, TextLine

_NORTH_AMERICAN: Final = re.compile(rf"^(?P<city>[^\W\d][^\d,]{{1,40}}?){TOWN_END}")
_CODE: Final = r"(?:[A-Z]{1,2}-)?(?:\d{2}-\d{3}|\d{4} [A-Z]{2}\b|\d{4,5})|\d{3} \d{2}"
_EUROPEAN: Final = re.compile(
    rf"^(?:(?P<postal>{_CODE}) +(?P<city>[^\W\d].{{1,40}})"
    r"|(?P<town>[^\W\d][^\d,]{1,40}?)[, ]+(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}))$"
)
_UNCAPTIONED: Final = 0.85  # of the recogniser's confidence: no caption says that it is the holder's


def split_address(lines: Sequence[str]) -> dict[str, str]:
    """Street, city, subdivision and postal code; what cannot be told apart stays with the street."""
    parts = [part.strip(" .,") for line in lines for part in _pieces(line)]
    for at in range(len(parts), 0, -1):
        for start in range(max(1, at - 3), at):
            town = _town(", ".join(parts[start:at]))
            if town:
                return {"address-street-1": ", ".join(parts[:start])} | town
    return {"address-street-1": ", ".join(parts)}


def _pieces(line: str) -> list[str]:
    return [part for part in line.split(",") if part.strip()]


def _town(text: str) -> dict[str, str]:
    if found := _NORTH_AMERICAN.match(text):
        if found["region"] not in REGIONS:
            return {}
        city = found["city"].strip(" ,")
        return {"address-city": city, "address-subdivision": found["region"], "address-postal-code": found["postal"]}
    if found := _EUROPEAN.match(text):
        city, postal = found["city"] or found["town"], found["postal"] or found["code"]
        return {"address-city": city.strip(" ,"), "address-postal-code": postal}
    return {}


def find_home(lines: Sequence[TextLine], places: Sequence[Place], country: str | None) -> dict[str, Reading]:
    """The address whose second line is a town of the United States or Canada, and whose first stands above it."""
    if country not in (None, "US", "CA"):
        return {}
    for line, place in zip(lines, places, strict=True):
        town = _town(line.text.strip())
        street = _above(place, lines, places) if "address-subdivision" in town else None
        if street is not None:
            found = {"address-street-1": re.sub(r"^8[.\s]+(?=.)", "", street.text).strip()}
            return {
                name: Reading(
                    value=value, source="visual", confidence=round(_UNCAPTIONED * line.confidence, 3), box=box
                )
                for part, box in ((found, street.box), (town, line.box))
                for name, value in part.items()
            }
    return {}


def _above(place: Place, lines: Sequence[TextLine], places: Sequence[Place]) -> TextLine | None:
    for line, other in zip(lines, places, strict=True):
        down = (place.top - other.bottom) / place.height
        over = -0.4 < down < 1.2 and other.middle < place.middle - 0.5 * place.height
        if over and re.search(r"\d", line.text) and abs(other.left - place.left) < 3 * place.height:
            return line
    return None
