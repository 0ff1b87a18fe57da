"""What `--help` shows beside options: examples under a heading, commands by what they are for."""

import inspect
from collections.abc import Iterator, Mapping

import click

from ... import __version__

DRAWN_WITH = ("numpy", "matplotlib")  # on whose versions the bytes of pictures depend
EXAMPLE = "actplot "  # what each line of a paragraph of examples begins with
UNWRAPPED = "\b\n"  # before a paragraph whose lines stay as they are
MANUAL = "gallery/README.md of the source, a page for each subject"
ENDS = "0 done; 1 a check failed, or the work; 2 wrong usage; 130 interrupted."


def format_text(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """What a command does, and its examples under a heading of their own."""
    told, lines = told_and_examples(command)
    click.Command(None, help="\n\n".join(told)).format_help_text(ctx, formatter)
    if lines:
        with formatter.section("Examples"):
            for line in lines:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def told_and_examples(command: click.Command) -> tuple[list[str], list[str]]:
    """The paragraphs that say what a command does, and the lines of its examples."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    told = [one for one in paragraphs if not _is_example(one)]
    return told, [line for one in paragraphs if _is_example(one) for line in one.removeprefix(UNWRAPPED).splitlines()]


def _is_example(paragraph: str) -> bool:
    return paragraph.startswith(f"{UNWRAPPED}{EXAMPLE}")


def format_groups(groups: Mapping[str, Mapping[str, str]], formatter: click.HelpFormatter) -> None:
    """The commands, by what they are for, in one column of names."""
    width = max(len(name) for commands in groups.values() for name in commands)
    for title, commands in groups.items():
        with formatter.section(title):
            formatter.write_dl([(f"{name:{width}}", text) for name, text in commands.items()])


def format_ends(formatter: click.HelpFormatter) -> None:
    """What exit codes say, and where more is told."""
    with formatter.section("More"):
        formatter.write_dl(
            [
                ("Exit codes", ENDS),
                ("One command", "actplot help COMMAND"),
                ("The manual", MANUAL),
            ]
        )


def versions() -> Iterator[str]:
    """The version of actplot and of what pictures depend on; nothing of that is imported."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    yield f"actplot {__version__}"
    yield f"python {platform.python_version()}"
    for name in DRAWN_WITH:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name}, which says no version"
