"""A figure as the bytes of an image, the line that an image carries, and how two images differ."""
