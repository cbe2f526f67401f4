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
    kind = _TYPES.get(schema.type, schema.type)
    config: dict[str, Any] = {"required": schema.required, "archived-at": None, "deactivated-at": None}
    if kind == "string":
        config |= {"max-char-length": min(schema.max_char_length, 1024), "sanitize": []}
    elif kind in {"choices", "multi-choices"}:
        config["options"] = list(schema.options)
    return {"type": kind, "key": key, "label": schema.label, "config": config}


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
