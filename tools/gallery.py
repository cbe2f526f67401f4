"""Every screen of the flow as people see it: ``python -m tools.gallery FOLDER`` (``make screens``).

Each in light, in dark, from right to left and in a company's theme, on a phone and on a desk, with a page to look at
them all. Nothing runs behind them: the markup is the server's, in the state its script would leave it in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.conftest import ARGUMENTS, CHROMIUM  # noqa: E402 - the tests' own hands, once their folder is known
from support import gallery  # noqa: E402
from support.visitor import picture  # noqa: E402

SIZES = {"phone": (390, 780), "desk": (1280, 800)}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>body{{font:15px system-ui;margin:24px;background:#eceef1}}h2{{margin:32px 0 8px}}
div{{display:flex;gap:16px;overflow-x:auto}}figure{{margin:0}}figcaption{{color:#4f5963;font-size:13px}}
img{{display:block;height:520px;border:1px solid #ccc;background:#fff}}</style>
<h1>Every screen of the flow</h1>{body}</html>"""


def photograph(browser: Browser, pages: Path, folder: Path) -> Iterator[Path]:
    """A picture of every page in every size; motion is off, so each is as it stays."""
    for size, (width, height) in SIZES.items():
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")  # type: ignore[arg-type]
        page = context.new_page()
        for source in sorted(pages.glob("*.html")):
            page.goto(source.resolve().as_uri())
            path = folder / f"{source.stem}.{size}.jpg"
            page.screenshot(path=path, type="jpeg", quality=82, full_page=size == "phone")
            yield path
        context.close()


def index(names: list[str]) -> str:
    """The page with all pictures, a row for each screen."""
    rows: dict[str, list[str]] = {}
    for name in sorted(names):
        rows.setdefault(name.partition(".")[0], []).append(name)
    figures = {
        screen: "".join(
            f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt=""></a>'
            f"<figcaption>{name.removesuffix('.jpg').partition('.')[2].replace('.', ', ')}</figcaption></figure>"
            for name in found
        )
        for screen, found in rows.items()
    }
    return _PAGE.format(body="".join(f"<h2>{screen}</h2><div>{found}</div>" for screen, found in figures.items()))


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1])
    pages = folder / "pages"
    gallery.write(pages)
    (pages / "picture.jpg").write_bytes(picture(size=(1200, 850)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"])
        taken = [path.name for path in photograph(browser, pages, folder)]
        browser.close()
    (folder / "index.html").write_text(index(taken), encoding="utf-8")
    sys.stdout.write(f"{len(taken)} pictures: {folder / 'index.html'}\n")


if __name__ == "__main__":
    main()
