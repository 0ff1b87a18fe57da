"""A tree to MathML, which browsers show without a script or a font."""

from collections.abc import Sequence
from html import escape

from ..term import Condition, Fold, Term
from .notation import FUNCTIONS, LETTERS, in_unicode, split_name, split_number
from .writer import Writer

_APPLY = "<mo>&#x2061;</mo>"
_TIMES = "<mo>&#x22C5;</mo>"
_FENCE = '<mo stretchy="true" fence="true">{}</mo>'
NO_BREAK = "\u00a0"
_LOW_FENCE = '<mo stretchy="false" fence="true">{}</mo>'
_TALL = ("<mfrac>", "<mtable", "<munderover>", "<msqrt>", "<mroot>")
_COUNTING = frozenset("ijk")  # letters of indices
_FOLDS = {"sum": "∑", "prod": "∏"}


def to_mathml(term: Term | Condition) -> str:
    """What stands inside a <math> element."""
    return _MATHML.write(term)


def row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def operator(sign: str) -> str:
    return f"<mo>{escape(sign, quote=False)}</mo>"


def words(text: str) -> str:
    """Text, whose spaces at its ends a browser would leave out."""
    inner = text.strip(" ")
    before = text.find(inner)  # 0 where there is no text
    after = len(text) - before - len(inner)
    return f"<mtext>{NO_BREAK * before}{escape(inner, quote=False)}{NO_BREAK * after}</mtext>"


def _identifier(name: str) -> str:
    return f"<mi>{escape(name, quote=False)}</mi>"


def _index(text: str) -> str:
    """A word, or two letters that count, each of which is slanted where it is an identifier of its own."""
    return row(*map(_identifier, text)) if _COUNTING.issuperset(text) and len(text) > 1 else _identifier(text)


class _Mathml(Writer[str]):
    stacked = True
    row, said = staticmethod(row), staticmethod(words)

    def number(self, text: str) -> str:
        mantissa, exponent = split_number(text)
        if not exponent:
            return f"<mn>{text}</mn>"
        return row(f"<mn>{mantissa}</mn>", _TIMES, f"<msup><mn>10</mn><mn>{exponent.replace('-', '−')}</mn></msup>")

    def symbol(self, name: str) -> str:
        letter, index = split_name(name)
        base = _identifier(LETTERS.get(letter, letter))
        return f"<msub>{base}{_index(index)}</msub>" if index else base

    def name(self, name: str) -> str:
        return _identifier(FUNCTIONS.get(name, name))

    def sign(self, sign: str) -> str:
        return _TIMES if sign == "*" else operator(in_unicode(sign.strip()))

    def fenced(self, inner: str, fences: str = "()") -> str:
        # Fonts leave room beside those that may stretch, so that what is low has others.
        fence = _FENCE if any(tag in inner for tag in _TALL) else _LOW_FENCE
        left, right = map(fence.format, fences)
        return row(left, inner, right)

    def listed(self, items: Sequence[str]) -> str:
        return operator(",").join(items)

    def over(self, above: str, below: str) -> str:
        return f"<mfrac>{above}{below}</mfrac>"

    def raised(self, base: str, exponent: Term) -> str:
        return f"<msup>{base}{self.write(exponent)}</msup>"

    def rooted(self, inner: Term) -> str:
        return f"<msqrt>{self.write(inner)}</msqrt>"

    def cube_rooted(self, inner: Term) -> str:
        return f"<mroot>{self.write(inner)}<mn>3</mn></mroot>"

    def primed(self, base: str, count: int) -> str:
        return f"<msup>{base}{operator('″' if count == 2 else '′' * count)}</msup>"

    def applied(self, name: str, arguments: str) -> str:
        return row(name, _APPLY, arguments)

    def differential(self, name: str = "") -> str:
        return row(operator("∂"), self.symbol(name)) if name else operator("∂")

    def folded(self, term: Fold, body: str) -> str:
        supposed = [] if term.when is None else [operator(","), self.write(term.when)]
        low, high = row(f"<mi>{term.index}</mi>", operator("="), "<mn>1</mn>", *supposed), f"<mi>{term.count}</mi>"
        sign = operator(_FOLDS.get(term.name, term.name))
        return row(f"<munderover>{sign}{low}{high}</munderover>", body)

    def cased(self, pieces: Sequence[tuple[str, str]]) -> str:
        rows = "".join(f"<mtr><mtd>{value}</mtd><mtd>{when}</mtd></mtr>" for value, when in pieces)
        table = f'<mtable columnalign="left left" columnspacing="1em">{rows}</mtable>'
        return row('<mo stretchy="true" fence="true">{</mo>', table)


_MATHML = _Mathml()
