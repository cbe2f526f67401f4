"""National numbers as people are asked for them: what the number is called there, its shape, its check digits.

Names stay as they are in the country, whatever the language. Shapes and check digits are those of ``checks.numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from verilink.checks.numbers.model import compact
from verilink.checks.numbers.table import formats_of
from verilink.flow.fields import InvalidValue

GENERIC: Final = "National identity number"
LAST_4: Final = "The last 4 digits"
SOCIAL: Final = "Social Security number (SSN)"
WORDS: Final = (GENERIC, LAST_4, SOCIAL)
"""What is translated."""


@dataclass(frozen=True, slots=True)
class LocalNumber:
    """``name`` as it is used there; ``mask``: its usual writing, for an example."""

    name: str = GENERIC
    mask: str = ""


LOCAL: Final[Mapping[str, LocalNumber]] = {
    "AR": LocalNumber("CUIL", "##-########-#"),
    "BE": LocalNumber("Rijksregisternummer / NISS", "##.##.##-###.##"),
    "BG": LocalNumber("EGN"),
    "BR": LocalNumber("CPF", "###.###.###-##"),
    "CH": LocalNumber("AHV / AVS"),
    "CL": LocalNumber("RUN", "##.###.###-#"),
    "CZ": LocalNumber("Rodné číslo", "######/####"),
    "DK": LocalNumber("CPR", "######-####"),
    "EC": LocalNumber("Cédula", "##########"),
    "EE": LocalNumber("Isikukood"),
    "ES": LocalNumber("DNI / NIE", "########A"),
    "FI": LocalNumber("Henkilötunnus", "######-###A"),
    "FR": LocalNumber("NIR", "# ## ## ## ### ### ##"),
    "HK": LocalNumber("HKID", "A######(#)"),
    "HR": LocalNumber("OIB"),
    "IE": LocalNumber("PPS", "#######A"),
    "IL": LocalNumber("Teudat zehut"),
    "IN": LocalNumber("PAN", "AAAAA####A"),
    "IS": LocalNumber("Kennitala", "######-####"),
    "IT": LocalNumber("Codice fiscale", "AAAAAA##A##A###A"),
    "KZ": LocalNumber("IIN"),
    "LT": LocalNumber("Asmens kodas"),
    "LV": LocalNumber("Personas kods", "######-#####"),
    "MX": LocalNumber("CURP", "AAAA######AAAAAA##"),
    "NL": LocalNumber("BSN"),
    "NO": LocalNumber("Fødselsnummer"),
    "PL": LocalNumber("PESEL"),
    "PT": LocalNumber("NIF"),
    "RO": LocalNumber("CNP"),
    "RS": LocalNumber("JMBG"),
    "SE": LocalNumber("Personnummer", "######-####"),
    "SG": LocalNumber("NRIC / FIN", "A#######A"),
    "SI": LocalNumber("EMŠO"),
    "SK": LocalNumber("Rodné číslo", "######/####"),
    "TR": LocalNumber("T.C. Kimlik No"),
    "UA": LocalNumber("RNOKPP"),
    "UY": LocalNumber("Cédula", "#.###.###-#"),
}
# Income Tax Department of India: five letters, the fourth P for a person, four digits, a letter.
_PAN: Final = re.compile(r"[A-Z]{3}P[A-Z]\d{4}[A-Z]", re.ASCII)
# Social Security Administration, POMS RM 10201.035: areas 000, 666 and 900 to 999, group 00 and serial 0000 are unused.
_SSN: Final = re.compile(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}", re.ASCII)


def local_number(country: str) -> LocalNumber:
    """What is asked for in this country."""
    return LOCAL.get(country, LocalNumber())


def national_number(country: str, text: str) -> str:
    """The number without separators. Raises :class:`InvalidValue` when the country gives out none like it."""
    number = re.sub(r"[()]", "", compact(text))
    if country == "IN":
        return _indian(number)
    known = formats_of(country, "national")
    if known and not any(one.problem(number) is None for one in known):
        raise InvalidValue("Check the number. A digit or a letter is not right.")
    return number


def _indian(number: str) -> str:
    """Aadhaar numbers may only be asked for by those the law allows to; nothing here keeps one."""
    if any(one.fits(number) for one in formats_of("IN", "national")):
        raise InvalidValue("Do not give your Aadhaar number here.")
    if not _PAN.fullmatch(number):
        raise InvalidValue("Check the number. A digit or a letter is not right.")
    return number


def social_security_number(text: str, *, last_4: bool) -> str:
    """Nine digits, or the last four of them. Raises :class:`InvalidValue`."""
    number = compact(text)
    fits = re.fullmatch(r"(?!0000)\d{4}", number, re.ASCII) if last_4 else _SSN.fullmatch(number)
    if not fits:
        raise InvalidValue("Check the number. A digit or a letter is not right.")
    return number
