"""Random formulas for property tests: every function, operator and condition of the language."""

from hypothesis import strategies as st

from actplot.algebra.reading.names import ARITY
from actplot.algebra.term import Add, And, Call, Div, Mul, Neg, Pow, Rel, Sym, number, piecewise

NAMES = sorted(set(ARITY) - {"where", "max", "min", "clip", "heaviside", "mod", "fmod"})
CATALOGUE = (("elu", "alpha"), ("leaky_relu", "negative_slope"), ("silu", "beta"), ("huber", "delta"))

atoms = st.sampled_from([Sym("x"), Sym("x"), Sym("a"), *map(number, ("0", "1", "2", "3", "0.5", "1.702", "10"))])


def grown(inner):
    pairs = st.tuples(inner, inner)
    relations = st.builds(Rel, st.sampled_from(["<", "<=", ">", ">="]), inner, inner)
    conditions = relations | st.builds(lambda one, other: And((one, other)), relations, relations)
    return st.one_of(
        st.builds(Neg, inner),
        st.builds(lambda pair: Add(pair), pairs),
        st.builds(lambda pair: Mul(pair), pairs),
        st.builds(Div, inner, inner),
        st.builds(Pow, inner, st.sampled_from([number("2"), number("3"), number("0.5"), Neg(number("1")), Sym("a")])),
        st.builds(lambda name, argument: Call(name, (argument,)), st.sampled_from(NAMES), inner),
        st.builds(lambda name, pair: Call(name, pair), st.sampled_from(["max", "min"]), pairs),
        st.builds(
            lambda named, argument: Call(named[0], (argument,), ((named[1], number("0.7")),)),
            st.sampled_from(CATALOGUE),
            inner,
        ),
        st.builds(piecewise, conditions, inner, inner),
    )


terms = st.recursive(atoms, grown, max_leaves=8)
