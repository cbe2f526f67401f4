"""Catalogues are merged, filled and reported without losing or guessing anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verilink.kit.i18n import Translator
from verilink.kit.plurals import categories
from verilink.locale.catalogues import TRANSLATED, missing, path_of, read
from verilink.locale.fill import Refused, fill
from verilink.locale.report import main, skeleton
from verilink.locale.update import update

POT = """\
msgid "Take a photo"
msgstr ""

#, python-format
msgid "Sent to %(to)s."
msgstr ""

#, python-format
msgid "%(count)s try"
msgid_plural "%(count)s tries"
msgstr[0] ""
msgstr[1] ""
"""
GERMAN = {"Take a photo": "Foto machen", "Sent to %(to)s.": "An %(to)s gesendet."}


@pytest.fixture
def pot(tmp_path: Path) -> Path:
    path = tmp_path / "messages.pot"
    path.write_text(POT, encoding="utf-8")
    return path


def test_a_filled_catalogue_speaks(tmp_path: Path, pot: Path) -> None:
    assert fill("de", GERMAN, tmp_path, pot) == 1
    assert fill("de", {"%(count)s try": ["ein Versuch", "%(count)s Versuche"]}, tmp_path, pot) == 0
    german = Translator("de", tmp_path)
    assert german("Sent to %(to)s.", to="Ada") == "An Ada gesendet."
    assert german.ngettext("%(count)s try", "%(count)s tries", 3) == "3 Versuche"


def test_every_form_of_a_plural_language_is_heard(tmp_path: Path, pot: Path) -> None:
    forms = {code: [f"{name} %(count)s" for name in categories(code)] for code in ("ar-EG", "cy", "he", "ja", "pl")}
    for code, texts in forms.items():
        fill(code, {"%(count)s try": texts}, tmp_path, pot)
    said = {code: Translator(code, tmp_path) for code in forms}
    heard = {
        code: [each.ngettext("%(count)s try", "", n).split()[0] for n in (0, 1, 2, 5)] for code, each in said.items()
    }
    assert heard == {
        "ar-EG": ["zero", "one", "two", "few"],
        "cy": ["zero", "one", "two", "other"],
        "he": ["other", "one", "two", "other"],
        "ja": ["other"] * 4,
        "pl": ["many", "one", "few", "many"],
    }


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"Take a photo": "Foto", "Sent to %(to)s.": "Gesendet."}, "%(to)s is missing"),
        ({"Take a photo": "Foto!"}, "exclamation mark"),
        ({"Take a photo": ["eins", "zwei"]}, "one form"),
        ({"Never written": "Nie geschrieben"}, "no such text"),
        ({"%(count)s try": "Versuche"}, "it needs 2 forms: one, other"),
        ({"%(count)s try": ["ein Versuch", "Versuche"]}, "other: %(count)s is missing"),
    ],
)
def test_an_unusable_translation_refuses_the_whole_file(
    tmp_path: Path, pot: Path, given: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        fill("de", given, tmp_path, pot)
    assert reason in str(refused.value)
    assert not path_of("de", tmp_path).exists()


def test_empty_translations_and_what_is_no_text_are_skipped(tmp_path: Path, pot: Path) -> None:
    given: dict[str, object] = {"Take a photo": "", "Sent to %(to)s.": None, "%(count)s try": ["", ""]}
    assert fill("de", given, tmp_path, pot) == 3


def test_the_same_content_is_written_every_time(tmp_path: Path, pot: Path) -> None:
    fill("de", dict(reversed(GERMAN.items())), tmp_path, pot)
    first = path_of("de", tmp_path).read_bytes()
    assert update("de", tmp_path, pot) == 1
    assert path_of("de", tmp_path).read_bytes() == first
    assert b"fuzzy" not in first


def test_a_translation_survives_the_absence_of_its_text_and_a_changed_text_counts_as_new(
    tmp_path: Path, pot: Path
) -> None:
    fill("de", GERMAN, tmp_path, pot)
    pot.write_text(POT.replace("Take a photo", "Take another photo"), encoding="utf-8")
    assert update("de", tmp_path, pot) == 2
    assert list(missing("de", tmp_path, pot)) == ["Take another photo", "%(count)s try"]
    assert Translator("de", tmp_path)("Take another photo") == "Take another photo"
    pot.write_text(POT, encoding="utf-8")
    assert update("de", tmp_path, pot) == 1
    assert read("de", tmp_path)["Take a photo"] == ("Foto machen",)


def test_the_missing_texts_of_a_locale_are_printed_as_fill_takes_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cs"]) == 0
    assert json.loads(capsys.readouterr().out) == skeleton("cs")
    assert main([]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(TRANSLATED) == 41
