"""Printing and parsing are inverse, for every tree that can be written."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from actplot.algebra.reading.parser import parse
from actplot.algebra.term import RELATIONS, Add, And, Call, Cases, Div, Mul, Neg, Pow, Rel, Sym, number
from actplot.algebra.writing.source import to_text
from actplot.errors import FormulaError

STABLE = settings(max_examples=300, deadline=None, derandomize=True)
SYMBOLS = ("x", "a", "e", "pi", "alpha", "x_1", "negative_slope", "Omega")

numbers = st.sampled_from(("0", "1", "2", "0.5", ".5", "5.", "1e5", "1.5e-3", "1E+2", "1234567890")).map(number)
leaves = numbers | st.sampled_from(SYMBOLS).map(Sym)


def _relations(terms):
    return st.builds(Rel, st.sampled_from(RELATIONS), terms, terms)


def _chains(terms):
    """Comparisons of which some share an operand, such as those of -3 < x < 3."""
    steps = st.lists(st.tuples(st.sampled_from(RELATIONS), terms, st.none() | terms), min_size=2, max_size=3)

    def chained(first, steps):
        relations, left = [], first
        for relation, right, jump in steps:
            relations.append(Rel(relation, jump or left, right))
            left = right
        return And(tuple(relations))

    return st.builds(chained, terms, steps)


def _cases(terms):
    conditions = _relations(terms) | _chains(terms)
    pieces = st.lists(st.tuples(terms, conditions), min_size=1, max_size=3)
    last = terms.filter(lambda term: not isinstance(term, Cases))
    return st.builds(lambda pieces, last: Cases((*pieces, (last, None))), pieces, last)


def _larger(terms):
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    unary = st.sampled_from(("exp", "abs", "sigmoid", "Phi", "log2", "silu"))
    return st.one_of(
        st.builds(Neg, terms),
        st.builds(Add, several),
        st.builds(Mul, several),
        st.builds(Div, terms, terms),
        st.builds(Pow, terms, terms),
        st.builds(lambda name, argument: Call(name, (argument,)), unary, terms),
        st.builds(Call, st.sampled_from(("max", "min")), several),
        st.builds(lambda x, alpha: Call("elu", (x,), (("alpha", alpha),)), terms, terms.filter(_may_be_alpha)),
        _cases(terms),
    )


def _may_be_alpha(term):
    return not isinstance(term, Neg) and getattr(term, "text", "1") != "0"


terms = st.recursive(leaves, _larger, max_leaves=12)


@STABLE
@given(terms)
def test_parse_undoes_print(term):
    text = to_text(term)
    if len(text) > 500:
        return
    again = parse(text, symbols=SYMBOLS)
    assert again == term
    assert to_text(again) == text  # the digits of numbers too, which do not count for equality


@STABLE
@given(st.text(alphabet="xae0125.+-*/^()|,<>= ²σ√βwher", max_size=25))
def test_print_is_stable_on_whatever_parses(text):
    try:
        term = parse(text)
    except FormulaError:
        return
    assert parse(to_text(term)) == term


@STABLE
@given(st.text(max_size=60))
def test_no_text_does_anything_but_parse_or_complain(text):
    with contextlib.suppress(FormulaError):
        parse(text)


def test_nothing_of_mpmath_is_loaded_to_parse_and_print():
    import subprocess
    import sys

    code = (
        "import sys; from actplot.algebra.reading.parser import parse; "
        "from actplot.algebra.writing.source import to_text; "
        "to_text(parse('x*silu(x)')); assert 'mpmath' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
