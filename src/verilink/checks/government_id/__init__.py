"""Checks of government IDs."""
