"""The flow engine. Pure: a template document and a state in, the next outcome out. No database, no web."""
