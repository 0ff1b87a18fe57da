"""Shares work among processes of this machine, or among those of a cluster."""
