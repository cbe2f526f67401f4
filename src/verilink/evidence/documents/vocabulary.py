"""Labels that identity documents print, in the languages of Latin script most in use."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

_WORDS = {
    "name-last": (
        r"SURNAME|LAST NAME|FAMILY NAME|\bLN\b|NOM(?! D)|NACHNAME|FAMILIENNAME|APELLIDOS?|COGNOME|APELIDOS?|SOBRENOME"
        r"|NAZWISKO"
        r"|P[RŘ][IÍ]JMEN[IÍ]|PRIEZVISKO|EFTERNAVN|EFTERNAMN|ETTERNAVN|SUKUNIMI|PERENIMI|PAVARD[EĖ]|UZV[AĀ]RDS"
        r"|CSAL[AÁ]DI N[EÉ]V|PREZIME|PRIIMEK|SOYAD[IıİI]?|ACHTERNAAM|NAAM"
    ),
    "name-first": (
        r"GIVEN NAMES?|FIRST NAMES?|\bFN\b|FORENAMES?|OTHER NAMES|PR[EÉ]NOMS?|VORNAMEN?|NOMBRES?|NOMI?\b(?= )|NOME\b"
        r"|IMI[OĘEÓ]N?[AĘ]?"
        r"|JM[EÉ]NO|MENO|FORNAVNE?|F[OÖ]RNAMN|ETUNIMET|EESNIMI|EESNIMED|VARDA[SI]|V[AĀ]RDS|UT[OÓ]N[EÉ]V|\bIME\b|VOORNAMEN?"
        r"|PRENUME"
    ),
    "birthdate": (
        r"DATE OF BIRTH|BIRTH ?DATE|\bD[O0]B\b|DATE DE NAISSANCE|N[EÉ]\(?E?\)? LE|GEBURTS(?:TAG|DATUM)|FECHA DE NAC"
        r"|NACIMIENTO|DATA DI NASCITA|NATO IL|DATA DE NASC|DATA URODZENIA|DATUM NAROZEN|D[AÁ]TUM NARODENIA"
        r"|F[OØÖ]DSELS?DA|SYNTYM[AÄ]|S[UÜ]NNIAEG|GIMIMO DATA|DZIM[SŠ]ANAS|SZ[UÜ]LET[EÉ]SI|DATUM RO[DĐ]|DATUM ROJSTVA"
        r"|DO[GĞ]UM TAR|GEBOORTEDATUM|DATA NA[SȘŞ]TERII"
    ),
    "issue-date": (
        r"DATE OF ISSUE|ISSUE DATE|\bISS\b|DATE DE D[EÉ]LIVRANCE|AUSSTELLUNGSDATUM|FECHA DE EXPEDICI|FECHA DE EMISI"
        r"|DATA DI RILASCIO|DATA DE EMISS|DATA WYDANIA|DATUM VYD[AÁ]N|D[AÁ]TUM VYDANIA|UDSTEDELSES|UTF[AÄ]RDA"
        r"|MY[OÖ]NT[AÄ]|V[AÄ]LJAANDMIS|I[SŠ]DAVIMO|IZDO[SŠ]ANAS|KI[AÁ]LL[IÍ]T[AÁ]S|DATUM IZDA|AFGIFTE"
    ),
    "expiration-date": (
        r"DATE OF EXPIRY|EXPIRY DATE|EXPIRATION|EXPIRES|\bEXP\b|VALID UNTIL|DATE D.?EXPIRATION|EXPIRE LE|G[UÜ]LTIG BIS"
        r"|FECHA DE CADUCIDAD|FECHA DE VENCIMIENTO|V[AÁ]LIDO HASTA|DATA DI SCADENZA|SCADENZA|DATA DE VALIDADE"
        r"|V[AÁ]LIDADE"
        r"|DATA WA[ZŻ]NO|TERMIN WA[ZŻ]NO|PLATNOST DO|PLATNOS[TŤ] DO|UDL[OØ]BS|GILTIGT TILL|VOIMASSA|KEHTIV KUNI"
        r"|GALIOJA IKI|DER[IĪ]GA L[IĪ]DZ|[EÉ]RV[EÉ]NYES|VRIJEDI DO|VELJA DO|GELDIG TOT|SON GE[CÇ]ERL"
    ),
    "identification-number": (
        r"PASSPORT N[O0UÚR°º]|PASSPORT NUMBER|DOCUMENT N[O0UÚR°º]|LICEN[CS]E N[O0U]|\bDLN?\b ?(?=[A-Z0-9]{5})"
        r"|CARD N[O0U]"
        r"|N[O0°º] DU PASSEPORT|PASSEPORT N|AUSWEISNUMMER|N[UÚ]M(?:ERO)?\.? DE DOCUMENTO|PASAPORTE N|NUMERO DI"
        r"|\bID N[O0U]\b|IDENTITY N[O0U]|NUMER DOW|[CČ][IÍ]SLO"
    ),
    "sex": (
        r"\bSEXE?O?\b|\bSEX(?=[MFX]\b)|GESCHLECHT|\bSESSO\b|P[LŁ]E[CĆ]|POHLAV[IÍ]|K[OØ]N\b|SUKUPUOLI|SUGU|LYTIS|DZIMUMS|\bNEM\b|\bSPOL\b"
    ),
    "nationality": r"NATIONALIT[YÉE]|STAATSANGEH|NACIONALIDAD|CITTADINANZA|NACIONALIDADE|OBYWATELSTWO|CITIZENSHIP",
    "address-street-1": (
        r"\bADDRESS\b|\bADRESSE\b|DOMICILE?\b|DOMICILIO|DIRECCI[OÓ]N|INDIRIZZO|RESIDENZA|ANSCHRIFT|WOHNORT|\bADRES\b"
        r"|ENDERE[CÇ]O|ADRESA|BYDLI[SŠ]T[EĚ]|LAKC[IÍ]M"
    ),
    "height": r"\bHEIGHT\b|\bHGT\b|\bTAILLE\b|GR[OÖ](?:SS|ß)E\b|ESTATURA|STATURA|WZROST|\bAUGUMS\b|\bALTURA\b",
    "vehicle-class": r"\bCLASS\b|\bKLASSE\b|CAT[EÉ]GORIES?\b|CATEGOR[IÍ]A|KATEGORIA|\bCLASE\b",
    "issuing-authority": r"AUTHORITY|AUTORIT[EÉÀA]|BEH[OÖ]RDE|AUTORIDAD|ISSUING OFFICE|ORGAN WYDAJ",
}
LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words, re.IGNORECASE)) for name, words in _WORDS.items()
)
_OTHER = re.compile(
    r"PLACE OF|LIEU DE|GEBURTSORT|LUGAR DE|LUOGO DI|MIEJSCE|M[IÍ]STO|SIGNATURE|UNTERSCHRIFT|FIRMA|CODE|TYPE|TYP\b"
    r"|REMARKS"
    r"|EYES|^NAMEN?$|^NAMES$|PASSPORT$|PASSEPORT$|REPUBLI|KINGDOM|SPECIMEN",
    re.IGNORECASE,
)


# Small print is misread: these are recognised by likeness as well.
_COMMON = (
    "SURNAME",
    "GIVEN NAMES",
    "NATIONALITY",
    "NATIONALITE",
    "DATE OF BIRTH",
    "PLACE OF BIRTH",
    "DATE OF ISSUE",
    "DATE OF EXPIRY",
    "DATE DE NAISSANCE",
    "EXPIRATION",
    "DELIVRANCE",
    "AUTHORITY",
    "SIGNATURE",
    "PASSPORT",
    "PASSEPORT",
    "DOCUMENT",
    "GEBURTSDATUM",
    "STAATSANGEHORIGKEIT",
    "FECHA DE NACIMIENTO",
    "NACIONALIDAD",
    "CITTADINANZA",
)
_MISREAD_LABEL, _MISREAD_WORD = 75.0, 66.0  # percent of characters in common
_WORDS_IN_COMMON = frozenset(word for label in _COMMON for word in label.split() if len(word) > 4) | {
    "PRENOMS",
    "EXPIRY",
}
_NUMBERING = re.compile(r"^\s*\(?\d{1,2}[A-Da-d]?(?:[.):]\s*|\s+)(?=\D)")


def strip_label(text: str) -> str:
    """``text`` without a number and a label at its beginning (``1. KOWALSKA``, ``LN SAMPLE``, ``Nom: MARTIN``)."""
    return strip_words(_NUMBERING.sub("", text))


def strip_words(text: str) -> str:
    """``text`` without a label at its beginning."""
    matches = (pattern.match(text) for _, pattern in LABELS)
    ends = [match.end() for match in matches if match and not text[match.end() :][:1].isalpha()]
    return text[max(ends, default=0) :].strip(" .:-/")


def is_label(text: str) -> bool:
    """Whether a line of text is (or holds) a printed label rather than a value."""
    if _OTHER.search(text) or any(pattern.search(text) for _, pattern in LABELS):
        return True
    plain = text.upper()
    if len(plain) >= 6 and any(fuzz.partial_ratio(word, plain) >= _MISREAD_LABEL for word in _COMMON):
        return True
    words = (word for word in re.split(r"[^\w]+", plain) if len(word) > 4)
    return not text.isupper() and any(
        fuzz.ratio(word, one) >= _MISREAD_WORD for word in words for one in _WORDS_IN_COMMON
    )
