"""An SVG whose letters are text: readers find and copy plain letters, and draw them with fonts that they have."""

import re
import unicodedata

_TEXTS = re.compile(r"(<(?:text|tspan) [^>]*>)([^<]*)(?=<)")
_SLANTED = re.compile("[\U0001d434-\U0001d7cb\u210e]+")  # letters of mathematics, which few fonts have
_FAMILIES = re.compile(r"font-family: ([^;\"]+)")
_BETWEEN = re.compile(r">\s+<(?=tspan|/text)")  # which would be read as spaces
_UNTURNED = re.compile(r' transform="rotate\(-0 [^)]*\)"')
_GENERIC = ("serif", "sans-serif", "monospace", "cursive", "fantasy")
_WITH_SERIFS = re.compile("STIX|Serif|Roman|Times|cmr|cmmi", re.IGNORECASE)
_BEHIND = {  # fonts that are as wide, which others have
    "serif": "'STIX Two Text', 'Times New Roman', serif",
    "DejaVu Sans": "Verdana, sans-serif",
    "sans-serif": "sans-serif",
}


def make_selectable(drawing: bytes) -> bytes:
    """Slanted letters as plain ones in italics, and fonts behind those that only some readers have."""
    text = _BETWEEN.sub("><", _UNTURNED.sub("", drawing.decode()))
    text = _TEXTS.sub(lambda found: found[1] + _SLANTED.sub(_in_italics, found[2]), text)
    return _FAMILIES.sub(_with_more, text).encode()


def _in_italics(found: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", found[0])
    return f"<tspan style=\"font-family: 'STIXGeneral'; font-style: italic\">{letters}</tspan>"


def _with_more(found: re.Match[str]) -> str:
    first, *_ = names = found[1].split(", ")
    if names[-1] in _GENERIC:
        return found[0]
    kind = "serif" if _WITH_SERIFS.search(first) else first.strip("'")
    return f"{found[0]}, {_BEHIND.get(kind, _BEHIND['sans-serif'])}"
