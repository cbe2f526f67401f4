"""Nationalities as documents print them: codes, names of countries, and adjectives in several languages."""

from __future__ import annotations

import functools
import re
from typing import Final

import pycountry

from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.visual.folding import fold

# Folded beginnings of adjectives and names: "POLSK" is POLSKA, POLSKIE and POLSK.
_WORDS: Final = {
    "AL": "SHQIPTAR|ALBANIAN|ALBANES",
    "AR": "ARGENTIN",
    "AT": "OSTERREICH|OSTERREICHISCH|AUSTRIAN|AUTRICHIEN",
    "AU": "AUSTRALIAN",
    "BA": "BOSANSK|BOSNIAN|BIH",
    "BE": "BELG",
    "BG": "BULGAR|BALGAR",
    "BO": "BOLIVIAN",
    "BR": "BRASILEIR|BRAZILIAN|BRASILEN",
    "CA": "CANADIAN|CANADIEN|CANADENS",
    "CH": "SCHWEIZ|SUISSE|SVIZZER|SWISS",
    "CL": "CHILEN",
    "CN": "CHINESE|CHINOIS",
    "CO": "COLOMBIAN",
    "CR": "COSTARRICENSE",
    "CU": "CUBAN",
    "CY": "CYPRIOT",
    "CZ": "CESK|CZECH|TCHEQUE",
    "DE": "DEUTSCH|GERMAN|ALLEMAND|TEDESC|ALEMAN",
    "DK": "DANSK|DANISH|DANOIS",
    "DO": "DOMINICAN",
    "DZ": "ALGERIEN|ALGERIAN",
    "EC": "ECUATORIAN",
    "EE": "EESTI|ESTONIAN",
    "EG": "EGYPTIAN|EGYPTIEN",
    "ES": "ESPANOL|SPANISH|ESPAGNOL",
    "FI": "SUOMI|SUOMALAI|FINNISH|FINSK|FINLAND",
    "FR": "FRANCAIS|FRENCH|FRANCES|FRANZOS",
    "GB": "BRITISH|BRITANNI|UNITED KINGDOM",
    "GH": "GHANAIAN",
    "GR": "HELLENIC|GREEK|ELLINIK",
    "HR": "HRVATSK|CROATIAN|CROATE",
    "HU": "MAGYAR|HUNGARIAN|HONGROIS",
    "ID": "WNI|INDONESIA",
    "IE": "EIREANNACH|IRISH|IRLANDAIS",
    "IN": "INDIAN|INDIENN",
    "IS": "ISLENSK|ICELANDIC",
    "IT": "ITALIAN|ITALIEN",
    "JP": "JAPANESE|JAPONAIS|JAPAN",
    "KE": "KENYAN",
    "LB": "LIBANAIS|LEBANESE",
    "LT": "LIETUV|LITHUANIAN",
    "LU": "LUXEMBOURGEOIS|LETZEBUERG",
    "LV": "LATVIJ|LATVIAN",
    "MA": "MAROCAIN|MOROCCAN",
    "MT": "MALTI|MALTESE",
    "MX": "MEXICAN",
    "MY": "WARGANEGARA|MALAYSIAN",
    "NG": "NIGERIAN",
    "NL": "NEDERLAND|DUTCH|NEERLANDAIS",
    "NO": "NORSK|NORWEGIAN|NORVEGIEN|NORGE",
    "NZ": "NEW ZEALAND",
    "PE": "PERUAN",
    "PH": "FILIPIN|PHILIPPINE",
    "PL": "POLSK|POLISH|POLONAIS",
    "PT": "PORTUGUES|PORTUGAIS",
    "PY": "PARAGUAY",
    "RO": "ROMAN|ROUMAIN|RUMAN",
    "RS": "SRPSK|SERBIAN|SRBIJA",
    "RU": "RUSSIAN|ROSSI|RUSSE",
    "SE": "SVENSK|SWEDISH|SUEDOIS|SVERIGE",
    "SG": "SINGAPORE",
    "SI": "SLOVENSKO DRZAVLJAN|SLOVENIAN|SLOVENIJ|SLOVENSKA",
    "SK": "SLOVENSKA REPUBLIKA|SLOVAK",
    "SN": "SENEGALAIS",
    "TN": "TUNISIEN|TUNISIAN",
    "TR": "TURK|TURC|T.C",
    "UA": "UKRAIN",
    "US": "UNITED STATES|AMERICAN|ETATS-UNIS|U.S.A|USA",
    "UY": "URUGUAY",
    "VE": "VENEZOLAN",
    "ZA": "SOUTH AFRICA|RSA",
}


def find_nationality(text: str) -> tuple[str, float] | None:
    """``(ISO 3166-1 alpha-2, how sure)`` of a printed nationality, or ``None``. Codes before words."""
    plain = fold(text).strip(" .,:;*")
    parts = [part.strip(" .,:;()") for part in re.split(r"[/|,]| {2,}", plain)]
    coded = [code for part in (plain, *reversed(parts)) if len(part) <= 3 and (code := to_alpha_2(part))]
    if coded:
        return coded[0], 1.0
    named = {code for part in (plain, *parts) for code in _named(part)}
    return (named.pop(), 0.95) if len(named) == 1 else None


def _named(part: str) -> set[str]:
    if len(part) < 3:
        return set()
    exact = _countries().get(part)
    begun = {code for code, listed in _WORDS.items() for word in listed.split("|") if part.startswith(word)}
    return {exact} if exact else begun


@functools.cache
def _countries() -> dict[str, str]:
    """Names of countries in English, folded."""
    found: dict[str, str] = {}
    for country in pycountry.countries:
        for name in ("name", "official_name", "common_name"):
            if value := getattr(country, name, None):
                found[fold(str(value))] = str(country.alpha_2)
    return found
