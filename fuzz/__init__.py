"""Hostile inputs for everything that reads bytes from outside. ``make fuzz`` runs it long, the tests run it short."""
