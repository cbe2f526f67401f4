"""The main job from end to end: a link, a camera, the engine's verdict, the company's API and its webhook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pillow_heif
import pytest
from PIL import Image

from support import looks
from support.applicant import Applicant
from support.premises import Premises
from support.receiver import signed_by

# They share two busy cores with a server and its analyses: one after the other, on one worker.
pytestmark = pytest.mark.xdist_group("main_job")
ONLY_DOCUMENT, ONLY_SELFIE = "Government ID", "Selfie"
POSES = ["center", "left", "right"]


def checks_of(verification: dict[str, Any], status: str) -> dict[str, list[str]]:
    """Names of its required checks with this status, with their reasons."""
    checks = verification["attributes"]["checks"]
    return {
        check["name"]: check["reasons"]
        for check in checks
        if (check["status"], check["requirement"]) == (status, "required")
    }


def statuses(verifications: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kind and status of each."""
    return [(one["type"].removeprefix("verification/"), one["attributes"]["status"]) for one in verifications]


def test_a_person_with_a_passport_is_verified_and_the_company_is_told(
    premises: Premises, subscription: Any, applicant: Applicant
) -> None:
    applicant.start(premises.link(reference_id="alexandra"))
    applicant.choose_passport()
    applicant.photograph(looks.document())
    asked = applicant.take_selfie(looks.head("astronaut"))
    assert sorted(asked) == POSES
    applicant.hear("You are done")

    api = premises.api("production")
    [inquiry] = api.inquiries_of("alexandra")
    document, selfie = api.verifications(inquiry)
    assert inquiry["attributes"]["status"] == "completed"
    assert statuses([document, selfie]) == [("government-id", "passed"), ("selfie", "passed")]
    assert checks_of(document, "failed") == checks_of(selfie, "failed") == {}
    assert {"id_mrz_detection", "id_expired_detection", "id_portrait_detection"} <= checks_of(document, "passed").keys()
    assert {"selfie_id_comparison", "selfie_liveness_detection"} <= checks_of(selfie, "passed").keys()
    fields = {name: one["value"] for name, one in inquiry["attributes"]["fields"].items()}
    assert (fields["name-first"], fields["name-middle"], fields["name-last"]) == ("ALEXANDRA", "JO", "SAMPLE")
    assert (fields["birthdate"], fields["identification-number"]) == ("1987-11-19", "X2846013A")
    assert document["attributes"]["expiration-date"] == "2035-04-14"
    for url in (document["attributes"]["front-photo-url"], selfie["attributes"]["left-photo-url"]):
        with urlopen(url) as photo:
            assert photo.read(3) == b"\xff\xd8\xff"

    told = subscription.endpoint.wait_for("inquiry.completed", inquiry["id"])
    assert signed_by(told, subscription.secret)
    assert not signed_by(told, "wbhsec_of_somebody_else")
    payload = told.document["data"]["attributes"]["payload"]["data"]["attributes"]
    assert (payload["status"], payload["reference-id"]) == ("completed", "alexandra")
    assert payload["fields"]["name-last"]["value"] == "SAMPLE"
    passed = subscription.endpoint.wait_for("verification.passed", selfie["id"])
    assert signed_by(passed, subscription.secret)


def test_another_persons_selfie_fails_after_the_last_try(
    premises: Premises, subscription: Any, applicant: Applicant
) -> None:
    applicant.start(premises.link(reference_id="another"))
    applicant.choose_passport()
    applicant.photograph(looks.document())
    for left in ("You have 2 more tries.", "You have 1 more try."):
        applicant.take_selfie(looks.head("hopper"))
        said = applicant.hear("We could not confirm your selfie")
        assert "Your face did not match the portrait" in said
        assert left in said
        applicant.phone.tap("Try again")
    applicant.take_selfie(looks.head("hopper"))
    said = applicant.hear("We could not confirm your identity")

    api = premises.api("production")
    [inquiry] = api.inquiries_of("another")
    document, *selfies = api.verifications(inquiry)
    assert inquiry["id"] in said
    assert inquiry["attributes"]["status"] == "failed"
    assert statuses([document, *selfies]) == [("government-id", "passed"), *[("selfie", "failed")] * 3]
    for selfie in selfies:
        assert checks_of(selfie, "failed") == {"selfie_id_comparison": ["face_mismatch"]}
    assert signed_by(subscription.endpoint.wait_for("inquiry.failed", inquiry["id"]), subscription.secret)


def test_an_expired_passport_is_named_and_a_valid_one_goes_on(premises: Premises, applicant: Applicant) -> None:
    applicant.start(premises.link(ONLY_DOCUMENT, reference_id="expired"))
    applicant.choose_passport()
    applicant.photograph(looks.document(expired=True))
    said = applicant.hear("We could not confirm your document")
    assert "This document has expired. Use one that is still valid." in said
    assert said.index("Use another document") < said.index("Take another photo")

    api = premises.api("production")
    [inquiry] = api.inquiries_of("expired")
    [expired] = api.verifications(inquiry)
    assert (inquiry["attributes"]["status"], expired["attributes"]["status"]) == ("pending", "failed")
    assert checks_of(expired, "failed") == {"id_expired_detection": ["expired"]}

    applicant.phone.tap("Use another document")
    applicant.choose_passport()
    applicant.photograph(looks.document(), opened=True)
    applicant.hear("You are done")
    assert api.inquiry(inquiry["id"])["attributes"]["status"] == "completed"


def test_a_blurred_photo_is_named_and_taken_again(premises: Premises, applicant: Applicant) -> None:
    applicant.start(premises.link(ONLY_DOCUMENT, reference_id="blurred"))
    applicant.choose_passport()
    applicant.photograph(looks.document(blur=5), hint="Not sharp yet")
    said = applicant.hear("We could not confirm your document")
    assert "The photo was not sharp." in said
    assert "lines of letters" not in said

    applicant.phone.tap("Take another photo")
    applicant.photograph(looks.document(), opened=True)
    applicant.hear("You are done")
    api = premises.api("production")
    [inquiry] = api.inquiries_of("blurred")
    blurred, sharp = api.verifications(inquiry)
    assert "id_blur_detection" in checks_of(blurred, "failed")
    assert sharp["attributes"]["status"] == "passed"
    assert inquiry["attributes"]["status"] == "completed"


@pytest.fixture
def photo_file(tmp_path: Path) -> Callable[[str], Path]:
    """The passport's photo as a file of this kind on the phone."""
    pillow_heif.register_heif_opener()

    def make(kind: str) -> Path:
        path = tmp_path / f"passport.{kind}"
        Image.fromarray(looks.document()[0][:, :, ::-1]).save(path)
        return path

    return make


@pytest.mark.parametrize("kind", ["jpg", "heic", "pdf"])
def test_a_file_does_as_well_as_the_camera(
    premises: Premises, applicant: Applicant, photo_file: Callable[[str], Path], kind: str
) -> None:
    applicant.start(premises.link(ONLY_DOCUMENT, reference_id=f"upload-{kind}"))
    applicant.choose_passport()
    applicant.upload(photo_file(kind))
    applicant.hear("You are done")
    [inquiry] = premises.api("production").inquiries_of(f"upload-{kind}")
    assert inquiry["attributes"]["status"] == "completed"
    assert inquiry["attributes"]["fields"]["name-last"]["value"] == "SAMPLE"


def test_in_the_sandbox_the_simulator_passes_whoever_comes(premises: Premises, applicant: Applicant) -> None:
    applicant.start(premises.link(environment="sandbox", reference_id="tester"))
    assert "Sandbox: nothing here is real" in applicant.phone.page.inner_text(".sandbox")
    applicant.choose_passport()
    applicant.photograph(looks.document())
    applicant.take_selfie(looks.head("hopper"))
    applicant.hear("You are done")
    [inquiry] = premises.api("sandbox").inquiries_of("tester")
    assert inquiry["attributes"]["status"] == "completed"
    names = [inquiry["attributes"]["fields"][f"name-{part}"]["value"] for part in ("first", "middle", "last")]
    assert names == ["Alexander", "J", "Sample"]
    assert premises.api("production").inquiries_of("tester") == []


def test_in_the_sandbox_the_switch_makes_a_try_fail(premises: Premises, applicant: Applicant) -> None:
    applicant.start(premises.link(ONLY_SELFIE, environment="sandbox", reference_id="failing-tester"))
    applicant.phone.see("Now a short look")
    switch = applicant.phone.page.get_by_role("switch", name="Pass verifications")
    switch.uncheck()
    applicant.take_selfie(looks.head("astronaut"))
    assert "The sandbox was asked to fail" in applicant.hear("We could not confirm your selfie")
    switch.check()
    applicant.phone.tap("Try again")
    applicant.take_selfie(looks.head("astronaut"))
    applicant.hear("You are done")
    api = premises.api("sandbox")
    [inquiry] = api.inquiries_of("failing-tester")
    assert inquiry["attributes"]["status"] == "completed"
    assert statuses(api.verifications(inquiry)) == [("selfie", "failed"), ("selfie", "passed")]


def test_a_generic_link_opened_twice_makes_two_inquiries_of_one_account(
    premises: Premises, applicant: Applicant
) -> None:
    for _ in range(2):
        applicant.phone.page.goto(premises.link(reference_id="twice"))
        applicant.phone.see("confirm it’s you")
    first, second = premises.api("production").inquiries_of("twice")
    assert first["id"] != second["id"]
    assert first["attributes"]["status"] == second["attributes"]["status"] == "created"
    account = first["relationships"]["account"]["data"]["id"]
    assert account == second["relationships"]["account"]["data"]["id"]
    told = premises.api("production").call("GET", f"/accounts/{account}")["data"]
    assert told["attributes"]["reference-id"] == "twice"


def test_a_print_that_is_turned_is_no_living_head(premises: Premises, applicant: Applicant) -> None:
    applicant.start(premises.link(ONLY_SELFIE, reference_id="print"))
    applicant.take_selfie(looks.print_of_a_face())
    said = applicant.hear("We could not confirm your selfie")
    assert "Turn it about halfway to your shoulder." in said
    api = premises.api("production")
    [inquiry] = api.inquiries_of("print")
    [flat] = api.verifications(inquiry)
    assert flat["attributes"]["status"] == "failed"
    assert "flat_face" in checks_of(flat, "failed")["selfie_liveness_detection"]

    applicant.phone.tap("Try again")
    applicant.take_selfie(looks.head("astronaut"))
    applicant.hear("You are done")
    assert api.inquiry(inquiry["id"])["attributes"]["status"] == "completed"
