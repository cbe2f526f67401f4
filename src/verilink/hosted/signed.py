"""Signed generic links, as they are opened."""

from __future__ import annotations

from verilink.errors import VerilinkError
from verilink.hosted.opening import environment_of
from verilink.hosted.parameters import MAX_QUERY_BYTES, Parameters
from verilink.hosted.refusals import Refused
from verilink.kit import clock, query
from verilink.services import Services
from verilink.sessions.signatures import link_key, matches


async def check(services: Services, parameters: Parameters, raw: str) -> bool:
    """Whether the link carries a signature that holds; ``False`` for one without.

    Raises :class:`Refused` for a signature that does not match and for a signed link past its time.
    """
    if parameters.signature is None or not (parameters.template_id or parameters.version_id):
        return False
    async with services.pool.acquire() as conn:
        try:
            environment = await environment_of(conn, parameters)
        except VerilinkError:
            return False  # opening the link says what is wrong with it
    pairs = query.pairs(raw.removeprefix("?"), max_bytes=MAX_QUERY_BYTES)
    if not matches(link_key(services.keys, environment), pairs, parameters.signature):
        raise Refused("invalid_config", "The signature does not match the link", environment=environment)
    if parameters.expires is not None and _is_past(parameters.expires):
        raise Refused("expired", environment=environment)
    return True


def _is_past(expires: str) -> bool:
    """Unix seconds; anything else was signed by mistake and counts as past."""
    return (
        not (expires.isascii() and expires.isdigit() and len(expires) <= 12) or int(expires) <= clock.now().timestamp()
    )
