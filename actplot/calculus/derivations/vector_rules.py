"""The derivation by rules of an entry of vectors: the letters of its formula, and what numbers they may stand for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...algebra.evaluating.sized import COUNTS, split_index
from ...algebra.indexed.indices import apart, reindexed
from ...algebra.indexed.naming import shares_in
from ...algebra.rewriting.neat import quotient
from ...algebra.term import INDICES, Add, Fold, Pow, Sym, Term, number, substituted, symbols, walk
from ...catalogue.entry import Entry
from ...catalogue.kinds.formula import Formula
from ...catalogue.parameter import Parameter
from ...errors import BadOption
from ...frozen import record
from ..letters import letter_of
from ..vectors.definitions import definition_of, letters_of, without_ones
from .by_indices import Draft, Let, Rewriter
from .derivation import RULES, Chain, Derivation, Range, Setting, Symbol
from .lines import kronecker_symbols

_VARIABLES = ("j", "l")  # the last index of the variable, and the one before it
_PIECES = 3
_REACH = 1.9
_SHARES, _NEGATIVE = Range(0.1, 0.9), Range(-_REACH, -0.2)
_EVEN = Range(among=(2, 4))
_TAKEN = {"probabilities": _SHARES, "log-probabilities": _NEGATIVE}
_TARGETS = {
    "distribution": _SHARES,
    "shares": _SHARES,
    "multilabel": Range(among=(0, 1)),
    "labels": Range(among=(-1, 1)),
    "label": Range(among=(-1, 1)),
}


def derive_by_rules(entry: Entry, routes: Sequence[str]) -> Derivation:
    """The derivation of the Jacobian or gradient of an entry from its formula alone.

    Raises `BadOption` for an entry that has no formula.
    """
    return _Problem(entry, formula_of_vectors(entry)).derivation(tuple(routes))


def formula_of_vectors(entry: Entry) -> Formula:
    """The formula that is differentiated: of a random layer that of its evaluation. Raises `BadOption`."""
    found = next(iter(entry.formulas.items()), None)
    if found is None or found[0] not in ("formula", "evaluation"):
        words = f": {entry.in_words}" if entry.in_words else ""
        raise BadOption(
            f"derive: {entry} has no formula that could be differentiated{words}. See 'actplot show {entry}'."
        )
    return found[1]


@record
class _Problem:
    entry: Entry
    formula: Formula

    def derivation(self, routes: tuple[str, ...]) -> Derivation:
        lets, outputs = self.lets()
        of_parts = len(self.formula.prediction.split(", ")) > 1
        draft = Draft(Rewriter(lets, lets[: -len(outputs)] if of_parts else lets, self.of_sum_1()))
        for variable in self.variables([term for _, term in lets]):
            draft.derive(variable, outputs)
        *asides, main = draft.chains
        built = Derivation(
            subject=f"{self.entry.first_derivatives} of {self.entry.label}{self.of_layer()}",
            route=RULES,
            routes=routes,
            order=1,
            lets=tuple(lets),
            chains=(*(Chain(chain.left, chain.steps, aside=True) for chain in asides), main),
            symbols=(),
            remarks=tuple(self.remarks()),
            setting=setting_of(self.entry, self.formula),
        )
        return with_symbols(built, {**self.formula.symbols, **self.meanings()})

    def of_layer(self) -> str:
        return " in evaluation" if "evaluation" in self.entry.formulas else ""

    def lets(self) -> tuple[list[Let], list[str]]:
        """Local names and the outputs, with sums over indices that nothing else uses; and which are outputs."""
        definition = definition_of(self.entry, self.formula)
        letters = self.letters()
        equations = [
            (left, without_ones(substituted(right, letters))) for left, right in (*definition.lets, *definition.lines)
        ]
        found = [_apart(left, right, self.open()) for left, right in equations]
        outputs = [left.name for left, _ in definition.lines]
        return self.with_shares(found, outputs), outputs

    def with_shares(self, lets: list[Let], outputs: Sequence[str]) -> list[Let]:
        """With a name for the softmax, where the formula has the sum of exponentials that it is divided by."""
        exponential = shares_in(term for _, term in lets)
        whole = next((name for name, term in lets if isinstance(term, Fold) and shares_in([term])), None)
        stems = {split_index(name)[0] for name, _ in lets} | set(self.formula.prediction) | set(self.formula.target)
        if exponential is None or "p" in stems:
            return lets
        total = Sym(whole) if whole else Fold("sum", reindexed(exponential, {"i": "k"}), "k", "n")
        place = len(lets) - len(outputs)
        return [*lets[:place], ("p_i", quotient(exponential, total)), *lets[place:]]

    def letters(self) -> dict[str, Term]:
        """What a reader sees for parameters; weights that are not given are 1."""
        found = {name: term for name, term in letters_of(self.entry).items() if _may_show(term)}
        for parameter in self.entry.declared:
            if parameter.many and getattr(self.entry, parameter.attribute) is None:
                found |= {f"{parameter.attribute}_{place}": number("1") for place in INDICES}
        return found

    def open(self) -> set[str]:
        """The indices that sums must not use: those of the variable, and the class."""
        return {*_VARIABLES[:1], *class_index(self.entry, self.formula)}

    def of_sum_1(self) -> str:
        return self.formula.target if _target_kind(self.entry) == "distribution" else ""

    def variables(self, terms: Sequence[Term]) -> Iterator[str]:
        """What the formula is differentiated with respect to: z_j, or s_1 and s_2 where it names the places."""
        names = frozenset().union(*map(symbols, terms))
        for part in self.formula.prediction.split(", "):
            own = sorted(name for name in names if name.partition("_")[0] == part)
            counts = {len(split_index(name)[1]) for name in own}
            yield from own if counts == {0} else [f"{part}_{''.join(reversed(_VARIABLES[: max(counts)]))}"]

    def meanings(self) -> dict[str, str]:
        found = {"n": "how many numbers there are"} if "n" not in self.formula.symbols else {}
        return found | meanings_of_parameters(self.entry, shown)

    def remarks(self) -> Iterator[str]:
        breaks = getattr(self.entry, "breaks", "")
        if breaks:
            yield f"No derivative {breaks}."
        if self.entry.convention:
            yield f"Convention: {self.entry.convention}"


def class_index(entry: Entry, formula: Formula) -> str:
    """The index that stands for the true class; nothing where the target is no class."""
    return formula.target if _target_kind(entry) == "class" else ""


def _target_kind(entry: Entry) -> str:
    return getattr(entry, "target_kind", "")


def setting_of(entry: Entry, formula: Formula) -> Setting:
    """The numbers that the letters of a derivation of the entry may stand for."""
    reach = getattr(entry, "reach", _REACH)
    predictions = _TAKEN.get(getattr(entry, "takes", ""), Range(-reach, reach))
    ranges = dict.fromkeys(formula.prediction.split(", "), predictions)
    index = class_index(entry, formula)
    if formula.target and not index:
        numbers = _TARGETS.get(_target_kind(entry), Range(-reach, reach))
        ranges |= dict.fromkeys(formula.target.split(", "), numbers)
    counts = ((formula.parts, _PIECES),) if formula.parts else ()
    ranges |= ranges_of_parameters(entry, shown)
    ranges |= dict.fromkeys(_exponents(entry, formula), _EVEN)
    return Setting(tuple(ranges.items()), counts, COUNTS[:1], index)


def _exponents(entry: Entry, formula: Formula) -> set[str]:
    """Parameters that are powers of differences, which exist for whole numbers where those are negative."""
    definition = definition_of(entry, formula)
    nodes = [node for _, term in (*definition.lets, *definition.lines) for node in walk(term)]
    powers = [node for node in nodes if isinstance(node, Pow) and isinstance(node.base, Add)]
    names = {power.exponent.name for power in powers if isinstance(power.exponent, Sym)}
    return {shown(one) for one in entry.declared if one.attribute in names and one.accepts(_EVEN.among)}


def _apart(left: Sym, right: Term, taken: set[str]) -> Let:
    letters = split_index(left.name)[1]
    clash = {letter: "i" for letter in letters if letter in _VARIABLES[:1]}
    left, right = reindexed(left, clash), reindexed(right, clash)
    return left.name, apart(right, {*taken, *split_index(left.name)[1]})


def _may_show(term: Term) -> bool:
    """Whether a letter is no index, which would be taken for one."""
    return not (isinstance(term, Sym) and term.name in INDICES)


def shown(parameter: Parameter) -> str:
    """The letter of a parameter, or its name where the letter would be taken for an index."""
    letter = letter_of(parameter)
    return letter.name if _may_show(letter) else parameter.name


def ranges_of_parameters(entry: Entry, shown: Callable[[Parameter], str]) -> dict[str, Range]:
    """Numbers that the parameters of an entry may be, neither the defaults nor round, by their letters."""
    found = {}
    for parameter in entry.declared:
        usual = 0.3 if parameter.default is None else parameter.default
        highest = parameter.at_most if parameter.below is None else parameter.below
        if parameter.one_of:
            chosen = Range(among=parameter.one_of)
        elif parameter.at_least is not None and highest is not None:
            span = highest - parameter.at_least
            chosen = Range(parameter.at_least + 0.1 * span, highest - 0.1 * span)
        else:
            chosen = Range(usual + 0.2, usual + 0.9)
        found[shown(parameter)] = chosen
    return found


def meanings_of_parameters(entry: Entry, shown: Callable[[Parameter], str]) -> dict[str, str]:
    """What the letters of the parameters mean."""
    found = {}
    for parameter in entry.declared:
        letter = shown(parameter)
        meaning = parameter.meaning if letter == parameter.name else f"{parameter.name}, {parameter.meaning}"
        found[f"{letter}_i" if parameter.many else letter] = meaning
    return found


def with_symbols(derivation: Derivation, meanings: Mapping[str, str]) -> Derivation:
    """With the meanings of those symbols that occur, and of δ."""
    nodes = [node for term in derivation.terms for node in walk(term)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    stems = {split_index(name)[0] for name in names} | {node.count for node in nodes if isinstance(node, Fold)}
    indices = {letter for name in names for letter in split_index(name)[1]}
    found = [
        Symbol(name, meaning)
        for name, meaning in meanings.items()
        if split_index(name)[0] in stems | (indices & set(derivation.setting.classes))
    ]
    return replace(derivation, symbols=(*found, *kronecker_symbols(derivation.chains)))
