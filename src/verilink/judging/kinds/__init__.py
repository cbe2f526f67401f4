"""How each kind of verification is judged; one module per kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verilink.flow.verifications import Kind
from verilink.judging.kinds.contact import Contacts
from verilink.judging.kinds.database import Databases
from verilink.judging.kinds.document import Papers
from verilink.judging.kinds.government_id import GovernmentIds
from verilink.judging.kinds.model import Judging
from verilink.judging.kinds.selfie import Selfies

KINDS: Final[Mapping[Kind, Judging]] = {
    "government-id": GovernmentIds(),
    "selfie": Selfies(),
    "document": Papers(),
    "email-address": Contacts("email-address"),
    "phone-number": Contacts("phone-number"),
    "database": Databases(),
}

__all__ = ["KINDS", "Judging"]
