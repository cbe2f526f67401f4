"""One person going once through a flow: everything collected, its statuses, and the doors between them."""
