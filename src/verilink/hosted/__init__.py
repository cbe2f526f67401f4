"""The flow as people see it: the page behind a link, its screens, uploads and the way back to the company."""

from verilink.hosted.looks import stop_looking
from verilink.hosted.routing import routes

__all__ = ["routes", "stop_looking"]
