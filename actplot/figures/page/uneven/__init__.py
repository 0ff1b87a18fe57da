"""Numbers at axes that are not even."""
