"""Queues: named filters over inquiries, for the people who review them."""
