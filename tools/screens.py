"""Takes the pictures that the documents show: ``python -m tools.screens FOLDER`` (``make screens``).

They are real: an installation is started, a person who does not exist goes through the production flow with a drawn
passport and a public-domain face before a fake camera, the engine decides, and the owner looks at the result.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.conftest import ARGUMENTS, CHROMIUM  # noqa: E402 - the tests' own hands, once their folder is known
from support import looks  # noqa: E402
from support.applicant import Applicant  # noqa: E402
from support.camera import Camera  # noqa: E402
from support.phone import watched  # noqa: E402
from support.serving import Serve, free_port, until  # noqa: E402

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-US",
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US", "color_scheme": "light"}
BOTH = "Government ID and selfie"
PASSED = ("start_inquiry", "document+", "selfie+", "complete_inquiry")
# reference ID, name, what happened to it
OTHERS = [
    ("usr_2041", "Greta Muster", PASSED),
    ("usr_2042", "Noor Haddad", (*PASSED, "approve_inquiry")),
    ("usr_2043", "Piotr Wzorowy", ("start_inquiry", "document-")),
    ("usr_2044", "Sam Placeholder", ("start_inquiry", "document+", "selfie-", "selfie-", "selfie-", "fail_inquiry")),
    ("usr_2045", "Amélie Exemple", ()),
    ("usr_2046", "Juan Ejemplo", (*PASSED, "mark_for_review_inquiry")),
    ("usr_2047", "Mika Esimerkki", (*PASSED, "decline_inquiry")),
    ("usr_2048", "Ines Modelo", ("start_inquiry", "expire_inquiry")),
]
GAP, PAPER = 24, (236, 238, 241)


def save(pictures: list[Path], path: Path) -> None:
    """Lay pictures side by side and save them in few colours: pages have few."""
    opened = [Image.open(each).convert("RGB") for each in pictures]
    if len(opened) > 1:
        width = sum(each.width for each in opened) + GAP * (len(opened) + 1)
        sheet = Image.new("RGB", (width, max(each.height for each in opened) + 2 * GAP), PAPER)
        left = GAP
        for each in opened:
            sheet.paste(each, (left, GAP))
            left += each.width + GAP
    else:
        sheet = opened[0]
    sheet.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path}: {path.stat().st_size // 1000} kB\n")


class Studio:
    """The installation, a browser before the camera, and a folder for the shots."""

    def __init__(self, serve: Serve, browser: Browser, camera: Camera, shots: Path) -> None:
        self._serve, self._browser, self._camera, self._shots = serve, browser, camera, shots
        self._made: dict[str, Any] = json.loads((serve.folder.parent / "first.json").read_text())

    def shot(self, page: Page, name: str) -> Path:
        """What the window shows now."""
        path = self._shots / f"{name}.png"
        page.wait_for_timeout(400)
        page.screenshot(path=path)
        return path

    def flow(self) -> list[Path]:
        """A person goes through production; four moments of it."""
        phone = watched(self._browser.new_context(**PHONE))
        phone.by_hand()
        applicant, page = Applicant(phone, self._camera), phone.page
        page.goto(self._made["templates"][BOTH]["hosted_link"]["production"] + "&reference-id=usr_2049")
        phone.see("confirm it’s you")
        moments = [self.shot(page, "1")]
        phone.tap("Agree and start")
        applicant.choose_passport()
        self._camera.show(looks.document())
        phone.tap("Open the camera")
        page.locator("#tip", has_text="Looks good").wait_for()
        moments.append(self.shot(page, "2"))
        applicant.photograph(looks.document(), opened=True)
        phone.see("Now a short look", seconds=60)
        self._camera.show(looks.head("astronaut")["center"])
        moments.append(self.shot(page, "3"))
        applicant.take_selfie(looks.head("astronaut"))
        applicant.hear("You are done")
        moments.append(self.shot(page, "4"))
        phone.context.close()
        return moments

    def api(self, kind: str, method: str, path: str, body: Any = None) -> Any:
        """The REST API."""
        key = self._made["environments"][kind]["api_key"]
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._serve.url}/api/v1{path}", data, headers, method=method)  # noqa: S310 - our own
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def others(self) -> None:
        """Inquiries of the sandbox in every state."""
        template = self._made["templates"][BOTH]["id"]
        listed = self._serve.run("template", "list").stdout.partition(template)[2].splitlines()[1:3]
        ids = {name: id_ for id_, name in (line.split() for line in listed)}
        kinds = {"document": ids["government_id"], "selfie": ids["selfie"]}
        for reference, name, steps in OTHERS:
            first, _, last = name.partition(" ")
            fields = {"name-first": first, "name-last": last}
            attributes = {"inquiry-template-id": template, "reference-id": reference, "fields": fields}
            made = self.api("sandbox", "POST", "/inquiries", {"data": {"attributes": attributes}})["data"]["id"]
            actions = [_action(step, kinds) for step in steps]
            if actions:
                path = f"/inquiries/{made}/perform-simulate-actions"
                self.api("sandbox", "POST", path, {"meta": {"simulate-actions": actions}})

    def desk(self) -> tuple[Path, Path]:
        """The owner signs up; the list in the sandbox, and the finished inquiry of production."""
        page = self._browser.new_context(**DESK).new_page()
        page.goto(self._made["signup_url"])
        page.get_by_label("Your name").fill("Ada Ruiz")
        page.get_by_label("E-mail address").fill("ada@northwind.example")
        page.get_by_label("Password").fill("marble-otter-lantern")
        page.get_by_role("button", name="Create account").click()
        page.wait_for_url("**/dashboard")
        page.goto(f"{self._serve.url}/dashboard/inquiries")
        listed = self.shot(page, "list")
        page.get_by_role("button", name="Production").click()
        [inquiry] = self.api("production", "GET", "/inquiries?filter[reference-id]=usr_2049")["data"]
        page.goto(f"{self._serve.url}/dashboard/inquiries/{inquiry['id']}")
        for button in page.get_by_role("button", name="Show all").all():
            button.click()
        page.wait_for_function("[...document.querySelectorAll('.shot img')].length > 1")
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, 0)")
        return listed, self.shot(page, "one")


def _action(step: str, kinds: dict[str, str]) -> dict[str, Any]:
    if step[-1] not in "+-":
        return {"type": step}
    verdict = "passed" if step[-1] == "+" else "failed"
    return {"type": f"create_{verdict}_verification", "data": {"verification-template-id": kinds[step[:-1]]}}


@contextmanager
def studio() -> Iterator[Studio]:
    """Everything set up, and taken down again."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        folder.chmod(0o711)
        camera, serve = Camera(folder / "camera.y4m"), Serve(folder / "var", free_port())
        try:
            serve.start("--bootstrap-file", str(folder / "first.json"))
            arguments = [*ARGUMENTS, "--no-sandbox", *camera.arguments]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            yield Studio(serve, browser, camera, folder)
            browser.close()
        finally:
            serve.end()
            until(lambda: not (folder / "var" / "run" / ".s.PGSQL.5432").exists(), 5)


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with studio() as at_work:
        save(at_work.flow(), folder / "flow.png")
        at_work.others()
        listed, one = at_work.desk()
        save([listed], folder / "inquiries.png")
        save([one], folder / "inquiry.png")


if __name__ == "__main__":
    main()
