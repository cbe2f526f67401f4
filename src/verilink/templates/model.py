"""Templates and versions as stored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from verilink.flow.document import Template
from verilink.flow.plan import Plan
from verilink.flow.source import Source


class InquiryTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``inquiry_template``."""

    organization_id: str
    id: str
    name: str
    status: Literal["active", "inactive"]
    live_version_id: str | None
    created_at: datetime
    updated_at: datetime


class VerificationIds(msgspec.Struct, frozen=True):
    """Wire ids of one verification of a template: ``vtmpl_…`` for good, ``vtmplv_…`` for this version."""

    template: str
    version: str


class TemplateVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``inquiry_template_version`` with its document decoded and planned.

    ``source``: what its author wrote, where modules stand in it; ``document`` has them expanded.
    """

    organization_id: str
    id: str
    template_id: str
    number: int
    status: Literal["draft", "published", "archived"]
    document: Template
    source: Source | None
    plan: Plan
    verification_ids: dict[str, VerificationIds]
    updated_by: str | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None

    @property
    def written(self) -> Template | Source:
        """The document as its author wrote it."""
        return self.source or self.document
