"""Letters with marks that a state's languages have: what a recogniser may take one mark of another language for."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = {
    "AL": "ÇË",
    "AT": "ÄÖÜß",
    "BE": "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜß",
    "BR": "ÀÁÂÃÇÉÊÍÓÔÕÚ",
    "CA": "ÀÂÇÈÉÊËÎÏÔÙÛ",
    "CH": "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜß",
    "CZ": "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "DE": "ÄÖÜß",
    "DK": "ÆØÅÉ",
    "EE": "ÄÖÕÜŠŽ",
    "ES": "ÁÉÍÑÓÚÜÇÀÈÒÏ",
    "FI": "ÄÖÅŠŽ",
    "FR": "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸ",
    "GB": "",
    "HR": "ČĆĐŠŽ",
    "HU": "ÁÉÍÓÖŐÚÜŰ",
    "IE": "ÁÉÍÓÚ",
    "IS": "ÁÐÉÍÓÚÝÞÆÖ",
    "IT": "ÀÈÉÌÒÙ",
    "LT": "ĄČĘĖĮŠŲŪŽ",
    "LU": "ÄÉËÖÜÀÂÇÈÊÎÏÔÙÛ",
    "LV": "ĀČĒĢĪĶĻŅŠŪŽ",
    "MT": "ĊĠĦŻÀÈÌÒÙ",
    "NL": "ÄËÏÖÜÉÈÁÓ",
    "NO": "ÆØÅÉ",
    "PL": "ĄĆĘŁŃÓŚŹŻ",
    "PT": "ÀÁÂÃÇÉÊÍÓÔÕÚ",
    "RO": "ĂÂÎȘŞȚŢ",
    "SE": "ÅÄÖÉ",
    "SI": "ČŠŽĆĐ",
    "SK": "ÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
    "TR": "ÇĞİÖŞÜ",
    "US": "",
}
_SPANISH: Final = (
    "AR",
    "BO",
    "CL",
    "CO",
    "CR",
    "CU",
    "DO",
    "EC",
    "GT",
    "HN",
    "MX",
    "NI",
    "PA",
    "PE",
    "PY",
    "SV",
    "UY",
    "VE",
)


def letters_of(country: str | None) -> frozenset[str] | None:
    """Both cases of the marked letters of a country (ISO 3166-1 alpha-2); ``None`` where they are not known."""
    letters = _LETTERS.get("ES" if country in _SPANISH else country or "")
    if letters is None:
        return None
    small = {"İ": "i"}
    return (
        frozenset(letters)
        | {small.get(letter, letter.lower()) for letter in letters}
        | ({"ı"} if country == "TR" else set())
    )
