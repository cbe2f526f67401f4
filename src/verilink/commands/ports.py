"""The port to listen on, tried before anything is started."""

from __future__ import annotations

import socket

from verilink.errors import Unavailable
from verilink.settings import Settings


def check_port(settings: Settings) -> None:
    """Raises ``Unavailable`` when this process could not listen there: better said before anything is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(
                f"Port {settings.port} on {settings.host}: {reason}. Choose another with VERILINK_PORT "
                f"(make run PORT=…)."
            ) from error
