"""Splits the settings of a call as Python has them: lists in brackets, words in quotes, tensors made on the spot."""

import re
from collections.abc import Iterator

_OPENING, _CLOSING = "([{", ")]}"
_NAME = r"[A-Za-z_]\w*"
_NUMBER = re.compile(r"[+-]?(?:\d[\w.+\-/]*|\.\d[\w+\-]*)", re.ASCII)
_WORD = re.compile(rf"{_NAME}(?:\.{_NAME})*", re.ASCII)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMED = re.compile(rf"\s*({_NAME})\s*=(?!=)(.*)", re.ASCII | re.DOTALL)
_MADE = re.compile(r"[A-Za-z_][\w.]*\((.*)\)", re.ASCII | re.DOTALL)
_CALL = re.compile(r"([A-Za-z_][\w.]*)\s*\((.*)\)", re.ASCII | re.DOTALL)
_OBJECTS = (  # what makes an array, or a starting value, of its first argument
    *("tensor", "new_tensor", "Tensor", "FloatTensor", "DoubleTensor", "as_tensor", "array", "asarray"),
    *("constant", "Constant", "convert_to_tensor", "list", "tuple", "float", "device"),
)
_DATA = re.compile(rf"(?:{_NAME}\s*=\s*)?{_NAME}", re.ASCII)
_CONSTANTS = ("True", "False", "None")


def split(text: str) -> list[str]:
    """The parts between the commas that are in no brackets and no quotes."""
    parts, depth, quote = [""], 0, ""
    for character in text:
        quote = "" if character == quote else quote or (character if character in "'\"" else "")
        if not quote:
            depth += (character in _OPENING) - (character in _CLOSING)
        if character == "," and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def named(word: str) -> tuple[str, str]:
    """The name and the value of a setting; no name where it is given by its place."""
    match = _NAMED.fullmatch(word)
    return (match[1], match[2]) if match else ("", word)


def call(text: str) -> tuple[str, str] | None:
    """The name and the settings of a call whose arguments are settings alone, and no formula."""
    match = _CALL.fullmatch(text.strip())
    if match is None or not _is_closed(match[2]):
        return None
    inside = match[2].strip()
    words = split(inside) if inside else []
    words = words[:-1] if len(words) > 1 and not words[-1].strip() else words  # Python's comma at the end
    layer = match[1].rpartition(".")[2][:1].isupper()  # whose settings may be wrong, for no formula is written so
    return (match[1], ",".join(words)) if all(_is_setting(word, wrong=layer) for word in words) else None


def call_on_data(text: str) -> tuple[str, str] | None:
    """The same of a call whose first argument names what the function is applied to, as in softmax(x, dim=0)."""
    match = _CALL.fullmatch(text.strip())
    first, *others = split(match[2]) if match and _is_closed(match[2]) else [""]
    if not match or not _DATA.fullmatch(first.strip()) or not all(_is_setting(word, wrong=False) for word in others):
        return None
    return match[1], ",".join(others)


def _is_closed(text: str) -> bool:
    """Whether every bracket closes one that was opened."""
    open_ones: list[str] = []
    for character in _QUOTED.sub("", text):
        if character in _OPENING:
            open_ones.append(character)
        elif character in _CLOSING and (not open_ones or _CLOSING.index(character) != _OPENING.index(open_ones.pop())):
            return False
    return not open_ones


def _is_setting(word: str, *, wrong: bool) -> bool:
    name, value = named(word)
    value = value.strip()
    if _NUMBER.fullmatch(value) or _QUOTED.fullmatch(value) or value in _CONSTANTS or items(value) is not None:
        return True
    if not name:
        return False
    return bool(_WORD.fullmatch(value)) or _made(value) is not None or (wrong and value[-1:] in (")", "]", "}"))


def items(text: str) -> list[str] | None:
    """The parts of a list or a tuple in brackets, also of one that a tensor is made of; None of anything else."""
    text = bare(text)
    if len(text) < 2 or text[0] not in "[(" or text[-1] != _CLOSING[_OPENING.index(text[0])]:
        return None
    inside = text[1:-1].strip().removesuffix(",")
    return [part.strip() for part in split(inside)] if inside else []


def bare(text: str) -> str:
    """A value without what makes a tensor or a starting value of it: torch.tensor([1, 2]) is [1, 2]."""
    text = text.strip()
    while (inner := _made(text)) is not None:
        text = inner
    return text


def _made(text: str) -> str | None:
    """The first argument of what makes an object of it."""
    match = _MADE.fullmatch(text)
    if match is None or text.partition("(")[0].rpartition(".")[2] not in _OBJECTS or not _is_closed(match[1]):
        return None
    return split(match[1])[0].strip()


def unquoted(text: str) -> str:
    """A word without its quotes."""
    text = text.strip()
    return text[1:-1] if _QUOTED.fullmatch(text) else text


def ends(path: str) -> Iterator[str]:
    """A dotted word, and what it is called without its modules: torch.float32 is float32."""
    parts = path.split(".") if _WORD.fullmatch(path) else [path]
    yield from (".".join(parts[start:]) for start in range(len(parts)))
