"""What a shell completes beside names of functions: words of options, and several separated by commas."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import click

from ...catalogue.index import KINDS, declared_entries
from .of_files import TABLES, files_beside, numbers_known
from .pressing import FRAMEWORKS, Completed

STYLES = (".mplstyle",)


def several(choices: Callable[[], Iterable[str]]) -> Completed:
    """Words of which any number may stand behind each other, separated by commas."""
    return Completed(lambda _, incomplete: behind_commas(incomplete, choices()))


def behind_commas(incomplete: str, choices: Iterable[str], alone: str = "") -> list[str]:
    """The choices that are not given yet; one that stands alone has no other before or behind it."""
    before, comma, _ = incomplete.rpartition(",")
    given = (*before.split(","), *([alone] if comma else []))
    if comma and alone in before.split(","):
        return []
    return [f"{before}{comma}{word}" for word in choices if word not in given]


def families() -> set[str]:
    return {one.family for one in declared_entries().values()}


def traits() -> Iterator[str]:
    from ...calculus.facts.trait_words import TRAITS

    return (prefix + trait for prefix in ("", "not-") for trait in TRAITS)


def parts() -> list[str]:
    """Functions, families and kinds."""
    declared = declared_entries().values()
    named = {text for one in declared for text in (one.name, *one.aliases, one.family)}
    return sorted(named | {kind.replace(" ", "-") for kind in KINDS})


def _listed(_: click.Context, __: str) -> list[str]:
    """What a list is searched for: names, families and topics."""
    declared = declared_entries().values()
    return sorted({text for one in declared for text in (one.name, one.family, *one.topics)})


def _styles(_: click.Context, incomplete: str) -> Iterator[str]:
    """Style sheets of matplotlib by name, and files of others."""
    import os
    from importlib.util import find_spec

    found = find_spec("matplotlib")  # which imports nothing of it
    folder = os.path.join(found.submodule_search_locations[0], "mpl-data", "stylelib", "")  # noqa: PTH118
    sheets = [os.path.basename(file).removesuffix(*STYLES) for file in files_beside(folder, STYLES)]  # noqa: PTH119
    named = [sheet for sheet in sheets if not sheet.startswith("_")]
    before, comma, last = incomplete.rpartition(",")
    files = [f"{before}{comma}{file}" for file in files_beside(last, STYLES)]
    yield from (*behind_commas(incomplete, ["default", *named]), *files)


def _data(_: click.Context, incomplete: str) -> Iterator[str]:
    """Built-in sets and their settings, and tables."""
    from ...calculus.models.datasets import RECIPES, SETTINGS

    name, colon, behind = incomplete.partition(":")
    if colon and name in RECIPES:
        given = behind.split(",")
        left = [f"{one}=" for one in SETTINGS if not any(part.startswith(f"{one}=") for part in given[:-1])]
        yield from (f"{name}:{word}" for word in behind_commas(behind, left))
    else:
        yield from RECIPES
        yield from files_beside(incomplete, TABLES)


def _inputs(_: click.Context, incomplete: str) -> Iterator[str]:
    yield "normal"
    yield from files_beside(incomplete)


def _routes(ctx: click.Context, _: str) -> Iterable[str]:
    """The routes of the function that is named, and of its model."""
    from ...errors import ActplotError
    from ...requests.derivations.derive import DeriveRequest

    named = ctx.params.get("functions") or tuple(ctx.args)  # which stay there where an option lacks its value
    with suppress(ActplotError):
        return DeriveRequest(named, model=ctx.params.get("model")).routes
    return ()


def _reductions(_: click.Context, __: str) -> Iterable[str]:
    from ...catalogue.kinds.reductions import REDUCTIONS

    return REDUCTIONS


class KindType(click.Choice):
    """A kind, whose words may be joined by a hyphen or an underscore."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value.replace("-", " ").replace("_", " "), param, ctx)


ONE_FAMILY = Completed(lambda *_: sorted(families()))
ONE_FRAMEWORK = Completed(lambda *_: FRAMEWORKS)
SOME_TRAITS = several(traits)
PARTS = several(parts)
DTYPES = several(lambda: ("float64", "float32"))
LISTED = Completed(_listed)
CHOICES: dict[str, click.ParamType] = {  # by the option of a request, where its kind does not know them
    "--where": SOME_TRAITS,
    "--kind": KindType(KINDS),
    "--family": ONE_FAMILY,
    "--framework": ONE_FRAMEWORK,
    "--style": Completed(_styles),
    "--data": Completed(_data),
    "--behind": Completed(_inputs),
    "--route": Completed(_routes),
    "--reduction": Completed(_reductions),
    **dict.fromkeys(("--at", "--prediction", "--target", "--weights"), Completed(numbers_known)),
}
