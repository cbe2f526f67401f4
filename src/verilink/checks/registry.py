"""Every check by its published name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from verilink.checks.case import GovernmentIdCase, SelfieCase
from verilink.checks.government_id import dates, identity, machine_readable, picture, scope, submission
from verilink.checks.model import CheckDefinition
from verilink.checks.planned import planned
from verilink.checks.selfie import faces, liveness, poses, quality
from verilink.evidence.facts import DocumentFacts, SelfieFacts

Kind = Literal["government-id", "selfie"]

_DOCUMENTS = (submission, scope, machine_readable, identity, dates, picture)
_SELFIES = (faces, poses, liveness, quality)

GOVERNMENT_ID: Final[Mapping[str, CheckDefinition[DocumentFacts, GovernmentIdCase]]] = MappingProxyType(
    {one.name: one for one in (*(d for module in _DOCUMENTS for d in module.DEFINITIONS), *planned("id_"))}
)
SELFIE: Final[Mapping[str, CheckDefinition[SelfieFacts, SelfieCase]]] = MappingProxyType(
    {one.name: one for one in (*(d for module in _SELFIES for d in module.DEFINITIONS), *planned("selfie_"))}
)
CHECKS: Final[Mapping[Kind, Mapping[str, CheckDefinition[Any, Any]]]] = MappingProxyType(
    {"government-id": GOVERNMENT_ID, "selfie": SELFIE}
)
CORE: Final = frozenset({"id_entity_detection", "id_unprocessable_submission_detection", "selfie_pose_detection"})
"""Without these there is no evidence at all: a verdict is never passed unless they passed."""


def definition_of(name: str) -> CheckDefinition[Any, Any] | None:
    """The check of this name, whatever it is about."""
    return GOVERNMENT_ID.get(name) or SELFIE.get(name)
