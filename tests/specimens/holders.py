"""Holders of machine-readable zones who do not exist, drawn by chance from what issuers print."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from verilink.evidence.documents.mrz.compose import Holder, compose
from verilink.evidence.documents.mrz.layouts import Format

KINDS: tuple[Format, ...] = ("TD1", "TD2", "TD3", "MRVA", "MRVB", "IDFRA")
LICENCES: tuple[Format, ...] = ("EDL", "EDLFRA", "EDLNLD")
CODES: dict[Format, tuple[str, ...]] = {
    "TD1": ("I", "ID", "AC", "IR", "C"),
    "TD2": ("I", "ID", "AR"),
    "TD3": ("P", "PD", "PM"),
    "MRVA": ("V", "VC"),
    "MRVB": ("V", "VC"),
    "IDFRA": ("ID",),
}
STATES = ("UTO", "D", "FRA", "GBR", "USA", "CHE", "POL", "RKS", "XXA", "EUE", "ZAF", "JPN", "BRA", "KOR")
LAST = ("Müller", "O'Connor", "van der Berg", "Łukaszewicz", "Nguyễn", "Schmidt-Große", "Ek", "Abdulrahman", "Ñúñez")
FIRST = ("Anna Maria", "Jo", "Zoë", "Jean-Luc", "Wolfgang Maximilian", "Li", "", "Iñaki", "Oluwaseun", "Kim")
_DIGITS, _SIGNS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def draw_holder(kind: Format, rng: Random) -> Holder:
    """Anybody of any age with a document number in one of the shapes issuers use."""
    born = date(1930, 1, 1) + timedelta(days=rng.randrange(33_000))
    expires = date(2024, 1, 1) + timedelta(days=rng.randrange(5_000))
    state = "FRA" if kind == "IDFRA" else rng.choice(STATES)
    return Holder(
        issuer=state,
        last=rng.choice(LAST),
        first=rng.choice(FIRST) or ("Marie" if kind == "IDFRA" else ""),
        number=_number(kind, rng),
        nationality=state if rng.random() < 0.8 else rng.choice(STATES),
        birthdate=f"{born:%y%m%d}",
        sex=rng.choice("MF" if kind == "IDFRA" else "MF<"),
        expiration=f"{expires:%y%m%d}",
        code=rng.choice(CODES[kind]),
        optional=_chance(rng, 0.4, "".join(rng.choices(_DIGITS, k=rng.randint(4, 7)))),
        optional_2=_chance(rng, 0.3, "".join(rng.choices(_DIGITS, k=rng.randint(4, 9)))),
    )


def draw_zone(rng: Random) -> tuple[Format, tuple[str, ...]]:
    """The lines of a valid zone of any format."""
    kind = rng.choice(KINDS)
    return kind, compose(kind, draw_holder(kind, rng))


def draw_licence(rng: Random) -> tuple[Format, Holder]:
    """Anybody's driving licence with a chip, as France, the Netherlands or another country of Europe issues it."""
    kind = rng.choice(LICENCES)
    state = {"EDLFRA": "FRA", "EDLNLD": "NLD"}.get(kind) or rng.choice(("ROU", "HRV", "IRL", "D"))
    number = {"EDLFRA": "".join(rng.choices(_DIGITS, k=2)) + rng.choice(("AA", "BK")), "EDLNLD": ""}.get(kind, "")
    room = {"EDLFRA": 9, "EDLNLD": 10}.get(kind, 0) - len(number)
    return kind, Holder(
        issuer=state,
        last=rng.choice(LAST),
        first="",
        number=number + "".join(rng.choices(_DIGITS, k=room)),
        nationality="",
        birthdate="",
        sex="",
        expiration=f"{date(2024, 1, 1) + timedelta(days=rng.randrange(5_000)):%y%m%d}",
        code="D1",
        optional="1" if kind == "EDLNLD" else "".join(rng.choices(_DIGITS, k=rng.randint(10, 24))),
        optional_2="".join(rng.choices(_DIGITS, k=13)),
    )


def _number(kind: Format, rng: Random) -> str:
    if kind == "IDFRA":
        return "".join(rng.choices(_DIGITS, k=12))
    if kind in ("TD1", "TD2") and rng.random() < 0.1:
        return "".join(rng.choices(_DIGITS, k=rng.randint(10, 13)))
    lead = rng.choice((0, 1, 2, 9))
    return "".join(rng.choices(_SIGNS, k=lead)) + "".join(rng.choices(_DIGITS, k=rng.randint(max(lead, 7), 9) - lead))


def _chance(rng: Random, share: float, value: str) -> str:
    return value if rng.random() < share else ""
