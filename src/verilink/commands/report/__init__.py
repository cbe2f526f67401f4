"""What was read from a document as one page for people: nothing outside the file is needed, nothing is loaded."""

from verilink.commands.report.render import render

__all__ = ["render"]
