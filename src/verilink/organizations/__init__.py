"""The organization that runs this installation and its two environments."""
