"""What happens after a commit: events are handed on, webhooks and mails sent, pictures analysed, time kept."""
