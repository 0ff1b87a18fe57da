"""Random command lines over all commands and options, which are read from the commands themselves."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import click

from actplot.cli import main
from actplot.requests.grammar.kinds import Names

from . import files, words
from .dice import Dice
from .specs import FRAMEWORKS, KINDS, bindings, spec

MEANT_SELDOM = {"--param", "--var", "--x", "--y", "--style", "--vary"}  # beside formulas, files or pictures alone
LEFT_OUT = {"--all", "--full", "--scheduler", "--help", "--version"}  # minutes, a network, no work
TAKES = {
    "compare": ("activation", "activation", "activation", "loss"),
    "derive": ("activation", "activation", "loss", "vector function", "vector loss"),
    "jacobian": ("vector function", "vector function", "activation"),
    "surface": ("loss",),
    "landscape": ("activation", "activation", "activation", "loss"),
    "plot": ("activation", "vector function", "vector loss", "random layer", "loss"),
    "eval": KINDS,
    "check": ("activation", "activation", *KINDS),
    "show": KINDS,
    "table": KINDS,
    "identify": ("activation", "activation", "loss"),
    "diff": ("activation", "activation", "activation", "loss"),
    "propagate": ("activation", "activation", "activation", "loss"),
    "sweep": ("activation", "vector function", "random layer", "loss"),
}
TAKEN = {"derive": 1, "jacobian": 1, "surface": 1, "identify": 1, "diff": 2, "sweep": 1}  # how many functions
OFTEN = 4  # what takes functions is asked more often than the rest

Words = Callable[[Dice], list[str]]


def either(right: Sequence[str], *wrong: str) -> Words:
    return lambda dice: [dice.one(right, wrong)]


def several(right: Sequence[str], *wrong: str) -> Words:
    return lambda dice: [",".join(dice.one(right, wrong) for _ in range(dice.randint(1, 3)))]


def made_by(make: Callable[[Dice], str]) -> Words:
    return lambda dice: [make(dice)]


def pair(dice: Dice) -> list[str]:
    """Two numbers, in order but for wild lines."""
    made = [words.number(dice), words.number(dice)]
    return made if dice.wrong() else sorted(made, key=_size)


def _size(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def vector(dice: Dice) -> list[str]:
    if dice.often(0.15):
        named = ("-", "@m.csv", "@named.csv:Sales", *(f"@{table}" for table in files.TABLES))
        return [dice.one(named, ("@", "@nothing.csv", "@m.csv:1", "@folder"))]
    return [words.numbers(dice) if dice.often(0.8) else dice.choice(("1,2", "0.5,-1,2,3", "1;2;3"))]


OPTIONS: dict[str, Words] = {
    "--param": lambda dice: [f"{dice.choice('abtx')}={words.number(dice)}"],
    "--var": either(("x", "x", "t", "z"), "e", "pi", "x y", "", "exp", "λ"),
    "--range": pair,
    "--ylim": pair,
    "--size": lambda dice: pair(dice) if dice.wrong() else dice.choice((["3", "2"], ["2", "5"], ["4", "4"])),
    "--points": either(("2", "3", "64", "2000"), "1", "0", "-1", "1e9", "nan", "x"),
    "--num": either(("1", "2", "7", "1000"), "0", "-1", "1e12", "99999999999", "x"),
    "--dpi": either(("72", "100", "150"), "9", "0", "1e6", "nan", "x"),
    "--title": made_by(words.text),
    "--xlabel": made_by(words.text),
    "--ylabel": made_by(words.text),
    "--style": several(("classic", "ggplot", "default", "bmh", "odd.mplstyle"), "nosuch", *files.STYLES),
    "--mark": several(("kinks", "asymptotes", "saturation", "extrema", "envelope"), "nosuch"),
    "--vary": either(("0", "1", "2"), "-1", "9", "x"),
    "--at": vector,
    "--prediction": vector,
    "--target": vector,
    "--data": either(
        ("line", "moons:n=20", "blobs:n=10,seed=2", "gaps.csv", "named.csv"),
        *("line:n=0", "xor:n=1e9", "sine:noise=-1", "nosuch", "@m.csv", *files.TABLES),
    ),
    "--x": several(("TV", "Radio ads"), "nosuch", ""),
    "--y": either(("Sales",), "nosuch", ""),
    "--weights": several(("w", "b", "w1", "w2"), "nosuch", ""),
    "--fix": either(("b=1", "w=0", "b=1e308"), "b=", "nosuch=1", "b=nan"),
    "--start": made_by(words.numbers),
    "--learning-rate": made_by(words.numbers),
    "--steps": either(("1", "2", "3", "50", "1000"), "0", "-1", "1e9", "x"),
    "--momentum": made_by(words.number),
    "--reduction": either(("none", "sum", "mean", "batchmean"), "banana"),
    "--route": either(("rules", "chain", "quotient", "definition"), "nosuch"),
    "--width": either(("20", "40", "120"), "1", "x"),
    "--layers": either(("1", "3", "40"), "0", "-1", "10000", "1e9", "1.5", "x"),
    "--seeds": either(("1", "2"), "0", "101", "x"),
    "--seed": either(("0", "7"), "-1", "1e99", "x"),
    "--gain": either(("auto", "he", "lecun", "glorot", "1.7", "5/3"), "nosuch", "0", "-1", "1e300", "nan"),
    "--model": either(("linear",), "nosuch"),
    "--framework": either(FRAMEWORKS, "nosuch", ""),
    "--where": several(("odd", "even", "bounded", "not-smooth", "convex", "lipschitz"), "nosuch", ""),
    "--columns": several(("formula", "derivative", "range", "gain", "zeros"), "nosuch", ""),
    "--family": either(("rectified", "robust"), "nosuch", ""),
    "--dtype": several(("float64", "float32"), "float16", ""),
    "--functions": either(("functions.toml",), "damaged.toml", "folder", "nothing.toml", "m.csv", ""),
    "--derivative": made_by(lambda dice: spec(dice, ("activation",))),
    "--formula": made_by(lambda dice: spec(dice, ("activation",))),
    "--only": either(("value", "derivative", "one", "t*"), "nosuch", "", "["),
    "--jobs": either(("1",), "2", "0", "x"),
    "--tolerance": either(("0", "0.1", "1e-3"), "-1", "x", "nan", "1e309"),
    "--report": either(("report", "new/report"), "folder", "m.csv", ""),
    "-o": either(
        (
            "o.png",
            "o.svg",
            "o.pdf",
            "o.txt",
            "o.json",
            "o.csv",
            "o.md",
            "o.tex",
            "o.html",
            "o.mml",
            "-",
            "new/",
            "ü n.svg",
        ),
        *("no/o.png", "folder", "o.gif", "o", "", "/dev/full", "m.csv/o.png", "\x1b.png"),
    ),
}


@cache
def commands() -> dict[str, click.Command]:
    """Each by its words, such as `gallery build`."""
    return dict(_commands(main, click.Context(main), ""))


def _commands(group: click.Group, context: click.Context, before: str) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, context, f"{name} ")
        else:
            yield before + name, command


def line(dice: Dice) -> list[str]:
    """The words of one command line."""
    name = dice.choice([name for name in commands() for _ in range(OFTEN if name in TAKES else 1)])
    arguments = _arguments(dice, name)
    made = [*name.split(), *arguments, *_options(dice, name, arguments)]
    if dice.wrong():
        made.insert(dice.randrange(len(made) + 1), words.text(dice))
    if dice.wrong():
        made.pop(dice.randrange(len(made)))
    if dice.wrong() and made:
        at = dice.randrange(len(made))
        made[at] = words.misspelt(dice, made[at])
    return made


def _arguments(dice: Dice, name: str) -> list[str]:
    if name in TAKES:
        usual = TAKEN.get(name, 0) if not dice.wrong() else 0
        return [spec(dice, TAKES[name]) for _ in range(usual or dice.choice((1, 1, 1, 2, 3)))]
    if name in ("gallery build", "gallery check"):
        return [dice.one(("gallery.toml", "."), files.MANIFESTS)] if dice.often(0.5) else []
    if name == "recipe":
        return [dice.one(files.IMAGES[:3], (*files.IMAGES, "-", "m.csv")) for _ in range(dice.randint(1, 3))]
    rest = {
        "gallery new": (("new.toml",), ("gallery.toml", "no/new.toml", "folder", "")),
        "list": (("relu", "x"), ("", words.text(dice))),
        "help": (("show", "gallery", "eval"), ("sho", "")),
        "completion": (("bash", "zsh", "fish"), ("sh", "")),
    }
    return [dice.one(*rest[name])] if name in rest else []


def _options(dice: Dice, name: str, arguments: list[str]) -> Iterator[str]:
    known = [option for option in commands()[name].params if isinstance(option, click.Option)]
    left_out = LEFT_OUT if dice.wrong() else LEFT_OUT | MEANT_SELDOM
    known = [option for option in known if not left_out & {*option.opts}]
    wanted = _wanted(dice, name, arguments)
    for option in dice.sample(known, min(len(known), dice.choice((0, 1, 1, 2, 3, 5)))):
        if not {*option.opts} & {*wanted}:
            yield from _one(dice, option)
    yield from wanted


def _one(dice: Dice, option: click.Option) -> list[str]:
    flag = dice.choice(option.opts)
    if option.is_flag:
        return [flag]
    if choices := _choices(option):
        return [flag, dice.one(choices, words.TEXTS)]
    for known in option.opts:
        if known in OPTIONS:
            return [flag, *OPTIONS[known](dice)]
    return [flag, *(dice.choice((words.number(dice), words.text(dice))) for _ in range(option.nargs))]


def _choices(option: click.Option) -> tuple[str, ...]:
    """The words that it allows, where it takes one of them."""
    declared = getattr(option.type, "option", None)
    if declared and declared.kind.count == 1 and not isinstance(declared.kind, Names):
        return declared.kind.choices
    return tuple(getattr(option.type, "choices", ()))


def _wanted(dice: Dice, name: str, arguments: list[str]) -> list[str]:
    """What most lines of a command need to get somewhere."""
    made = bindings(dice, arguments) if name in TAKES else []
    if name in TAKES and not dice.wrong() and {word.partition(":")[0] for word in arguments} & {*files.DECLARED}:
        made += ["--functions", "functions.toml"]
    if name == "eval" and dice.often(0.3):
        made += ["--prediction", *vector(dice), "--target", *vector(dice)]
    elif name in ("jacobian", "eval", "plot") and dice.often(0.2 if name == "plot" else 0.9):
        made += ["--at", *vector(dice)]
    if name == "surface" and dice.often():
        made += ["--data", *OPTIONS["--data"](dice), *(["--descend"] if dice.often(0.5) else [])]
    if name == "propagate" and dice.often():
        made += ["--width", "12", "--layers", "4", "--seeds", "2"]
    if name in ("compare", "plot", "surface", "propagate") and dice.often():
        made += ["--size", "3", "2", "--dpi", "60"]
    return made
