"""Stored pictures: encrypted objects, their rows, and the short-lived links that show them."""
