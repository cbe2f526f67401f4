"""Who may come in: people with roles and sessions, programs with API keys."""
