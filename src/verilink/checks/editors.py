"""Programs that leave their name in files."""

from __future__ import annotations

import re
from typing import Final

# Programs that change pictures; what cameras and phones write about their own processing is left alone.
EDITOR: Final = re.compile(
    r"photoshop|gimp|affinity|pixelmator|paint\.?net|photopea|coreldraw|corel paint|inkscape|krita|canva|illustrator"
    r"|lightroom|snapseed|picsart|facetune|faceapp|pixlr|fotor|acorn|photoscape|imagemagick|midjourney|stable diffusion"
    r"|dall.?e|firefly",
    re.IGNORECASE,
)
# Programs in which a finished PDF is opened and changed; those that only write or print one are left alone.
PDF_EDITOR: Final = re.compile(
    r"photoshop|illustrator|gimp|inkscape|canva|coreldraw|affinity|sejda|smallpdf|ilovepdf|pdfescape|pdf-?xchange"
    r"|foxit phantom|foxit pdf editor|nitro|pdfelement|wondershare|pdffiller|dochub|pdf24|soda pdf|master pdf"
    r"|libreoffice draw|acrobat pro|acrobat dc|infix|pdfsam|pdftk|pdf candy|pdf2go|xodo|phantompdf|kofax|power pdf",
    re.IGNORECASE,
)
