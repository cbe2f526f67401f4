"""For the tests of what others build beside Verilink."""
