"""What is expected of a source of records, as one function for the source's own tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from verilink.checks.database.agreement import compare
from verilink.checks.database.facts import CLAIMS, Compared, agrees
from verilink.errors import Unavailable
from verilink.judging.sources import SECONDS, Record, RecordSource
from verilink.records.finding import MOST
from verilink.testing.provider_conformance import MAX_NAME, NotConforming, demand

Claims = Mapping[str, str]
_HOSTILE: Final = "'; DROP TABLE x; --\n\t😀" * 20


def check_record_source(
    make: Callable[[], RecordSource], known: Sequence[Claims], unknown: Claims, match: Sequence[Compared]
) -> None:
    """Hold the source that ``make`` makes against the contract. Raises ``NotConforming``.

    ``known``: claims of people it has records of, at least one, each of which has to be found so that it agrees in
    ``match``. ``unknown``: claims of nobody. It is also asked with nothing and with nonsense.
    """
    asyncio.run(examine(make(), known, unknown, match))


async def examine(source: RecordSource, known: Sequence[Claims], unknown: Claims, match: Sequence[Compared]) -> None:
    """The same, in a loop that runs already."""
    demand(isinstance(source, RecordSource), "the source lacks name, version or find")
    for text in (source.name, source.version):
        demand(isinstance(text, str) and 0 < len(text) <= MAX_NAME and text.isprintable(), "name or version is odd")
    demand(bool(known) and bool(match), "give claims of at least one person who is known, and what has to match")
    for claims in known:
        await _expect_found(source, claims, match)
    demand(not _agreeing(unknown, await _ask(source, unknown), match), "it finds a person who should not be there")
    for odd in ({}, {"birthdate": "not a date"}, dict.fromkeys(CLAIMS, _HOSTILE)):
        await _ask(source, odd, may_be_away=True)
    await asyncio.gather(*(_expect_found(source, claims, match) for claims in [*known, *known]))


async def _expect_found(source: RecordSource, claims: Claims, match: Sequence[Compared]) -> None:
    found = await _ask(source, claims)
    demand(_agreeing(claims, found, match), f"no record agrees in {', '.join(match)} with somebody who is known")


def _agreeing(claims: Claims, found: Sequence[Record], match: Sequence[Compared]) -> bool:
    return any(agrees(compare(claims, one.values) | one.agreements, match) for one in found[:MOST])


async def _ask(source: RecordSource, claims: Claims, *, may_be_away: bool = False) -> Sequence[Record]:
    given = dict(claims)
    try:
        async with asyncio.timeout(SECONDS):
            found = await source.find(given)
    except Unavailable:
        demand(may_be_away, "the source is unavailable for ordinary claims")
        return ()
    except TimeoutError:
        raise NotConforming(f"no answer within {SECONDS:.0f} seconds") from None
    except Exception as error:
        raise NotConforming(f"find raised {type(error).__name__}; raise Unavailable when it cannot tell") from error
    demand(given == dict(claims), "the source changed the claims")
    for record in found:
        _examine(record)
    return found


def _examine(record: object) -> None:
    if not isinstance(record, Record):
        raise NotConforming("find must return Records")
    try:
        msgspec.convert(msgspec.to_builtins(record), Record)
    except msgspec.ValidationError as error:
        raise NotConforming(f"a record has a value of the wrong kind: {error}") from error
    unknown = sorted(set(record.values) - set(CLAIMS))
    demand(not unknown, f"values that nobody asks for: {', '.join(unknown)}")
