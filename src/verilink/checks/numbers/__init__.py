"""Published formats of the numbers that identity documents bear, and the check digits in them."""
