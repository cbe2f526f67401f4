"""Addresses: whether two are the same, and whether one is a post-office box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from verilink.checks.values import same_number
from verilink.checks.words import stands_in, words

# Alone in its field or followed by a number: "Box Hill Road 3" is an address, "P.O. Box 3" is not.
_NAMES: Final = (
    r"p\.?\s*o\.?\s*b(?:ox|\.|\b)|post(?:al)?\s+(?:office\s+)?box|(?:gpo|locked|private|mail)\s+(?:mail\s+)?(?:bag|box)"
    r"|postfach|postbus|post(?:boks|ilokero|kast)\b|p[oó]sth[oó]lf|apartado(?:\s+(?:a[eé]reo|postal|de\s+correos))?"
    r"|apdo\.?\s+\d|casilla\s+(?:postal|de\s+correo)|bo[iî]te\s+postale|case\s+postale|casella\s+postale"
    r"|caixa\s+postal|c[aă]su[tț][aă]\s+po[sș]tal[aă]|skrytka\s+pocztowa|skr\.\s*poczt|po[sš]tovn[ií]\s+p[rř]ihr[aá]dka"
    r"|po[sš]tov[yý]\s+prie[cč]inok|postafi[oó]k|po[sš]tanski\s+pretinac|po[sš]tni\s+predal|posta\s+kutusu"
    r"|abonenta\s+kast[iī]te|pa[sš]to\s+d[eė][zž]ut[eė]|kutia\s+postare|kotak\s+pos|peti\s+surat|h[oò]m\s+th[uư]"
    r"|абонентс(?:кий\s+ящик|ька\s+скринька)|ταχ(?:υδρομικ[ηή]|\.)\s*θυρ|τ\.?\s?θ\.?\s+\d|а/я|п\.\s?к\.\s+\d"
)
_BEFORE_A_NUMBER: Final = r"(?:b\.?\s?p|c\.?\s?p|p\.\s?p|pf|p\.?\s?k)\.?\s+\d"
# Swedish and Finnish boxes begin the line; other scripts have no edges of words.
_AT_THE_START: Final = r"^\s*(?:box|pl|pb)\s+\d+\s*(?:,|$)"
_ANYWHERE: Final = (
    r"صندوق\s+(?:ال)?بريد|ص\s?\.\s?ب|ת\.?ד\.?|תא\s+דואר"
    r"|私書箱|사서함|(?:郵政|邮政|郵箱|邮箱)信?箱|ตู้\s?ปณ"
)
_PO_BOX: Final = re.compile(rf"\b(?:{_NAMES})|\b{_BEFORE_A_NUMBER}|{_AT_THE_START}|{_ANYWHERE}", re.IGNORECASE)
_STREET: Final = ("address-street-1", "address-street-2")
# A flat, a floor and a door may be said in one address and not in the other.
_MORE_WORDS: Final = 4


def is_po_box(line: str) -> bool:
    """Whether a line of an address names a post-office box."""
    return _PO_BOX.search(line) is not None


def same_address(claims: Mapping[str, str], record: Mapping[str, str]) -> bool | None:
    """Whether street, city, postal code and country agree where both say them.

    ``None`` when the record lacks the street, or both city and postal code. Subdivisions are not compared: they are
    written in too many ways.
    """
    places = [key for key in ("address-city", "address-postal-code") if claims.get(key) and record.get(key)]
    if not record.get("address-street-1") or not places:
        return None
    if not _same_country(claims.get("address-country-code"), record.get("address-country-code")):
        return False
    return _same_street(claims, record) and all(_same_place(key, claims[key], record[key]) for key in places)


def _same_country(claim: str | None, record: str | None) -> bool:
    return not claim or not record or claim.casefold() == record.casefold()


def _same_street(claims: Mapping[str, str], record: Mapping[str, str]) -> bool:
    """The record's street stands in the claimed one, which may say little more: nobody gets in by listing streets."""
    claimed, kept = (" ".join(each.get(key, "") for key in _STREET) for each in (claims, record))
    if len(words(claimed)) > len(words(kept)) + _MORE_WORDS:
        return False
    return stands_in(claimed, record["address-street-1"])


def _same_place(key: str, claim: str, record: str) -> bool:
    if key == "address-postal-code":
        return same_number(claim, record)
    return stands_in(claim, record) and stands_in(record, claim)
