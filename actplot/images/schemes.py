"""Joins a drawing for a light and one for a dark page to one that follows what its reader prefers."""

import re

from ..errors import BadOption

_DECLARED = re.compile(r"\b(fill|stroke|stop-color|opacity|fill-opacity|stroke-opacity): ?([^;\"]+)")
_PARTS = re.compile(rf"({_DECLARED.pattern}|\b[a-z][0-9a-f]{{10}}\b)")
_TAGS = re.compile(r"<(text|path|use|g)\b[^>]*>")
_BLACK = "fill: #000000"  # which matplotlib leaves out
_RULES = "*{stroke-linejoin"  # of the sheet that matplotlib writes


def follow_scheme(light: bytes, dark: bytes) -> bytes:
    """An SVG whose colours are variables that `prefers-color-scheme` sets; the light ones where variables are unknown.

    Raises `BadOption` for drawings that differ in more than colours and the names of their parts.
    """
    ours, others = (_divided(_blackened(drawing.decode())) for drawing in (light, dark))
    if ours[::2] != others[::2]:
        raise BadOption("--theme auto: the figure differs in more than colours on a dark page. Draw it in both themes.")
    values: dict[str, tuple[str, str]] = {}
    for index in range(1, len(ours), 2):
        one, other = (_DECLARED.fullmatch(parts[index]) for parts in (ours, others))
        if one and other and one[2] != other[2]:
            name = "-".join(["", "", *(re.sub(r"\W", "_", found[2].strip("#")) for found in (one, other))])
            values[name] = one[2], other[2]
            ours[index] = f"{one[0]}; {one[1]}: var({name})"
    lights, darks = ("".join(f"{name}:{pair[side]};" for name, pair in sorted(values.items())) for side in (0, 1))
    rules = f"svg{{color-scheme:light dark;{lights}}}\n@media(prefers-color-scheme:dark){{svg{{{darks}}}}}\n"
    return "".join(ours).replace(_RULES, rules + _RULES, 1).encode()


def _blackened(drawing: str) -> str:
    """The drawing with what it fills with black said, where matplotlib says other colours."""
    return _TAGS.sub(_with_black, drawing)


def _with_black(found: re.Match[str]) -> str:
    tag, kind = found[0], found[1]
    if "fill: " in tag or " id=" in tag:
        return tag
    if 'style="' in tag and kind != "g":
        return re.sub('style="([^"]*)"', rf'style="\1; {_BLACK}"' if kind == "text" else rf'style="{_BLACK}; \1"', tag)
    if tag.startswith("<g transform="):  # letters as outlines
        return tag.replace("<g", f'<g style="{_BLACK}"', 1)
    return tag.replace("/>", f' style="{_BLACK}"/>') if kind == "path" else tag


def _divided(drawing: str) -> list[str]:
    """What is fixed and what may differ, in turns."""
    parts, last = [], 0
    for found in _PARTS.finditer(drawing):
        parts += [drawing[last : found.start()], found[0]]
        last = found.end()
    return [*parts, drawing[last:]]
