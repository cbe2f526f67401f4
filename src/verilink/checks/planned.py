"""Names that are known but cannot be decided here: they are never passed, and a template cannot require them."""

from __future__ import annotations

from typing import Any

from verilink.checks.model import NOT_SUPPORTED, Category, CheckDefinition

_ROWS: tuple[tuple[str, Category, str], ...] = (
    ("id_age_inconsistency_detection", "fraud", "The age agrees with the one the portrait looks."),
    ("id_damaged_detection", "user_action_required", "The document is not damaged beyond use."),
    ("id_experimental_model_detection", "fraud", "An experimental model finds nothing."),
    ("id_handwriting_detection", "fraud", "Nothing was written on it by hand."),
    ("id_physical_tamper_detection", "fraud", "The document was not tampered with."),
    ("id_video_quality_detection", "user_action_required", "The video is good enough."),
    ("selfie_age_comparison", "fraud", "The age the face looks agrees with a date of birth."),
    ("selfie_age_inconsistency_detection", "fraud", "The same, newer."),
    ("selfie_age_threshold_comparison", "user_action_required", "The age the face looks is in limits."),
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
