"""How documents print a day."""

from __future__ import annotations

from datetime import date

_MONTHS = {
    "en": "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
    "fr": "JANV FÉV MARS AVR MAI JUIN JUIL AOÛT SEPT OCT NOV DÉC",
    "es": "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC",
    "pt": "JAN FEV MAR ABR MAI JUN JUL AGO SET OUT NOV DEZ",
    "it": "GEN FEB MAR APR MAG GIU LUG AGO SET OTT NOV DIC",
    "nl": "JAN FEB MAA APR MEI JUN JUL AUG SEP OKT NOV DEC",
    "de": "JAN FEB MÄR APR MAI JUN JUL AUG SEP OKT NOV DEZ",
    "sv": "JAN FEB MAR APR MAJ JUN JUL AUG SEP OKT NOV DEC",
    "hu": "JAN FEB MÁR ÁPR MÁJ JÚN JÚL AUG SZE OKT NOV DEC",
}


def write_day(value: date, style: str, language: str = "en") -> str:
    """``style``: a ``strftime`` pattern in which ``{o}`` is the month's own name, ``{e}`` the English one."""
    own, english = (_MONTHS.get(one, _MONTHS["en"]).split()[value.month - 1] for one in (language, "en"))
    return value.strftime(style).format(o=own, e=english, t=own.capitalize(), u=english.capitalize())
