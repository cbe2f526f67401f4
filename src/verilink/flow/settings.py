"""Fields, verifications and the settings around the steps: what can be wrong with them on their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, assert_never
from urllib.parse import urlsplit

from verilink.flow.countries import COUNTRIES
from verilink.flow.document import FieldSchema, Template
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.pages import ID_CLASSES
from verilink.flow.problems import Problem
from verilink.flow.verifications import (
    Coded,
    Compared,
    Database,
    EmailAddress,
    GovernmentId,
    Kind,
    Paper,
    PhoneNumber,
    Selfie,
    Verification,
)

__all__ = ["COUNTRIES", "EXTRACTIONS", "copy_problems", "setting_problems"]
_EXTRACTED: Final = (
    "name-first name-middle name-last name-suffix native-name-first native-name-middle native-name-last "
    "birthdate birthplace expiration-date issue-date identification-number document-number nationality sex "
    "issuing-country issuing-subdivision issuing-authority address-street-1 address-street-2 address-city "
    "address-subdivision address-postal-code height vehicle-class endorsements restrictions visa-status "
    "id-class country-code"
)
EXTRACTIONS: Final[Mapping[Kind, frozenset[str]]] = {
    "government-id": frozenset(_EXTRACTED.split()),
    "selfie": frozenset(),
    "document": frozenset({"document-type", "issue-date"}),
    "email-address": frozenset({"email-address"}),
    "phone-number": frozenset({"phone-number", "country-code"}),
    "database": frozenset(),
}
"""Keys of what a passed verification of each kind has to say, for ``copy``."""

_PREFIX: Final[Mapping[Kind, str]] = {
    "government-id": "id_",
    "selfie": "selfie_",
    "document": "document_",
    "email-address": "email_address_",
    "phone-number": "phone_number_",
    "database": "database_",
}
_NEEDS: Final[Mapping[Compared, tuple[str, ...]]] = {
    "name": ("name-first", "name-last"),
    "address": ("address-street-1",),
}
"""What has to be looked up for a comparison, where it is not the field of the same name."""
_TEXTS: Final = ("string", "date", "choices", "email-address")
HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?"
)


def setting_problems(template: Template, check_names: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Problems of fields, verifications, redirect and security."""
    for key, schema in template.fields.items():
        yield from _field(schema, f"fields.{key}")
    for name, verification in template.verifications.items():
        path = f"verifications.{name}"
        yield from _checks(verification, path, check_names.get(verification.type))
        yield from _copies(template, verification, path)
        yield from _own(template, verification, path)
    yield from _redirect(template)
    if template.links.host is not None and not HOST.fullmatch(template.links.host):
        yield Problem("links.host", "must be a bare host, like verify.example.com")
    for index, host in enumerate(template.security.allowed_domains):
        if not HOST.fullmatch(host):
            yield Problem(f"security.allowed-domains[{index}]", "must be a bare host, like app.example.com")


def _field(schema: FieldSchema, path: str) -> Iterator[Problem]:
    has_choices = schema.type in ("choices", "multi_choices")
    if has_choices != bool(schema.options):
        yield Problem(f"{path}.options", "are needed for choices" if has_choices else "are only for choices")
    try:
        clean(schema, schema.default)
    except InvalidValue as error:
        yield Problem(f"{path}.default", f"does not fit the field: {error}")


def _checks(verification: Verification, path: str, known: Collection[str] | None) -> Iterator[Problem]:
    for name in verification.checks:
        if not name.startswith(_PREFIX[verification.type]) or (known is not None and name not in known):
            yield Problem(f"{path}.checks.{name}", f"there is no such check for a {verification.type} verification")


def _own(template: Template, verification: Verification, path: str) -> Iterator[Problem]:
    """What only this kind has."""
    match verification:
        case GovernmentId():
            yield from _scope(verification, path)
        case Selfie():
            yield from _comparison(template, verification, path)
        case Paper():
            return
        case EmailAddress():
            yield from _contact(template, verification, path, ("string", "email-address"))
        case PhoneNumber():
            yield from _contact(template, verification, path, ("string",))
            yield from _countries(verification.countries, path)
        case Database():
            yield from _records(template, verification, path)
        case _:
            assert_never(verification)


def _scope(verification: GovernmentId, path: str) -> Iterator[Problem]:
    if not verification.id_classes:
        yield Problem(f"{path}.id-classes", "at least one is needed")
    for index, id_class in enumerate(verification.id_classes):
        if id_class not in ID_CLASSES:
            yield Problem(f"{path}.id-classes[{index}]", f"unknown ID class {id_class!r}")
    yield from _countries(verification.countries, path)


def _countries(countries: tuple[str, ...] | None, path: str) -> Iterator[Problem]:
    if countries == ():
        yield Problem(f"{path}.countries", "at least one is needed; leave it out to accept all")
    for index, country in enumerate(countries or ()):
        if country not in COUNTRIES:
            yield Problem(f"{path}.countries[{index}]", f"{country!r} is not an ISO 3166-1 alpha-2 code")


def _copies(template: Template, verification: Verification, path: str) -> Iterator[Problem]:
    if verification.copy and not EXTRACTIONS[verification.type]:
        yield Problem(f"{path}.copy", f"a {verification.type} verification has no values to copy")
    yield from copy_problems(template, verification.type, verification.copy, f"{path}.copy")


def copy_problems(template: Template, kind: Kind, copied: Mapping[str, str], path: str) -> Iterator[Problem]:
    """Problems of copying what a verification of this kind has to say (field -> what is known)."""
    for key, source in copied.items():
        if key not in template.fields:
            yield Problem(f"{path}.{key}", f"there is no field {key!r}")
        if source not in EXTRACTIONS[kind]:
            yield Problem(f"{path}.{key}", f"a {kind} verification yields no {source!r}")


def _comparison(template: Template, verification: Selfie, path: str) -> Iterator[Problem]:
    if verification.compare_with is None:
        return
    if not isinstance(template.verifications.get(verification.compare_with), GovernmentId):
        yield Problem(f"{path}.compare-with", f"{verification.compare_with!r} is not a government-id verification")


def _contact(template: Template, verification: Coded, path: str, fit: tuple[str, ...]) -> Iterator[Problem]:
    schema = template.fields.get(verification.field)
    if schema is None:
        yield Problem(f"{path}.field", f"there is no field {verification.field!r}")
    elif schema.type not in fit:
        yield Problem(f"{path}.field", f"must be a field of type {' or '.join(fit)}")


def _records(template: Template, verification: Database, path: str) -> Iterator[Problem]:
    for index, key in enumerate(verification.fields):
        schema = template.fields.get(key)
        if schema is None:
            yield Problem(f"{path}.fields[{index}]", f"there is no field {key!r}")
        elif schema.type not in _TEXTS:
            yield Problem(f"{path}.fields[{index}]", f"must be a field of type {' or '.join(_TEXTS)}")
    if not verification.match:
        yield Problem(f"{path}.match", "at least one is needed")
    for index, compared in enumerate(verification.match):
        for needed in _NEEDS.get(compared, (compared,)):
            if needed not in verification.fields:
                yield Problem(f"{path}.match[{index}]", f"needs {needed!r} among the fields")


def _redirect(template: Template) -> Iterator[Problem]:
    uri = template.redirect.uri
    if uri is None:
        return
    scheme = urlsplit(uri).scheme
    if scheme not in template.redirect.schemes or scheme in ("javascript", "data", "vbscript"):
        yield Problem("redirect.uri", f"the scheme {scheme!r} is not among redirect.schemes")
