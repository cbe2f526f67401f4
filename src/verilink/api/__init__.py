"""The REST API: the published wire contract's conventions, and every operation that is served."""

from verilink.api.application import build_api

__all__ = ["build_api"]
