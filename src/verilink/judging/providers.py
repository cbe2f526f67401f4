"""Ports for checks that somebody's database decides. A provider is a package with an entry point named like the check.

The group is ``verilink.providers``; the entry point is a function without arguments that makes the provider. Providers
read their own settings from the environment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol, runtime_checkable

import msgspec

from verilink.checks.case import Answer
from verilink.checks.model import Setting
from verilink.checks.provided import REASONS
from verilink.checks.registry import CHECKS, Kind
from verilink.checks.requirements import is_listed, requirement_of
from verilink.errors import Unavailable
from verilink.evidence.facts import FaceFacts

GROUP: Final = "verilink.providers"
SECONDS: Final = 10.0
MOST_METADATA: Final = 16
_log = logging.getLogger(__name__)


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is asked. ``fields``: values that were read, keyed as ``DocumentFacts.fields``; for papers and
    records what the inquiry knows, by field.

    ``face``: portrait or centre of the selfie with its embedding, when there is one. ``text``: the lines on a paper.
    """

    check: str
    fields: dict[str, str] = {}
    id_class: str | None = None
    country_code: str | None = None
    subdivision: str | None = None
    face: FaceFacts | None = None
    text: tuple[str, ...] = ()


@runtime_checkable
class Provider(Protocol):
    """Answers look-ups for one check. ``name`` and ``version`` become part of the record."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def look_up(self, lookup: Lookup) -> Answer:
        """``passed`` or ``failed`` with reasons from the check's list (``checks.provided.REASONS``).

        Raises ``verilink.errors.Unavailable`` when it cannot tell at the moment.
        """


@lru_cache(maxsize=1)
def _entry_points() -> Mapping[str, EntryPoint]:
    return {one.name: one for one in entry_points(group=GROUP) if one.name in REASONS}


def installed() -> frozenset[str]:
    """Checks for which a provider is installed. Nothing is loaded."""
    return frozenset(_entry_points())


@lru_cache(maxsize=64)
def provider(check: str) -> Provider:
    """The provider of a check, made once per process. Raises whatever its package raises."""
    made = _entry_points()[check].load()()
    if not isinstance(made, Provider):
        raise TypeError(f"the provider of {check} lacks name, version or look_up")
    return made


async def ask(kind: Kind, settings: Mapping[str, Setting], lookup: Lookup) -> dict[str, Answer]:
    """Answers for every check of ``kind`` that the template does not leave out and that has a provider.

    ``lookup.check`` is set for each. Raises ``Unavailable`` when a required one cannot tell.
    """
    answers = {}
    for name in sorted(installed() & CHECKS[kind].keys()):
        check = CHECKS[kind][name]
        if not is_listed(check, settings) or requirement_of(check, settings) == "disabled":
            continue
        answer = await _answer(name, msgspec.structs.replace(lookup, check=name))
        if answer.status == "unavailable" and requirement_of(check, settings) == "required":
            raise Unavailable(f"The provider of {name} does not answer")
        answers[name] = answer
    return answers


async def _answer(name: str, lookup: Lookup) -> Answer:
    """What the provider says; its faults count as silence and are logged, never shown."""
    title = name
    try:
        asked = provider(name)
        title = f"{asked.name} {asked.version}"
        async with asyncio.timeout(SECONDS):
            return _checked(await asked.look_up(lookup), name, title)
    except (Unavailable, TimeoutError) as error:
        _log.warning("the provider of %s does not answer: %s", name, type(error).__name__)
    except Exception:
        _log.exception("the provider of %s met a defect", name)
    return Answer(status="unavailable", provider=title)


def _checked(answer: Answer, name: str, title: str) -> Answer:
    """The answer with nothing in it that the check does not know. Raises ``TypeError`` for what is none."""
    if not isinstance(answer, Answer):
        raise TypeError(f"the provider of {name} gave no Answer")
    typed = msgspec.convert(msgspec.to_builtins(answer), Answer)
    reasons = tuple(reason for reason in typed.reasons if reason in REASONS[name])
    return msgspec.structs.replace(
        typed,
        provider=title,
        reasons=reasons if typed.status == "failed" else (),
        metadata=dict(list(typed.metadata.items())[:MOST_METADATA]),
    )
