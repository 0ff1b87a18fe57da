"""How the words after a flag become a value: the kinds of options."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...errors import BadOption, quoted, suggestion
from ...frozen import record
from ...numbers import number_text, real
from .cutting import cut

LONGEST_TEXT = 300
_SYMBOL = re.compile(r"[^\W\d]\w{0,30}")
FARTHEST = 1e300  # of a range's ends, so that their difference is finite
NARROWEST = 1e-10  # of a range, relative to its ends: what is left of 53 bits must still make a curve
LONGEST_VECTOR = 1000
MOST_STARTS, MOST_RATES = 6, 4  # of a descent
ROWS = ";"  # between vectors that are written out
BESIDE = ":"  # between the pairs of several starts


class Kind:
    """How the words after a flag become a value, and back; each kind raises `BadOption`."""

    count = 1
    choices: tuple[str, ...] = ()
    repeats = False  # whether the flag may come more than once

    @property
    def metavar(self) -> str:
        """What a command's help calls the words."""
        return "TEXT"

    def read(self, flag: str, words: Sequence[str]) -> Any:
        """The value that the user's words mean, not yet checked."""
        return words[0]

    def check(self, flag: str, value: Any) -> Any:
        """The value in its canonical form."""
        raise NotImplementedError

    def write(self, value: Any) -> list[str]:
        """The words that read back to the value."""
        return [str(value)]


@record
class Number(Kind):
    """A number within bounds; a whole one where `whole` is set."""

    low: float
    high: float
    whole: bool = False

    @property
    def metavar(self) -> str:
        return "N" if self.whole else "NUMBER"

    def read(self, flag: str, words: Sequence[str]) -> float:
        return _number(flag, words[0])

    def check(self, flag: str, value: Any) -> float:
        number = _number(flag, value)
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            what = "a whole number" if self.whole else "a number"
            allowed = f"{number_text(self.low)} to {number_text(self.high)}"
            raise BadOption(f"{flag} must be {what} from {allowed}, got {number_text(number)}")
        return int(number) if self.whole else number

    def write(self, value: float) -> list[str]:
        return [number_text(value)]


@record
class Pair(Kind):
    """Two numbers within the same bounds."""

    low: float
    high: float
    metavar = "NUMBER NUMBER"
    count = 2

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        return tuple(_number(flag, word) for word in words)

    def check(self, flag: str, value: Any) -> tuple[float, float]:
        pair = _pair(flag, value)
        if not all(self.low <= number <= self.high for number in pair):
            allowed = f"{number_text(self.low)} to {number_text(self.high)}"
            raise BadOption(f"{flag}: each of the two numbers must be from {allowed}, got {_shown(pair)}")
        return pair

    def write(self, value: Sequence[float]) -> list[str]:
        return [number_text(number) for number in value]


@record
class Range(Pair):
    """A lower and an upper end, wide enough to have numbers in between."""

    low: float = -FARTHEST
    high: float = FARTHEST
    metavar = "LO HI"

    def check(self, flag: str, value: Any) -> tuple[float, float]:
        pair = super().check(flag, value)
        low, high = pair
        if low >= high:
            raise BadOption(f"{flag} LO HI: LO must be below HI, got {_shown(pair)}")
        if high - low < max(NARROWEST * max(abs(low), abs(high)), 1 / FARTHEST):
            raise BadOption(f"{flag} {_shown(pair)} is too narrow: no numbers are left to draw. Give a wider one.")
        return pair


@record
class Choice(Kind):
    """One of some words."""

    choices: tuple[str, ...]

    @property
    def metavar(self) -> str:
        return "|".join(self.choices)

    def check(self, flag: str, value: Any) -> str:
        return _chosen(flag, str(value), self.choices)


@record
class Digit(Kind):
    """One of some small whole numbers."""

    allowed: tuple[int, ...]

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]  # not stored, as others' are
        return tuple(map(str, self.allowed))

    @property
    def metavar(self) -> str:
        return "|".join(self.choices)

    def check(self, flag: str, value: Any) -> int:
        return int(_chosen(flag, str(value), self.choices))


@record
class Text(Kind):
    """Printable text, such as a title; an empty one is allowed."""

    def check(self, flag: str, value: Any) -> str:
        return _printable(flag, value)


@record
class Names(Kind):
    """Words separated by commas: a subset of `choices` in their order, or any names in the order given."""

    choices: tuple[str, ...] = ()
    alone: str = ""  # the one of them beside which no other can stand

    @property
    def metavar(self) -> str:
        return "NAME[,NAME...]"

    def read(self, flag: str, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(words[0].split(","))

    def check(self, flag: str, value: Any) -> tuple[str, ...]:
        given = value.split(",") if isinstance(value, str) else value
        names = dict.fromkeys(_printable(flag, name).strip() for name in given)
        if "" in names:
            raise BadOption(f"{flag} has an empty name in {quoted(','.join(names))}. Write NAME or NAME,NAME.")
        if any("," in name for name in names):
            raise BadOption(f"{flag}: a name cannot hold a comma")
        if not self.choices:
            return tuple(names)
        chosen = {_chosen(flag, name, self.choices) for name in names}
        return tuple(name for name in self.choices if name in chosen)

    def write(self, value: Sequence[str]) -> list[str]:
        return [",".join(value)]


@record
class Assignments(Kind):
    """Values by name, `a=0.1` or `a=0.1,b=1/3`; the option may come more than once."""

    metavar = "NAME=VALUE"
    repeats = True

    def read(self, flag: str, words: Sequence[str]) -> tuple[tuple[str, float], ...]:
        return tuple(self.assignment(flag, word) for text in words for word in cut(flag, text, noun="NAME=VALUE"))

    def assignment(self, flag: str, word: str) -> tuple[str, float]:
        name, equals, text = word.partition("=")
        if not equals or not _SYMBOL.fullmatch(name.strip()):
            raise BadOption(f"{flag} takes NAME=VALUE, such as a=0.1, got {quoted(word)}")
        return name.strip(), _number(flag, text)

    def check(self, flag: str, value: Any) -> tuple[tuple[str, float], ...]:
        pairs = [(str(name), _number(flag, number)) for name, number in dict(value).items()]
        if len(pairs) < len(tuple(value)):
            raise BadOption(f"{flag}: a name is given twice")
        return tuple(sorted(pairs))

    def write(self, value: Sequence[tuple[str, float]]) -> list[str]:
        return [",".join(f"{name}={number_text(number)}" for name, number in value)]


@record
class Symbol(Kind):
    """The name of a variable."""

    metavar = "NAME"

    def check(self, flag: str, value: Any) -> str:
        if not isinstance(value, str) or not _SYMBOL.fullmatch(value):
            raise BadOption(f"{flag} takes the name of a variable, such as z, got {quoted(str(value))}")
        return value


@record
class Switch(Kind):
    """A flag without a value."""

    count = 0
    metavar = ""

    def read(self, flag: str, words: Sequence[str]) -> bool:
        return True

    def check(self, flag: str, value: Any) -> bool:
        return bool(value)

    def write(self, value: bool) -> list[str]:
        return []


@record
class Vector(Kind):
    """Finite numbers with commas between."""

    metavar = "A,B,C"

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        if not words[0].strip():
            raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1.")
        if words[0].startswith("@"):
            raise BadOption(f"{flag} takes the numbers themselves, such as 2,1,0.1; files are read by 'actplot eval'.")
        number = Number(-FARTHEST, FARTHEST)
        return tuple(number.read(flag, [part]) for part in cut(flag, words[0]))

    def check(self, flag: str, value: Any) -> tuple[float, ...]:
        number = Number(-FARTHEST, FARTHEST)
        numbers = tuple(number.check(flag, one) for one in ([value] if isinstance(value, float | int) else value))
        if not numbers:
            raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1.")
        if len(numbers) > LONGEST_VECTOR:
            raise BadOption(f"{flag} holds {len(numbers)} numbers, allowed are {LONGEST_VECTOR}")
        return numbers

    def write(self, value: Sequence[float]) -> list[str]:
        return [",".join(map(number_text, value))]


@record
class Places(Kind):
    """A few places on an axis, in their order; the option may come more than once."""

    most: int
    metavar = "X[,X...]"
    repeats = True

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        return tuple(_number(flag, place) for word in words for place in cut(flag, word, noun="a place"))

    def check(self, flag: str, value: Any) -> tuple[float, ...]:
        given = [value] if isinstance(value, float | int) else value
        places = tuple(sorted({_number(flag, place) for place in given}))
        if len(places) > self.most:
            raise BadOption(f"{flag} takes at most {self.most} places, got {len(places)}")
        return places

    def write(self, value: Sequence[float]) -> list[str]:
        return [",".join(map(number_text, value))]


@record
class Pairs(Kind):
    """Places `W,B`; the option may come more than once, or hold several with a colon between."""

    metavar = "W,B"
    repeats = True

    def read(self, flag: str, words: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        return tuple(
            tuple(_number(flag, number) for number in cut(flag, place))
            for word in words
            for place in cut(flag, word, BESIDE, "a start")
        )

    def check(self, flag: str, value: Any) -> tuple[tuple[float, ...], ...]:
        places = tuple(dict.fromkeys(tuple(_number(flag, number) for number in place) for place in value))
        for place in places:
            if len(place) != 2:
                raise BadOption(f"{flag} takes the two weights that vary, such as 0,0, got {len(place)} numbers")
        if len(places) > MOST_STARTS:
            raise BadOption(f"{flag} takes at most {MOST_STARTS} starts, got {len(places)}")
        return places

    def write(self, value: Sequence[Sequence[float]]) -> list[str]:
        return [BESIDE.join(",".join(map(number_text, place)) for place in value)]


@record
class Rates(Kind):
    """Learning rates, separated by commas; the option may come more than once."""

    metavar = "R[,R...]"
    repeats = True

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        return tuple(_number(flag, rate) for word in words for rate in cut(flag, word, noun="a rate"))

    def check(self, flag: str, value: Any) -> tuple[float, ...]:
        rates = tuple(dict.fromkeys(_number(flag, rate) for rate in value))
        if any(rate <= 0 for rate in rates):
            raise BadOption(f"{flag}: a learning rate must be above 0, got {number_text(min(rates))}")
        if len(rates) > MOST_RATES:
            raise BadOption(f"{flag} takes at most {MOST_RATES} rates, got {len(rates)}")
        return rates

    def write(self, value: Sequence[float]) -> list[str]:
        return [",".join(map(number_text, value))]


@record
class Word(Text):
    """A text that stands for something, such as a file."""

    metavar: str = "NAME"


@record
class Given(Kind):
    """Numbers as the user wrote them, which are read when it is known what they are for."""

    metavar = "A,B,C"

    def check(self, flag: str, value: Any) -> str:
        """The words; from Python a number, numbers, rows of them or weights by name will do."""
        if isinstance(value, str):
            return value
        if isinstance(value, Mapping):
            return ",".join(f"{name}={float(number)!r}" for name, number in value.items())
        if not isinstance(value, Iterable):
            return repr(float(value))
        parts = [self.check(flag, part) for part in value]
        return (ROWS if any("," in part for part in parts) else ",").join(parts)


class Listed:
    """Of a kind that has few words: whether its help page lists them in brackets."""


@record
class ListedChoice(Listed, Choice):
    """One of a few words."""


@record
class ListedDigit(Listed, Digit):
    """One of a few small whole numbers."""


def _number(flag: str, given: Any) -> float:
    try:
        number = real(given) if isinstance(given, str) else float(given)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadOption(f"{flag} takes finite numbers, got {quoted(str(given))}")
    return number + 0.0  # -0 becomes 0


def _pair(flag: str, given: Any) -> tuple[float, float]:
    numbers = tuple(given)
    if len(numbers) != 2:
        raise BadOption(f"{flag} takes two numbers, got {len(numbers)}")
    first, second = numbers
    return _number(flag, first), _number(flag, second)


def _shown(pair: Sequence[float]) -> str:
    return " ".join(map(number_text, pair))


def _chosen(flag: str, word: str, choices: Sequence[str]) -> str:
    if word not in choices:
        near = suggestion(word, choices)
        raise BadOption(f"{flag}: unknown {quoted(word)}.{near} Allowed: {', '.join(choices)}.")
    return word


def _printable(flag: str, given: Any) -> str:
    if not isinstance(given, str):
        raise BadOption(f"{flag} takes text, got {type(given).__name__}")
    if not given.isprintable():
        raise BadOption(f"{flag} takes printable text in one line, got {quoted(given)}")
    if len(given) > LONGEST_TEXT:
        raise BadOption(f"{flag} takes at most {LONGEST_TEXT} characters, got {len(given)}")
    return given
