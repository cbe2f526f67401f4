"""National numbers that contain the date of birth and whose check digits, if any, are not public or given up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from verilink.checks.numbers.dates import day_first, day_in_year, day_of, marked_day_first, year_first
from verilink.checks.numbers.model import NumberFormat

_ALBANIAN: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # decades from 1800


def _albanian(number: str) -> str:
    """50 is added to women's months, 30 and 80 to those of people without citizenship."""
    decade, month = _ALBANIAN.index(number[0]) % 10, int(number[2:4])
    return day_of(f"{decade}{number[1]}", month % 50 % 30, int(number[4:6]))


def _after_first(number: str) -> str:
    """``CYYMMDD…``: a figure for the century, or for sex and century."""
    return year_first(number[1:])


def _belarusian(number: str) -> str:
    return day_first(number[1:7])


def _kyrgyz(number: str) -> str:
    """``SDDMMYYYY…``."""
    return day_of(number[7:9], int(number[3:5]), int(number[1:3]))


def _nicaraguan(number: str) -> str:
    return day_first(number[3:9])


def _sri_lankan(number: str) -> str:
    """The day of the year, 500 more for women, after two or four figures of the year."""
    year, place = (number[:2], int(number[2:5])) if len(number) == 10 else (number[2:4], int(number[4:7]))
    return day_in_year(year, place - 500 if place > 500 else place)


def _mexican(number: str) -> str:
    return year_first(number[6:12])


def _ukrainian(number: str) -> str:
    return day_of(number[2:4], int(number[4:6]), int(number[6:8]))


def ukrainian_taxpayer(number: str) -> str:
    """The first five figures are days since the last of 1899."""
    return f"{date(1899, 12, 31) + timedelta(days=int(number[:5])):%y%m%d}"


DATED: Final[tuple[NumberFormat, ...]] = (
    NumberFormat("AL", "national", "NID", r"[0-9A-T]\d{8}[A-W]", "Law 8952 on the citizen's identity number",
                 born=_albanian),
    NumberFormat("BY", "national", "Identification number", r"[1-6]\d{6}[ABCEHKM]\d{3}(PB|BA|BI)\d",
                 "Council of Ministers, register of the population", born=_belarusian),
    NumberFormat("CU", "national", "Número de identidad", r"\d{11}", "Ministry of the Interior, resolution 27/2016",
                 born=year_first),
    NumberFormat("EG", "national", "National number", r"[23]\d{13}", "Civil Status Organization", born=_after_first),
    NumberFormat("ID", "national", "NIK", r"[1-9]\d{15}", "Law 24/2013 on population administration",
                 born=lambda number: marked_day_first(number[6:])),
    NumberFormat("KG", "national", "PIN", r"[12]\d{13}", "State Registration Service", born=_kyrgyz),
    NumberFormat("KR", "national", "Resident registration number", r"\d{6}[0-9]\d{6}",
                 "Resident Registration Act; random since October 2020", born=year_first),
    NumberFormat("KW", "national", "Civil number", r"[23]\d{11}", "Public Authority for Civil Information",
                 born=_after_first),
    NumberFormat("LK", "national", "NIC number", r"\d{9}[VX]|(19|20)\d{10}", "Department for Registration of Persons",
                 born=_sri_lankan),
    NumberFormat("MX", "national", "Clave de elector", r"[A-ZÑ]{6}\d{8}[HMX]\d{3}", "Instituto Nacional Electoral",
                 born=_mexican),
    NumberFormat("MY", "national", "MyKad number", r"\d{6}\d{6}", "National Registration Department", born=year_first),
    NumberFormat("NI", "national", "Cédula", r"\d{13}[A-Y]", "Law 152 on citizens' identification", born=_nicaraguan),
    NumberFormat("UA", "national", "UNZR", r"(19|20)\d{11}", "Law 5492-VI on the demographic register",
                 born=_ukrainian),
    NumberFormat("UZ", "national", "PINFL", r"[1-6]\d{13}", "Cabinet of Ministers, personal identification number",
                 born=lambda number: day_first(number[1:])),
)  # fmt: skip
