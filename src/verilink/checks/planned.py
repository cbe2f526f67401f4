"""Names that are known but cannot be decided here: they are never passed, and a template cannot require them."""

from __future__ import annotations

from typing import Any

from verilink.checks.model import NOT_SUPPORTED, Category, CheckDefinition

_ROWS: tuple[tuple[str, Category, str], ...] = (
    ("database_address_deliverable_detection", "user_action_required", "Post can be delivered to the address."),
    ("database_address_residential_detection", "user_action_required", "People live at the address."),
    ("database_attribute_comparison", "fraud", "Values sent with the verification are in the records."),
    ("database_deceased_detection", "fraud", "No record says that the person has died."),
    ("database_face_comparison", "fraud", "The face is that in the record."),
    ("document_custom_detection", "fraud", "A check of the customer's own."),
    ("document_digital_text_modification_detection", "fraud", "No text was changed on a computer."),
    ("document_enhanced_fraud_detection", "fraud", "No signals taken together point to a forgery."),
    ("document_fabrication_detection", "fraud", "It was not made up."),
    ("document_handwriting_detection", "user_action_required", "Nothing was written on it by hand."),
    ("document_image_copy_move_detection", "fraud", "No part of the picture was copied over another."),
    ("document_pdf_abnormal_font_detection", "fraud", "No characters are in a font of their own."),
    ("document_selfie_comparison", "fraud", "The portrait is that of the selfie."),
    ("document_social_security_card_version", "fraud", "The version of the card is plausible."),
    ("document_synthetic_content_detection", "fraud", "No placeholder names or numbers are on it."),
    ("document_tamper_detection", "fraud", "It was not tampered with."),
    ("document_template_detection", "fraud", "It was not made from a template found online."),
    ("id_damaged_detection", "user_action_required", "The document is not damaged beyond use."),
    ("id_experimental_model_detection", "fraud", "An experimental model finds nothing."),
    ("id_handwriting_detection", "fraud", "Nothing was written on it by hand."),
    ("id_physical_tamper_detection", "fraud", "The document was not tampered with."),
    ("id_video_quality_detection", "user_action_required", "The video is good enough."),
    ("selfie_attribute_comparison", "fraud", "The face is that of selfies sent with the verification."),
    ("selfie_experimental_model_detection", "fraud", "An experimental model finds nothing."),
    ("selfie_similar_background_detection", "fraud", "Other submissions have another background."),
    ("selfie_video_quality_detection", "user_action_required", "The video is good enough."),
    ("selfie_voice_detection", "fraud", "There is a voice in the recording."),
)  # fmt: skip


def planned(prefix: str) -> tuple[CheckDefinition[Any, Any], ...]:
    """Definitions without a judge whose name starts with ``prefix``."""
    return tuple(
        CheckDefinition(name=name, category=category, tests=tests, blocking=(NOT_SUPPORTED,))
        for name, category, tests in _ROWS
        if name.startswith(prefix)
    )
