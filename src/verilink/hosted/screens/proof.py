"""The page that asks whoever opened a general link again for the code that was mailed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from verilink.hosted.screens.model import Screen
from verilink.kit.i18n import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofScreen(Screen):
    """``proof``: what the code is for; without it no further code may be sent for now."""

    name: ClassVar[str] = "proof"
    template: ClassVar[str] = "proof.html"
    body: str
    proof: str | None


def build_proof(language: Translator, proof: str | None) -> ProofScreen:
    """It says nothing about whoever began, not even part of an address."""
    _ = language
    sent = _("This link was begun before. To go on, type the 6 digits that were sent to the email address on file.")
    enough = _("This link was begun before, and enough codes were sent for now. Try again in an hour.")
    return ProofScreen(title=_("Go on where you stopped"), body=sent if proof else enough, proof=proof)
