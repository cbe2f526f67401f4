"""Looks again and again for the proofs of names that organizations bring: a TXT record, or a file under the name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from verilink.database import transaction
from verilink.errors import VerilinkError
from verilink.kit import clock
from verilink.kit.dns import texts_of
from verilink.kit.outbound import Client
from verilink.organizations import domain_queries as queries
from verilink.organizations.domains import PROOF_PATH, Unknown, proof_of, record_name, settle_or_refuse
from verilink.organizations.model import Domain
from verilink.services import Services
from verilink.worker.signals import rest

AT_ONCE: Final = 8
LEASE_SECONDS: Final = 120.0
POLL_SECONDS: Final = 5.0
_SHOWN: Final = 120
Texts = Callable[[str], Awaitable[list[str]]]


async def run(services: Services, client: Client, stop: asyncio.Event) -> None:
    """Look until ``stop`` is set; nothing to do where organizations bring no names."""
    while not stop.is_set():
        if not services.settings.custom_domains or not await check_due(services, client, texts_of):
            await rest(stop, POLL_SECONDS)


async def check_due(services: Services, client: Client, texts: Texts) -> int:
    """Look for the proofs that are due; returns how many."""
    async with transaction(services.pool) as conn:
        due = await queries.claim_due(conn, clock.now(), clock.in_seconds(LEASE_SECONDS), AT_ONCE)
    await asyncio.gather(*(_check(services, client, texts, domain) for domain in due))
    return len(due)


async def _check(services: Services, client: Client, texts: Texts, domain: Domain) -> None:
    problem = await problem_of(client, texts, domain)
    async with transaction(services.pool) as conn:
        await settle_or_refuse(conn, domain, problem)


async def problem_of(client: Client, texts: Texts, domain: Domain) -> str | Unknown | None:
    """Why there is no proof; ``None`` when there is one."""
    wanted = proof_of(domain)
    found, answered = await _texts(texts, domain)
    if any(text.strip() == wanted for text in found) or await _has_file(client, domain, wanted):
        return None
    if found:
        return f"The TXT record of {record_name(domain)} says something else: {found[0][:_SHOWN]}"
    return f"There is no TXT record at {record_name(domain)}" if answered else Unknown()


async def _texts(texts: Texts, domain: Domain) -> tuple[list[str], bool]:
    """What stands in the name's records, and whether anybody could say."""
    try:
        return await texts(record_name(domain)), True
    except VerilinkError:
        return [], False


async def _has_file(client: Client, domain: Domain, wanted: str) -> bool:
    for scheme in ("https", "http"):
        try:
            reply = await client.request("GET", f"{scheme}://{domain.host}{PROOF_PATH}")
        except VerilinkError:
            continue
        if reply.status == 200 and reply.body_excerpt.strip() == wanted:
            return True
    return False
