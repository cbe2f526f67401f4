"""National numbers outside Europe with public check digits."""

from __future__ import annotations

from datetime import date
from typing import Final

from verilink.checks.numbers.dates import day_first
from verilink.checks.numbers.digits import figures, luhn, mod_11_2, verhoeff, weighted
from verilink.checks.numbers.model import NumberFormat

_TAIWANESE: Final = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_CURP: Final = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def _brazilian(number: str) -> bool:
    values = figures(number)
    if len(set(values)) == 1:
        return False
    first = weighted(values, range(10, 1, -1)) * 10 % 11 % 10
    return first == values[9] and weighted(values, range(11, 1, -1)) * 10 % 11 % 10 == values[10]


def _chilean(number: str) -> bool:
    digits = figures(number[:-1])
    rest = (11 - weighted(reversed(digits), [2, 3, 4, 5, 6, 7, 2, 3, 4])) % 11
    return ("K" if rest == 10 else str(rest)) == number[-1]


def _chinese_birth(number: str) -> str | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return ""
    return f"{born:%y%m%d}"


def _argentine(number: str) -> bool:
    rest = 11 - weighted(figures(number), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return {10: 9, 11: 0}.get(rest, rest) == int(number[10])


def _ecuadorian(number: str) -> bool:
    return (1 <= int(number[:2]) <= 24 or number[:2] in ("30", "50")) and luhn(number)


def _uruguayan(number: str) -> bool:
    return weighted(figures(number.zfill(8)), [2, 9, 8, 7, 6, 3, 4, 1]) % 10 == 0


def _mexican(number: str) -> bool:
    total = weighted((_CURP.index(character) for character in number[:17]), range(18, 1, -1))
    return (10 - total % 10) % 10 == int(number[17])


def _israeli(number: str) -> bool:
    return luhn(number.zfill(9))


def _iranian(number: str) -> bool:
    rest = weighted(figures(number), range(10, 1, -1)) % 11
    return (rest if rest < 2 else 11 - rest) == int(number[9])


def _kazakh(number: str) -> bool:
    values = figures(number)
    rest = weighted(values[:11], range(1, 12)) % 11
    if rest == 10:
        rest = weighted(values[:11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11
    return rest == values[11]


def _singaporean(number: str) -> bool:
    start = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[number[0]]
    rest = (weighted(figures(number[1:8]), [2, 7, 6, 5, 4, 3, 2]) + start) % 11
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}
    place = 10 - rest if number[0] == "M" else rest
    return letters[number[0]][place] == number[8]


def _hong_kong(number: str) -> bool:
    """A missing second letter counts as a space, 36."""
    body = number[:-1]
    values = [36, *figures(body)] if len(body) == 7 else figures(body)
    check = 10 if number[-1] == "A" else int(number[-1])
    return (weighted(values, [9, 8, 7, 6, 5, 4, 3, 2]) + check) % 11 == 0


def _taiwanese(number: str) -> bool:
    tens, ones = divmod(_TAIWANESE[number[0]], 10)
    return weighted([tens, ones, *figures(number[1:])], [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 == 0


def _thai(number: str) -> bool:
    return (11 - weighted(figures(number), range(13, 1, -1)) % 11) % 10 == int(number[12])


def _date_first(number: str) -> str | None:
    return number[:6]


def _letters_first(number: str) -> str | None:
    return number[4:10]


def _guatemalan(number: str) -> bool:
    """Eight figures, their check digit, then the place: department and municipality."""
    return weighted(figures(number), range(2, 10)) % 11 == int(number[8]) and 1 <= int(number[9:11]) <= 22


def _japanese(number: str) -> bool:
    rest = weighted(figures(number), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return (0 if rest < 2 else 11 - rest) == int(number[11])


def _mauritian(number: str) -> bool:
    rest = weighted(figures(number), range(14, 1, -1)) % 17
    return "0123456789ABCDEFG"[(17 - rest) % 17] == number[13]


def _mauritian_birth(number: str) -> str | None:
    return day_first(number[1:7])


def _peruvian(number: str) -> bool:
    """The check character may be written as a figure or as a letter."""
    rest = weighted(figures(number), [3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return number[8] in ("65432110987"[rest], "KJIHGFEDCBA"[rest])


def _salvadoran(number: str) -> bool:
    return (10 - weighted(figures(number), range(9, 1, -1)) % 10) % 10 == int(number[8])


WORLD: Final[tuple[NumberFormat, ...]] = (
    NumberFormat("AR", "national", "CUIL", r"(20|23|24|27)\d{9}", "ANSES, resolution 338/2010", _argentine),
    NumberFormat("BR", "national", "CPF", r"\d{11}", "Receita Federal, IN RFB 1548/2015", _brazilian),
    NumberFormat("CL", "national", "RUN", r"\d{7,8}[0-9K]", "Servicio de Registro Civil, decree with force of law 3",
                 _chilean),
    NumberFormat("CN", "national", "Citizen identity number", r"[1-9]\d{16}[0-9X]", "GB 11643-1999", mod_11_2,
                 _chinese_birth),
    NumberFormat("EC", "national", "Cédula", r"\d{10}", "Dirección General de Registro Civil", _ecuadorian),
    NumberFormat("HK", "national", "HKID number", r"[A-Z]{1,2}\d{6}[0-9A]", "Immigration Department", _hong_kong),
    NumberFormat("IL", "national", "Teudat zehut", r"\d{9}", "Population and Immigration Authority", _israeli),
    NumberFormat("IN", "national", "Aadhaar", r"[2-9]\d{11}", "UIDAI, Aadhaar number structure", verhoeff),
    NumberFormat("IR", "national", "National code", r"\d{10}", "National Organization for Civil Registration",
                 _iranian),
    NumberFormat("KZ", "national", "IIN", r"\d{12}", "Law 223-III on national registers of identification numbers",
                 _kazakh, _date_first),
    NumberFormat("MX", "national", "CURP", r"[A-ZÑ]{4}\d{6}[HMX][A-Z]{2}[A-ZÑ]{3}[0-9A-Z]\d",
                 "DOF, 18 October 2021, CURP instruction", _mexican, _letters_first),
    NumberFormat("SG", "national", "NRIC or FIN", r"[STFGM]\d{7}[A-Z]", "Immigration & Checkpoints Authority",
                 _singaporean),
    NumberFormat("TH", "national", "Citizen number", r"[1-8]\d{12}", "Department of Provincial Administration", _thai),
    NumberFormat("TW", "national", "National ID number", r"[A-Z][1289]\d{8}", "Department of Household Registration",
                 _taiwanese),
    NumberFormat("UY", "national", "Cédula", r"\d{7,8}", "Dirección Nacional de Identificación Civil", _uruguayan),
    NumberFormat("ZA", "national", "Identity number", r"\d{10}[012]\d{2}", "Identification Act 68 of 1997", luhn,
                 _date_first),
    NumberFormat("AE", "national", "Emirates ID number", r"784(19|20)\d{10}",
                 "Federal Authority for Identity, Citizenship, Customs and Port Security", luhn),
    NumberFormat("DO", "national", "Cédula", r"\d{11}", "Junta Central Electoral, law 8-92", luhn),
    NumberFormat("GT", "national", "CUI", r"\d{13}", "RENAP, decree 90-2005", _guatemalan),
    NumberFormat("JP", "national", "My Number", r"\d{12}", "Ministry of Internal Affairs, ordinance 85 of 2014",
                 _japanese),
    NumberFormat("MU", "national", "National identity number", r"[A-Z]\d{12}[0-9A-G]",
                 "National Identity Card Act 1985", _mauritian, _mauritian_birth),
    NumberFormat("PE", "national", "DNI with check character", r"\d{8}[0-9A-K]", "RENIEC, código único de "
                 "identificación", _peruvian),
    NumberFormat("SA", "national", "National ID or Iqama", r"[12]\d{9}", "Ministry of Interior, civil affairs", luhn),
    NumberFormat("SV", "national", "DUI", r"\d{9}", "RNPN, documento único de identidad", _salvadoran),
)  # fmt: skip
