"""Modules: screens, actions, branches and texts that belong together, put into a template as one step."""
