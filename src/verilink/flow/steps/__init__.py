"""One module per kind of step: what it needs when it is reached, what it shows, what it takes."""
