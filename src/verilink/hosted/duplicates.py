"""A generic link that is opened again with the same reference ID: go on with the open inquiry instead of a second one.

Only where the template wants it. A reference ID may be guessed, so an inquiry that holds anything of a person's is
shown only to whoever types the code that was mailed to the address on file; an empty one is opened at once. Where no
code can be sent, a new inquiry is made.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.accounts.model import checked_reference, reference_key
from verilink.contacts import actions as contacts
from verilink.contacts import proofs
from verilink.database import Connection, transaction
from verilink.errors import VerilinkError
from verilink.flow.document import Template
from verilink.hosted import letters
from verilink.hosted.opening import Request, environment_of
from verilink.hosted.parameters import Parameters
from verilink.hosted.presenting import Beside, Reader, present_proof
from verilink.inquiries import actions
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.renewal import address_on_file
from verilink.kit import clock
from verilink.locale.messages import N_
from verilink.mailbox import actions as mailbox
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions.actions import token_of
from verilink.templates import queries as template_queries
from verilink.templates.model import TemplateVersion

PURPOSE: Final = "proof"
_AGAIN: Final = N_("This is not the code. Look at the newest mail and type its 6 digits.")
_OVER: Final = N_("This code works no more. Load the page again to get another.")


class Known(msgspec.Struct, frozen=True):
    """An open inquiry of the reference ID. ``address``: where a code can be sent, if anywhere."""

    environment: Environment
    inquiry: Inquiry
    template: Template
    parameters: Parameters
    address: str | None

    @property
    def private(self) -> bool:
        """Whether it holds anything of a person's, handed in or filled in beforehand."""
        return self.inquiry.status == "pending" or any(value is not None for value in self.inquiry.values().values())


class Proved(msgspec.Struct, frozen=True):
    """A session for whoever typed the code."""

    inquiry_id: str
    token: str


class Wrong(msgspec.Struct, frozen=True):
    """What the page says to a code that does not fit."""

    say: str
    left: int


def resuming(parameters: Parameters, inquiry_id: str) -> Parameters:
    """The link as that of an inquiry that is there: how it looks stays, what it would make is dropped."""
    return Parameters(
        inquiry_id=inquiry_id,
        language=parameters.language,
        redirect_uri=parameters.redirect_uri,
        theme_set_id=parameters.theme_set_id,
        style_variant=parameters.style_variant,
        is_webview=parameters.is_webview,
    )


async def find(services: Services, asked: Request) -> Known | None:
    """The inquiry to go on with; ``None`` when a new one is to be made, or when the link has a fault that tells so."""
    parameters = asked.parameters
    if parameters.reference_id is None or not (parameters.template_id or parameters.version_id):
        return None
    async with services.pool.acquire() as conn:
        try:
            environment = await environment_of(conn, parameters)
            version = await _version(conn, environment, parameters)
            reference = checked_reference(parameters.reference_id)
        except VerilinkError:
            return None  # opening the link says what is wrong with it
        document = version.document
        security = document.security
        refused = security.block_client_creation or (security.require_signed_links and not asked.signed)
        elsewhere = asked.organization_id not in (None, environment.organization_id)
        if document.links.duplicates != "resume" or refused or elsewhere or reference is None:
            return None
        found = await inquiry_queries.open_of_reference(
            conn, environment.id, version.template_id, reference_key(reference), clock.now()
        )
        if found is None:
            return None
        address = await address_on_file(conn, found) if services.settings.smtp_url else None
        return Known(environment, found, document, resuming(parameters, found.id), address)


async def _version(conn: Connection, environment: Environment, parameters: Parameters) -> TemplateVersion:
    if parameters.version_id:
        return await template_queries.version(conn, environment.organization_id, parameters.version_id)
    return await template_queries.live(conn, environment.organization_id, parameters.template_id or "")


async def ask(services: Services, reader: Reader, known: Known) -> dict[str, Any]:
    """The page that asks for the code. One is mailed unless a recent one still works."""
    environment, inquiry = known.environment, known.inquiry
    async with transaction(services.pool) as conn:
        await inquiry_queries.get_for_update(conn, environment.id, inquiry.id)
        proof = await proofs.waiting(conn, environment.id, inquiry.id)
        if proof is None and known.address and await _may_send(conn, services, known):
            proof, code = await proofs.begin(conn, services, environment.id, inquiry.id)
            language = reader.language(inquiry)
            mail = letters.proof_mail(language, environment.organization_name, known.address, code)
            await mailbox.write(conn, services.settings, environment.id, [mail], inquiry.id)
    services.wake.worker()
    beside = Beside(environment, inquiry, known.template)
    return present_proof(reader, beside, proof.id if proof else None)


async def _may_send(conn: Connection, services: Services, known: Known) -> bool:
    wish: dict[str, Any] = {"purpose": PURPOSE, "address": known.address}
    return await contacts.claim(conn, services, known.environment.id, known.inquiry.id, **wish)


async def prove(services: Services, reader: Reader, proof_id: str, code: str) -> Proved | Wrong:
    """Try a code; a right one opens a session. Raises ``Conflict`` when the inquiry takes no more."""
    async with transaction(services.pool) as conn:
        found = await proofs.check(conn, services, proof_id, code)
        if isinstance(found, proofs.Wrong):
            return Wrong(reader.language()(_AGAIN if found.left else _OVER), found.left)
        environment = await organization_queries.environment(conn, found.environment_id)
        session = await actions.create_session(conn, environment, found.inquiry_id)
    return Proved(found.inquiry_id, token_of(services, session))
