"""Names that are known but cannot be decided here: they are never passed, and a template cannot require them."""

from __future__ import annotations

from typing import Any

from verilink.checks.model import NO_PROVIDER, NOT_SUPPORTED, Category, CheckDefinition

_ROWS: tuple[tuple[str, Category, str, str], ...] = (
    ("id_aamva_database_lookup", "fraud", "The data matches a US motor-vehicle database.", NO_PROVIDER),
    ("id_age_inconsistency_detection", "fraud", "The age agrees with the one the portrait looks.", NOT_SUPPORTED),
    ("id_attribute_comparison", "fraud", "The data matches claims sent with the verification.", NOT_SUPPORTED),
    ("id_custom_detection", "fraud", "A test the operator defines.", NOT_SUPPORTED),
    ("id_damaged_detection", "user_action_required", "The document is not damaged beyond use.", NOT_SUPPORTED),
    ("id_electronic_replica_detection", "fraud", "It is not a photo of a screen.", NOT_SUPPORTED),
    ("id_experimental_model_detection", "fraud", "An experimental model finds nothing.", NOT_SUPPORTED),
    ("id_fabrication_detection", "fraud", "Format and issuer are not made up.", NOT_SUPPORTED),
    ("id_handwriting_detection", "fraud", "Nothing was written on it by hand.", NOT_SUPPORTED),
    ("id_inconsistent_repeat_detection", "fraud", "It is not half of an ID that is known.", NOT_SUPPORTED),
    ("id_number_format_inconsistency_detection", "fraud", "The number has its issuer's format.", NOT_SUPPORTED),
    ("id_paper_detection", "fraud", "It is not a paper copy.", NOT_SUPPORTED),
    ("id_physical_tamper_detection", "fraud", "The document was not tampered with.", NOT_SUPPORTED),
    ("id_public_figure_detection", "fraud", "The portrait is not of a public figure.", NO_PROVIDER),
    ("id_real_id_detection", "user_action_required", "It bears the US REAL ID marking.", NOT_SUPPORTED),
    ("id_repeat_detection", "fraud", "It was not used on another account in the last year.", NOT_SUPPORTED),
    ("id_tamper_detection", "fraud", "The picture was not edited.", NOT_SUPPORTED),
    ("id_video_quality_detection", "user_action_required", "The video is good enough.", NOT_SUPPORTED),
    ("id_type_detection", "user_action_required", "Legacy name of `id_disallowed_type_detection`.", NOT_SUPPORTED),
    ("id_mrz_validation", "fraud", "Legacy name of `id_mrz_inconsistency_detection`.", NOT_SUPPORTED),
    ("id_required_property_detection", "user_action_required",
     "Legacy name of `id_extracted_properties_detection`.", NOT_SUPPORTED),
    ("selfie_age_comparison", "fraud", "The age the face looks agrees with a date of birth.", NOT_SUPPORTED),
    ("selfie_age_inconsistency_detection", "fraud", "The same, newer.", NOT_SUPPORTED),
    ("selfie_age_threshold_comparison", "user_action_required", "The age the face looks is in limits.", NOT_SUPPORTED),
    ("selfie_attribute_comparison", "fraud", "The face is that of selfies sent with the verification.", NOT_SUPPORTED),
    ("selfie_custom_detection", "fraud", "A test the operator defines.", NOT_SUPPORTED),
    ("selfie_experimental_model_detection", "fraud", "An experimental model finds nothing.", NOT_SUPPORTED),
    ("selfie_face_covering_detection", "user_action_required", "The face is not covered.", NOT_SUPPORTED),
    ("selfie_glasses_detection", "user_action_required", "No glasses are worn.", NOT_SUPPORTED),
    ("selfie_persona_comparison", "fraud", "The face is that of a reusable identity.", NO_PROVIDER),
    ("selfie_public_figure_detection", "fraud", "The face is not a public figure's.", NO_PROVIDER),
    ("selfie_repeat_detection", "fraud", "The face is on no other account.", NOT_SUPPORTED),
    ("selfie_similar_background_detection", "fraud", "Other submissions have another background.", NOT_SUPPORTED),
    ("selfie_suspicious_entity_detection", "fraud", "It is not a picture of a document or an object.", NOT_SUPPORTED),
    ("selfie_video_quality_detection", "user_action_required", "The video is good enough.", NOT_SUPPORTED),
    ("selfie_voice_detection", "fraud", "There is a voice in the recording.", NOT_SUPPORTED),
)  # fmt: skip


def planned(prefix: str) -> tuple[CheckDefinition[Any, Any], ...]:
    """Definitions without a judge whose name starts with ``prefix``."""
    return tuple(
        CheckDefinition(name=name, category=category, tests=tests, blocking=(why,), unsupported=why)
        for name, category, tests, why in _ROWS
        if name.startswith(prefix)
    )
