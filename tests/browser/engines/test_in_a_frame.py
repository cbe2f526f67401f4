"""The flow inside a company's page on another site, where engines keep or forbid storage as they like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser.engines.conftest import start
from support.engines.steps import photograph
from support.engines.tab import Tab
from support.pages import RECORDER
from support.phone import Company
from support.shop import Shop

PAGE = f"""<!doctype html><title>Shop</title><meta name=viewport content="width=device-width">
<main id=here style="width:100%;height:700px"></main><script>{RECORDER}</script>"""
OPEN = """const [server, options, done] = arguments;
import(`${server}/sdk/verilink.js`).then(({ default: verilink }) => {
  window.flow = verilink.open({ ...options, ...handlers() });
});"""
HEARD = "return calls.map(([name]) => name).includes(arguments[0])"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The company's site: ``127.0.0.1``, while the flow's is ``localhost``."""
    with Shop(tmp_path_factory.mktemp("none"), host="127.0.0.1") as opened:
        opened.pages["/"] = PAGE
        yield opened


def walk(tab: Tab, shop: Shop, company: Company) -> None:
    """To a verdict within the frame."""
    inquiry = company.create("Government ID")
    tab.open(f"{shop.origin}/")
    tab.do(OPEN, company.server.url, {"url": company.unique(inquiry.id)})
    tab.wait_for(HEARD, "onStart")
    tab.enter("iframe")
    tab.tap("Agree and start")
    tab.see("Which document")
    tab.type("#country", "germ")
    tab.keys("Enter")
    tab.tap("Passport")
    tab.see("Photograph")
    photograph(tab)
    tab.see("You are done")
    tab.tap("Close")
    tab.enter(None)
    tab.wait_for(HEARD, "onComplete")
    assert tab.do("return document.querySelectorAll('dialog').length") == 0


def test_the_whole_flow_passes_within_a_page_of_another_site(tab: Tab, shop: Shop, company: Company) -> None:
    walk(tab, shop, company)


def test_the_flow_passes_where_a_frame_may_keep_nothing(shop: Shop, company: Company, engine: str) -> None:
    """Firefox with all storage of other sites forbidden; WebKit as it is, with its tracking prevention."""
    with start(engine, "--prevent-tracking", **{"network.cookie.cookieBehavior": 1}) as tab:
        tab.resize(390, 844)
        tab.open(f"{shop.origin}/")
        walk(tab, shop, company)
        assert tab.mistakes() == []
