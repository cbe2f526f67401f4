"""Verifications, documents and selfies with their pictures, as callers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verilink.database import Connection
from verilink.files import queries as files
from verilink.files.model import File
from verilink.inquiries.queries import parents
from verilink.verifications import wire
from verilink.verifications.model import Evidence, Verification


async def resources(
    conn: Connection, environment_id: str, verifications: Sequence[Verification]
) -> list[dict[str, Any]]:
    """Verifications as JSON:API resources, in the order given."""
    owned = await _files(conn, environment_id, [each.evidence_id for each in verifications if each.evidence_id])
    known = await parents(conn, environment_id, [each.inquiry_id for each in verifications])
    return [
        wire.resource(
            each,
            owned.get(each.evidence_id or "", []),
            known[each.inquiry_id].template_id,
            known[each.inquiry_id].account_id,
        )
        for each in verifications
    ]


async def evidence_resources(
    conn: Connection, environment_id: str, evidence: Sequence[Evidence]
) -> list[dict[str, Any]]:
    """Documents and selfies as JSON:API resources, in the order given."""
    owned = await _files(conn, environment_id, [each.id for each in evidence])
    known = await parents(conn, environment_id, [each.inquiry_id for each in evidence])
    return [
        wire.evidence_resource(
            each,
            owned.get(each.id, []),
            known[each.inquiry_id].template_id,
            known[each.inquiry_id].template_version_id,
        )
        for each in evidence
    ]


async def _files(conn: Connection, environment_id: str, owner_ids: Sequence[str]) -> dict[str, list[File]]:
    by_owner: dict[str, list[File]] = {}
    for file in await files.of_owners(conn, environment_id, owner_ids):
        by_owner.setdefault(file.owner_id or "", []).append(file)
    return by_owner
