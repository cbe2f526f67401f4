"""Text messages to phones: written with the change they tell of, sent by the worker through a provider."""
