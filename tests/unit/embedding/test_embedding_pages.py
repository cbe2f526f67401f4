"""Headers and contents of what other pages frame and import."""

from __future__ import annotations

import gzip
import html
import re
from typing import Any

import msgspec
from starlette.requests import Request

from verilink.embedding.answers import preload_page, refused_page, widget_page
from verilink.embedding.origins import Framing
from verilink.embedding.parameters import Embedding
from verilink.embedding.sdk import FILE
from verilink.hosted.assets import assets

SHOP = "https://shop.example.com"


def request(**headers: str) -> Request:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/widget", "query_string": b"", "headers": sent})


def told(page: str) -> Any:
    """What the page's script is told."""
    match = re.search(r'<meta name="embedding" content="([^"]*)">', page)
    assert match
    return msgspec.json.decode(html.unescape(match[1]))


def test_only_the_checked_pages_may_frame_the_flow() -> None:
    asked = Embedding(origin=SHOP, target=SHOP, template_id="itmpl_1", container_id="c-1")
    framing = Framing((SHOP, "https://outer.example"), SHOP, (SHOP,))
    answer = widget_page(request(), asked, framing, "en", None)
    policy = answer.headers["content-security-policy"]
    assert f"frame-ancestors 'self' {SHOP} https://outer.example;" in policy
    assert "script-src 'self';" in policy
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "camera=(self)" in answer.headers["permissions-policy"]


def test_the_page_is_told_what_to_echo_and_where_to() -> None:
    hostile = "\"'><script>alert(1)</script>"
    asked = Embedding(
        origin=SHOP,
        target=SHOP,
        template_id="itmpl_1",
        container_id=hostile,
        flow_type="inline",
        widget_padding={"top": "4px"},
    )
    answer = widget_page(request(accept_encoding="gzip"), asked, Framing((SHOP,), SHOP, (SHOP,)), "en", "dark")
    page = gzip.decompress(bytes(answer.body)).decode()
    assert hostile not in page
    known = told(page)
    assert (known["containerId"], known["templateId"], known["target"]) == (hostile, "itmpl_1", SHOP)
    assert (known["listened"], known["widgetPadding"]) == ([SHOP], {"top": "4px"})
    assert "templateVersionId" not in known
    assert 'data-variant="dark" data-flow-type="inline"' in page
    assert f'src="{assets().prefix}/embed.js"' in page


def test_a_refused_page_can_be_framed_by_nobody_and_says_why() -> None:
    answer = refused_page("<https://evil.example> is not among the allowed domains", 403)
    assert answer.status_code == 403
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert "&lt;https://evil.example&gt; is not among" in bytes(answer.body).decode()


def test_the_cache_warmer_names_every_module_and_can_do_nothing() -> None:
    answer = preload_page()
    body = bytes(answer.body).decode()
    assert {"main.js", "capture.js", "selfie.js"} <= set(assets().modules)
    assert all(f"{assets().prefix}/{name}" in body for name in ("flow.css", *assets().modules))
    assert "worker" not in body  # runs in no page
    assert "zxing" not in body  # is loaded by those who need it
    assert "data-idle" in body
    assert "connect-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors *;" in answer.headers["content-security-policy"]


def test_our_own_sdk_weighs_less_than_three_kilobytes() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9)) < 3_000
