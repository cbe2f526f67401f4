"""Themes: how the flow looks, edited and looked at before people see it."""
