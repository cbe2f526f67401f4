"""Other ways into a page: the React package, https on a made name, and our own SDK."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from support.pages import RECORDER, UMD
from support.phone import Company
from support.shop import Shop
from support.tls import Gate, certificate

Arrive = Callable[..., Any]
Options = dict[str, Any]
# The React packages are CommonJS; this is all a bundler would do for them.
REACT = f"""<!doctype html><title>Shop</title><main id=here style="width:600px;height:700px"></main>
<script>{RECORDER} window.process = {{ env: {{ NODE_ENV: "production" }} }};</script><script type=module>
const files = {{ "react": "react/cjs/react.production.js", "react-dom": "react-dom/cjs/react-dom.production.js",
  "react/jsx-runtime": "react/cjs/react-jsx-runtime.production.js",
  "react-dom/client": "react-dom/cjs/react-dom-client.production.js",
  "scheduler": "scheduler/cjs/scheduler.production.js", "persona-react": "persona-react/dist/persona-react.js" }};
const made = {{}};
const texts = Object.fromEntries(await Promise.all(Object.entries(files).map(
  async ([name, path]) => [name, await (await fetch(`/npm/${{path}}`)).text()])));
function require(name) {{
  if (!made[name]) {{
    const module = made[name] = {{ exports: {{}} }};
    new Function("module", "exports", "require", "self", texts[name])(module, module.exports, require, window);
  }}
  return made[name].exports;
}}
window.show = (props) => {{
  const root = require("react-dom/client").createRoot(document.getElementById("here"));
  root.render(require("react").createElement(require("persona-react"), {{ ...props, ...handlers() }}));
}};
</script>"""
OWN = f"""<!doctype html><title>Shop</title><main id=here style="width:600px;height:700px"></main>
<script>{RECORDER}</script>"""


def test_the_react_package_shows_the_flow_in_place(arrive: Arrive, shop: Shop, sandbox: Options) -> None:
    shop.pages["/react"] = REACT
    visit = arrive("/react")
    visit.page.wait_for_function("() => window.show")
    padding = {"widgetPadding": {"top": 12, "left": "1rem"}, "navigationPadding": {"right": 20}}
    visit.page.evaluate("props => show(props)", sandbox | padding | {"host": visit.host})
    ready = visit.wait("onReady")
    assert ready["preferredDimensions"]["maximumWidth"] == "440px"
    assert ready["styles"] == {"borderRadius": "12px"}
    visit.see("confirm it’s you")
    styles = "flow => { const s = getComputedStyle(flow); return [s.paddingTop, s.paddingLeft, s.paddingRight] }"
    assert visit.flow.locator(".flow").evaluate(styles) == ["12px", "16px", "0px"]
    assert visit.flow.locator(".bar").evaluate("bar => getComputedStyle(bar).marginRight") == "20px"
    assert visit.page.evaluate("document.activeElement.tagName") == "BODY"
    heights = [message["metadata"]["pageHeight"] for message in visit.heard("page-change")]
    visit.tap("Agree and start")
    visit.see("Which document")
    heights += [message["metadata"]["pageHeight"] for message in visit.heard("page-change")][1:]
    assert len(set(heights)) == 2
    assert all(300 < height < 2_000 for height in heights)


@pytest.fixture(scope="module")
def https(launch: Callable[..., Browser], packages: Path, shared_server: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """A browser, the shop and the flow's host, all of it https on made names."""
    tls = certificate(tmp_path_factory.mktemp("tls"), "shop.example.test", "verify.example.test")
    port = int(shared_server.url.rpartition(":")[2])
    browser = launch("--ignore-certificate-errors", "--host-resolver-rules=MAP *.example.test 127.0.0.1")
    with Gate(port, tls) as gate, Shop(packages, tls=tls, host="shop.example.test") as shop:
        shop.pages |= {"/": UMD, "/own": OWN}
        yield browser, shop, f"verify.example.test:{gate.port}"


def test_https_on_made_names_frames_production_when_listed(
    arrive: Arrive, https: Any, make_template: Callable[..., str], company: Company
) -> None:
    browser, shop, host = https
    template = make_template(domains=(f"shop.example.test:{shop.port}",))
    visit = arrive(browser=browser, origin=shop.origin, permissions=[])
    visit.embed(templateId=template, customHost=host, referenceId="https")
    visit.see("confirm it’s you")
    visit.wait("onReady")
    [inquiry] = [found for found in company.inquiries("production") if found.reference_id == "https"]
    assert visit.heard("start")[0]["metadata"] == {"inquiryId": inquiry.id}
    assert visit.flow.locator(".sandbox").count() == 0
    assert {message["origin"] for message in visit.heard()} == {f"https://{host}"}


def test_https_on_a_name_that_is_not_listed_is_not_framed(
    arrive: Arrive, https: Any, make_template: Callable[..., str]
) -> None:
    browser, shop, host = https
    visit = arrive(browser=browser, origin=shop.origin, permissions=[])
    with visit.page.expect_response("**/widget?*") as answered:
        visit.embed(templateId=make_template(domains=("other.example.test",)), customHost=host)
    assert answered.value.status == 403
    visit.page.wait_for_timeout(300)
    assert visit.calls() == []
    assert any("frame-ancestors 'none'" in mistake for mistake in visit.mistakes)
    visit.mistakes.clear()


def own(arrive: Arrive, shop: Shop, server: Any, options: Options, more: str = "") -> Any:
    """A customer on a page that imports our own SDK."""
    shop.pages["/own"] = OWN
    visit = arrive("/own")
    script = """async ([server, options]) => {
        const { default: verilink } = await import(`${server}/sdk/verilink.js`);
        window.flow = verilink.open({ ...options, ...handlers(), MORE });
    }""".replace("MORE", more)
    visit.page.evaluate(script, [server.url, options])
    return visit


def test_our_own_sdk_opens_a_dialog_with_the_same_callbacks(
    arrive: Arrive, shop: Shop, shared_server: Any, company: Company, sandbox: Options
) -> None:
    fields = {"name-first": "Zoë & Co"}
    visit = own(arrive, shop, shared_server, sandbox | {"referenceId": "own", "fields": fields})
    visit.see("confirm it’s you")
    [inquiry] = [found for found in company.inquiries() if found.reference_id == "own"]
    assert inquiry.values()["name-first"] == "Zoë & Co"
    assert visit.wait("onStart") == {"inquiryId": inquiry.id}
    assert [call[1] for call in visit.calls("onEvent")][:3] == ["load", "ready", "start"]
    assert [call[0] for call in visit.calls()][:4] == ["onEvent", "onLoad", "onEvent", "onReady"]
    visit.page.evaluate("flow.cancel()")
    visit.flow.get_by_role("dialog", name="Leave for now?").get_by_role("button", name="Leave").click()
    assert visit.wait("onCancel")["inquiryId"] == inquiry.id
    assert visit.page.locator("dialog").count() == 0


def test_our_own_sdk_takes_a_link_and_a_place(arrive: Arrive, shop: Shop, company: Company) -> None:
    inquiry = company.create("Government ID")
    place = 'parent: document.getElementById("here")'
    visit = own(arrive, shop, company.server, {"url": company.unique(inquiry.id)}, place)
    visit.see("confirm it’s you")
    assert visit.wait("onStart") == {"inquiryId": inquiry.id}
    assert visit.page.locator("main > iframe").count() == 1
    assert visit.flow.locator("html").get_attribute("data-flow-type") == "inline"
    visit.page.evaluate("flow.cancel(true)")
    assert visit.wait("onCancel")["sessionToken"]


def test_our_own_sdk_tells_of_errors_and_of_a_frame_that_was_refused(
    arrive: Arrive, shop: Shop, shared_server: Any, sandbox: Options
) -> None:
    visit = own(arrive, shop, shared_server, sandbox | {"templateId": "itmpl_1111111111111111111111111111"})
    assert visit.wait("onError")["code"] == "unknown"
    refused = own(arrive, shop, shared_server, {"templateId": sandbox["templateId"]})
    told = refused.wait("onError")
    assert (told["status"], told["code"]) == (0, "application_error")
    assert f"{shared_server.url}/widget?" in told["message"]
    assert refused.page.locator("dialog").count() == 0
    assert any("frame-ancestors 'none'" in mistake for mistake in refused.mistakes)
    refused.mistakes.clear()
