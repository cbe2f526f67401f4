"""SQL of embedding: whose pages may frame a flow."""

from __future__ import annotations

from verilink.database import Connection

MAX_DOMAINS = 1_000


async def template_of(conn: Connection, organization_id: str, template_or_version_id: str) -> str | None:
    """The template an id of a template or of one of its versions belongs to."""
    query = """
        SELECT id FROM inquiry_template WHERE organization_id = $1 AND id = $2
        UNION ALL SELECT template_id FROM inquiry_template_version WHERE organization_id = $1 AND id = $2 LIMIT 1
    """
    found: str | None = await conn.fetchval(query, organization_id, template_or_version_id)
    return found


async def domains_of_template(conn: Connection, organization_id: str, template_id: str) -> tuple[str, ...]:
    """The allowed domains of a template's live version; of its newest one when none is live."""
    query = """
        SELECT json_array_elements_text(chosen.domains) FROM (
            SELECT v.document->'security'->'allowed-domains' AS domains
            FROM inquiry_template AS t
            JOIN inquiry_template_version AS v ON v.organization_id = t.organization_id AND v.template_id = t.id
            WHERE t.organization_id = $1 AND t.id = $2 AND (t.live_version_id IS NULL OR v.id = t.live_version_id)
            ORDER BY v.number DESC LIMIT 1
        ) AS chosen
    """
    return tuple(row[0] for row in await conn.fetch(query, organization_id, template_id))


async def domains_of_installation(conn: Connection) -> tuple[str, ...]:
    """The allowed domains there are anywhere, for queries that open nothing and only get an error across."""
    query = """
        SELECT jsonb_array_elements_text(settings->'allowed_domains') FROM organization
        UNION SELECT json_array_elements_text(v.document->'security'->'allowed-domains')
        FROM inquiry_template AS t
        JOIN inquiry_template_version AS v ON v.organization_id = t.organization_id AND v.id = t.live_version_id
        LIMIT $1
    """
    return tuple(row[0] for row in await conn.fetch(query, MAX_DOMAINS))
