"""Checks of selfies."""
