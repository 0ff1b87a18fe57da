"""Functions that a project names once: in a manifest, a file of functions, or its pyproject.toml."""
