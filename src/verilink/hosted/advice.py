"""Reasons of checks to sentences for the person."""

from __future__ import annotations

from collections.abc import Iterable

from verilink.kit.i18n import Translator


def advice(language: Translator, reasons: Iterable[str]) -> tuple[str, ...]:
    """placeholder until checks lands"""
    return tuple(language(reason) for reason in reasons)
