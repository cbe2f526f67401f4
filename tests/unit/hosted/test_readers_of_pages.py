"""What is guessed from a browser: its kind, its language, its country; and countries found in any spelling."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from verilink.flow.pages import ID_CLASSES
from verilink.flow.settings import COUNTRIES
from verilink.flow.shipped import shipped_templates
from verilink.hosted import presenting
from verilink.hosted.countries import countries, plain
from verilink.hosted.devices import Browser, Device, device_of
from verilink.hosted.documents import aspect_of, kind_of
from verilink.hosted.presenting import Reader
from verilink.hosted.screens.permission import permission_help, tablet_help
from verilink.kit.i18n import translator

AGENTS = [
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1 Version/17.5 Mobile/15E148 Safari/604.1",
        "ios-safari",
    ),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1 CriOS/126.0 Mobile/15E148 Safari/604.1", "ios-other"),
    ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "android"),
    (
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 SamsungBrowser/26.0 Mobile Safari/537.36",
        "samsung",
    ),
    ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "firefox-android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1 FxiOS/127.0 Mobile/15E148", "ios-other"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1 (KHTML, like Gecko) Mobile/15E148", "in-app"),
    (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) Version/4.0 Chrome/126.0 Mobile Safari/537",
        "in-app",
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "firefox"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1 Version/17.5 Safari/605.1.15", "safari"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "desktop"),
    (None, "desktop"),
]


@pytest.mark.parametrize(("agent", "browser"), AGENTS)
def test_browsers_are_told_apart(agent: str | None, browser: str) -> None:
    device = device_of(agent)
    assert device.browser == browser
    assert device.mobile is ("Mobile" in (agent or ""))
    assert device.webview is (browser == "in-app")


@pytest.mark.parametrize("browser", get_args(Browser))
def test_every_browser_has_its_own_way_to_allow_the_camera(browser: Browser) -> None:
    steps = permission_help(translator("en-US"), Device(browser))
    assert 3 <= len(steps) <= 4
    assert all(step.endswith(".") and len(step.split()) <= 14 for step in steps)


def test_a_tablet_that_calls_itself_a_mac_can_be_helped_too() -> None:
    english = translator("en-US")
    assert tablet_help(english, Device("safari")) == permission_help(english, Device("ios-safari"))
    assert tablet_help(english, Device("desktop")) == ()


def test_a_page_inside_another_app_is_known_by_the_link_or_by_the_browser() -> None:
    assert device_of("Mozilla/5.0 (Linux; Android 14; wv) Chrome/126", webview=False).webview
    assert device_of("Mozilla/5.0 (iPhone) Instagram 300").webview
    assert device_of(AGENTS[2][0], webview=True).webview
    assert not device_of(AGENTS[2][0]).webview


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("de-AT,de;q=0.9", "AT"),
        ("en", None),
        ("", None),
        ("fr,en-GB;q=0.5", "GB"),
        ("zh-Hant-TW", "TW"),
        ("es-419", None),
    ],
)
def test_the_country_is_guessed_from_the_first_language_with_one(header: str, country: str | None) -> None:
    assert Reader(accept_language=header).country == country


def test_every_country_has_a_name_and_is_found_by_it_by_its_english_name_and_its_codes() -> None:
    listed = countries(translator("en-US"))
    assert {country.code for country in listed} == COUNTRIES
    by_code = {country.code: country for country in listed}
    assert "usa" in by_code["US"].search.split("|")
    assert "deu" in by_code["DE"].search.split("|")
    assert "cote d’ivoire" in by_code["CI"].search.replace("'", "’")
    assert all(country.name != country.code for country in listed)


def test_countries_stand_in_the_order_of_their_plain_names() -> None:
    names = [plain(country.name) for country in countries(translator("en-US"))]
    assert names == sorted(names)
    assert plain("Åland Islands") in names[:4]


def test_only_allowed_countries_are_listed() -> None:
    assert [country.code for country in countries(translator("en-US"), ("FR", "AT"))] == ["AT", "FR"]


def test_every_kind_of_document_has_a_name_and_an_instruction() -> None:
    for id_class in ID_CLASSES:
        kind = kind_of(id_class)
        assert kind.name
        assert kind.instruction("front").startswith("Photograph")
        assert aspect_of(id_class) in (1.42, 1.586)
    assert kind_of("unheard-of").name == "Document"


@pytest.mark.parametrize(
    ("asked", "header", "shown", "limits", "code"),
    [
        ("de", "sv", "", (), "de"),
        ("xx", "sv-FI, en;q=0.5", "", (), "sv"),
        (None, "sv", "ar-EG", (), "ar-EG"),
        ("de", "sv", "", ("sv", "en-US"), "sv"),
        ("de", "fr", "", ("sv", "ar-EG"), "sv"),
        ("de", "", "", ("ja",), "de"),  # of the template's only language there is no catalogue
    ],
)
def test_a_language_is_chosen_among_those_of_the_template(
    asked: str | None, header: str, shown: str, limits: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenting, "available", lambda: ("ar-EG", "de", "en-US", "sv"))
    template = msgspec.structs.replace(shipped_templates()["Government ID"], locales=limits)
    reader = presenting.Reader(accept_language=header, asked=asked, shown=shown)
    assert reader.language(None, template).code == code
    offered = [each for each, _ in presenting.named_languages(template)]
    assert offered == (list(limits) if code in limits else ["ar-EG", "de", "en-US", "sv"])
