"""How large an image may be."""

from ..errors import BadOption

MOST_PIXELS = 1e8
SHORTEST_SIDE = 100  # pixels below which letters vanish
LONGEST_SIDE = 2**16 - 1  # pixels that matplotlib draws in one direction


def check_pixels(size: tuple[float, float], dpi: float) -> None:
    """Raise `BadOption` for a picture too small to read or too large to draw."""
    width, height = size
    pixels = width * height * dpi**2
    if min(width, height) * dpi < SHORTEST_SIDE:
        raise BadOption(f"--size, --dpi: a side needs {SHORTEST_SIDE} pixels at least. Raise one of them.")
    if max(width, height) * dpi > LONGEST_SIDE:
        raise BadOption(f"--size, --dpi: a side may have {LONGEST_SIDE} pixels at most. Lower one of them.")
    if pixels > MOST_PIXELS:
        asked = f"{width:g} by {height:g} inches at {dpi:g} dpi are {pixels / 1e6:.0f} million pixels"
        raise BadOption(f"--size, --dpi: {asked}, allowed are {MOST_PIXELS / 1e6:.0f} million. Lower one of them.")
