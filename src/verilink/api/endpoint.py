"""The way of every API request: admit, parse, act once, answer in the caller's version and inflection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from verilink.access.model import Caller
from verilink.api import admission, bodies, queries, versions
from verilink.api.admission import Admission
from verilink.api.answering import Headers, Reply
from verilink.api.arrival import Arrival
from verilink.api.call import Answer, Call
from verilink.api.rendering import Rendering, failure
from verilink.database import Connection, acquire, transaction
from verilink.errors import Conflict, RateLimited
from verilink.kit import clock, idempotency, jsonapi, query
from verilink.kit.ratelimit import Verdict

Handler = Callable[[Call, Connection], Awaitable[Answer]]
Mode = Literal["read", "write", "statement"]
NO_FIELDSETS: Final = jsonapi.Fieldsets()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation. ``mode``: ``read``; ``write`` runs in a transaction; ``statement`` writes in one statement,
    which is a transaction of its own, or in transactions it begins itself, unless ``several`` says that this call takes
    more, or an idempotency record must be written with it.

    ``permission``: what the key must have, ``None``: nothing. ``product``: what is created, for its quota.
    """

    handler: Handler
    permission: str | None
    mode: Mode
    product: str | None = None
    several: Callable[[Call], bool] | None = None

    async def answer(self, arrival: Arrival, parameters: dict[str, str], headers: Headers, limits: Admission) -> Reply:
        """Admit the request and answer it. Raises ``VerilinkError``s; what is known by then is in ``headers``."""
        caller, verdict = await admitted(arrival, headers, limits)
        admission.check_permission(caller, self.permission)
        services = arrival.services
        call = await _parsed(caller, verdict, arrival, parameters)
        rendering = Rendering.of_call(call, arrival.header(b"key-inflection"))
        key = idempotency.parse_key(arrival.header(b"idempotency-key")) if arrival.method == "POST" else None
        if self.product:
            _within(limits.count_creation(services, caller, self.product), b"quota", headers)
        if key is None:
            done = await self._run(call)
            reply = Reply(done.status, rendering.encode(done.document))
        else:
            reply = await self._run_once(call, rendering, key, _print_of(arrival))
        if self.mode != "read":
            services.wake.worker()
        return reply

    async def _run(self, call: Call) -> Answer:
        if self.mode == "write" or (self.several is not None and self.several(call)):
            async with transaction(call.services.pool) as conn:
                return await self.handler(call, conn)
        async with acquire(call.services.pool) as conn:
            return await self.handler(call, conn)

    async def _run_once(self, call: Call, rendering: Rendering, key: str, wanted: bytes) -> Reply:
        pool, keys, environment_id = call.services.pool, call.services.keys, call.environment_id
        async with acquire(pool) as conn:
            earlier = await queries.claim(conn, environment_id, key, wanted, clock.now())
        replay = idempotency.settle(earlier, wanted)
        if replay is not None:
            return Reply(replay.status, keys.unseal(replay.body))
        try:
            async with transaction(pool) as conn:
                done = await self.handler(call, conn)
                reply = Reply(done.status, rendering.encode(done.document))
                if not await queries.finish(conn, environment_id, key, reply.status, keys.seal(reply.body)):
                    raise Conflict("Another request with this Idempotency-Key finished first")
                return reply
        except Exception as error:
            failed = failure(error)
            # The failure to store a failure must not hide it; the key is free again after a minute.
            with suppress(Exception):
                async with acquire(pool) as conn:
                    await queries.finish(conn, environment_id, key, failed.status, keys.seal(failed.body))
            raise


async def admitted(arrival: Arrival, headers: Headers, limits: Admission) -> tuple[Caller, Verdict]:
    """Who asks, and what is left of their requests.

    Raises ``NotAuthenticated``, ``InvalidToken``, ``Forbidden`` (the address) and ``RateLimited``.
    """
    caller = await admission.identify(arrival)
    headers.add_caller(caller)
    admission.check_address(caller, arrival.address)
    verdict = limits.count_request(arrival.services, caller)
    _within(verdict, b"ratelimit", headers)
    return caller, verdict


def _within(verdict: Verdict, prefix: bytes, headers: Headers) -> None:
    headers.add_verdict(prefix, verdict)
    if not verdict.allowed:
        raise RateLimited("Too many requests in this environment", retry_after=verdict.reset_seconds)


async def _parsed(caller: Caller, verdict: Verdict, arrival: Arrival, parameters: dict[str, str]) -> Call:
    parsed = query.parse(arrival.query) if arrival.query else {}
    return Call(
        services=arrival.services,
        caller=caller,
        verdict=verdict,
        path=arrival.path,
        parameters=parameters,
        query=parsed,
        body=await bodies.read_json(arrival),
        version=versions.chosen(arrival.header(b"persona-version"), caller.api_version),
        fieldsets=jsonapi.parse_fieldsets(parsed) if parsed else NO_FIELDSETS,
    )


def _print_of(arrival: Arrival) -> bytes:
    target = arrival.path + "?" + arrival.query.decode("latin-1")
    return idempotency.fingerprint(arrival.method, target, arrival.body)
