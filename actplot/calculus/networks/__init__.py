"""Small networks, and what becomes of the plane in them."""
