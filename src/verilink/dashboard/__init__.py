"""The company's side: pages rendered on the server, for people who signed in."""

from verilink.dashboard.routes import routes

__all__ = ["routes"]
