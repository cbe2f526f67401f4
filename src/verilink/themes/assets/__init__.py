"""Logos and fonts of themes."""
