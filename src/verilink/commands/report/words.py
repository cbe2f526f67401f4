"""How names and values are written on the page."""

from __future__ import annotations

import unicodedata
from typing import Final

import pycountry

_CAPITALS: Final = {"id": "ID", "mrz": "MRZ", "aamva": "AAMVA", "po": "PO"}
_FIELDS: Final = {
    "name-last": "Last name",
    "name-first": "First name",
    "name-middle": "Middle name",
    "birthdate": "Date of birth",
    "issue-date": "Issued on",
    "expiration-date": "Expires on",
    "issuing-country": "Issuing country",
    "issuing-subdivision": "Issuing state",
    "address-street-1": "Street",
    "address-street-2": "Street, second line",
    "address-city": "City",
    "address-subdivision": "State of the address",
    "address-postal-code": "Postal code",
}
_CLASSES: Final = {
    "pp": "Passport",
    "ppc": "Passport card",
    "dl": "Driving licence",
    "id": "Identity card",
    "cid": "Consular ID",
    "visa": "Visa",
    "rp": "Residence permit",
    "pr": "Permanent resident card",
    "td": "Travel document",
    "wp": "Work permit",
    "hic": "Health insurance card",
    "vid": "Voter ID",
    "nbi": "NBI clearance",
}


def visible(text: str) -> str:
    """Text as it may be shown: characters that draw nothing or turn the writing around become a mark.

    What is read from a stranger's document could otherwise hide or reorder what stands beside it.
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one)[0] == "C" else one for one in text)


def field(name: str) -> str:
    """A field of a document by its wire name."""
    return _FIELDS.get(name) or sentence(name)


def sentence(name: str) -> str:
    """``document-number`` or ``id_mrz_detection`` as "Document number", "MRZ detection"."""
    family, _, rest = name.partition("_")
    parts = (rest if family in {"id", "selfie"} and rest else name).replace("-", "_").split("_")
    text = " ".join(_CAPITALS.get(part, part) for part in parts if part)
    return visible(text[:1].upper() + text[1:])


def kind(id_class: str | None) -> str:
    """The class of a document by its wire code."""
    if id_class is None:
        return "Document of an unknown kind"
    return _CLASSES.get(id_class, f"Document of class {visible(id_class)}")


def country(code: str | None) -> str | None:
    """The name of an ISO 3166-1 alpha-2 code; the code itself when it is none."""
    if not code:
        return None
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else visible(code)


def percent(share: float) -> int:
    """A confidence of 0..1 in whole percent, rounded down: 99.6 is not yet certain."""
    return int(min(max(share, 0.0), 1.0) * 100)
