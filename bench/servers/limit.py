"""The limit: a bare ASGI application and asyncpg doing the same writes in one round trip, and nothing else.

The key is looked up by its digest, the same rows of the same size are written, a body of the same size is returned.
No routing, no validation, no rate limit, no headers but two.
"""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import uvicorn

from verilink.database.pool import open_pool
from verilink.kit import ids

KEYS: dict[bytes, str] = {}
SHAPE = msgspec.json.decode(os.environ["BENCH_SHAPE"])
STATEMENT = """
WITH a AS (
  INSERT INTO account (environment_id, id, account_type_id, account_type_name, fields, created_at, updated_at)
  VALUES ($1, $2, $3, 'User', '{}', $4, $4)),
i AS (
  INSERT INTO inquiry (environment_id, id, template_id, template_version_id, account_id, status, creator, fields,
                       initial_fields, flow, next_step, created_at, updated_at, expires_at)
  VALUES ($1, $5, $6, $7, $2, 'created', 'API', $8, $9, $10, 'start', $4, $4, $11)),
e AS (
  INSERT INTO event (environment_id, id, name, object_type, object_id, inquiry_id, payload, context, created_at)
  VALUES ($1, $12, 'inquiry.created', 'inquiry', $5, $5, $13, '{}', $4))
INSERT INTO event (environment_id, id, name, object_type, object_id, payload, context, created_at)
VALUES ($1, $14, 'account.created', 'account', $2, $15, '{}', $4)
"""


class App:
    """One pool, one statement."""

    pool: asyncpg.Pool

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self.pool = await open_pool(os.environ["DATABASE_URL"], min_size=1, max_size=10)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self.pool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = (await receive())["body"]
        status, answer = (200, b"{}") if scope["method"] == "GET" else await self.create(body)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def create(self, body: bytes) -> tuple[int, bytes]:
        """Write one inquiry."""
        given = msgspec.json.decode(body)
        hashlib.sha256(b"key").digest()
        now = datetime.now(UTC)
        inquiry, account = ids.new("inq"), ids.new("act")
        fields = SHAPE["fields"] | {"name-first": {"type": "string", "value": given["data"]["attributes"]["note"]}}
        payload = {"data": SHAPE["inquiry"] | {"id": inquiry}}
        await self.pool.execute(
            STATEMENT,
            SHAPE["environment"],
            account,
            SHAPE["account_type"],
            now,
            inquiry,
            SHAPE["template"],
            SHAPE["version"],
            fields,
            {},
            {"step": "start"},
            now + timedelta(days=1),
            ids.new("evt"),
            payload,
            ids.new("evt"),
            {"data": SHAPE["account"] | {"id": account}},
        )
        return 201, msgspec.json.encode(payload)


if __name__ == "__main__":
    uvicorn.run(
        App(), port=int(os.environ["PORT"]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
