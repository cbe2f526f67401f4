"""Pixels in, facts out. Pure: no database, no network, no settings."""
