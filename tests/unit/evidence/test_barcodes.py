"""Barcodes: the licence layout of every version, other national layouts, and reading symbols that lie askew."""

import base64
from datetime import date

import aamva_parser
import cv2
import numpy as np
import pdf417gen
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from verilink.checks.values import is_truncated, same_value
from verilink.evidence.documents.barcodes import aamva, national, read_barcodes
from verilink.evidence.documents.barcodes.layouts import interpret
from verilink.evidence.documents.barcodes.licence_fields import (
    find_truncated,
    format_postal_code,
    read_date,
    read_licence,
)
from verilink.evidence.documents.fields import merge_fields
from verilink.evidence.facts import BarcodeFacts, PageFacts, Quality


def make_licence(elements: dict[str, str], *, version: int = 10, issuer: str = "636014", kind: str = "DL") -> bytes:
    """A symbol's bytes as AAMVA annex D lays them out, with right offset and length."""
    body = kind + "\n".join(f"{name}{value}" for name, value in elements.items()) + "\r"
    jurisdiction = "" if version < 2 else "01"
    header = f"@\n\x1e\rANSI {issuer}{version:02d}{jurisdiction}01{kind}"
    offset = len(header) + 8
    return f"{header}{offset:04d}{len(body):04d}{body}".encode("latin-1")


HOLDER = {
    "DAQ": "D1234567",
    "DCS": "SAMPLE",
    "DAC": "JANE",
    "DAD": "ANN MARIE",
    "DBB": "01311990",
    "DBA": "02282030",
    "DBD": "03152022",
    "DBC": "2",
    "DAG": "123 MAIN ST",
    "DAI": "ANYTOWN",
    "DAJ": "CA",
    "DAK": "902100000  ",
    "DCG": "USA",
    "DCA": "C",
    "DCB": "NONE",
    "DAU": "065 in",
}


@pytest.mark.parametrize("version", range(2, 12))
def test_every_version_with_separate_names_gives_its_fields(version: int) -> None:
    licence = aamva.parse(make_licence(HOLDER, version=version))
    assert licence is not None
    assert licence.version == version
    assert licence.jurisdiction == "US-CA"
    assert licence.problems == ()
    assert read_licence(licence.elements, licence.issuer) == {
        "name-last": "SAMPLE",
        "name-first": "JANE",
        "name-middle": "ANN MARIE",
        "identification-number": "D1234567",
        "birthdate": "1990-01-31",
        "expiration-date": "2030-02-28",
        "issue-date": "2022-03-15",
        "sex": "F",
        "issuing-country": "US",
        "issuing-subdivision": "CA",
        "address-postal-code": "90210",
        "address-street-1": "123 MAIN ST",
        "address-city": "ANYTOWN",
        "address-subdivision": "CA",
        "vehicle-class": "C",
        "height": "065 in",
    }


def test_version_one_puts_the_whole_name_in_one_element_and_the_year_first() -> None:
    old = {"DAQ": "X1", "DAA": "SAMPLE,JOHN,Q", "DBB": "19700101", "DBA": "20100101", "DBC": "M", "DAL": "1 OLD RD"}
    licence = aamva.parse(make_licence(old, version=1))
    assert licence is not None
    fields = read_licence(licence.elements, licence.issuer)
    assert (fields["name-last"], fields["name-first"], fields["name-middle"]) == ("SAMPLE", "JOHN", "Q")
    assert fields["birthdate"] == "1970-01-01"
    assert fields["sex"] == "M"


def test_given_names_in_one_element_are_split() -> None:
    fields = read_licence({"DCS": "DOE", "DCT": "JANE,ANN"}, "636014")
    assert (fields["name-first"], fields["name-middle"]) == ("JANE", "ANN")


def test_canadian_dates_have_the_year_first_and_its_postal_codes_a_space() -> None:
    fields = read_licence({**HOLDER, "DBB": "19900131", "DAK": "K1A0B1", "DCG": "CAN"}, "636012")
    assert fields["birthdate"] == "1990-01-31"
    assert fields["address-postal-code"] == "K1A 0B1"
    assert (fields["issuing-country"], fields["issuing-subdivision"]) == ("CA", "ON")


def test_a_wrong_offset_is_recorded_and_the_content_still_read() -> None:
    data = make_licence(HOLDER).replace(b"DL0031", b"DL0099")
    licence = aamva.parse(data)
    assert licence is not None
    assert any("offset" in problem for problem in licence.problems)
    assert licence.elements["DAQ"] == "D1234567"


def test_an_identification_card_with_a_jurisdiction_subfile_is_read_whole() -> None:
    first, second = "IDDAQA1\nDCSDOE\nDBB01011990\nDBA01012030\r", "ZCZCAHAZEL\nZCBNONE\r"
    header = "@\n\x1e\rANSI 636014100102"
    offset = len(header) + 20
    data = f"{header}ID{offset:04d}{len(first):04d}ZC{offset + len(first):04d}{len(second):04d}{first}{second}".encode()
    licence = aamva.parse(data)
    assert licence is not None
    assert licence.kind == "ID"
    assert licence.elements["DAQ"] == "A1"
    assert licence.elements["ZCA"] == "HAZEL"
    assert licence.problems == ()


def test_missing_elements_and_unknown_issuers_are_problems() -> None:
    licence = aamva.parse(make_licence({"DCS": "DOE"}, issuer="999999"))
    assert licence is not None
    assert set(licence.problems) == {"issuer is not known", "DAQ is missing", "DBB is missing", "DBA is missing"}


values = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'-. ", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(
    version=st.integers(2, 11),
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=4, max_size=20),
    last=values,
    first=values,
    birth=st.dates(date(1920, 1, 1), date(2010, 12, 31)),
    issuer=st.sampled_from(["636014", "636000", "636012", "604428"]),
)
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read(version: int, number: str, last: str, first: str, birth: date, issuer: str) -> None:
    canadian = issuer in ("636012", "604428")
    elements = {
        **HOLDER,
        "DAQ": number,
        "DCS": last,
        "DAC": first,
        "DBB": birth.strftime("%Y%m%d" if canadian else "%m%d%Y"),
        "DCG": "CAN" if canadian else "USA",
    }
    licence = aamva.parse(make_licence(elements, version=version, issuer=issuer))
    assert licence is not None
    assert licence.elements["DAQ"] == number
    assert licence.elements["DCS"] == last
    assert licence.elements["DAC"] == first
    assert read_licence(licence.elements, issuer)["birthdate"] == birth.isoformat()


def test_another_parser_agrees() -> None:
    other = aamva_parser.parse(make_licence(HOLDER).decode("latin-1"))
    assert other.last_name == "SAMPLE"
    assert other.date_of_birth.date() == date(1990, 1, 31)


@given(st.binary(max_size=400), st.booleans())
@settings(max_examples=400)
def test_any_bytes_are_interpreted_without_an_error(data: bytes, headed: bool) -> None:
    read = interpret((b"@\n\x1e\rANSI 636014100102DL00410278" if headed else b"") + data)
    assert read.layout in ("aamva", "unknown", "za-id", "co-id", "ar-dni")
    read_licence(read.fields, read.issuer)


def test_the_south_african_card_is_read() -> None:
    data = b"DLAMINI|THABO JOHN|M|RSA|8001015009087|01 JAN 1980|RSA|CITIZEN|12 MAR 2019|36508|"
    assert interpret(data).layout == "za-id"
    fields = national.parse_south_african(data)
    assert fields["identification-number"] == "8001015009087"
    assert (fields["birthdate"], fields["issue-date"]) == ("1980-01-01", "2019-03-12")


def test_both_argentine_layouts_are_read() -> None:
    new = b"00123456789@PEREZ@JUAN CARLOS@M@12345678@A@01/02/1980@03/04/2015"
    old = b"@12345678    @A@1@PEREZ@JUAN CARLOS@ARGENTINA@01/02/1980@M@03/04/2010@0123@1"
    for data in (new, old):
        assert interpret(data).layout == "ar-dni"
        fields = national.parse_argentine(data)
        assert (fields["name-last"], fields["name-first"]) == ("PEREZ", "JUAN CARLOS")
        assert (fields["identification-number"], fields["birthdate"]) == ("12345678", "1980-02-01")


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("01311990", "US", "1990-01-31"),
        ("19900131", "US", "1990-01-31"),
        ("19900131", "CA", "1990-01-31"),
        ("01311990", "CA", "1990-01-31"),
        ("13131990", "US", None),
        ("", "US", None),
        ("010119", "US", None),
    ],
)
def test_dates_are_read_in_the_country_s_order_first(text: str, country: str, expected: str | None) -> None:
    assert read_date(text, country) == expected


def test_postal_codes_of_zeros_are_none() -> None:
    assert format_postal_code("000000000  ", "US") == ""
    assert format_postal_code("902101234", "US") == "90210-1234"


def draw_symbol(data: bytes, angle: float) -> np.ndarray:
    """A licence back: the symbol on a grey card, turned by ``angle`` degrees."""
    codes = pdf417gen.encode(data, columns=13, security_level=5)
    symbol = np.array(pdf417gen.render_image(codes, scale=3, ratio=3, padding=12).convert("L"))
    card = np.full((int(symbol.shape[0] * 2.2), int(symbol.shape[1] * 1.4)), 190, np.uint8)
    top, left = card.shape[0] // 3, card.shape[1] // 8
    card[top : top + symbol.shape[0], left : left + symbol.shape[1]] = symbol
    height, width = card.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.9)
    turned = cv2.warpAffine(card, matrix, (width, height), borderValue=90)
    return cv2.cvtColor(cv2.GaussianBlur(turned, (0, 0), 0.8), cv2.COLOR_GRAY2BGR)


@pytest.mark.parametrize("angle", [0, 4, -9, 15, 180])
def test_a_symbol_that_lies_askew_is_read_byte_for_byte(angle: float) -> None:
    data = make_licence(HOLDER)
    found = read_barcodes(draw_symbol(data, angle))
    assert len(found) == 1
    assert base64.b64decode(found[0].content) == data
    assert found[0].layout == "aamva"
    assert found[0].issuer == "636014"
    assert found[0].box is not None


def test_a_name_that_the_card_calls_cut_off_agrees_with_the_whole_one() -> None:
    assert find_truncated({"DDE": "T", "DDF": "N", "DDG": "U"}) == {"name-last"}
    long = {**HOLDER, "DCS": "WOLFESCHLEGELSTEINHAUSENBERGER", "DDE": "T"}
    cut = BarcodeFacts(format="PDF417", content="", layout="aamva", issuer="636014", fields=long)
    quality = Quality(sharpness=300, brightness=120, contrast=40, glare=0, dark=0, resolution=1000)
    fields = merge_fields(
        (PageFacts(width=9, height=9, rotation=0, quality=quality, barcodes=(cut,)),), date(2026, 3, 1)
    )
    assert [name for name, reading in fields.items() if reading.truncated] == ["name-last"]
    whole = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF"
    value = fields["name-last"].value
    assert same_value("name-last", value, whole, truncated=is_truncated([fields["name-last"]]))
    assert not same_value("name-last", value, whole)


WRITTEN = {
    "QR Code": "https://id.example/q?n=12345678&k=ABCDEF",
    "Data Matrix": "DNI 12345678 MUSTER",
    "Aztec": "0123ABC-muster",
    "Code 128": "X2846013A",
}


@pytest.mark.parametrize("angle", [0, 5, 90, 180])
@pytest.mark.parametrize("kind", list(WRITTEN))
def test_other_symbols_are_read_as_well(kind: str, angle: float) -> None:
    made = zxingcpp.create_barcode(WRITTEN[kind], zxingcpp.barcode_format_from_str(kind))
    symbol = np.squeeze(np.array(zxingcpp.write_barcode_to_image(made, scale=3)))
    card = np.full((700, 1100), 200, np.uint8)
    card[200 : 200 + symbol.shape[0], 300 : 300 + symbol.shape[1]] = symbol
    matrix = cv2.getRotationMatrix2D((550, 350), angle, 1.0)
    turned = cv2.GaussianBlur(cv2.warpAffine(card, matrix, (1100, 700), borderValue=90), (0, 0), 0.7)
    (found,) = read_barcodes(cv2.cvtColor(turned, cv2.COLOR_GRAY2BGR))
    assert (found.format, found.layout) == (kind, "unknown")
    assert base64.b64decode(found.content).decode() == WRITTEN[kind]


spanish = st.text("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ", min_size=2, max_size=20)
births = st.dates(date(1920, 1, 1), date(2015, 12, 31))


@given(last=spanish, first=spanish, number=st.integers(1_000_000, 99_999_999), birth=births, sex=st.sampled_from("MF"))
@settings(max_examples=100, deadline=None)
def test_what_argentina_writes_is_read(last: str, first: str, number: int, birth: date, sex: str) -> None:
    day = birth.strftime("%d/%m/%Y")
    data = f"00123456789@{last}@{first}@{sex}@{number}@A@{day}@03/04/2016@203".encode("latin-1")
    assert interpret(data).fields == {
        "name-last": last,
        "name-first": first,
        "sex": sex,
        "identification-number": str(number),
        "birthdate": birth.isoformat(),
        "issue-date": "2016-04-03",
    }


@given(
    names=st.tuples(spanish, spanish, spanish, spanish),
    number=st.integers(10_000, 1_999_999_999),
    birth=births,
    sex=st.sampled_from("MF"),
)
@settings(max_examples=100, deadline=None)
def test_what_colombia_writes_is_read(names: tuple[str, str, str, str], number: int, birth: date, sex: str) -> None:
    head = b"0123456789PubDSK_1".ljust(38, b"\0") + f"{number:010d}".encode()
    body = b"".join(name.encode("latin-1").ljust(23, b"\0") for name in names)
    read = interpret(head + body + b"\x000" + f"{sex}{birth:%Y%m%d}".encode() + b"0100001O+\0\x7f")
    assert read.layout == "co-id"
    assert read.fields == {
        "name-last": f"{names[0]} {names[1]}",
        "name-first": names[2],
        "name-middle": names[3],
        "identification-number": str(number),
        "sex": sex,
        "birthdate": birth.isoformat(),
    }


@given(last=spanish, first=spanish, birth=births, serial=st.integers(0, 9999))
@settings(max_examples=100, deadline=None)
def test_what_south_africa_writes_is_read(last: str, first: str, birth: date, serial: int) -> None:
    number = f"{birth:%y%m%d}{serial:04d}081"
    day = birth.strftime("%d %b %Y").upper()
    data = f"{last}|{first}|F|RSA|{number}|{day}|RSA|CITIZEN|12 MAR 2019|36508|".encode("latin-1")
    fields = interpret(data).fields
    assert (fields["name-last"], fields["name-first"], fields["identification-number"]) == (last, first, number)
    assert (fields["birthdate"], fields["issue-date"]) == (birth.isoformat(), "2019-03-12")


def test_a_picture_without_a_barcode_gives_none() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    assert read_barcodes(noise) == ()
    assert read_barcodes(np.full((300, 300, 3), 255, np.uint8)) == ()


@pytest.mark.parametrize("booklet", [False, True])
def test_a_small_symbol_on_the_page_of_a_passport_is_read(booklet: bool) -> None:
    symbol = np.asarray(zxingcpp.create_barcode("VDS 0123456789", zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=5))
    page = np.full((800, 1100), 214, np.uint8)
    page[90 : 90 + symbol.shape[0], 800 : 800 + symbol.shape[1]] = symbol
    (found,) = read_barcodes(page, booklet=booklet)
    assert (found.format, base64.b64decode(found.content)) == ("Data Matrix", b"VDS 0123456789")
