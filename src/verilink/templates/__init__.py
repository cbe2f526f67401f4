"""Inquiry templates and their immutable published versions. The document itself is ``flow.document``."""
