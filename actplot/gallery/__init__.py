"""Many figures from one manifest: build what changed, and check what a change means."""
