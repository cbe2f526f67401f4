"""Which kind of paper it is, by words that such papers print: two of one kind are needed, else it is ``other``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

OTHER: Final = "other"
_LEAST: Final = 2
# English, German, French, Spanish, Italian, Portuguese and Dutch, as folded by ``_folded``.
_WORDS: Final = {
    "standard_utility_bill": (
        "electricity|kwh|gas supply|natural gas|water supply|wastewater|sewer|meter reading|meter number|utility"
        "|supply address|strom|stromrechnung|gasrechnung|wasser|abwasser|zahlerstand|zahlernummer|stadtwerke"
        "|electricite|facture d electricite|gaz naturel|compteur|electricidad|suministro|contador|luz y gas"
        "|energia elettrica|bolletta|contatore|eletricidade|fornecimento|elektriciteit|meterstand|energierekening"
    ),
    "phone_bill": (
        "phone bill|mobile|broadband|internet service|data usage|telecom|mobilfunk|festnetz|rufnummer|internetanschluss"
        "|forfait|ligne fixe|telefonica|linea movil|fibra|telefonia|telefoonrekening"
    ),
    "bank_statement": (
        "account statement|bank statement|statement of account|opening balance|closing balance|sort code|iban|bic"
        "|kontoauszug|alter kontostand|neuer kontostand|kontostand|releve de compte|ancien solde|nouveau solde"
        "|extracto de cuenta|saldo anterior|saldo final|estratto conto|saldo iniziale|extrato|rekeningafschrift"
    ),
    "tax_document": (
        "tax return|tax assessment|council tax|property tax|taxpayer|internal revenue|hm revenue|steuerbescheid"
        "|finanzamt|steuernummer|avis d impot|impots|taxe d habitation|agencia tributaria|declaracion de la renta"
        "|agenzia delle entrate|codice fiscale|financas|belastingdienst|aanslag"
    ),
    "pay_slip": (
        "payslip|pay slip|gross pay|net pay|employer|national insurance|gehaltsabrechnung|lohnabrechnung|bruttolohn"
        "|nettolohn|bulletin de paie|salaire net|salaire brut|nomina|salario neto|busta paga|retribuzione|loonstrook"
    ),
    "lease_agreement": (
        "tenancy agreement|lease agreement|landlord|tenant|monthly rent|mietvertrag|vermieter|mieter|kaltmiete"
        "|contrat de location|bailleur|locataire|loyer|contrato de arrendamiento|arrendador|arrendatario"
        "|contratto di locazione|locatore|conduttore|huurovereenkomst|verhuurder|huurder"
    ),
    "insurance_document": (
        "insurance policy|policy number|policyholder|premium|insured|versicherungsschein|versicherungsnehmer"
        "|versicherungsnummer|beitrag|police d assurance|assure|cotisation|poliza|asegurado|polizza|assicurato|apolice"
    ),
}
TYPES: Final = (*_WORDS, OTHER)
_PATTERNS: Final = {kind: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])") for kind, words in _WORDS.items()}


def paper_kind(lines: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """``(kind, words that decided)``; ``other`` when no kind, or more than one, is said clearly enough."""
    text = _folded(" ".join(lines))
    found = {kind: tuple(sorted(set(pattern.findall(text)))) for kind, pattern in _PATTERNS.items()}
    ranked = sorted(found.items(), key=lambda one: -len(one[1]))
    (best, words), (_, others) = ranked[0], ranked[1]
    if len(words) < _LEAST or len(words) == len(others):
        return OTHER, ()
    return best, words


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain)
