"""Log lines on standard error, as text or as JSON, without personal values."""

from __future__ import annotations

import logging
import sys

import msgspec

from verilink.kit.clock import iso, now
from verilink.kit.obfuscate import ObfuscatingFilter
from verilink.settings import Settings


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, and the traceback if there is one."""
        line = {"time": iso(now()), "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        # the filter has already put the traceback into words without personal values
        if record.exc_text:
            line["traceback"] = record.exc_text
        return msgspec.json.encode(line).decode()


def configure(settings: Settings) -> None:
    """Set up logging for this process."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else text)
    handler.addFilter(ObfuscatingFilter())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    if settings.log_level == "info":
        # how the HTTP server starts and stops is of interest only to who looks for a fault
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
