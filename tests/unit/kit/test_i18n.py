from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.i18n import Translator, available, fill, load, translator
from verilink.kit.locales import LOCALES, accepted, find, negotiate

_GERMAN = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Take a photo"
msgstr "Foto aufnehmen"

msgid "Hello %(name)s"
msgstr "Hallo %(name)s"

msgid "Keep %(days)s days"
msgstr "Aufbewahren"

#, fuzzy
msgid "Continue"
msgstr "Vielleicht weiter"

msgid "Cancel"
msgstr ""

msgid "%(count)s try left"
msgid_plural "%(count)s tries left"
msgstr[0] "Noch ein Versuch"
msgstr[1] "Noch %(count)s Versuche"
"""
_POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "%(count)s file"
msgid_plural "%(count)s files"
msgstr[0] "%(count)s plik"
msgstr[1] "%(count)s pliki"
msgstr[2] "%(count)s plików"
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "de.po").write_text(_GERMAN, encoding="utf-8")
    (tmp_path / "pl.po").write_text(_POLISH, encoding="utf-8")
    return tmp_path


def test_a_translation_is_found_and_its_placeholders_filled(directory: Path) -> None:
    german = Translator("de", directory)
    assert german("Take a photo") == "Foto aufnehmen"
    assert german("Hello %(name)s", name="Ada") == "Hallo Ada"


def test_english_stands_in_for_what_is_missing_fuzzy_or_does_not_fit(directory: Path) -> None:
    german = Translator("de", directory)
    assert german("Cancel") == "Cancel"
    assert german("Continue") == "Continue"
    assert german("Never seen") == "Never seen"
    assert german("Keep %(days)s days", days=7) == "Keep 7 days"


def test_plurals_follow_the_language(directory: Path) -> None:
    german, polish = Translator("de", directory), Translator("pl", directory)
    assert german.ngettext("%(count)s try left", "%(count)s tries left", 1) == "Noch ein Versuch"
    assert german.ngettext("%(count)s try left", "%(count)s tries left", 3) == "Noch 3 Versuche"
    assert [polish.ngettext("%(count)s file", "%(count)s files", n) for n in (1, 3, 5, 22)] == [
        "1 plik",
        "3 pliki",
        "5 plików",
        "22 pliki",
    ]
    assert Translator("en-US", directory).ngettext("%(count)s file", "%(count)s files", 2) == "2 files"
    assert polish.ngettext("%(count)s cat", "%(count)s cats", 1) == "1 cat"


def test_words_of_ones_own_come_before_the_catalogue(directory: Path) -> None:
    german = Translator("de", directory)
    own = german.knowing({"Take a photo": "Bild machen", "%(count)s try left": ("eins", "%(count)s")})
    assert own("Take a photo") == "Bild machen"
    assert own.ngettext("%(count)s try left", "%(count)s tries left", 7) == "7"
    assert own("Hello %(name)s", name="Ada") == "Hallo Ada"
    assert german("Take a photo") == "Foto aufnehmen"
    assert german.knowing({}) is german


def test_an_unknown_locale_speaks_english_and_reads_no_other_file(directory: Path) -> None:
    assert Translator("../../etc/passwd", directory).code == "en-US"
    assert load("../de", directory / "sub") == {}


def test_only_languages_listed_as_complete_are_available(directory: Path) -> None:
    offered = directory / "complete.txt"
    offered.write_text("pl\nxx\nde\n", encoding="utf-8")
    assert available(offered) == ("de", "en-US", "pl")
    assert available(directory / "missing.txt") == ("en-US",)


def test_a_broken_catalogue_is_named(directory: Path) -> None:
    (directory / "fr.po").write_text('msgid "x"\nmsgstr "y"\nnonsense\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"fr\.po is not a catalogue"):
        load("fr", directory)


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_or_value_breaks_filling(text: str, value: str) -> None:
    assert fill(text.replace("%(", ""), {"name": value}) == text.replace("%(", "")
    assert fill("a %(name)s b 100%", {"name": value}) == f"a {value} b 100%"
    assert fill("%(other)s", {"name": value}) == "%(other)s"


def test_dates_and_countries_are_written_in_the_language() -> None:
    day = date(2026, 1, 10)
    assert translator("en-US").date(day) == "January 10, 2026"
    assert translator("de").date(day) == "10. Januar 2026"
    assert "2026" in translator("th").date(day) or "2569" in translator("th").date(day)
    assert translator("de").country("de") == "Deutschland"
    assert translator("zh-TW").country("DE") == "德國"
    assert translator("en-US").country("ZZX") == "ZZX"
    assert "09" in translator("de").moment(datetime(2026, 1, 10, 9, tzinfo=UTC))
    assert translator("en-US").countries(["US", "AT"]) == [("AT", "Austria"), ("US", "United States")]


@pytest.mark.parametrize("code", sorted(LOCALES))
def test_every_locale_can_write_dates_and_countries(code: str) -> None:
    speaker = translator(code)
    assert speaker.code == code
    assert speaker.date(date(2026, 1, 10))
    assert speaker.country("JP") != "JP"


def test_there_are_42_locales_and_three_run_right_to_left() -> None:
    assert len(LOCALES) == 42
    assert {code for code, locale in LOCALES.items() if locale.rtl} == {"ar-EG", "he", "ur"}
    assert LOCALES["he"].direction == "rtl"
    assert len({locale.name for locale in LOCALES.values()}) == 42


def test_translators_are_shared_safely_between_threads() -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len({id(found) for found in threads.map(translator, ["sv"] * 50)}) <= 8
        assert set(threads.map(lambda code: translator(code)("never written"), list(LOCALES))) == {"never written"}


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("DE-at", "de"),
        ("en", "en-US"),
        ("en-GB", "en-US"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("zh", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh_TW", "zh-TW"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("fil-PH", "tl"),
        ("bs-Latn-BA", "hr"),
        ("sh", "sr"),
        ("mo", "ro"),
        ("iw", "he"),
        ("ar", "ar-EG"),
        ("id", "id-ID"),
        ("sr-Latn-RS", "sr"),
        ("xx", None),
        ("", None),
        ("../de", None),
        ("de" * 100, None),
    ],
)
def test_language_tags_find_their_locale(tag: str, code: str | None) -> None:
    assert find(tag) == code


@pytest.mark.parametrize(
    ("explicit", "header", "code"),
    [
        ("fr", "de", "fr"),
        ("xx", "de", "de"),
        (None, "de-CH, fr;q=0.9, en;q=0.8", "de"),
        (None, "en;q=0.5, sv;q=0.9", "sv"),
        (None, "xx, de;q=0, ja;q=0.1", "ja"),
        (None, "*", "en-US"),
        (None, "", "en-US"),
        (None, None, "en-US"),
        (None, "de;q=2", "en-US"),
        (None, "de ; q=0.3", "de"),
    ],
)
def test_what_was_asked_for_wins_then_the_browsers_order(explicit: str | None, header: str | None, code: str) -> None:
    assert negotiate(explicit, header) == code


def test_only_offered_locales_are_given() -> None:
    assert negotiate("fr", "de, ja", ["ja", "en-US"]) == "ja"
    assert negotiate("fr", None, ["ja", "ko-KR"]) == "ja"
    assert negotiate("fr", None, []) == "en-US"


@given(st.text(max_size=3_000), st.text(max_size=40))
def test_any_header_gives_a_locale(header: str, explicit: str) -> None:
    assert negotiate(explicit, header) in LOCALES
    assert len(list(accepted(header))) <= 20
