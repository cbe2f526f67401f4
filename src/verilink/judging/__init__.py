"""From stored pictures to a verdict: facts by the engine (or the sandbox's simulator), checks by published rules."""
