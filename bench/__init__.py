"""Measurements. Each compares with a limit or a peer in the same run and prints ratios; absolute times mean little."""
