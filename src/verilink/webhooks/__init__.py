"""HTTP subscriptions to events: who is told, what exactly is sent, and what became of it."""
