"""Checks of papers that prove something: bills, statements, letters."""
