"""Verilink: self-hosted identity verification by link."""
