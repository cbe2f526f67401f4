"""Every name that ``enabled-events`` of a webhook accepts (published wire contract), by kind of object.

This server emits those of the objects it has; the others are accepted, so that a configuration made for the contract
can be brought along unchanged.
"""

from __future__ import annotations

from typing import Final

EVERYTHING: Final = "*"

_ACTIONS: Final[dict[str, str]] = {
    "account": (
        "added-relation archived consolidated consolidated-with created redacted removed-relation restored "
        "status-updated tag-added tag-removed updated-fields updated-tags"
    ),
    "account-property": "redacted",
    "account-type": "deleted-field",
    "agent-conversation": "created errored message-added",
    "authentication": "completed created expired failed redacted",
    "case": (
        "assigned created exported print-initiated queue-updated redacted reopened resolved sla-expired "
        "status-updated updated updated-fields updated-tags"
    ),
    "case-comment": "created",
    "case-message": "received sent",
    "case-template": "deleted-field",
    "checkpoint": "completed created expired failed reusable-persona-used started",
    "connect/share-token": "inbound-created inbound-redeemed outbound-created outbound-redeemed",
    "document": "created errored extracted pending processed submitted",
    "filing": "created filed",
    "graph-query": "cancelled completed errored reran submitted timed-out",
    "importer-pipeline-run": "canceled completed errored paused resumed started",
    "inquiry": (
        "approved completed created declined expired failed marked-for-review redacted "
        "reusable-persona-assurance-failed reusable-persona-created reusable-persona-updated reusable-persona-used "
        "started transitioned updated-tags"
    ),
    "inquiry-session": "canceled expired started",
    "inquiry-template-version": "created published",
    "integration-log": "created",
    "report/address-lookup": "errored ready submitted",
    "report/adverse-media": "dismissed errored matched ready",
    "report/background-check": "ready",
    "report/better-business-bureau": "errored ready",
    "report/business-adverse-media": "dismissed errored matched ready",
    "report/business-associated-persons": "errored ready",
    "report/business-classification": "errored ready submitted",
    "report/business-enforcement-action": "errored ready submitted",
    "report/business-industry-classification": "errored ready submitted",
    "report/business-liens-lookup": "errored ready",
    "report/business-lookup": "errored ready",
    "report/business-lookup-eu": "errored ready",
    "report/business-media-coverage": "errored matched ready submitted",
    "report/business-nonprofit": "changed errored ready",
    "report/business-online-presence": "errored ready submitted",
    "report/business-personnel-insights": "errored ready submitted",
    "report/business-registrations-lookup": "errored ready",
    "report/business-social-media": "errored ready",
    "report/business-watchlist": "dismissed errored matched ready",
    "report/business-website": "errored ready",
    "report/chainalysis-address-screening": "errored ready",
    "report/clearbit-business-lookup": "errored ready",
    "report/coinbase-check-crypto-risk": "errored ready",
    "report/community-safety": "errored matched ready",
    "report/comply-advantage-search": "ready",
    "report/comprehensive-profile": "ready",
    "report/crypto-address-watchlist": "errored matched ready",
    "report/crypto_address": "matched ready",
    "report/custom-list": "dismissed errored matched ready",
    "report/email-address": "errored ready",
    "report/employer-lookup": "ready",
    "report/equifax-oneview": "errored ready",
    "report/finra-broker-check": "errored ready",
    "report/kyckr-business-lookup": "errored ready",
    "report/middesk": "errored ready submitted",
    "report/mx-account": "errored ready",
    "report/nces": "errored ready",
    "report/novacredit-cash-atlas": "errored ready submitted",
    "report/novacredit-credit-passport": "errored ready submitted",
    "report/phone-number": "errored ready",
    "report/politically-exposed-person": "dismissed errored matched ready",
    "report/profile": "errored ready",
    "report/profile-non-authoritative": "errored ready",
    "report/screening": "errored matched ready",
    "report/sec-action-lookup": "errored ready",
    "report/sentilink-application-risk": "errored ready",
    "report/sentilink-scores": "errored ready",
    "report/social-media": "errored ready",
    "report/synthetic": "errored ready",
    "report/trm-wallet-screening": "errored ready",
    "report/watchlist": "dismissed errored matched ready",
    "sar": "created filed",
    "selfie": "created errored processed submitted",
    "session": "created expired",
    "transaction": (
        "added-relation created labeled redacted removed-relation sentinel-session-processed status-updated "
        "updated-fields"
    ),
    "transaction-type": "deleted-field",
    "user": "availability-updated",
    "verification": (
        "canceled created escalated failed passed requires-retry skipped submitted tentatively-failed "
        "tentatively-passed updated-tags"
    ),
    "workflow": "published",
    "workflow-run": "created errored resumed",
}

EVENT_NAMES: Final = frozenset(f"{kind}.{action}" for kind, actions in _ACTIONS.items() for action in actions.split())


def kind_of(event_name: str) -> str:
    """``inquiry`` of ``inquiry.completed``: the kind of object an event is about, as in the included-allowlist."""
    return event_name.rpartition(".")[0]
