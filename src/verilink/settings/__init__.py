"""Every setting of the program, read once at start from ``VERILINK_*`` variables over an optional TOML file.

``docs/reference/settings.md`` is made from here (``python -m verilink.settings``) and a test says that the two agree.
"""

from verilink.settings.loading import SettingsError, load
from verilink.settings.model import FIELDS, PREFIX, Field, Settings
from verilink.settings.reference import reference_markdown

__all__ = ["FIELDS", "PREFIX", "Field", "Settings", "SettingsError", "load", "reference_markdown"]
