"""Reasons to what a person reads when a try did not pass: what was seen, then what to do. Never a code or a score.

The sentences are English message ids; whoever shows them translates them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

OTHERWISE: Final = "Something was not as expected. Please try again in good light."

# Says nothing of which value differs: who tries out other people's details must not learn which one is right.
_NOT_IN_RECORDS: Final = "What you entered does not match the records. Check every detail and enter it again."
_AWAY: Final = "We could not look this up at the moment. Please try again later."

# The first that applies is likely the cause of those after it, so the order is the order of advice.
ADVICE: Final[dict[str, str]] = {
    "page_missing": "A photo was missing. Take every photo that is asked for.",
    "unprocessable": "A photo could not be opened. Take it again with the camera.",
    "too_blurry": "The photo was not sharp. Hold still and wait until the picture is clear.",
    "too_dark": "It was too dark. Find more light, with the light on you and not behind you.",
    "too_bright": "The photo was too bright. Turn away from the strongest light.",
    "too_much_glare": "There was a reflection. Tilt it a little, or turn away from the lamp.",
    "no_government_id": "We could not see an identity document. Place the whole document in the frame.",
    "no_text": "We could not read any text. Photograph the whole page, flat and in good light.",
    "nothing_known": "We do not know your name or address yet. Ask the company that sent you this link.",
    "name_not_found": "We could not find your name on it. Use one with your name, and send the page where it stands.",
    "address_not_found": "We could not find your address on it. Send the page where your address stands.",
    "date_not_found": "We could not find its date. Send the page where the date stands.",
    "changed_after_creation": "This file was changed after it was made. Send it as you received it.",
    "saved_again": "This file was saved again after it was made. Send it as you received it.",
    "annotations_found": "Something was put over the pages of this file. Send it as you received it.",
    "several_signals": "This could not be accepted. Ask the company that sent you this link.",
    "text_replaced": "This file was changed after it was made. Send it as you received it.",
    "scan_patched": "Something was put over the pages of this file. Send it as you received it.",
    "text_covered": "This file was changed after it was made. Send it as you received it.",
    "odd_font": "This file was changed after it was made. Send it as you received it.",
    "placeholders_found": "This could not be accepted. Ask the company that sent you this link.",
    "mixed_pages": "This file was put together from several. Send it as you received it.",
    "times_contradict": "The times of this file do not fit. Send the file as you received it, or take photos.",
    "older_than_its_date": "The date on it does not fit the file. Send the file as you received it.",
    "no_camera_data": "This is not the photo as your camera took it. Take a new one.",
    "vin_not_found": "We could not read the number of the vehicle. Send the page where it stands, sharp.",
    "too_old": "This document is too old. Use a newer one.",
    "qr_code_not_found": "We could not read the square code. Keep all of it inside the picture, sharp.",
    "corners_cut_off": "A part of the document was cut off. Keep all four corners in the frame.",
    "covered": "A finger covers part of it. Hold the document at its edges.",
    "missing_face": "We could not see a face. Hold the camera at eye level and look into it.",
    "face_too_small": "Your face was too far away. Come a little closer.",
    "multiple_faces": "There was more than one face. Make sure that only you are in the picture.",
    "face_not_clear": "Your face was not clear. Clean the lens and take off hat and glasses if you can.",
    "face_covered": "Your face was covered. Take off mask or scarf for the photo.",
    "glasses_worn": "Glasses hid a part of your face. Take them off for the photo.",
    "document_around_face": "This looked like a photo of a document. Take a photo of your own face.",
    "shown_on_screen": "This looked like a picture on a screen. Take a photo of your own face.",
    "not_from_camera": "A photo from a file cannot be used here. Take it with the camera of this page.",
    "same_side_twice": "Both photos showed the same side. Photograph the front first, then the back.",
    "type_not_recognized": "We could not tell which document this is. Photograph the page with your portrait.",
    "disallowed_type": "This is not the document you chose. Choose it from the list, or use another one.",
    "country_not_recognized": "We could not tell which country issued this document. Try a passport if you have one.",
    "disallowed_country": "Documents of this country cannot be used here. Use a document of a listed country.",
    "other_country_than_chosen": "This document is from another country than the one you chose. Choose its country.",
    "expired": "This document has expired. Use one that is still valid.",
    "below_minimum_age": "According to this document you are younger than is needed here.",
    "above_maximum_age": "According to this document you are older than is accepted here.",
    "looks_too_young": "This could not be accepted. Ask the company that sent you this link.",
    "looks_too_old": "This could not be accepted. Ask the company that sent you this link.",
    "age_mismatch": "This could not be accepted. Ask the company that sent you this link.",
    "mrz_not_found": "We could not find the lines of letters at the bottom. Keep them inside the frame.",
    "mrz_repaired": "The lines of letters at the bottom were hard to read. Photograph them without blur or glare.",
    "mrz_check_digit_mismatch": "The lines of letters at the bottom did not add up. Photograph them again, sharp.",
    "mrz_format_unknown": "The lines of letters at the bottom were incomplete. Keep the whole page in the frame.",
    "barcode_not_found": "We could not read the barcode. Photograph the back, flat and close.",
    "barcode_malformed": "The barcode could not be read in full. Photograph the back again, sharp and close.",
    "no_portrait": "We could not see the portrait on the document. Photograph the side that shows it.",
    "portrait_blurry": "The portrait on the document was not sharp. Hold still and come closer.",
    "no_color": "The photo had no colour. Photograph the document itself, not a copy.",
    "known_image": "This picture cannot be used. Photograph your own document with the camera.",
    "specimen": "This is a specimen. Photograph your own document.",
    "screen_rim": "This looked like a photo of a screen. Photograph the document itself.",
    "screen_pattern": "This looked like a photo of a screen. Photograph the document itself.",
    "grey_copy": "This looked like a copy on paper. Photograph the document itself.",
    "editor_traces": "This picture was changed by a program. Photograph the document with the camera.",
    "compressed_twice": "This picture was not as the camera took it. Photograph the document with the camera.",
    "missing_properties": "Not everything could be read. Photograph the whole document, sharp and straight.",
    "expiration_date_not_found": "We could not read until when it is valid. Photograph the whole document, sharp.",
    "birthdate_not_found": "We could not read the date of birth. Photograph the whole document, sharp.",
    "dates_not_found": "We could not read the dates. Photograph the whole document, sharp and straight.",
    "dates_implausible": "The dates on the document do not fit together. Photograph it again, sharp and straight.",
    "number_format_mismatch": "The number was not read right. Photograph the whole document, sharp and straight.",
    "number_check_digit_mismatch": "A number on the document does not add up. Photograph it again, sharp and straight.",
    "number_birthdate_mismatch": "A number and the date of birth do not fit together. Photograph it again, sharp.",
    "issuer_unknown": "We do not know who issued this document. Use another one if you have one.",
    "extraction_mismatch": "Two places on the document say different things. Photograph it again, sharp.",
    "name_mismatch": "The name on the document is not the one we were given. Use your own current document.",
    "birthdate_mismatch": "The date of birth is not the one we were given. Use your own document.",
    "number_mismatch": "The number is not the one we were given. Use the document you gave the number of.",
    "changed_between_attempts": "This document is not of the same person as the one before. Use your own document.",
    "not_real_id": "This card is not a REAL ID. Use one with the star, or a passport.",
    "used_on_another_account": "This document was used here before. Ask the company that sent you this link.",
    "same_details_other_portrait": "This document cannot be used here. Ask the company that sent you this link.",
    "same_portrait_other_details": "This document cannot be used here. Ask the company that sent you this link.",
    "background_shared": "This could not be accepted. Ask the company that sent you this link.",
    "no_record": "We could not find a record of this. Use another document if you have one.",
    "record_mismatch": "The issuer has other data than the document. Use your own current document.",
    "public_figure": "This could not be accepted. Ask the company that sent you this link.",
    "custom_test_failed": "This could not be accepted. Ask the company that sent you this link.",
    "po_box": "The address is a post-office box. Use a document with the address where you live.",
    "pose_missing": "A photo was missing. Follow each step until the end.",
    "wrong_order": "The turns came in another order. Turn your head when you are asked to.",
    "not_centered": "You looked to the side at first. Look straight into the camera.",
    "not_level": "You looked up or down. Hold the camera at eye level.",
    "not_turned_left": "Your head was not turned far enough to your left. Turn it about halfway to your shoulder.",
    "not_turned_right": "Your head was not turned far enough to your right. Turn it about halfway to your shoulder.",
    "turned_too_far": "Your head was turned too far. Keep both eyes in the picture.",
    "identical_pictures": "The same picture came more than once. Use the camera, and turn your head when asked.",
    "different_people": "Not every photo showed the same person. Stay in front of the camera until the end.",
    "flat_face": "We could not tell that you were in front of the camera. Turn your head and not the phone.",
    "too_fast": "That was quicker than a person turns. Follow the steps one by one.",
    "too_slow": "That took very long. Try again and follow the steps one by one.",
    "times_missing": "We could not tell when the photos were taken. Try again without leaving the page.",
    "face_mismatch": "Your face did not match the portrait. Use even light and take off hat and glasses.",
    "not_comparable": "The faces could not be compared. Try again in good light.",
    "face_on_another_account": "We may know you already. Ask the company that sent you this link.",
    "low_liveness_confidence": "We could not tell that you were in front of the camera. Try again in good light.",
    "mirrored_pictures": "Both turns looked alike. Turn your head to one side first, then to the other.",
    "wrong_code": "The codes you typed were not the one we sent. Ask for a new one and copy it digit by digit.",
    "code_too_late": "The code was too old when you typed it. Ask for a new one and type it within its time.",
    "undeliverable": "Our message could not be delivered. Check the address or number, or use another one.",
    "service_unavailable": "Text messages cannot be sent at the moment. Please try again later.",
    "invalid_format": "The address or number was incomplete. Please enter it again.",
    "disallowed_number_country": "Numbers of this country cannot be used here. Use another number if you have one.",
    "number_country_unknown": "We could not tell the country of the number. Enter it with a plus and the country code.",
    "no_code": "No code was typed. Ask for a new one, or use another address or number.",
    "po_box_entered": "A post-office box cannot be used here. Enter the address where you live.",
    "no_matching_record": _NOT_IN_RECORDS,
    "record_mismatch_identity": _NOT_IN_RECORDS,
    "record_mismatch_name": _NOT_IN_RECORDS,
    "record_mismatch_birthdate": _NOT_IN_RECORDS,
    "record_mismatch_address": _NOT_IN_RECORDS,
    "record_mismatch_phone_number": _NOT_IN_RECORDS,
    "record_mismatch_email_address": _NOT_IN_RECORDS,
    "record_mismatch_social_security_number": _NOT_IN_RECORDS,
    "not_in_record": _NOT_IN_RECORDS,
    "not_entered": _NOT_IN_RECORDS,
    "differs_from_prefill": _NOT_IN_RECORDS,
    "too_few_sources": _NOT_IN_RECORDS,
    "address_not_deliverable": _NOT_IN_RECORDS,
    "address_not_residential": _NOT_IN_RECORDS,
    "recorded_as_deceased": "This could not be accepted. Ask the company that sent you this link.",
    "source_unavailable": _AWAY,
    "provider_unavailable": _AWAY,
    "no_provider": _AWAY,
}

# A document that is not in the picture, or not sharp or light enough, explains whatever could not be read of it.
_CAUSES: Final = frozenset({"page_missing", "unprocessable", "too_blurry", "too_dark", "no_government_id"})
_FOLLOWS: Final = frozenset(
    {
        "type_not_recognized",
        "country_not_recognized",
        "mrz_not_found",
        "mrz_repaired",
        "mrz_check_digit_mismatch",
        "mrz_format_unknown",
        "barcode_not_found",
        "barcode_malformed",
        "no_portrait",
        "portrait_blurry",
        "missing_properties",
        "expiration_date_not_found",
        "birthdate_not_found",
        "dates_not_found",
        "extraction_mismatch",
        "number_format_mismatch",
        "number_check_digit_mismatch",
        "number_birthdate_mismatch",
    }
)
# Another picture of the same document would change nothing.
_OF_THE_DOCUMENT: Final = frozenset(
    {
        "disallowed_type",
        "disallowed_country",
        "other_country_than_chosen",
        "expired",
        "below_minimum_age",
        "above_maximum_age",
        "name_mismatch",
        "birthdate_mismatch",
        "number_mismatch",
        "changed_between_attempts",
        "po_box",
        "specimen",
        "issuer_unknown",
        "not_real_id",
        "used_on_another_account",
        "same_details_other_portrait",
        "same_portrait_other_details",
        "no_record",
        "record_mismatch",
        "too_old",
    }
)


def advice_for(reasons: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """At most ``limit`` sentences, at least one: the likeliest cause first, without what only follows from it."""
    given = set(reasons)
    given -= _FOLLOWS if given & _CAUSES else set()
    sentences = list(dict.fromkeys(sentence for reason, sentence in ADVICE.items() if reason in given))
    return tuple(sentences[:limit]) or (OTHERWISE,)


def needs_another_document(reasons: Iterable[str]) -> bool:
    """Whether a reason lies in the document itself and not in its picture."""
    return not _OF_THE_DOCUMENT.isdisjoint(reasons)
