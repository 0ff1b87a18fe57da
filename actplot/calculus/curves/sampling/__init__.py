"""Samples of curves that are honest: no pixel tells them from the curve, and what pixels cannot show is said."""
