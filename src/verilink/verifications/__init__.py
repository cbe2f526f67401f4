"""One attempt at one kind of evidence: its pictures, its facts, its checks and its verdict."""
