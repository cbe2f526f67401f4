"""Inquiries as the company sees them: the list, making one, one with its evidence, and deciding."""
