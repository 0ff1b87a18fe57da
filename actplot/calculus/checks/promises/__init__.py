"""Looks at what a function of the catalogue promises beside its values: limits, bounds, breaks, conventions."""
