"""The flow inside a company's own page: the framed page, its cache warmer, and a small JavaScript SDK."""

from verilink.embedding.routing import routes

__all__ = ["routes"]
