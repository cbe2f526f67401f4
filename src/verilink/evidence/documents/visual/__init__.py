"""The visual zone: captions that documents print, and the values that belong to them."""
