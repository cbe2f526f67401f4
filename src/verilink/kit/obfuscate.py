"""Keeping personal values and secrets out of logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from verilink.kit.inflection import to_kebab

MASK: Final = "•••"
_MAX_TEXT: Final = 20_000

_PERSONAL: Final = re.compile(
    r"name|birth|address|street|city|postal|subdivision|phone|email|number|social-security|identification|document-number"
    r"|password|secret|token|code|authorization|cookie|api-key|photo|selfie|mrz|fields|latitude|longitude"
)
_HARMLESS: Final = frozenset(
    {"country-code", "status-code", "event-name", "template-name", "step-name", "file-count", "name", "hostname"}
)


def _keep_ends(match: re.Match[str]) -> str:
    return f"{match[1]}{MASK}"


_RULES: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    # JSON Web Tokens, before anything can take a part of one
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), MASK),
    (re.compile(r"(?i)\b(bearer |basic )[A-Za-z0-9._~+/=-]+"), _keep_ends),
    (re.compile(r"\b(persona_(?:sandbox|production)_|wbhsec_)[A-Za-z0-9-]+"), _keep_ends),
    # query parameters that carry secrets or prefilled values
    (
        re.compile(
            r"(?i)\b((?:access[-_]token|session[-_]token|code|password|secret|reference-id|signature"
            r"|(?:fields|prefill)(?:%5B|\[)[^=&\s]{1,80})=)[^&\s\"']*"
        ),
        _keep_ends,
    ),
    # user:password@ in a URL
    (re.compile(r"(://)[^/\s:@]+:[^/\s@]+(?=@)"), _keep_ends),
    (re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"), _keep_ends),
    # lines of a machine-readable zone
    (re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{12,}"), lambda match: MASK if match[0].count("<") > 1 else match[0]),
    # dates, which may be of birth (but not the stamps of log lines, which carry a time)
    (re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b(?![T ]\d)"), MASK),
    # telephone, card and document numbers: seven digits or more, with the usual separators
    (re.compile(r"(?<![\w.:-])\+?\d(?:[ ()/-]{0,2}\d){6,20}(?![\w:])"), MASK),
    (re.compile(r"\b[A-Z]{1,3}\d{6,10}\b"), MASK),
)


def obfuscate(text: str) -> str:
    """``text`` with secrets and what looks like a personal value masked; cut at 20,000 characters."""
    shown = text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"
    for pattern, replacement in _RULES:
        shown = pattern.sub(replacement, shown)
    return shown


def mask(value: object) -> str:
    """A personal value reduced to its first letter, or to nothing when it is short."""
    text = str(value)
    return f"{text[0]}{MASK}" if len(text) > 3 else MASK


def is_personal(key: str) -> bool:
    """Whether a key, in any spelling, usually holds a personal value or a secret."""
    plain = to_kebab(key)
    return plain not in _HARMLESS and _PERSONAL.search(plain) is not None


def obfuscate_values(value: Any) -> Any:
    """A copy of decoded JSON with everything under personal keys masked, and every other text obfuscated."""
    if isinstance(value, Mapping):
        return {
            key: _masked(inner) if is_personal(str(key)) else obfuscate_values(inner) for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [obfuscate_values(item) for item in value]
    return obfuscate(value) if isinstance(value, str) else value


def _masked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value if value is None or isinstance(value, bool) else mask(value)


class ObfuscatingFilter(logging.Filter):
    """Masks the message of every record that passes, and the text of its exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite ``record`` in place; always lets it through."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)  # arguments that do not fit must not stop the program
        record.msg = obfuscate(message)
        record.args = None
        if record.exc_info:
            record.exc_text = obfuscate(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True
