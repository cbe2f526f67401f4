"""The port for records of people. A source is a table that the operator imported, or a package with an entry point.

The group of entry points is ``verilink.records``; each is a function without arguments that makes a
:class:`RecordSource`, which reads its own settings from the environment. What a source says of a record is compared
here and thrown away: only whether the values agree is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import msgspec

from verilink.checks.database.agreement import compare
from verilink.checks.database.facts import CLAIMS, Agreements, Compared, SourceFacts, agrees, rank
from verilink.errors import Unavailable
from verilink.kit import clock
from verilink.records.finding import MOST, Finder, finders
from verilink.services import Services

if TYPE_CHECKING:
    from verilink.judging.judge import Material

GROUP: Final = "verilink.records"
SECONDS: Final = 10.0
PATIENCE: Final = timedelta(minutes=2)
"""How long after its submission a verification waits for a source that does not answer."""
_MAX_NAME: Final = 80
_log = logging.getLogger(__name__)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record that may be the person's. ``values``: keyed as the claims; what it does not say is left out.

    ``agreements``: for a source that compares by itself and shows no values; they count before ``values``.
    """

    values: dict[str, str] = {}
    agreements: Agreements = {}


@runtime_checkable
class RecordSource(Protocol):
    """Finds records. ``name``, of its own among all sources, and ``version`` are kept with the verdict."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def find(self, claims: Mapping[str, str]) -> Sequence[Record]:
        """Records that may be the person's, the likeliest first; empty when there is none. 50 are looked at.

        ``claims``: what is known of the person, keyed by ``checks.database.facts.CLAIMS``, as it was typed. Raises
        ``verilink.errors.Unavailable`` when it cannot tell at the moment.
        """


class ImportedTable:
    """A table of the operator's as a source."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self.name = finder.table.name
        self.version = finder.table.created_at.isoformat()

    async def find(self, claims: Mapping[str, str]) -> Sequence[Record]:
        """Records with the same number, or with the same date of birth and a name in common."""
        return [Record(values=values) for values in await self._finder.find(claims)]


@lru_cache(maxsize=1)
def _entry_points() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=GROUP), key=lambda one: one.name))


@lru_cache(maxsize=16)
def _installed(entry: EntryPoint) -> RecordSource:
    """Made once per process. Raises whatever its package raises."""
    made = entry.load()()
    if not isinstance(made, RecordSource):
        raise TypeError(f"the source {entry.name} lacks name, version or find")
    return made


async def ask(services: Services, material: Material, match: Sequence[Compared]) -> tuple[SourceFacts, ...]:
    """What every source says, in the order of their names.

    Raises ``Unavailable`` when one is away that could decide it, unless that has gone on for ``PATIENCE``.
    """
    claims = material.attempt.claims
    tables = [ImportedTable(one) for one in await finders(services, material.environment.organization_id)]
    answers = [await ask_source(table, claims, match) for table in tables]
    answers += [await _ask_installed(entry, claims, match) for entry in _entry_points()]
    away = [one.name for one in answers if one.status == "unavailable"]
    decided = any(agrees(one.agreements, match) for one in answers)
    if away and not decided and clock.now() - (material.verification.submitted_at or clock.now()) < PATIENCE:
        raise Unavailable(f"Sources of records do not answer: {', '.join(away)}")
    return tuple(sorted(answers, key=lambda one: one.name))


async def _ask_installed(entry: EntryPoint, claims: Mapping[str, str], match: Sequence[Compared]) -> SourceFacts:
    try:
        source = _installed(entry)
    except Exception:
        _log.exception("the source of records %s cannot be loaded", entry.name)
        return SourceFacts(name=entry.name, version="", status="unavailable")
    return await ask_source(source, claims, match)


async def ask_source(source: RecordSource, claims: Mapping[str, str], match: Sequence[Compared]) -> SourceFacts:
    """How far the record that fits best agrees; a source's faults count as silence and are logged, never shown."""
    name, version = str(source.name)[:_MAX_NAME], str(source.version)[:_MAX_NAME]
    try:
        found = await _find(source, claims) if claims else []
    except (Unavailable, TimeoutError) as error:
        _log.warning("the source of records %s does not answer: %s", name, type(error).__name__)
        return SourceFacts(name=name, version=version, status="unavailable")
    except Exception:
        _log.exception("the source of records %s met a defect", name)
        return SourceFacts(name=name, version=version, status="unavailable")
    if not found:
        return SourceFacts(name=name, version=version, status="no_record")
    said = [compare(claims, one.values) | one.agreements for one in found]
    best = max(said, key=lambda agreements: rank(agreements, match))
    return SourceFacts(name=name, version=version, status="found", records=len(found), agreements=best)


async def _find(source: RecordSource, claims: Mapping[str, str]) -> list[Record]:
    async with asyncio.timeout(SECONDS):
        found = await source.find(dict(claims))
    return [_checked(one) for one in found[:MOST]]


def _checked(record: Record) -> Record:
    """The record with nothing in it that is not known. Raises ``TypeError`` or ``ValidationError`` for what is none."""
    if not isinstance(record, Record):
        raise TypeError("find gave something that is no Record")
    typed = msgspec.convert(msgspec.to_builtins(record), Record)
    values = {key: value for key, value in typed.values.items() if key in CLAIMS}
    return msgspec.structs.replace(typed, values=values)
