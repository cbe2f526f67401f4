"""A verdict drawn again from what is stored, and held against the one on record."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink import __version__
from verilink.database import Connection
from verilink.errors import Conflict
from verilink.flow.verifications import Verification as Spec
from verilink.judging.kinds import KINDS
from verilink.judging.record import Judgement, Outcome
from verilink.organizations.model import Environment
from verilink.templates import queries as template_queries
from verilink.verifications import queries
from verilink.verifications.model import Verification


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as recorded. ``what``: ``verdict``, ``check id_…``, ``extraction …`` or ``scores …``."""

    what: str
    recorded: Any
    replayed: Any


class Replay(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """``judged_by``: the version of the code then; ``replayed_by``: now."""

    verification_id: str
    same: bool
    passed: bool
    differences: tuple[Difference, ...]
    judged_by: str
    replayed_by: str = __version__


async def replay(conn: Connection, environment: Environment, verification_id: str) -> Replay:
    """Draw the verdict again. Raises ``NotFound``, and ``Conflict`` with the reason when there is nothing to draw from.

    Nothing is written.
    """
    verification = await queries.get(conn, environment.id, verification_id)
    version = await template_queries.version(conn, environment.organization_id, verification.template_version_id)
    judgement = _judgement(verification)
    outcome = recompute(verification, judgement, version.document.verifications[verification.name])
    differences = tuple(compare(verification, outcome))
    return Replay(
        verification_id=verification.id,
        same=not differences,
        passed=outcome.passed,
        differences=differences,
        judged_by=judgement.code_version,
    )


def _judgement(verification: Verification) -> Judgement:
    if verification.status not in {"passed", "failed"}:
        raise Conflict(f"The verification is {verification.status} and has no verdict")
    if verification.simulated:
        raise Conflict("The verdict was simulated: nothing was judged")
    if verification.redacted_at is not None:
        raise Conflict("The verification was redacted: what its verdict rests on is gone")
    if verification.judgement is None:
        raise Conflict("What the verdict rests on was not kept, was redacted, or could not be analysed")
    return msgspec.convert(verification.judgement, Judgement)


def recompute(verification: Verification, judgement: Judgement, spec: Spec) -> Outcome:
    """The outcome of the stored facts and case. Raises ``Conflict`` when they cannot be read any more."""
    try:
        return KINDS[spec.type].recompute(verification, judgement, spec.checks)
    except msgspec.ValidationError as error:
        raise Conflict(f"This version cannot read what was stored then: {error}") from error


def compare(verification: Verification, outcome: Outcome) -> list[Difference]:
    """What differs between the record and ``outcome``."""
    recorded = {
        "verdict": verification.status,
        **{f"check {check['name']}": check for check in verification.checks},
        **{f"extraction {key}": value for key, value in verification.extraction.items()},
        **{f"scores {key}": value for key, value in verification.scores.items()},
    }
    replayed = {
        "verdict": "passed" if outcome.passed else "failed",
        **{f"check {check['name']}": check for check in outcome.checks},
        **{f"extraction {key}": value for key, value in outcome.extraction.items()},
        **{f"scores {key}": value for key, value in outcome.scores.items()},
    }
    names = dict.fromkeys([*recorded, *replayed])
    return [
        Difference(what=name, recorded=recorded.get(name), replayed=replayed.get(name))
        for name in names
        if recorded.get(name) != replayed.get(name)
    ]
