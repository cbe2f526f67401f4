"""A tinted card or page with text on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from specimens import drawing
from specimens.faces import Pixels

WIDTH, HEIGHT = 1712, 1080  # 20 pixels per mm of a card
_SYSTEM = Path("/usr/share/fonts/opentype/urw-base35")
_FACES = (  # regular and bold; whichever the machine has, DejaVu always
    ("NimbusSans-Regular.otf", "NimbusSans-Bold.otf"),
    ("NimbusSansNarrow-Regular.otf", "NimbusSansNarrow-Bold.otf"),
    ("NimbusRoman-Regular.otf", "NimbusRoman-Bold.otf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
)
_TINTS = ((232, 228, 212), (228, 226, 236), (222, 234, 226), (240, 224, 220), (214, 226, 240), (236, 236, 232))
_INKS = ((24, 26, 40), (30, 30, 30), (10, 20, 70))
_GREYS = ((56, 70, 108), (90, 90, 96), (110, 60, 70), (70, 100, 80))


@dataclass
class Sheet:
    """What is drawn on, with one choice of type and colours. Positions in pixels of the card."""

    seed: int
    width: int = WIDTH
    height: int = HEIGHT
    page: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        rng = Random(self.seed)
        self.page = drawing.paper(self.width, self.height, tint=rng.choice(_TINTS), seed=self.seed)
        self._pen = ImageDraw.Draw(self.page)
        self._names, self.ink, self.grey = rng.choice(_FACES), rng.choice(_INKS), rng.choice(_GREYS)

    def write(
        self, spot: tuple[float, float], text: str, size: float, *, bold: bool = False, label: bool = False
    ) -> None:
        """Text with its top left corner at ``spot``."""
        font = _font(self._names[bold], round(size))
        self._pen.text(spot, text, font=font, fill=self.grey if label else self.ink)

    def length(self, text: str, size: float, *, bold: bool = False) -> float:
        """Pixels that ``text`` takes."""
        return float(self._pen.textlength(text, font=_font(self._names[bold], round(size))))

    def silhouette(self, left: int, top: int, width: int, height: int) -> None:
        """A grey head and shoulders where the portrait is."""
        self._pen.rectangle((left, top, left + width, top + height), fill=(196, 198, 202))
        middle, third = left + width / 2, width / 4
        self._pen.ellipse(
            (middle - third, top + height * 0.15, middle + third, top + height * 0.6), fill=(120, 118, 122)
        )
        self._pen.pieslice((left, top + height * 0.62, left + width, top + height * 1.5), 180, 360, fill=(96, 98, 108))
        self.page.paste((214, 226, 230), (left, top + height, left + width, min(self.height, top + height * 2)))

    def star(self, middle: tuple[float, float], radius: float) -> None:
        """A gold disc with a star cut out of it, as compliant cards bear."""
        x, y = middle
        self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(190, 150, 50))
        self._pen.regular_polygon((x, y, radius * 0.4), 5, fill=(236, 230, 214))

    def pixels(self) -> Pixels:
        """The sheet, BGR."""
        return drawing.to_pixels(self.page)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    import matplotlib

    own = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    path = _SYSTEM / name if (_SYSTEM / name).is_file() else own / name
    return ImageFont.truetype(str(path if path.is_file() else own / "DejaVuSans.ttf"), size)
