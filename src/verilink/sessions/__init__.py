"""One device at work on one inquiry, and the links that open such sessions."""
