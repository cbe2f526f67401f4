"""Photos of a document and of a face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from verilink.checks.government_id.expectations import carries_barcode
from verilink.flow.outcomes import Show
from verilink.flow.pages import id_pages
from verilink.hosted.documents import aspect_of, kind_of
from verilink.hosted.screens.handoff import handoff_label
from verilink.hosted.screens.model import Case, Screen, Tip
from verilink.hosted.screens.permission import permission_help, tablet_help


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraScreen(Screen):
    """Ways to bring a picture, and what to do when the camera is blocked."""

    live: bool
    native: bool
    upload: bool
    upload_hint: str
    handoff: str
    offers_handoff: bool
    permission_help: tuple[str, ...]
    tablet_help: tuple[str, ...]
    is_webview: bool
    tips: tuple[Tip, ...]
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureScreen(CameraScreen):
    """One page of a document. ``words``: guidance by its key in ``live.js``. ``barcode``: one is looked for here.

    ``frames``: a zone may be here, so further frames help to read it.
    """

    name: ClassVar[str] = "capture-id"
    template: ClassVar[str] = "capture.html"
    page: str
    id_class: str
    of: int
    counter: str
    aspect: float
    barcode: bool
    frames: bool
    art: str
    unconfirmed: str | None
    may_lack: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfieScreen(CameraScreen):
    """``poses`` in the order the server chose; ``at``: index of the next one.

    ``guides``: whether small pictures may be sent to be told where the head is. ``words``: by their key in
    ``posing.js``; those of ``checks.selfie.guidance``, but for what the heading says.
    """

    name: ClassVar[str] = "capture-selfie"
    template: ClassVar[str] = "selfie.html"
    body: str
    poses: tuple[str, ...]
    at: int
    native_label: str
    other_way: str
    guides: bool
    words: tuple[tuple[str, str], ...]


def build_document(case: Case, show: Show) -> CaptureScreen:
    """The side that is wanted now."""
    _ = case.language
    model = show.model
    id_class, page = str(model.get("id-class") or ""), str(model.get("page"))
    index, of = int(model.get("index", 1)), int(model.get("of", 1))
    barcode = page == "back" and carries_barcode(model.get("country"), id_class)
    return CaptureScreen(
        title=_(kind_of(id_class).instruction(page)),
        page=page,
        id_class=id_class,
        of=of,
        counter=_("%(index)s of %(of)s", index=index, of=of),
        aspect=aspect_of(id_class),
        barcode=barcode,
        frames=not barcode and (page == "back" or len(id_pages(id_class)) == 1),
        art=_art(id_class, page),
        unconfirmed=case.unconfirmed,
        may_lack=_("It has no back") if model.get("may-lack") else "",
        words=_words(case),
        tips=(
            Tip("corners", _("All four corners inside the frame")),
            Tip("sun", _("Good light, without reflections")),
            Tip("eye", _("Every word sharp enough to read")),
        ),
        upload_hint=_("JPEG, PNG, WebP, HEIC or PDF, up to 15 MB"),
        **_ways(case, model),
    )


def build_selfie(case: Case, show: Show) -> SelfieScreen:
    """Every pose on one screen, so that the camera stays open between them."""
    _ = case.language
    model = show.model
    poses = tuple(str(pose) for pose in model.get("order", ("center",)))
    turns = len(poses) > 1
    ways = _ways(case, model)
    body = (
        _("You look straight ahead and to each side. The page says which comes next.")
        if turns
        else _("You look straight ahead.")
    )
    native = bool(ways["native"] or ways["upload"])
    return SelfieScreen(
        title=_("Now a short look at your face"),
        body=body,
        poses=poses,
        at=int(model.get("index", 1)) - 1,
        native_label=_("Use photos instead") if turns else _("Use a photo instead"),
        tips=(
            Tip("sun", _("Light on your face, not behind you")),
            Tip("glasses", _("Take off glasses and hat if you can")),
            Tip("phone", _("Hold the camera at eye level")),
        ),
        upload_hint="",
        other_way=case.other_way(),
        guides=case.guides and ways["live"],
        words=_selfie_words(case),
        **(ways | {"native": native, "upload": False}),
    )


def _ways(case: Case, model: dict[str, Any]) -> dict[str, Any]:
    capture = model.get("capture") or {}
    return {
        "live": bool(capture.get("live", True)),
        # A desktop browser's "camera app" is only another upload.
        "native": bool(capture.get("native", True)) and case.device.mobile,
        "upload": bool(capture.get("upload", True)),
        "handoff": handoff_label(case),
        # Beside a phone's own camera, another phone is only for when that fails.
        "offers_handoff": not case.device.mobile and not case.handed,
        "permission_help": permission_help(case.language, case.device),
        "tablet_help": tablet_help(case.language, case.device),
        "is_webview": case.device.webview,
        "error": case.error(),
    }


def _art(id_class: str, page: str) -> str:
    if len(id_pages(id_class)) == 1:
        return "passport"
    return "card_back" if page == "back" else "card_front"


def _shared_words(case: Case) -> tuple[tuple[str, str], ...]:
    _ = case.language
    return (
        ("dark", _("Too dark. Find more light")),
        ("closer", _("Move closer")),
        ("farther", _("Move back a little")),
        ("still", _("Hold still")),
        ("good", _("Looks good. Take the photo")),
        ("taking", _("Looks good. Hold still")),
    )


def _words(case: Case) -> tuple[tuple[str, str], ...]:
    _ = case.language
    return (
        *_shared_words(case),
        ("frame", _("Place the document in the frame")),
        ("corners", _("Show all four corners")),
        ("glare", _("There is a reflection. Tilt it a little")),
        ("blur", _("Not sharp yet. Move back a little")),
        ("barcode", _("Hold it so that the barcode is sharp")),
        ("hand", _("All four corners inside? Take the photo")),
    )


def _selfie_words(case: Case) -> tuple[tuple[str, str], ...]:
    _ = case.language
    return (
        *_shared_words(case),
        ("none", _("Bring your face into the circle")),
        ("several", _("Only one person may be in the picture")),
        ("to-left", _("Move a little to your left")),
        ("to-right", _("Move a little to your right")),
        ("level", _("Hold the camera at eye level")),
        ("further", _("Turn a little further")),
        ("back", _("Turn back a little")),
        ("hand", _("No face is found. You can take the photo yourself")),
    )
