"""Requests for what small networks make of the plane."""
