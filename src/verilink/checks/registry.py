"""Every check by its published name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

from verilink.checks.case import DocumentCase, GovernmentIdCase, SelfieCase
from verilink.checks.contact import email_address, phone_number
from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.database import comparisons
from verilink.checks.database.facts import DatabaseCase, RecordFacts
from verilink.checks.document import content, forgery, traces
from verilink.checks.document import submission as papers
from verilink.checks.government_id import ages as portrait_ages
from verilink.checks.government_id import (
    authenticity,
    dates,
    identity,
    machine_readable,
    numbers,
    picture,
    scope,
    sightings,
    submission,
)
from verilink.checks.model import CheckDefinition
from verilink.checks.planned import planned
from verilink.checks.provided import provided
from verilink.checks.selfie import ages, appearance, backgrounds, faces, liveness, poses, quality
from verilink.checks.selfie import sightings as selfie_sightings
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts

Kind = Literal[
    "government-id", "selfie", "document", "email-address", "phone-number", "database",
    "government-id-nfc", "jp-my-number-nfc-scan", "mdoc",
]  # fmt: skip
F = TypeVar("F")
C = TypeVar("C")

_DOCUMENTS = (
    submission,
    scope,
    machine_readable,
    identity,
    numbers,
    dates,
    portrait_ages,
    picture,
    authenticity,
    sightings,
)
_SELFIES = (faces, poses, liveness, quality, appearance, ages, selfie_sightings, backgrounds)
_EARLIER_NAMES: Final = {
    "id_type_detection": "id_disallowed_type_detection",
    "id_mrz_validation": "id_mrz_inconsistency_detection",
    "document_pdf_timestamp_inconsistency_detection": "document_pdf_inconsistent_timestamp_detection",
    "id_required_property_detection": "id_extracted_properties_detection",
}


def _named(definitions: Iterable[CheckDefinition[F, C]], kind: Kind) -> Mapping[str, CheckDefinition[F, C]]:
    known = {one.name: one for one in (*definitions, *provided(kind), *planned(kind))}
    for earlier, name in _EARLIER_NAMES.items():
        if name in known:
            tests = f"Earlier name of `{name}`."
            known[earlier] = replace(known[name], name=earlier, default="disabled", tests=tests)
    return MappingProxyType(known)


GOVERNMENT_ID: Final[Mapping[str, CheckDefinition[DocumentFacts, GovernmentIdCase]]] = _named(
    (one for module in _DOCUMENTS for one in module.DEFINITIONS), "government-id"
)
SELFIE: Final[Mapping[str, CheckDefinition[SelfieFacts, SelfieCase]]] = _named(
    (one for module in _SELFIES for one in module.DEFINITIONS), "selfie"
)
DOCUMENT: Final[Mapping[str, CheckDefinition[PaperFacts, DocumentCase]]] = _named(
    (one for module in (papers, content, traces, forgery) for one in module.DEFINITIONS), "document"
)
EMAIL_ADDRESS: Final[Mapping[str, CheckDefinition[ContactFacts, ContactCase]]] = _named(
    iter(email_address.DEFINITIONS), "email-address"
)
PHONE_NUMBER: Final[Mapping[str, CheckDefinition[ContactFacts, ContactCase]]] = _named(
    iter(phone_number.DEFINITIONS), "phone-number"
)
DATABASE: Final[Mapping[str, CheckDefinition[RecordFacts, DatabaseCase]]] = _named(
    iter(comparisons.DEFINITIONS), "database"
)
CHECKS: Final[Mapping[Kind, Mapping[str, CheckDefinition[Any, Any]]]] = MappingProxyType(
    {
        "government-id": GOVERNMENT_ID,
        "selfie": SELFIE,
        "document": DOCUMENT,
        "email-address": EMAIL_ADDRESS,
        "phone-number": PHONE_NUMBER,
        "database": DATABASE,
        "government-id-nfc": _named((), "government-id-nfc"),
        "jp-my-number-nfc-scan": _named((), "jp-my-number-nfc-scan"),
        "mdoc": _named((), "mdoc"),
    }
)
CORE: Final = frozenset(
    {
        "id_entity_detection",
        "id_unprocessable_submission_detection",
        "selfie_pose_detection",
        "document_unprocessable_submission_detection",
        "email_address_confirmation_code_comparison",
        "phone_number_confirmation_code_comparison",
        "database_identity_comparison",
    }
)
"""Without these there is no evidence at all: a verdict is never passed unless they passed."""


def definition_of(name: str) -> CheckDefinition[Any, Any] | None:
    """The check of this name, whatever it is about."""
    return next((checks[name] for checks in CHECKS.values() if name in checks), None)
