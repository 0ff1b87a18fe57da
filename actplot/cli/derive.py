"""`actplot derive`: the derivative of a function, step by step, as text or as a picture."""
