"""View models: what each page says, worked out from the flow's outcome; the templates only place it."""
