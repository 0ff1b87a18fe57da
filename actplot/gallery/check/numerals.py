"""Reads the numbers that a text says, in the notations in which people write them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SHARES = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
COUNTED = r"(?:functions|activations|losses|curves|lines|graphs|panels|plots|subplots|pictures)\b"
_REFERENCES = (  # numbers of other things: Figure 3, of 2024
    r"\b(?:fig(?:ure)?|table|section|chapter|lecture|week|exercise|part|slide|page|eq(?:uation)?|example|problem|unit"
    r"|lesson|day|task|no|version)\.? \d+(?:\.\d+)*|\b(?:19|20)\d\d\b(?! ?[.,]\d)"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_DIGITS = r"\d+(?:[   ]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?"
_SIGN = r"(?:[-−+]|minus )?"
NUMERAL = re.compile(
    rf"(?<![\w.^/*,]){_SIGN}(?:[½¼¾⅓⅔]"
    rf"|(?:{_DIGITS})(?:[eE][-−+]?\d+|(?: ?[·×] ?10|(?<=10))(?:[{_RAISED}]+|\^[-−]?\d+)|/\d+)?)(?: ?%| percent\b)?"
    r"(?![\w/.]*\w|[·*^×(])",  # which is a factor of a formula
    re.ASCII,
)
_WORD = "|".join(WORDS)
_SPELLED = (  # where words are numbers, and not pronouns
    rf"(?:\bfrom|\bto|\band|\bat|\bis|=)(?: nearly| about| almost)? ((?:minus )?(?:{_WORD}))\b(?! (?:of|side|another))",
    rf"\b(minus (?:{_WORD}))\b",
    rf"(?:\bmost|\bis|\bto|\bof|\bat) (?:an?|one) ({'|'.join(SHARES)})\b(?! of)",
)
_COUNT = re.compile(rf"\b(\d+|{_WORD}) (?:[a-z]+ )?{COUNTED}", re.IGNORECASE)
_APART = re.compile(r"\.{2,}|…|(?<=\d)[–](?=[\d−-])")


@dataclass(frozen=True)
class Numeral:
    """A number as it is written, and what it may mean: each meaning a value and how far it is rounded."""

    written: str
    meanings: tuple[tuple[float, float], ...]


def numerals_of(text: str) -> Iterator[Numeral]:
    """The numbers of a text that are said of what is drawn, but for counts."""
    text = _APART.sub(" to ", _COUNT.sub("", re.sub(_REFERENCES, "", text, flags=re.IGNORECASE)))
    for found in NUMERAL.finditer(text):
        yield Numeral(found[0], tuple(_meanings(found[0])))
    for pattern in _SPELLED:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield Numeral(found[1], ((spelled(found[1]), 0.0),))


def counts(text: str) -> Iterator[tuple[str, int]]:
    """How many curves or panels a text speaks of, with its words."""
    for found in _COUNT.finditer(re.sub(_REFERENCES, "", text, flags=re.IGNORECASE)):
        word = found[1].lower()
        yield found[0], WORDS.index(word) if word in WORDS else int(word)


def spelled(text: str) -> float:
    """The value of a number in words, such as minus five or quarter."""
    *minus, word = text.lower().split()
    value = SHARES[word] if word in SHARES else float(WORDS.index(word))
    return -value if minus else value


def value_of(written: str) -> float:
    """What a number most likely means."""
    return next(_meanings(written))[0] if NUMERAL.fullmatch(written) else spelled(written)


def _meanings(written: str) -> Iterator[tuple[float, float]]:
    sign = -1.0 if re.match("[-−]|minus", written) else 1.0
    bare = re.sub(r"^(?:[-−+]|minus )", "", written)
    share = re.search(r" ?%$| percent$", bare)
    bare = bare[: share.start()] if share else bare
    for plain in dict.fromkeys(_plain(bare)):
        value, rounding = _read(plain)
        if share:
            yield sign * value / 100, rounding / 100
        yield sign * value, rounding


def _plain(text: str) -> Iterator[str]:
    """A number without the marks of its thousands, or with a point for its comma."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        yield text.replace(",", "")
    yield re.sub(r"[   ](?=\d{3})", "", text).replace(",", ".", 1)


def _read(text: str) -> tuple[float, float]:
    """A value, and half a unit of its last digit."""
    if unicodedata.numeric(text[0], None) is not None and not text[0].isdigit():
        return unicodedata.numeric(text[0]), 0.0
    factor, power = _in_powers(text)
    above, _, below = factor.partition("/")
    value = float(above) / (float(below) if below and float(below) else 1.0)
    digits = len(above.partition(".")[2])
    return value * 10.0**power, 0.0 if below else 0.5 * 10.0 ** (power - digits)


def _in_powers(text: str) -> tuple[str, int]:
    """A factor and the power of ten that it is times."""
    text = unicodedata.normalize("NFKC", re.sub(rf"(?<=10)([{_RAISED}]+)", r"^\1", text)).replace("−", "-")
    if found := re.fullmatch(r"(?:(.+?) ?[·×] ?)?10\^(-?\d+)", text):
        return found[1] or "1", int(found[2])
    factor, _, power = text.lower().partition("e")
    return factor, int(power or 0)
