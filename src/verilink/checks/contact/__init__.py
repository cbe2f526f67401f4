"""Checks of a code that was sent to an email address or a phone number."""
