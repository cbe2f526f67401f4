"""Templates as people see them: the list, one with its drawing, import and export as YAML."""
