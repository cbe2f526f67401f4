"""Immutable records "object did X". An event is written in the transaction of its change and is the outbox row."""
