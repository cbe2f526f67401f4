"""Checks: facts and a template's settings in, named results out. Pure: the same input gives the same verdict."""
