"""Templates and their versions as JSON:API resources (published wire contract, ``inquiry-template`` and ``-version``).

What a template says of itself lives in a version's document: the live one, else the newest.
"""

from __future__ import annotations

from typing import Any, Final

from verilink.flow.document import FieldSchema, Template
from verilink.kit import jsonapi
from verilink.kit.clock import iso
from verilink.kit.i18n import available
from verilink.templates.model import InquiryTemplate, TemplateVersion

# Filled in by verifications only; the contract has no field schema for them.
_NOT_SETTABLE: Final = frozenset({"government_id", "selfie"})
_TYPES: Final = {"multi_choices": "multi-choices"}
_MIME: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
}


def resource(template: InquiryTemplate, document: Template | None, subdomain: str | None) -> dict[str, Any]:
    """The template; ``document``: of its live version, or of its draft when nothing is published."""
    shown = document or Template(name=template.name, steps={})
    attributes: dict[str, Any] = {
        "name": template.name,
        "status": template.status,
        "embedded-flow-domain-allowlist": list(shown.security.allowed_domains),
        "hosted-flow-subdomains": [subdomain] if subdomain else [],
        "hosted-flow-redirect-uri-schemes": list(shown.redirect.schemes),
        "field-schemas": [
            _field(key, schema) for key, schema in shown.fields.items() if schema.type not in _NOT_SETTABLE
        ],
    }
    relationships = {"latest-published-version": jsonapi.to_one("inquiry-template-version", template.live_version_id)}
    return jsonapi.resource("inquiry-template", template.id, attributes, relationships)


def _field(key: str, schema: FieldSchema) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "required": schema.required,
        "archived-at": None,
        "deactivated-at": None,
        "redaction-policy": schema.redaction,
        "write-policy": "write_once" if schema.write_once else "none",
    }
    kind = _TYPES.get(schema.type, schema.type)
    return {"type": kind, "key": key, "label": schema.label, "config": shared | _config(schema)}


def _config(schema: FieldSchema) -> dict[str, Any]:
    match schema.type:
        case "string":
            return {"max-char-length": min(schema.max_char_length, 1024), "sanitize": []}
        case "number" | "integer":
            return {name: value for name, value in (("min", schema.min), ("max", schema.max)) if value is not None}
        case "date":
            return {"min-date": schema.min_date, "max-date": schema.max_date}
        case "choices" | "multi_choices":
            options = schema.choices()
            labels = [option.label or option.value for option in options]
            return {"options": [option.value for option in options], "option-labels": labels}
        case "array":
            return {"item-schema": _field("", schema.items or FieldSchema())}
        case "hash":
            parts = [_field(key, inner) for key, inner in schema.keys.items()]
            return {"ignore-unknown-keys": schema.ignore_unknown_keys, "item-schemas": parts}
        case "file":
            return _file_config(schema)
        case _:
            return {}


def _file_config(schema: FieldSchema) -> dict[str, Any]:
    return {
        "min-file-size-bytes": schema.min_file_size_bytes,
        "max-file-size-bytes": schema.max_file_size_bytes,
        "supported-mime-types": [_MIME[kind] for kind in schema.file_kinds],
        "page-count-limit-enabled": False,
    }


def version_resource(version: TemplateVersion, *, live: bool, theme: dict[str, Any]) -> dict[str, Any]:
    """One version; ``live``: whether new inquiries get it. ``theme``: the look its inquiries have by themselves."""
    attributes: dict[str, Any] = {
        "name-display": version.document.name,
        "description": version.document.description or None,
        "status": version.status,
        "live": live,
        "last-updater": version.updated_by,
        "enabled-locales": list(version.document.locales or available()),
        "created-at": iso(version.created_at),
        "updated-at": iso(version.updated_at),
        "published-at": iso(version.published_at),
        "theme": theme,
    }
    relationships = {"inquiry-template": jsonapi.to_one("inquiry-template", version.template_id)}
    return jsonapi.resource("inquiry-template-version", version.id, attributes, relationships)
