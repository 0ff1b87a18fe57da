"""Compares what a manifest draws now with the committed images, and reports."""
