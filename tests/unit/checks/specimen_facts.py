"""Facts of good specimens, to be spoilt one at a time by the tests of the checks."""

from __future__ import annotations

import base64
import struct
import typing
from datetime import date
from typing import Any

import msgspec
from hypothesis import strategies as st

from verilink.checks.case import Answer, GovernmentIdCase, KnownImage, Repeat, SelfieCase, SharedBackground
from verilink.evidence import facts as shapes
from verilink.evidence.facts import (
    BarcodeFacts,
    Box,
    DocumentFacts,
    FaceFacts,
    FrameFacts,
    MrzFacts,
    PageFacts,
    Quad,
    Quality,
    Reading,
    SelfieFacts,
    TextLine,
)
from verilink.evidence.papers import facts as paper_shapes

TODAY = date(2026, 3, 1)
QUAD = Quad(points=((0, 0), (800, 0), (800, 560), (0, 560)))
QUALITY = Quality(
    sharpness=300,
    brightness=120,
    contrast=50,
    glare=0.0,
    dark=0.01,
    resolution=1600,
    grid=0.7,
    saturation=60,
    chroma=20,
    corners_inside=4,
)
LANDMARKS = ((40.0, 50.0), (80.0, 50.0), (60.0, 70.0), (45.0, 90.0), (75.0, 90.0))
DIGITS = {"document-number": True, "birthdate": True, "expiration-date": True, "composite": True}


def changed(value: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(value, **changes)


def embedding(*numbers: float) -> str:
    vector = [*numbers, *[0.0] * (128 - len(numbers))]
    return base64.b64encode(struct.pack("<128f", *vector)).decode()


def face(*numbers: float, yaw: float = 0.0, **more: Any) -> FaceFacts:
    """``numbers``: of the embedding."""
    known: dict[str, Any] = {"brightness": 120.0, "size": 60.0, "quality": 0.9, "sharpness": 80.0, "pitch": 0.0}
    return FaceFacts(
        box=Box(x=10, y=10, width=100, height=130),
        landmarks=LANDMARKS,
        confidence=0.95,
        yaw=yaw,
        roll=0.0,
        embedding=embedding(*(numbers or (1.0,))),
        model="sface",
        **(known | more),
    )


def page(**changes: Any) -> PageFacts:
    known: dict[str, Any] = {
        "quality": QUALITY,
        "document": QUAD,
        "perceptual_hash": "ffffffff00000000",
        "text": tuple(TextLine(text=word, confidence=0.9, box=QUAD) for word in ("ONE", "TWO", "THREE")),
    }
    return PageFacts(width=1600, height=1120, rotation=0, **(known | changes))


def mrz(**changes: Any) -> MrzFacts:
    zone = MrzFacts(format="TD3", lines=("P<UTO", "L898"), check_digits=DIGITS, confidence=0.99)
    return changed(zone, **changes)


def reading(value: str, source: Any = "mrz", **more: Any) -> Reading:
    return Reading(value=value, source=source, confidence=0.99, **more)


def passport(**changes: Any) -> DocumentFacts:
    portrait = face()
    fields = {
        "name-first": reading("ANNA MARIA"),
        "name-last": reading("ERIKSSON"),
        "birthdate": reading("1974-08-12"),
        "expiration-date": reading("2032-04-15"),
        "document-number": reading("L898902C3"),
        "nationality": reading("SE"),
    }
    whole = DocumentFacts(
        pages={"front": page(mrz=mrz(), faces=(portrait,))},
        fields=fields,
        id_class="pp",
        country_code="SE",
        portrait=portrait,
        portrait_page="front",
    )
    return changed(whole, **changes)


PASSPORT_CASE = GovernmentIdCase(
    today=TODAY, selected_country="SE", selected_id_classes=("pp",), id_classes=("pp", "dl", "id", "rp")
)

BARCODE = BarcodeFacts(format="PDF417", content="QU5TSSA=", layout="aamva", fields={"name-last": "SAMPLE"})


def licence(**changes: Any) -> DocumentFacts:
    portrait = face()
    fields = {
        "name-first": reading("ALEXANDER", "barcode"),
        "name-last": reading("SAMPLE", "barcode"),
        "birthdate": reading("1990-02-03", "barcode"),
        "issue-date": reading("2021-04-29", "barcode"),
        "expiration-date": reading("2029-05-11", "barcode"),
        "identification-number": reading("X0000000", "barcode"),
        "address-street-1": reading("1 SAMPLE ROAD", "barcode"),
    }
    whole = DocumentFacts(
        pages={"front": page(faces=(portrait,)), "back": page(barcodes=(BARCODE,), perceptual_hash="00000000ffffffff")},
        fields=fields,
        id_class="dl",
        country_code="US",
        subdivision="CA",
        portrait=portrait,
        portrait_page="front",
    )
    return changed(whole, **changes)


LICENCE_CASE = changed(
    PASSPORT_CASE, selected_country="US", selected_id_classes=("dl",), pages_required=("front", "back")
)

ORDER = ("center", "left", "right")
YAWS = {"center": 2.0, "left": 28.0, "right": -27.0}
HASHES = {"center": "ffffffff00000000", "left": "00000000ffffffff", "right": "0f0f0f0f0f0f0f0f"}


def frame(asked: Any, **changes: Any) -> FrameFacts:
    known: dict[str, Any] = {
        "faces": (face(1.0, 0.3 if asked == "left" else 0.0, yaw=YAWS[asked]),),
        "quality": QUALITY,
        "perceptual_hash": HASHES[asked],
        "planar_residual": None if asked == "center" else 0.25,
        "similarity_to_center": 0.9,
        "captured_ms": {"center": 1_000, "left": 3_500, "right": 6_000}[asked],
    }
    return FrameFacts(asked=asked, width=720, height=960, **(known | changes))


def selfie(*, signals: dict[str, float] | None = None, **frames: FrameFacts) -> SelfieFacts:
    taken = tuple(frames.get(asked, frame(asked)) for asked in ORDER)
    return SelfieFacts(frames=taken, order=ORDER, signals={"least-depth": 0.45} if signals is None else signals)


SELFIE_CASE = SelfieCase(order=ORDER, compares_with_document=True, portrait=face(1.0, 0.1))


def without(document: DocumentFacts, *keys: str) -> DocumentFacts:
    """The document without some of its fields."""
    return changed(document, fields={key: value for key, value in document.fields.items() if key not in keys})


def with_fields(document: DocumentFacts, **values: Any) -> DocumentFacts:
    """The document with other fields; underscores stand for hyphens."""
    new = {key.replace("_", "-"): one if isinstance(one, Reading) else reading(one) for key, one in values.items()}
    return changed(document, fields={**document.fields, **new})


def with_page(whole: DocumentFacts, name: str = "front", /, **changes: Any) -> DocumentFacts:
    pages = {**whole.pages, name: changed(whole.pages[name], **changes)}
    return changed(whole, pages=pages)


for _shape in (*vars(shapes).values(), *vars(paper_shapes).values(), Answer, KnownImage, Repeat, SharedBackground):
    if isinstance(_shape, type) and issubclass(_shape, msgspec.Struct) and _shape is not shapes.Facts:
        _hints = typing.get_type_hints(_shape)
        st.register_type_strategy(
            _shape,
            st.deferred(
                lambda shape=_shape, hints=_hints: st.builds(
                    shape, **{key: st.from_type(hint) for key, hint in hints.items()}
                )
            ),
        )
