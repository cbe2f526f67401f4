"""Templates that work at once, as the YAML files beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from verilink.flow.document import Template
from verilink.flow.yaml import parse

_FILES = ("government_id_and_selfie", "government_id", "selfie", "proof_of_address", "email_and_phone")


@cache
def shipped_templates() -> dict[str, Template]:
    """Template name -> template, the recommended one first. Do not change the dictionary."""
    read = (parse(files(__name__).joinpath(f"{name}.yaml").read_bytes()) for name in _FILES)
    return {template.name: template for template in read}
