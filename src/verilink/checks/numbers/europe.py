"""National numbers of Europe with public check digits."""

from __future__ import annotations

from typing import Final

from verilink.checks.numbers.dated import ukrainian_taxpayer
from verilink.checks.numbers.dates import day_first, day_of, marked_day_first, year_first
from verilink.checks.numbers.digits import ean, figures, luhn, mod_11_10, two_rounds, verhoeff, weighted
from verilink.checks.numbers.model import NumberFormat

_CODICE_ODD: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_CODICE_MONTHS: Final = "ABCDEHLMPRST"
_FINNISH: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SPANISH: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


def _spanish(number: str) -> bool:
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return _SPANISH[int(digits) % 23] == number[-1]


def _polish(number: str) -> bool:
    return weighted(figures(number), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0


def _polish_birth(number: str) -> str | None:
    return day_of(number[:2], int(number[2:4]) % 20, int(number[4:6]))


def _codice(number: str) -> bool:
    values = [value - 10 if value > 9 else value for value in figures(number)]
    total = sum(_CODICE_ODD[value] if place % 2 == 0 else value for place, value in enumerate(values[:15]))
    return chr(ord("A") + total % 26) == number[15]


def _codice_birth(number: str) -> str | None:
    plain = number[6:11].translate(str.maketrans("LMNPQRSTUV", "0123456789"))
    day = int(number[9:11].translate(str.maketrans("LMNPQRSTUV", "0123456789")))
    return day_of(plain[:2], _CODICE_MONTHS.index(number[8]) + 1, day - 40 if day > 40 else day)


def _swedish(number: str) -> bool:
    return luhn(number[-10:])


def _swedish_birth(number: str) -> str | None:
    day = int(number[-6:-4])
    return day_of(number[-10:-8], int(number[-8:-6]), day - 60 if day > 60 else day)


def _norwegian(number: str) -> bool:
    values = figures(number)
    first = weighted(values, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
    return first % 11 == 0 and weighted(values, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0


def _finnish(number: str) -> bool:
    return _FINNISH[int(number[:6] + number[-4:-1]) % 31] == number[-1]


def _dutch(number: str) -> bool:
    return int(number) > 0 and weighted(figures(number), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0


def _belgian(number: str) -> bool:
    return any(97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2"))


def _belgian_birth(number: str) -> str | None:
    """Months of numbers given to people without a register entry have 20 or 40 added; unknown dates have zeros."""
    month, day = int(number[2:4]) % 20, int(number[4:6])
    return day_of(number[:2], month, day) if month and day else None


def _turkish(number: str) -> bool:
    values = figures(number)
    return (7 * sum(values[0:9:2]) - sum(values[1:8:2])) % 10 == values[9] and sum(values[:10]) % 10 == values[10]


def _baltic_birth(number: str) -> str | None:
    """Lithuanian numbers that begin with nine, or have noughts for an unknown day, tell none."""
    if number[0] == "9" or "00" in (number[3:5], number[5:7]):
        return None
    return day_of(number[1:3], int(number[3:5]), int(number[5:7]))


def _latvian(number: str) -> bool:
    """Numbers given since July 2017 begin with 32 and have no check digit."""
    if number.startswith("32"):
        return True
    return (1101 - weighted(figures(number), [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10 == int(number[10])


def _latvian_birth(number: str) -> str | None:
    return None if number.startswith("32") else day_first(number)


def _romanian(number: str) -> bool:
    rest = weighted(figures(number), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return (1 if rest == 10 else rest) == int(number[12])


def _romanian_birth(number: str) -> str | None:
    return year_first(number[1:])


def _bulgarian_foreigner(number: str) -> bool:
    return weighted(figures(number), [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == int(number[9])


def _hungarian(number: str) -> bool:
    """The weights rise for people born before 1997 and fall for those born since."""
    values = figures(number)
    return any(weighted(values, list(order)) % 11 == values[10] for order in (range(1, 11), range(10, 0, -1)))


def _hungarian_birth(number: str) -> str | None:
    return year_first(number[1:])


def _luxembourgish(number: str) -> bool:
    return luhn(number[:12]) and verhoeff(number[:11] + number[12])


def _luxembourgish_birth(number: str) -> str | None:
    return year_first(number[2:])


def _moldovan(number: str) -> bool:
    return weighted(figures(number), [7, 3, 1] * 4) % 10 == int(number[12])


def _bulgarian(number: str) -> bool:
    return weighted(figures(number), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == int(number[9])


def _bulgarian_birth(number: str) -> str | None:
    return day_of(number[:2], int(number[2:4]) % 20, int(number[4:6]))


def _czech(number: str) -> bool:
    """Until 1985 a remainder of ten was written as zero."""
    rest = int(number[:9]) % 11
    return rest % 10 == int(number[9])


def _czech_birth(number: str) -> str | None:
    """50 is added to women's months, 20 more when a day's numbers ran out."""
    month = int(number[2:4]) % 50
    return day_of(number[:2], month - 20 if month > 20 else month, int(number[4:6]))


def _french(number: str) -> bool:
    digits = number[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97 == int(number[13:])


def _yugoslav(number: str) -> bool:
    rest = 11 - weighted(figures(number), [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return rest % 11 % 10 == int(number[12])


def _yugoslav_birth(number: str) -> str | None:
    return day_of(number[5:7], int(number[2:4]), int(number[:2]))


def _icelandic(number: str) -> bool:
    return weighted(figures(number), [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0


def _portuguese(number: str) -> bool:
    rest = 11 - weighted(figures(number), [9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return (0 if rest > 9 else rest) == int(number[8])


def _irish(number: str) -> bool:
    extra = ord(number[8]) - 64 if number[8:] in tuple("ABH") else 0
    rest = (weighted(figures(number[:7]), [8, 7, 6, 5, 4, 3, 2]) + 9 * extra) % 23
    return "WABCDEFGHIJKLMNOPQRSTUV"[rest] == number[7]


def _ukrainian(number: str) -> bool:
    return weighted(figures(number), [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == int(number[9])


EUROPE: Final[tuple[NumberFormat, ...]] = (
    NumberFormat("BE", "national", "Rijksregisternummer", r"\d{11}", "Royal decree of 3 April 1984",
                 _belgian, _belgian_birth),
    NumberFormat("BG", "national", "EGN", r"\d{10}", "GRAO, unified civil number", _bulgarian, _bulgarian_birth),
    NumberFormat("CH", "national", "AHV number", r"756\d{10}", "Central Compensation Office, AHVN13", ean),
    NumberFormat("CZ", "national", "Rodné číslo", r"\d{10}", "Act 133/2000 Coll., section 13", _czech, _czech_birth),
    NumberFormat("SK", "national", "Rodné číslo", r"\d{10}", "Act 301/1995 Coll., section 2", _czech, _czech_birth),
    NumberFormat("DK", "national", "CPR number", r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{6}",
                 "CPR office; since 2007 without modulus control", born=day_first),
    NumberFormat("EE", "national", "Isikukood", r"[1-8]\d{10}", "EVS 585", two_rounds, _baltic_birth),
    NumberFormat("ES", "national", "DNI or NIE", r"(\d{8}|[XYZ]\d{7})[A-Z]", "Royal decree 1553/2005; Ministry of the "
                 "Interior, control character", _spanish),
    NumberFormat("FI", "national", "Henkilötunnus", r"\d{6}[+\-YXWVUABCDEF]?\d{3}[0-9A-Y]",
                 "Digital and Population Data Services Agency", _finnish, day_first),
    NumberFormat("FR", "national", "NIR", r"[1-478]\d{4}(\d\d|2[AB])\d{8}", "INSEE, decree 82-103", _french),
    NumberFormat("HR", "national", "OIB", r"\d{11}", "Act on the personal identification number, OG 60/08", mod_11_10),
    NumberFormat("IE", "national", "PPS number", r"\d{7}[A-W][ABHTWX]?", "Revenue, PPSN check character", _irish),
    NumberFormat("IS", "national", "Kennitala", r"\d{9}[089]", "Registers Iceland", _icelandic, day_first),
    NumberFormat("IT", "national", "Codice fiscale",
                 r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]",
                 "Ministerial decree of 23 December 1976", _codice, _codice_birth),
    NumberFormat("LT", "national", "Asmens kodas", r"[1-69]\d{10}", "Register of residents", two_rounds, _baltic_birth),
    NumberFormat("LV", "national", "Personas kods", r"\d{11}", "Office of Citizenship and Migration Affairs",
                 _latvian, _latvian_birth),
    NumberFormat("NL", "national", "Burgerservicenummer", r"\d{9}", "Government of the Netherlands, BSN logical design",
                 _dutch),
    NumberFormat("NO", "national", "Fødselsnummer", r"\d{11}", "Norwegian Tax Administration", _norwegian,
                 marked_day_first),
    NumberFormat("PL", "national", "PESEL", r"\d{11}", "Act of 24 September 2010 on population records",
                 _polish, _polish_birth),
    NumberFormat("PT", "national", "NIF", r"[1-35]\d{8}|45\d{7}", "Decree-law 14/2013", _portuguese),
    NumberFormat("RO", "national", "CNP", r"[1-9]\d{12}", "Law 105/1996 on population records", _romanian,
                 _romanian_birth),
    NumberFormat("RS", "national", "JMBG", r"\d{13}", "Law on the unique citizen number", _yugoslav, _yugoslav_birth),
    NumberFormat("SE", "national", "Personnummer", r"(\d\d)?\d{6}\d{4}", "Swedish Tax Agency, SKV 704",
                 _swedish, _swedish_birth),
    NumberFormat("SI", "national", "EMŠO", r"\d{13}", "Central Population Register Act", _yugoslav, _yugoslav_birth),
    NumberFormat("TR", "national", "T.C. Kimlik No", r"[1-9]\d{10}", "Civil Registration Services Act 5490", _turkish),
    NumberFormat("UA", "national", "RNOKPP", r"\d{10}", "State Register of Individuals-Taxpayers", _ukrainian,
                 ukrainian_taxpayer),
    NumberFormat("BA", "national", "JMB", r"\d{13}", "Law on the unique master number, 32/01", _yugoslav,
                 _yugoslav_birth),
    NumberFormat("BG", "national", "Personal number of a foreigner", r"\d{10}", "Foreigners act, LNCh",
                 _bulgarian_foreigner),
    NumberFormat("GR", "national", "AMKA", r"\d{11}", "Law 3655/2008", luhn, day_first),
    NumberFormat("HU", "national", "Személyi azonosító", r"[1-8]\d{10}", "Act XX of 1996", _hungarian,
                 _hungarian_birth),
    NumberFormat("LU", "national", "Matricule", r"(18|19|20)\d{11}", "Law of 19 June 2013 on the register of persons",
                 _luxembourgish, _luxembourgish_birth),
    NumberFormat("MD", "national", "IDNP", r"[02]\d{12}", "State register of population", _moldovan),
    NumberFormat("ME", "national", "JMB", r"\d{13}", "Law on the central register, 49/07", _yugoslav, _yugoslav_birth),
    NumberFormat("MK", "national", "EMBG", r"\d{13}", "Law on the citizen's number, 36/92", _yugoslav,
                 _yugoslav_birth),
)  # fmt: skip
"""Only numbers that stand on documents; Danish ones have lost their check digit and keep their date."""
