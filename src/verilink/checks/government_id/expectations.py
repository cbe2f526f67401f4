"""Which documents must carry a machine-readable zone or a barcode. Where this is not certain, nothing is expected."""

from __future__ import annotations

from typing import Final

from verilink.checks.case import GovernmentIdCase
from verilink.evidence.facts import BarcodeFacts, DocumentFacts, MrzFacts

ALWAYS_MRZ: Final = frozenset({"pp", "td", "visa"})
"""ICAO Doc 9303 parts 4 and 7."""

_EEA = "AT BE BG CH CY CZ DE DK EE ES FI FR HR HU IE IS LI LT LU LV MT NL NO PL PT RO SE SI SK"
MRZ_PERMITS: Final = frozenset([*_EEA.split(), "GR", "IT", "GB"])
"""Residence permits of the uniform format, Regulation (EC) 1030/2002 (Norway, Iceland, Switzerland take part)."""

MRZ_CARDS: Final = frozenset(_EEA.split()) - {"DK", "IE"}
"""Identity cards: Regulation (EU) 2019/1157, less countries where cards without a zone are or were about."""

AAMVA: Final = frozenset({"US", "CA"})
"""Driving licences and cards of these carry PDF417 with the AAMVA layout."""


def id_class_of(facts: DocumentFacts, case: GovernmentIdCase) -> str | None:
    """The class that was recognized, else the one the person chose."""
    return facts.id_class or next(iter(case.selected_id_classes), None)


def country_of(facts: DocumentFacts, case: GovernmentIdCase) -> str | None:
    """The country that was recognized, else the one the person chose."""
    return facts.country_code or case.selected_country


def expects_mrz(facts: DocumentFacts, case: GovernmentIdCase) -> bool:
    """Whether this document must have a machine-readable zone.

    The chosen class counts too: a passport page without its zone is not excused by being taken for something else.
    """
    country = country_of(facts, case)
    classes = {facts.id_class, *case.selected_id_classes}
    if classes & ALWAYS_MRZ:
        return True
    return (country in MRZ_PERMITS and "rp" in classes) or (country in MRZ_CARDS and "id" in classes)


def expects_barcode(facts: DocumentFacts, case: GovernmentIdCase) -> bool:
    """Whether this document must have a barcode on the side that was asked for."""
    return carries_barcode(country_of(facts, case), id_class_of(facts, case))


def carries_barcode(country: str | None, id_class: str | None) -> bool:
    """Whether every document of this country and class has a barcode on its back."""
    return country in AAMVA and id_class in ("dl", "id")


def mrz_of(facts: DocumentFacts) -> MrzFacts | None:
    """The machine-readable zone: of the surest page when more than one shows a zone."""
    zones = [page.mrz for page in facts.pages.values() if page.mrz is not None]
    return max(zones, key=lambda zone: zone.confidence, default=None)


def barcodes_of(facts: DocumentFacts) -> list[BarcodeFacts]:
    """Every barcode on every page."""
    return [barcode for page in facts.pages.values() for barcode in page.barcodes]
