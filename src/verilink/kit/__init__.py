"""Mechanics that know nothing of identity verification; could be a library of its own."""
