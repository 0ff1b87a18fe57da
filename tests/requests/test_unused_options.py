"""Every option of a figure changes the picture or is refused: none is ignored, alone or beside another."""

import functools

import pytest
from options import unusual

from actplot.errors import ActplotError
from actplot.images.encoding import encode
from actplot.requests.figures.ways import WAYS, way_of
from actplot.requests.grammar.kinds import Choice, Digit, Kind, Names, Switch
from actplot.requests.grammar.options import options_of
from actplot.requests.picture import AUTO, Picture
from actplot.requests.reading import CLASSES, parse

MOONS = "surface mse --data moons:n=30"
# By what is drawn, lines that ask for it; no single function has a kink and an extremum, and is random.
LINES = {
    "compare": ("compare rrelu hard_silu", "compare hinge quantile --over margin"),
    "sweep": ("sweep rrelu:lower=0.1,0.2", "sweep silu:beta=0.5..2"),
    "sweep of two": (
        "sweep rrelu:lower=0.1,0.2:upper=0.3,0.4",
        "sweep pelu:alpha=1,2:beta=1,2",
        "sweep barron:alpha=0,1:c=1,2",
    ),
    "sweep of outputs": ("sweep softmax:temperature=0.5..2 --at 2,1,0.1",),
    "plot": ("plot rrelu", "plot hard_silu", "plot hinge", "plot 'sin(20*x)'"),
    "plot varied": ("plot sparsemax --vary 0 --at 0,1,0.5,-1",),
    "plot aimed": ("plot categorical_hinge --vary 0 --at 2,1.5,0.1 --target 0,1,0",),
    "plot simplex": ("plot softmax --simplex --at 2,1,0",),
    "plot layer": ("plot dropout --at 1,2",),
    "grid": ("grid rrelu hard_silu",),
    "grid of pages": ("grid rrelu hard_silu mse tanh elu --size 2.6 2 --page 1",),
    "diff": ("diff hard_silu silu",),
    "propagate": ("propagate sigmoid relu --width 16 --layers 4 --seeds 3",),
    "jacobian": ("jacobian softmax --at 2,1,0.1", "jacobian relu --at 1,2"),
    "surface": ("surface mse", "surface mse --view 3d"),
    "surface of data": (MOONS, f"{MOONS} --view 3d"),
    "surface with descent": (f"{MOONS} --descend", f"{MOONS} --descend --view 3d"),
    "landscape": ("landscape relu tanh", "landscape step"),
    "landscape of xor": ("landscape tanh --xor",),
    "derive": ("derive sigmoid",),
    "derive vectors": ("derive softmax",),
    "derive model": ("derive mse --model linear",),
}
BESIDE = "compare relu elu"  # of which every option says something, whichever other there is
SMALL = "--dpi 60"
WITH_MARGINS = {"--over margin": "compare hinge quantile"}  # instead, where others are refused
SET_BY_SHEETS = {"--style classic": ["--theme dark"]}  # which sets the page and every colour that a theme would


@functools.cache
def drawn(line: str) -> tuple | None:
    """The picture's bytes, and what only other formats have; None where the line is refused."""
    try:
        request = parse(line)
        pixels = encode(request.draw(), "png", "", request.resolution)
        return pixels, request.alt, request.letters, request.theme == AUTO
    except ActplotError:
        return None


def ignored(lines: tuple[str, ...], words: str) -> bool:
    """Whether words are taken, and change none of some pictures, although they say another thing than the default."""
    taken = [line for line in lines if drawn(f"{line} {words}")]
    if not taken or all(parse(f"{line} {words}") == parse(line) for line in taken):
        return False
    return all(drawn(f"{line} {words}") == drawn(line) for line in taken)


def tries(line: str, *kinds: type[Kind]) -> list[str]:
    """Unusual values of the options, of some kinds, that a line does not have."""
    options = [option for option in options_of(parse(line)) if option.flag not in line.split()]
    chosen = [option for option in options if isinstance(option.kind, kinds or Kind)]
    return [" ".join([option.flag, *words]) for option in chosen for words in unusual(option)]


def firsts(line: str, *kinds: type[Kind]) -> list[str]:
    """One for each option."""
    return list({words.split()[0]: words for words in reversed(tries(line, *kinds))}.values())


def pictures() -> list[type[Picture]]:
    return [cls for cls in CLASSES.values() if issubclass(cls, Picture)]


def test_every_command_and_way_is_asked():
    asked = [parse(line) for lines in LINES.values() for line in lines]
    assert {request.command_name for request in asked} == {cls.command_name for cls in pictures()}, (
        "add a line to LINES"
    )
    assert {way_of(request.functions[0]) for request in asked if request.command_name == "plot"} == set(WAYS.values())


@pytest.mark.exhaustive(keep=0, thorough=0.2)
@pytest.mark.parametrize("what", LINES)
def test_an_option_changes_the_picture_or_is_refused(what):
    lines = tuple(f"{line} {SMALL}" for line in LINES[what])
    without_effect = [words for words in tries(LINES[what][0]) if ignored(lines, words)]
    assert not without_effect, f"taken by {LINES[what][0]!r}, and drawn by nothing: draw it, or take it out of `takes`"


@pytest.mark.exhaustive(keep=0, thorough=0.2)
@pytest.mark.parametrize("mode", firsts(BESIDE, Choice, Digit, Names, Switch))
def test_no_option_silences_another(mode):
    beside = f"{WITH_MARGINS.get(mode, BESIDE)} {mode}"
    without_effect = [words for words in firsts(beside) if ignored((f"{beside} {SMALL}",), words)]
    assert without_effect == SET_BY_SHEETS.get(mode, []), f"taken beside {mode}, and drawn by nothing"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("compare binary_cross_entropy hinge", "or over one variable with --over margin."),
        ("compare bce:0.3 sigmoid_focal:0.3", "or over one variable with --over logit."),
        ("compare mse msle", "Draw them in separate figures."),
        (
            "compare msle hinge --over margin",
            "msle is a function of prediction and has no form over the margin. Losses",
        ),
        ("plot relu --over logit", "relu is a function of x and has no form over the logit"),
        (
            "plot bce:0.3 --over margin",
            "which asks for a target of 0 or 1. It has forms over: logit, probability, residual.",
        ),
        ("plot hinge --over score", "Allowed: margin, logit, probability, residual."),
    ],
)
def test_what_has_no_form_over_a_variable_is_told_what_has(line, told):
    with pytest.raises(ActplotError) as error:
        parse(line)
    assert told in str(error.value)
