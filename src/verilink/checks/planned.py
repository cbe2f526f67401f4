"""Names that are known but cannot be decided here: they are never passed, and a template cannot require them.

Each says why. ``_NO_CHIP`` and its like stand for whole families.
"""

from __future__ import annotations

from typing import Any, Final

from verilink.checks.model import NOT_SUPPORTED, Category, CheckDefinition

_Rows = tuple[tuple[str, Category, str, str], ...]
_NO_CHIP: Final = "A browser cannot read a chip that asks for keys of the document; that takes an app on the phone."
_NO_WALLET: Final = "No verification asks a wallet for a mobile licence yet, so there is none to judge."
_NO_VIDEO: Final = "Pictures are kept, no video."
_NO_LABELS: Final = "There are no labelled pictures that may be used to measure how often it would be wrong"
_ROWS: Final[dict[str, _Rows]] = {
    "government-id": (
        ("id_damaged_detection", "user_action_required", "The document is not damaged beyond use.",
         f"{_NO_LABELS}; what damage does to a picture is judged as blur, glare, corners and values not read."),
        ("id_experimental_model_detection", "fraud", "An experimental model finds nothing.",
         "Published rules decide here; there is no experimental model."),
        ("id_handwriting_detection", "fraud", "Nothing was written on it by hand.",
         f"{_NO_LABELS}, and most documents bear a signature by hand."),
        ("id_physical_tamper_detection", "fraud", "The document was not tampered with.",
         f"{_NO_LABELS}; a replaced portrait or a changed value shows where zone, barcode and print contradict."),
        ("id_video_quality_detection", "user_action_required", "The video is good enough.", _NO_VIDEO),
    ),
    "selfie": (
        ("selfie_attribute_comparison", "fraud", "The face is that of selfies sent with the verification.",
         "Verifications begin in the flow, where nobody sends a selfie beforehand; an earlier one of the person is "
         "compared by `selfie_account_comparison`."),
        ("selfie_experimental_model_detection", "fraud", "An experimental model finds nothing.",
         "Published rules decide here; there is no experimental model."),
        ("selfie_video_quality_detection", "user_action_required", "The video is good enough.", _NO_VIDEO),
        ("selfie_voice_detection", "fraud", "There is a voice in the recording.", "No sound is recorded."),
    ),
    "document": (
        ("document_handwriting_detection", "user_action_required", "Nothing was written on it by hand.",
         f"{_NO_LABELS}, and many papers are signed by hand."),
        ("document_image_copy_move_detection", "fraud", "No part of the picture was copied over another.",
         f"Printed letters and words are alike by nature, so repeated regions are on every paper. {_NO_LABELS}."),
        ("document_social_security_card_version", "fraud", "The version of the card is plausible.",
         "The versions differ in print and paper, of which there are no pictures that may be used."),
        ("document_template_detection", "fraud", "It was not made from a template found online.",
         "Honest papers of one kind are as alike as copies of a template. A template's own picture is found by "
         "`document_compromised_detection`, what is left of its text by `document_synthetic_content_detection`."),
    ),
    "database": (
        ("database_attribute_comparison", "fraud", "Values sent with the verification are in the records.",
         "Verifications begin in the flow: values that were prefilled are compared by `database_inquiry_comparison`."),
    ),
    "government-id-nfc": (
        ("id_nfc_attribute_comparison", "fraud", "The chip holds what was entered.", _NO_CHIP),
        ("id_nfc_disallowed_country_detection", "user_action_required", "The issuing country is allowed.", _NO_CHIP),
        ("id_nfc_expired_detection", "user_action_required", "The document has not expired.", _NO_CHIP),
        ("id_nfc_pki_failure_detection", "fraud", "The chip's data is signed by the issuing country.", _NO_CHIP),
        ("id_nfc_tamper_detection", "fraud", "The chip's data has the hashes that were signed.", _NO_CHIP),
        ("id_nfc_unprocessable_submission_detection", "user_action_required", "The chip could be read.", _NO_CHIP),
    ),
    "jp-my-number-nfc-scan": (
        ("jp_my_number_nfc_scan_expired_detection", "user_action_required", "The card has not expired.", _NO_CHIP),
        ("jp_my_number_nfc_scan_service_available_detection", "user_action_required", "The issuer answers.", _NO_CHIP),
        ("jp_my_number_nfc_scan_valid_scan_detection", "fraud", "The chip could be read and is genuine.", _NO_CHIP),
    ),
    "mdoc": (
        ("mdoc_age_comparison", "user_action_required", "The age is in the limits.", _NO_WALLET),
        ("mdoc_digest_match_detection", "fraud", "Every value has the digest that was signed.", _NO_WALLET),
        ("mdoc_parseable_detection", "user_action_required", "The answer of the wallet can be read.", _NO_WALLET),
        ("mdoc_valid_cert_detection", "fraud", "The issuer's certificate is trusted.", _NO_WALLET),
        ("mdoc_valid_device_authentication_detection", "fraud", "The wallet holds the licence's key.", _NO_WALLET),
        ("mdoc_valid_mso_data_detection", "fraud", "What was signed is complete and in date.", _NO_WALLET),
        ("mdoc_valid_mso_signature_detection", "fraud", "The issuer signed it.", _NO_WALLET),
    ),
}  # fmt: skip


def planned(kind: str) -> tuple[CheckDefinition[Any, Any], ...]:
    """Definitions without a judge, of one kind of verification."""
    return tuple(
        CheckDefinition(name=name, category=category, tests=tests, why=why, blocking=(NOT_SUPPORTED,))
        for name, category, tests, why in _ROWS.get(kind, ())
    )
