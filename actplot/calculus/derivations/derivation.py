"""What a derivation is: chains of equal terms, each line with the rule that gives it from the one above."""

from ...algebra.evaluating.sized import about_indices
from ...algebra.term import Call, Condition, D, Sym, Term, substituted
from ...frozen import record

RULES = "rules"  # the route of the step engine


@record
class Step:
    """One line: the right-hand side and how it follows from the line above."""

    term: Term
    rules: tuple[str, ...]  # in words, such as "quotient rule"
    why: str  # one sentence or more, for `--explain`
    bound: float | None = None  # for ≈: the largest |difference| from the line above; None for =
    given: tuple[Condition, ...] = ()  # what this line and those below it in the chain need, such as i = j

    @property
    def relation(self) -> str:
        return "=" if self.bound is None else "≈"

    @property
    def note(self) -> str:
        """The rules in words, and the bound of what is no equality."""
        bound = [] if self.bound is None else [f"|difference| ≤ {self.bound:g}"]
        return ", ".join([*self.rules, *bound])


@record
class Chain:
    """Lines that belong together: `left` = first step = second step = …"""

    left: Term
    steps: tuple[Step, ...]
    aside: bool = False  # a side calculation, which the main chain uses


@record
class Symbol:
    """A symbol other than the variable that a derivation treats as a constant, and what it means."""

    name: str
    meaning: str


@record
class Range:
    """Numbers that a symbol may stand for: between two, or one of several."""

    low: float = 0.0
    high: float = 0.0
    among: tuple[float, ...] = ()


@record
class Setting:
    """What the letters of a derivation about vectors may stand for."""

    ranges: tuple[tuple[str, Range], ...] = ()  # of symbols, without their indices; any numbers of others
    counts: tuple[tuple[str, int], ...] = ()  # to which folds go, beside the letters below
    letters: str = "nm"  # of how many examples or classes there are, and how many features
    classes: str = ""  # an index of which the number itself is that of a class, counted from 0


@record
class LineCheck:
    """To how many digits a line equals the one above it, and at how many points that was looked at.

    For an ≈ line `digits` is 0 and `difference` the largest |difference| found.
    """

    digits: int
    points: int
    difference: float = 0.0

    @property
    def verdict(self) -> str:
        """What was found, in words."""
        if not self.digits and self.difference:
            return f"|difference| at most {self.difference:.1g} at {self.points} points"
        return f"{self.digits} digits at {self.points} points"


@record
class Check:
    """The checks of all lines, chain by chain, in the order in which they are printed."""

    lines: tuple[tuple[LineCheck, ...], ...]
    sizes: tuple[int, ...] = ()  # of vectors
    of_all: str = ""  # what is concluded, where these are some of the lines

    @property
    def digits(self) -> int:
        """Of the worst line that claims equality."""
        claimed = [line.digits for chain in self.lines for line in chain if line.digits or not line.difference]
        return min(claimed, default=0)  # of some lines there may be none

    @property
    def points(self) -> int:
        return min(line.points for chain in self.lines for line in chain)

    @property
    def conclusion(self) -> str:
        """The closing words of every derivation."""
        if self.of_all:
            return self.of_all
        if not all(line.points and (line.digits or line.difference) for chain in self.lines for line in chain):
            return "not every line could be checked"
        approximate = any(line.difference for chain in self.lines for line in chain)
        bounds = ", lines with ≈ against their bounds" if approximate else ""
        most = max(line.points for chain in self.lines for line in chain)
        to, sizes = "", ""
        if self.sizes:
            to = f" to {most}" if most > self.points else ""
            sizes = f", sizes {self.sizes[0]} to {self.sizes[-1]}"
        return f"checked to {self.digits} digits at {self.points}{to} points{sizes}{bounds}"


@record
class Derivation:
    """How a derivative comes about. Its terms use the letters that a reader sees.

    Of one variable: `f` is the function itself, a term may call f(x), and `definition` is what it stands for.
    Of vectors of any size n there is neither: symbols have indices, as in p_i, and all derivatives are partial.
    """

    subject: str  # such as "derivative of gelu" or "Jacobian of softmax"
    route: str
    routes: tuple[str, ...]  # all that there are for this function, best first; `route` is one of them
    order: int
    lets: tuple[tuple[str, Term], ...]
    chains: tuple[Chain, ...]
    symbols: tuple[Symbol, ...]
    remarks: tuple[str, ...]  # sentences about joins, conventions, bounds and the domain
    variable: str = ""
    definition: Term | None = None  # f(x)
    defined: tuple[tuple[str, Term], ...] = ()  # what the first lines of chains define, beside `lets`
    positive: frozenset[str] = frozenset()  # symbols that stand for numbers above 0
    setting: Setting = Setting()  # of vectors: what the letters stand for
    tells: bool | None = None  # of some lines: whether one of them says what f is

    @property
    def conditions(self) -> tuple[tuple[str, Condition], ...]:
        """Lines that hold for some numbers alone, by their rules; that i and j are equal is said by its rule."""
        steps = [step for chain in self.chains for step in chain.steps]
        return tuple((step.note, given) for step in steps for given in step.given if not about_indices(given))

    @property
    def heading(self) -> str:
        """Whose derivative it is, and by which route."""
        return f"{self.subject}, route {self.route}" if len(self.routes) > 1 and self.order == 1 else self.subject

    @property
    def needs_definition(self) -> bool:
        """Whether no line shows what f is."""
        if self.definition is None:
            return False
        if self.tells is not None:
            return self.tells
        steps = self.chains[-1].steps
        shown = any(chain.left == Call("f", (Sym(self.variable),)) for chain in self.chains)
        return bool(steps) and not shown and self.without_lets(steps[0].term) != D(self.definition, self.variable)

    @property
    def terms(self) -> list[Term]:
        """Both sides of all lines, and what local names stand for."""
        sides = [term for chain in self.chains for term in (chain.left, *(step.term for step in chain.steps))]
        return [*sides, *(term for _, term in self.lets)]

    def without_lets(self, term: Term) -> Term:
        """A term with what the local names stand for in their place."""
        for name, meaning in reversed(self.lets):
            term = substituted(term, {name: meaning})
        return term
