"""What is expected of a provider, as one function for the provider's own tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from verilink.checks.case import Answer
from verilink.checks.provided import REASONS
from verilink.errors import Unavailable, VerilinkError
from verilink.judging.providers import MOST_METADATA, SECONDS, Lookup, Provider

MAX_NAME: Final = 80


class NotConforming(VerilinkError):
    """A provider does something that is not expected of one; the message says what."""


def check_provider(make: Callable[[], Provider], check: str, lookups: Sequence[Lookup]) -> list[Answer]:
    """Hold the provider that ``make`` makes for ``check`` against the contract; returns its answers to ``lookups``.

    ``lookups``: ordinary ones, at least one. It is also asked with nothing and with nonsense. Raises
    ``NotConforming``. Answers may differ from one look-up to the next, their form may not.
    """
    demand(check in REASONS, f"{check} is not a check that a provider can decide")
    demand(bool(lookups), "give at least one look-up")
    made = make()
    demand(isinstance(made, Provider), "the provider lacks name, version or look_up")
    for text in (made.name, made.version):
        demand(isinstance(text, str) and 0 < len(text) <= MAX_NAME and text.isprintable(), "name or version is odd")
    return asyncio.run(_ask_all(made, check, lookups))


async def _ask_all(made: Provider, check: str, lookups: Sequence[Lookup]) -> list[Answer]:
    ordinary = [msgspec.structs.replace(lookup, check=check) for lookup in lookups]
    answers = [await _ask(made, lookup, may_be_away=False) for lookup in ordinary]
    for odd in _odd(check):
        await _ask(made, odd, may_be_away=True)
    together = await asyncio.gather(*(_ask(made, lookup, may_be_away=True) for lookup in ordinary * 2))
    demand(len(together) == 2 * len(ordinary), "look-ups at the same time get in each other's way")
    return [answer for answer in answers if answer is not None]


def _odd(check: str) -> list[Lookup]:
    """Nothing, values of no known form, and texts as hostile pictures give them."""
    hostile = dict.fromkeys(("name-last", "birthdate", "document-number"), "'; DROP TABLE x; --\n\t😀" * 20)
    return [
        Lookup(check=check),
        Lookup(check=check, fields={"birthdate": "not a date"}, country_code="??", id_class="zz"),
        Lookup(check=check, fields=hostile, country_code="US", subdivision="CA", id_class="dl"),
    ]


async def _ask(made: Provider, lookup: Lookup, *, may_be_away: bool) -> Answer | None:
    before = msgspec.json.encode(lookup)
    try:
        async with asyncio.timeout(SECONDS):
            answer = await made.look_up(lookup)
    except Unavailable:
        demand(may_be_away, "the provider is unavailable for an ordinary look-up")
        return None
    except TimeoutError:
        raise NotConforming(f"no answer within {SECONDS:.0f} seconds") from None
    except Exception as error:
        raise NotConforming(f"look_up raised {type(error).__name__}; raise Unavailable when it cannot tell") from error
    demand(msgspec.json.encode(lookup) == before, "the provider changed the look-up")
    _examine(answer, lookup.check)
    return answer


def _examine(answer: object, check: str) -> None:
    if not isinstance(answer, Answer):
        raise NotConforming("look_up must return an Answer")
    try:
        msgspec.convert(msgspec.to_builtins(answer), Answer)
    except msgspec.ValidationError as error:
        raise NotConforming(f"the answer has a value of the wrong kind: {error}") from error
    unknown = set(answer.reasons) - set(REASONS[check])
    demand(not unknown, f"reasons that {check} does not know: {', '.join(sorted(unknown))}")
    demand((answer.status == "failed") == bool(answer.reasons), "a failure has reasons, anything else has none")
    demand(len(answer.metadata) <= MOST_METADATA, f"more than {MOST_METADATA} values of metadata")


def demand(holds: bool, problem: str) -> None:
    """Raise ``NotConforming`` unless it holds."""
    if not holds:
        raise NotConforming(problem)
