"""The kinds of values a theme may have. None of them can end a declaration, name a function or load anything."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

VariantName = Literal["light", "dark"]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}\Z")]
# Corners of up to 40 px: a button is 48 px high, so more would change nothing.
Corner = Annotated[str, msgspec.Meta(pattern=r"^([0-9]|[1-3][0-9]|40)px\Z")]
Line = Annotated[str, msgspec.Meta(pattern=r"^[1-4]px\Z")]
Gap = Annotated[str, msgspec.Meta(pattern=r"^([0-9]|[1-3][0-9]|4[0-8])px\Z")]
# Below these nobody reads in comfort; above them a page of 320 px breaks words.
BodySize = Annotated[str, msgspec.Meta(pattern=r"^(1[4-9]|2[0-2])px\Z")]
HeaderSize = Annotated[str, msgspec.Meta(pattern=r"^(2[0-9]|3[0-6])px\Z")]
SmallSize = Annotated[str, msgspec.Meta(pattern=r"^1[2-8]px\Z")]
Leading = Annotated[str, msgspec.Meta(pattern=r"^(1\.[1-9][0-9]?|2)\Z")]
Weight = Literal["400", "500", "600", "700", "800"]
# Family names: letters, digits, spaces, commas, hyphens, and double quotes in pairs.
Family = Annotated[
    str,
    msgspec.Meta(
        max_length=200, pattern=r'^(?:"[A-Za-z0-9 -]+"|[A-Za-z0-9 -]+)(?:, ?(?:"[A-Za-z0-9 -]+"|[A-Za-z0-9 -]+))*\Z'
    ),
]
# A file that was uploaded here; never an address, so nothing of another origin is ever fetched.
AssetId = Annotated[str, msgspec.Meta(pattern=r"^thast_[0-9A-Za-z]{1,64}\Z")]
