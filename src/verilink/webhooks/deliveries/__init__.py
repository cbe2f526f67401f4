"""One delivery is one event on its way to one webhook."""
