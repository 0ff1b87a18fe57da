"""What a shell completes beside names of functions: words of options, and several separated by commas."""

from collections.abc import Callable, Iterable, Iterator

import click

from ...catalogue.index import KINDS, declared_entries
from .pressing import Completed


def several(choices: Callable[[], Iterable[str]]) -> Completed:
    """Words of which any number may stand behind each other, separated by commas."""

    def known(incomplete: str) -> Iterable[str]:
        before, comma, _ = incomplete.rpartition(",")
        return [f"{before}{comma}{word}" for word in choices()]

    return Completed(known)


def families() -> set[str]:
    return {one.family for one in declared_entries().values()}


def frameworks() -> tuple[str, ...]:
    from ...spec.dialects.finding import FRAMEWORKS

    return FRAMEWORKS


def traits() -> Iterator[str]:
    from ...calculus.facts.trait_words import TRAITS

    return (prefix + trait for prefix in ("", "not-") for trait in TRAITS)


def parts() -> set[str]:
    """Functions, families and kinds."""
    declared = declared_entries().values()
    return {text for one in declared for text in (one.name, *one.aliases, one.family)} | {
        kind.replace(" ", "-") for kind in KINDS
    }


class KindType(click.Choice):
    """A kind, whose words may be joined by a hyphen or an underscore."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value.replace("-", " ").replace("_", " "), param, ctx)


ONE_FAMILY = Completed(lambda _: sorted(families()))
ONE_FRAMEWORK = Completed(lambda _: frameworks())
SOME_TRAITS = several(traits)
PARTS = several(parts)
CHOICES: dict[str, click.ParamType] = {  # by the option that chooses functions by what they are
    "--where": SOME_TRAITS,
    "--kind": KindType(KINDS),
    "--family": ONE_FAMILY,
    "--framework": ONE_FRAMEWORK,
}
