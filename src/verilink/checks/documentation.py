"""The reference page of all checks, written from the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from verilink.checks.explanations import EXPLANATIONS
from verilink.checks.model import CheckDefinition
from verilink.checks.registry import CHECKS, CORE, Kind

Check = CheckDefinition[Any, Any]

_INTRODUCTION = """\
# Checks

This page is written from the code by `verilink.checks.documentation`; do not edit it.

A check looks at facts that were read from pictures and gives `passed`, `failed` or `not_applicable`, always with
reasons when it did not pass. A template says for each check whether it is `required` (it decides), `not_required` (it
is recorded) or `disabled` (it is not run and reported as `not_applicable` with the reason `disabled_by_check_config`).
A check that a template does not name counts as its default here.

A verification passes when every required check passed, or does not apply for one of the reasons listed under *does not
apply and does not block*. Not applying for any other reason counts as not passed: what could not be judged is never
taken for good. The core checks must have passed in any case. Values that should have been read and were not make a
check fail.

Whatever a check looks at is stored with the verification: facts, and the *case* around them (what was prefilled, kept
with the account or seen on other accounts, and what providers said). `verilink replay` draws the verdict from both
again. Shapes of numbers are listed in [number formats](number-formats.md). How a verdict comes about is told in
[verdicts](../explanation/verdicts.md).
"""
_TITLES: Mapping[Kind, str] = {
    "government-id": "Government ID",
    "selfie": "Selfie",
    "document": "Document",
    "email-address": "Email address",
    "phone-number": "Phone number",
    "database": "Database",
    "government-id-nfc": "Government ID by NFC",
    "jp-my-number-nfc-scan": "My Number card by NFC",
    "mdoc": "Mobile driving licence",
}
_CATEGORIES = {"fraud": "fraud", "user_action_required": "user action required"}


def reference() -> str:
    """The page in Markdown."""
    sections = (line for kind in CHECKS for line in _section(kind))
    return "\n".join([_INTRODUCTION, *sections, *_reasons()]).rstrip() + "\n"


def _section(kind: Kind) -> Iterator[str]:
    checks = CHECKS[kind]
    yield f"## {_TITLES[kind]}\n"
    for check in checks.values():
        if check.judge is not None:
            yield from _entry(check)
    if all(check.judge is not None for check in checks.values()):
        return
    yield f"### Known names that are not decided here ({_TITLES[kind]})\n"
    yield "They are `not_applicable` with the reason `not_supported` and cannot be required.\n"
    yield "| Name | Category | What it would test | Why not here |\n|---|---|---|---|"
    for check in checks.values():
        if check.judge is None:
            yield f"| `{check.name}` | {_CATEGORIES[check.category]} | {check.tests} | {check.why} |"
    yield ""


def _reasons() -> Iterator[str]:
    yield "## Reasons\n"
    yield "What each reason means; a reviewer reads these sentences in the dashboard.\n"
    yield "| Reason | What was seen |\n|---|---|"
    yield from (f"| `{reason}` | {sentence} |" for reason, sentence in sorted(EXPLANATIONS.items()))


def _entry(check: Check) -> Iterator[str]:
    yield f"### `{check.name}`\n"
    yield f"{check.tests}\n"
    core = "; core: a verdict is never passed without it" if check.name in CORE else ""
    yield f"- Category: {_CATEGORIES[check.category]}. Default: `{check.default}`{core}."
    yield f"- Looks at: {_list(check.inputs)}."
    yield f"- Fails for: {_list(check.reasons)}."
    if check.exempt:
        yield f"- Does not apply and does not block: {_list(check.exempt)}."
    if check.blocking:
        yield f"- Does not apply and blocks when required: {_list(check.blocking)}."
    if check.options:
        yield f"- Options: {', '.join(f'`{key}` ({_default(value)})' for key, value in check.options.items())}."
    yield ""


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _default(value: Any) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, bool):
        return "default true" if value else "default false"
    if isinstance(value, tuple):
        return f"default {', '.join(value)}"
    return f"default {value:g}"


if __name__ == "__main__":
    sys.stdout.write(reference())
