"""What is new in a line of a derivation against the line above it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..term import Add, Call, Condition, D, Fold, Mul, Rel, Term, children, rebuilt

Node = Term | Condition


def fresh_parts(before: Term, after: Term) -> tuple[Term, frozenset[int]]:
    """The line with a node of its own for every part, and the identities of the parts that are new in it."""
    own = _own(after)
    return own, frozenset(map(id, _fresh(before, own)))


def _own(node: Term) -> Term:
    return rebuilt(node, _own) if children(node) else replace(node)


def _fresh(before: Node, after: Node) -> Iterator[Node]:
    if before == after:
        return
    if isinstance(after, Add | Mul) and type(before) is not type(after) and before in after.args:
        at = after.args.index(before)
        yield from (part for index, part in enumerate(after.args) if index != at)
    elif _sign(before) != _sign(after):
        yield after
    elif isinstance(after, Add | Mul):
        yield from _fresh_among(children(before), after)
    else:
        yield from _fresh_below(list(zip(children(before), children(after), strict=False)), before, after)


def _fresh_among(before: Sequence[Node], after: Add | Mul) -> Iterator[Node]:
    """Of terms of a sum or factors of a product, which are the same wherever they stand."""
    gone, new = list(before), []
    for part in after.args:
        if part in gone:
            gone.remove(part)
        else:
            new.append(part)
    if len(new) == len(after.args) != len(before):
        yield after
    elif len(gone) == len(new):
        yield from _fresh_below(list(zip(gone, new, strict=True)), None, after)
    else:
        yield from new


def _fresh_below(pairs: Sequence[tuple[Node, Node]], before: Node | None, after: Node) -> Iterator[Node]:
    """The new parts of pairs of parts, or the whole where nothing of it is old."""
    if before is not None and len(children(before)) != len(children(after)):
        yield after
        return
    found = [list(_fresh(old, new)) for old, new in pairs]
    whole = [parts == [new] for parts, (_, new) in zip(found, pairs, strict=True)]
    if all(whole) and len(pairs) == len(children(after)):
        yield after
    else:
        yield from (part for parts in found for part in parts)


def _sign(node: Node) -> tuple[object, ...]:
    """What a node is, apart from the parts below it."""
    match node:
        case Call(name, args, keywords):
            return Call, name, len(args), tuple(word for word, _ in keywords)
        case D(_, variable, partial):
            return D, variable, partial
        case Fold(name, _, index, count):
            return Fold, name, index, count
        case Rel(operator):
            return Rel, operator
    return (type(node), ()) if children(node) else (type(node), node)
