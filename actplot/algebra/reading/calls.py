"""Reads names and calls: of the language, of the catalogue, and as libraries write them."""

from collections.abc import Collection, Sequence

from ...catalogue.registry import is_known, is_own, lookup
from ...errors import ActplotError, FormulaError, UnknownName, quoted, suggestion
from ..term import Call, Sym, Term, substituted, symbols
from .arguments import LITERALS, ArgumentReader, Arguments, Callee, Given, constant
from .lexer import Token
from .library import (
    CONSTANT_WORDS,
    FIRST,
    MODULES,
    NO_NUMBERS,
    NOT_HERE,
    NOT_IN,
    OWN_WORDS,
    SAME,
    SECOND,
    TYPES,
    WORDS,
    Literal,
    Spoken,
)
from .names import ARITY, CONSTANTS, GREEK_NAMES, NEVER_VARIABLES, OTHER_SPELLINGS, function_name, is_symbol
from .reader import Reader
from .special import SPECIAL

_METHODS = "torch"  # what a method does if several libraries differ


class CallReader(ArgumentReader):
    """Everything that begins with a name."""

    def named(self) -> Term | Literal:
        if self.follows_path():
            return self.of_module()
        token = self.advance()
        called = self.token.text == "("
        function = function_name(token.text)
        if token.text in self.declared and not (called and function and token.text not in GREEK_NAMES):
            return self.counted(Sym(token.text))
        if called and token.text in NOT_HERE and not is_known(token.text):
            raise self.lacking(token, token.text)
        if function and (called or token.text not in GREEK_NAMES):
            return self.call(Callee(token, function))
        if called and token.text in NEVER_VARIABLES:
            raise self.error(f"unknown function {quoted(token.text)}", token)
        if token.text in CONSTANTS or (is_symbol(token.text) and not (called and is_known(token.text))):
            return self.counted(Sym(token.text))
        if token.text in TYPES and not called and not is_known(token.text):
            return Literal(token.text)
        if called and not is_known(token.text) and _is_word(token.text):
            return self.call(Callee(token, token.text))
        if self.defined(token.text):
            return self.call(Callee(token, token.text))
        return self.call(Callee(token, self.catalogue_name(token, token.text)))

    def defined(self, name: str) -> Spoken | None:
        """What a project means by a name that nothing else has."""
        taken = self.speaker is None or function_name(name) is not None or _is_word(name) or is_own(name)
        return None if taken or self.speaker is None else self.speaker("", name)

    def catalogue_name(self, token: Token, name: str) -> str:
        try:
            entry = lookup(name)
        except UnknownName:
            raise self.unknown(token) from None
        if not entry.has_curve:
            raise self.error(f"{entry.name} is a {entry.kind}, and a formula is made of numbers", token)
        return entry.name

    def unknown(self, token: Token) -> FormulaError:
        name = token.text
        if name in NO_NUMBERS or name in LITERALS:
            return self.error(f"{name} is no number", token)
        if 1 < len(name) < 4 and name.isalpha() and self.token.text != "(":
            hint = f"; a product is written {'*'.join(name)}"
        elif len(name) < 4 and is_symbol(f"{name[0]}_{name[1:]}"):
            hint = f"; an index is written {name[0]}_{name[1:]}"
        else:
            hint = ""
        known = {*ARITY, *OTHER_SPELLINGS, *CONSTANTS, *self.declared, *_callable_names(), *_words()}
        known |= set(self.speaker.names()) if self.speaker else set()
        return self.error(f"unknown name {quoted(name)}{hint}.{suggestion(name, sorted(known))}", token)

    def lacking(self, token: Token, name: str) -> FormulaError:
        product = f"; a product is written {name}*(…)" if is_symbol(name) else ""
        return self.error(f"the function {name} is not in the formula language{NOT_HERE[name]}{product}", token)

    # Names behind the path of a library

    def follows_path(self) -> bool:
        """Whether a dotted name begins here, and not the variable of a method such as x.tanh()."""
        if self.ahead(1).text != "." or self.ahead(2).kind != "name" or self.token.text in self.declared:
            return False
        return self.token.text in MODULES or self.longest_module() > 0 or not self.is_operand()

    def is_operand(self) -> bool:
        return is_symbol(self.token.text) or self.token.text in CONSTANTS

    def longest_module(self) -> int:
        """How many of the dotted names that follow are the path of a library."""
        names, found = [self.token.text], 0
        while self.ahead(2 * len(names) - 1).text == "." and self.ahead(2 * len(names)).kind == "name":
            found = len(names) if ".".join(names) in MODULES else found
            names.append(self.ahead(2 * len(names)).text)
        return found

    def of_module(self) -> Term | Literal:
        count, start = self.longest_module(), self.token
        if not count:
            usual = "np, torch, F, nn, tf, keras, jax, jnp, math, scipy.special"
            told = f"unknown library {quoted(start.text)}.{suggestion(start.text, MODULES)} Known ones: {usual}, …"
            raise self.error(told, start)
        path = ".".join(self.ahead(2 * place).text for place in range(count))
        self.index += 2 * count
        token = self.advance()
        callee = Callee(token, _plain(token.text), MODULES[path])
        if self.token.text == "(":
            return self.call(callee)
        if token.text in TYPES:
            return Literal(token.text)
        if token.text in CONSTANT_WORDS:
            return self.counted(self.template(CONSTANT_WORDS[token.text]))
        if token.text in NO_NUMBERS:
            raise self.error(f"{token.text} is no number", token)
        if self.is_function(callee):
            raise self.needs_argument(token)
        raise self.unknown_in(callee)

    def method(self, receiver: Term | object) -> Term | Literal:
        """A call behind its first argument, such as x.clamp(min=0)."""
        self.advance()
        token = self.advance()
        if self.token.text != "(":
            if token.text in TYPES:
                return Literal(token.text)
            raise self.error(f"unexpected '.{token.text}'; a method is called, e.g. x.tanh()", token)
        callee = Callee(token, _plain(token.text), _METHODS)
        arguments = self.listed(callee, empty=True)
        arguments.positional.insert(0, Given(receiver, token))
        return self.counted(self.meaning(callee, arguments))

    # Calls

    def call(self, callee: Callee) -> Term | Literal:
        if self.token.text != "(":
            raise self.needs_argument(callee.token)
        self.descend()
        layer = self.layer(callee)
        built = self.layered(callee, layer) if layer else self.meaning(callee, self.listed(callee))
        self.depth -= 1
        return self.counted(built)

    # What a call means

    def meaning(self, callee: Callee, arguments: Arguments) -> Term:
        """The term of a call; words of libraries count before the catalogue where a library is named."""
        name, function, spoken = callee.name, function_name(callee.name), self.spoken(callee)
        if (callee.library, name) in NOT_IN:
            raise self.error(NOT_IN[callee.library, name], callee.token)
        template = OWN_WORDS.get(callee.library, {}).get(name) or WORDS.get(name)
        if template and (callee.library or not is_known(name)):
            return self.worded(callee, template, arguments)
        if function and function != "where" and (_fits(function, arguments) or not (spoken or _is_word(name))):
            return self.applied(callee, function, arguments)
        if name in SPECIAL:
            return self.grown(SPECIAL[name](self, callee, arguments))
        if spoken:
            return self.in_dialect(callee, spoken, arguments)
        if is_known(name):
            return self.applied(callee, self.catalogue_name(callee.token, name), arguments)
        raise self.lacking(callee.token, name) if name in NOT_HERE else self.unknown_in(callee)

    def is_function(self, callee: Callee) -> bool:
        """Whether a name behind the path of a library can be called."""
        own = callee.name in OWN_WORDS.get(callee.library, {})
        words = own or _is_word(callee.name) or function_name(callee.name) is not None
        return words or is_known(callee.name) or self.spoken(callee) is not None

    def unknown_in(self, callee: Callee) -> FormulaError:
        if not callee.library:
            return self.unknown(callee.token)
        known = {*ARITY, *OTHER_SPELLINGS, *_words(), *OWN_WORDS.get(callee.library, {}), *_callable_names()}
        near = suggestion(callee.name, sorted(known))
        return self.error(f"{quoted(callee.token.text)} of {callee.library} is not known here.{near}", callee.token)

    def applied(self, callee: Callee, function: str, arguments: Arguments) -> Call:
        keywords = tuple(self.keyword(function, one) for one in arguments.named.items())
        self.check_count(callee.token, function, arguments.positional)
        return Call(function, self.scalars(arguments.positional), _distinct(self, function, keywords, arguments))

    def check_count(self, token: Token, name: str, arguments: Sequence[Given]) -> None:
        least, most = ARITY.get(name, (1, 1))
        if not arguments:
            raise self.needs_argument(token)
        if len(arguments) < least or (most is not None and len(arguments) > most):
            allowed = f"{least} or more" if most is None else str(least) if most == least else f"{least} or {most}"
            plural = "" if allowed == "1" else "s"
            raise self.error(f"{token.text} takes {allowed} argument{plural}, got {len(arguments)}", token)

    def keyword(self, name: str, given: tuple[str, Given]) -> tuple[str, Term]:
        """One `parameter=term` of a catalogue function, under the parameter's own name."""
        word, argument = given
        try:
            declared = lookup(name).declared
        except UnknownName:
            declared = ()
        parameter = next((p for p in declared if word in (p.name, *p.aliases)), None)
        if parameter is None:
            known = f"its parameters: {', '.join(p.name for p in declared)}" if declared else "it has none"
            raise self.error(f"{name} has no parameter {quoted(word)}; {known}", argument.start)
        value = self.number_of(argument)
        literal = constant(value)
        if literal is not None and not parameter.accepts(literal):
            raise self.error(f"{name}: {parameter.name} must be {parameter.constraint}", argument.start)
        return parameter.name, value

    # Words of libraries

    def template(self, text: str) -> Term:
        """A term of u and v, in the language itself."""
        raise NotImplementedError

    def worded(self, callee: Callee, template: str, arguments: Arguments) -> Term:
        """A template of u, or of u and v, at the arguments."""
        term = self.template(template)
        two = "v" in symbols(term)
        wanted = (FIRST, SECOND) if two else (FIRST,)
        found = self.bound(callee, arguments, wanted, required=len(wanted))
        values = [self.counted_as_number(self.no_literal(one)) for one in found]
        return self.grown(substituted(term, dict(zip("uv", values, strict=False))))

    # What frameworks call the catalogue's functions

    def spoken(self, callee: Callee) -> Spoken | None:
        if not callee.library:
            return self.defined(callee.name)
        return self.speaker(callee.library, callee.name) if self.speaker else None

    def layer(self, callee: Callee) -> Spoken | None:
        spoken = self.spoken(callee)
        return spoken if spoken and spoken.layer else None

    def layered(self, callee: Callee, layer: Spoken) -> Term:
        """A layer made with its settings and then called: nn.LeakyReLU(0.1)(x)."""
        settings = self.listed(callee, empty=True)
        if self.token.text != "(":
            raise self.error(f"{callee.name}(…) is a layer; write {callee.name}(…)(x)", callee.token)
        arguments = self.listed(callee)
        settings.positional = [*arguments.positional[:1], *settings.positional]
        return self.in_dialect(callee, layer, settings)

    def in_dialect(self, callee: Callee, spoken: Spoken, arguments: Arguments) -> Term:
        if spoken.refusal:
            raise self.error(spoken.refusal, callee.token)
        wanted = (FIRST if callee.library else ("x",), *((name,) for name in spoken.settings))
        argument, *settings = self.bound(callee, arguments, wanted, required=1)
        given = {name: one for name, one in zip(spoken.settings, settings, strict=True) if one is not None}
        values = {name: one.value for name, one in given.items()}
        try:
            term = spoken.at(self.no_literal(argument), values)
        except FormulaError:
            raise
        except ActplotError as error:
            raise self.error(str(error), callee.token) from None
        return self.grown(term)


def _distinct(
    reader: Reader, name: str, keywords: Sequence[tuple[str, Term]], arguments: Arguments
) -> tuple[tuple[str, Term], ...]:
    seen: dict[str, Term] = {}
    for (parameter, value), given in zip(keywords, arguments.named.values(), strict=True):
        if parameter in seen:
            raise reader.error(f"{name}: {parameter} is given twice", given.start)
        seen[parameter] = value
    return tuple(seen.items())


def _plain(name: str) -> str:
    """A function's name without the underscore that says it works in place: relu_."""
    return name[:-1] if name.endswith("_") and not name.endswith("__") else name


def _is_word(name: str) -> bool:
    return name in WORDS or name in SPECIAL


def _words() -> Collection[str]:
    return {*WORDS, *SPECIAL} - SAME


def _fits(function: str, arguments: Arguments) -> bool:
    """Whether a function of the language can be called so, without what libraries add to it."""
    least, most = ARITY[function]
    words = [one for one in arguments.positional if isinstance(one.value, Literal)]
    return not (arguments.named or words) and least <= len(arguments.positional) <= (most or len(arguments.positional))


def _callable_names() -> tuple[str, ...]:
    """The names of functions of one variable."""
    from ...catalogue.registry import elementwise_names  # only here are all names of use

    return elementwise_names()
