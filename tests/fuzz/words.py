"""Numbers and texts that a command line may hold, from the usual to the hostile."""

from .dice import Dice

ORDINARY = ("0", "1", "2", "-1", "0.5", "-3", "10", "1.5", "3.25", "0.1", "-0.25", "3", "100", "0.01")
EXTREME = (
    "1e308", "-1e308", "1.7976931348623157e308", "5e-324", "-5e-324", "1e-300", "1e-16", "1e16", "1e154", "-0", "1e-8",
    "1e200", "123456789012345678901234567890", "2.2250738585072014e-308", "1e-290",
)  # fmt: skip
NO_NUMBERS = ("nan", "inf", "-inf", "1e309", "1e999", "", " ", "x", "1,,2", "0x10", "١", "1_000", "--", "1e", "²", "½")
TITLES = ("Title", "two words", "$x^2$", "σ′(x) – ünïcödé", "a_b^c", "<b>&amp;\"'", "\\alpha", "100 %", "|x|", "`code`")
TEXTS = (
    "", " ", "$", "$\\frac{$",
    "é" * 300, "\x1b[31mred", "line\nbreak", "tab\t", "\x00", "\x7f\x85",  "]]>", "\U0001f600",
    "\u202eright to left", "\ud800", "%s{0}", "'; rm -rf *", "-x", "../up", "/", "CON", "a" * 5000, "-->", "|", "&#0;",
)  # fmt: skip


def number(dice: Dice) -> str:
    """Mostly ordinary, at times extreme, in wild lines none."""
    if dice.wrong():
        return dice.choice(NO_NUMBERS)
    return dice.choice(EXTREME if dice.random() < 0.15 else ORDINARY)


def numbers(dice: Dice, most: int = 5) -> str:
    """Separated by commas, and in wild lines by something else."""
    return dice.one((",",), (";", " ", ",,")).join(number(dice) for _ in range(dice.randint(1, most)))


def text(dice: Dice) -> str:
    """A title, label or name, or what should have been one."""
    return dice.one(TITLES, TEXTS)


def misspelt(dice: Dice, word: str) -> str:
    """With a letter lost, doubled, exchanged or put in."""
    at = dice.randrange(len(word) + 1)
    letter = dice.choice("aexz_:,()'\"\\$*^ \x1b²\n=")
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 1] * 2 + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at],
        )
    )
