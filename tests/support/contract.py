"""The published wire contract: which operations there are, and whether an answer has the form that it promises.

The document is not part of this project. It is read from ``../shared`` beside it (``VERILINK_SHARED`` names another
place); where it is absent, tests that need it are skipped and say so.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from support.apis import ApiClient
from support.asgi import Response

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))
LATEST = "2025-12-08"
DOCUMENT = SHARED / "spec" / f"openapi-{LATEST}.json"
# Answers of HTTP itself, which the contract does not describe; they have the form of its other errors.
BEYOND = {"405", "413", "415"}
HEADERS = {"request-id", "persona-environment-id", "persona-organization-id"}
# Operations of our own; each stands under "Beside the contract" in docs/reference/api.md.
OWN = {("POST", "/inquiries/import")}
LIMITS = {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"}

needs_contract = pytest.mark.skipif(not DOCUMENT.is_file(), reason=f"the published wire contract is not at {DOCUMENT}")


@cache
def document(version: str = LATEST) -> dict[str, Any]:
    """The contract of one version, read once."""
    loaded: dict[str, Any] = json.loads(DOCUMENT.with_name(f"openapi-{version}.json").read_bytes())
    return loaded


@cache
def _registry(version: str) -> Registry[Any]:
    resource = Resource.from_contents(document(version), default_specification=DRAFT202012)
    return Registry().with_resource("urn:contract", resource)


def _formats() -> jsonschema.FormatChecker:
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date-time", ValueError)(lambda value: _is_moment(value))
    checker.checks("date", ValueError)(lambda value: not isinstance(value, str) or bool(date.fromisoformat(value)))
    return checker


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return value.endswith("Z") and datetime.fromisoformat(value).tzinfo is not None


@cache
def validator(pointer: str, version: str = LATEST) -> jsonschema.Draft202012Validator:
    """A validator for the schema at a JSON pointer of the contract."""
    return jsonschema.Draft202012Validator(
        {"$ref": f"urn:contract#{pointer}"}, registry=_registry(version), format_checker=_formats()
    )


def check(instance: Any, pointer: str, version: str = LATEST) -> None:
    """Fail with every violation of the schema at ``pointer``."""
    problems = sorted(
        validator(pointer, version).iter_errors(instance), key=lambda problem: list(problem.absolute_path)
    )
    shown = [f"{'/'.join(map(str, problem.absolute_path))}: {problem.message[:300]}" for problem in problems[:5]]
    assert not problems, f"not as {pointer} has it:\n" + "\n".join(shown)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))  # fixed segments win
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in paths]


def path_of(target: str) -> str | None:
    """The contract's path template for a request's path."""
    plain = target.partition("?")[0]
    return next((path for pattern, path in _patterns() if pattern.fullmatch(plain)), None)


def _escaped(path: str) -> str:
    return path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def response_pointer(method: str, path: str, status: str, version: str) -> str:
    """Where the schema of an answer stands."""
    operation = f"/paths/{_escaped(path)}/{method.lower()}"
    responses = document(version)["paths"][path][method.lower()]["responses"]
    described = responses[status]
    reference = described.get("$ref")
    at = reference.removeprefix("#") if reference else f"{operation}/responses/{status}"
    return f"{at}/content/application~1json/schema"


@dataclass
class Checked(ApiClient):
    """A client that holds every answer against the contract, and remembers which operations answered how."""

    app: Any = None
    key: str | None = None
    address: str = "127.0.0.1"
    seen: set[tuple[str, str, int]] = field(default_factory=set)

    async def request(self, method: str, target: str, *arguments: Any, **options: Any) -> Response:
        """One request, whose answer is checked."""
        answer = await super().request(method, target, *arguments, **options)
        headers = options.get("headers") or (arguments[1] if len(arguments) > 1 else None) or {}
        version, path = headers.get("persona-version", LATEST), path_of(target)
        if path is None or method.lower() not in document()["paths"][path]:
            assert answer.status in {401, 404, 405}, f"{method} {target} is not in the contract"
            return answer
        self.seen.add((method, path, answer.status))
        _check_answer(method, path, answer, version)
        return answer


def _check_answer(method: str, path: str, answer: Response, version: str) -> None:
    status = str(answer.status)
    responses = document()["paths"][path][method.lower()]["responses"]
    assert status in responses or status in BEYOND, f"{method} {path} must not answer {status}: {answer.body[:300]!r}"
    if status in responses:
        check(answer.json(), response_pointer(method, path, status, version), version)
    else:
        check(answer.json(), "/components/responses/bad-request/content/application~1json/schema")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert "request-id" in answer.headers
    if status != "401":
        assert set(answer.headers) >= HEADERS | LIMITS, answer.headers
