"""The fact card of a function of vectors, a random layer or a loss of vectors, for readers or as JSON."""

import json
import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..calculus.facts.of_vectors import VectorFacts
from ..calculus.tables import VectorEvaluation
from ..catalogue.parameter import Parameter
from ..numbers import about
from .card import closing_rows, first_codes, labelled, parameter_text, row_text
from .jsonable import json_number
from .vectors import vector_objects

SLOPES = {"vector function": "Jacobian", "vector loss": "gradient"}


def vector_card_text(facts: VectorFacts, width: int) -> str:
    """The card, wrapped to a width."""
    head = [facts.spec, f"{facts.kind} · {facts.family.replace('_', ' ')}", facts.description]
    rows = [row_text(label, text, width) for label, text in _rows(facts)]
    return "\n".join([*(textwrap.fill(line, width) for line in head if line), "", *rows, ""])


def _rows(facts: VectorFacts) -> Iterator[tuple[str, str]]:
    """Every line of the card: its label, empty where the line above has it, and its text."""
    yield "formula", facts.formula
    yield "takes", facts.takes
    yield from labelled("target", [facts.target] if facts.target else [])
    yield "gives", facts.gives
    yield from labelled("random", [facts.drawn] if facts.drawn else [])
    yield from labelled("parameters", [parameter_text(parameter, value) for parameter, value in facts.parameters])
    yield from labelled("example", [text for one in facts.example for text in _example(one)])
    yield from labelled(SLOPES.get(facts.kind, ""), [*facts.slopes, *_slopes(facts)])
    yield from labelled("breaks", [facts.breaks] if facts.breaks else [])
    yield from labelled("convention", [facts.convention] if facts.convention else [])
    yield from closing_rows(facts)
    yield from labelled("see", [f"actplot {command}" for command in commands(facts)])


def commands(facts: VectorFacts) -> list[str]:
    """What to ask next: the numbers and the pictures of the example."""
    if not facts.command:
        return []
    numbers = facts.command.partition("--at ")[2]
    pictures = {
        "vector function": [
            f"jacobian {facts.spec} --at {numbers}",
            f"plot {facts.spec} --vary 0 --at {numbers}",
        ],
        "random layer": [f"plot {facts.spec} --at {numbers}"],
    }
    return [facts.command, *pictures.get(facts.kind, [])]


def _example(one: VectorEvaluation) -> Iterator[str]:
    """Numbers by their names, the gradient left to its own line."""
    yield from (f"{name} {about(float(number))}" for name, number in one.whole.items())
    yield from (f"{name} {_vector(column)}" for name, column in one.columns.items() if name != "gradient")


def _slopes(facts: VectorFacts) -> Iterator[str]:
    """The derivatives at the example."""
    for one in facts.example:
        if "gradient" in one.columns:
            yield f"at the example {_vector(one.columns['gradient'])}"
        if one.matrix is not None:
            yield f"at the example {', '.join(map(_vector, one.matrix))}"


def _vector(numbers: np.ndarray) -> str:
    """With four digits, as in a textbook."""
    texts = (f"{float(number):.4g}".replace("-", "−") for number in numbers)
    return f"({', '.join(texts)})"


def vector_card_json(facts: VectorFacts) -> str:
    """The card as one object; numbers in full precision, "inf" and "-inf" as text."""
    words = ("name", "aliases", "kind", "family", "description", "formula", "takes", "target", "gives", "drawn")
    more = ("breaks", "convention", "note", "strengths", "weaknesses", "sources", "spoken")
    card = {
        "function": facts.spec,
        **{name: getattr(facts, name) for name in words},
        "parameters": [_parameter(parameter, value) for parameter, value in facts.parameters],
        "slopes": facts.slopes,
        "example": vector_objects(facts.example),
        "commands": commands(facts),
        "equivalents": first_codes(facts.equivalents),
        **{name: getattr(facts, name) for name in more},
    }
    return json.dumps(card, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _parameter(parameter: Parameter, value: Any) -> dict[str, Any]:
    constraint = {"constraint": parameter.constraint, "meaning": parameter.meaning}
    return {"name": parameter.name, "value": _plain(value), "default": _plain(parameter.default), **constraint}


def _plain(value: Any) -> Any:
    return list(map(json_number, value)) if isinstance(value, tuple) else json_number(value)
