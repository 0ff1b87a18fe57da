"""Facts hold what a figure says and nothing of its looks, and their differences say what changed and where."""

import json

import numpy as np
import pytest

from actplot.catalogue.registry import elementwise_names
from actplot.gallery.statements.interpolation import interpolated
from actplot.gallery.statements.statements import BadFacts, differences_of, dumps, facts_of, read
from actplot.requests.reading import parse

MANY = "compare sigmoid tanh gelu elu hardswish --mark kinks,asymptotes,saturation,extrema"


def facts(line: str) -> dict:
    return facts_of(parse(line))


def between(before: str, now: str, **options) -> list[str]:
    return differences_of(facts(before), facts(now), **options)


@pytest.mark.parametrize("line", [MANY, "plot heaviside", "compare rrelu --mark envelope", "plot tanh --order 2"])
def test_facts_are_json_and_equal_to_themselves(line):
    one = facts(line)
    assert json.loads(dumps({"a": one})) == {"a": one}
    assert differences_of(one, facts(line)) == []


POLES = ("1/x", "1/x + 1/(x-1)", "1/x + 1/(x-1) + 1/(x+1)")


@pytest.mark.parametrize("formula", POLES)
def test_facts_hold_every_vertical_asymptote_as_a_place(formula):
    line = f"compare '{formula}' --mark asymptotes"
    (curve,) = facts(line)["panels"][0]["curves"]
    assert [mark["x"] for mark in curve["marks"]["verticals"]] == sorted([0, 1, -1][: POLES.index(formula) + 1])
    assert differences_of(facts(line), facts(line)) == []
    assert any("verticals" in one for one in between(line, line.replace("1/x", "1/(x-2)")))


def test_a_curve_without_a_piece_in_the_panel_has_facts():
    line = "compare '1/floor(x)' --range 0 1"
    assert facts(line)["panels"][0]["curves"][0]["pieces"] == []
    assert differences_of(facts(line), facts(line)) == []
    assert between(line, line.replace("--range 0 1", "--range 0 2"))


def test_facts_of_a_large_figure_are_small():
    assert len(dumps({"a": facts("compare sigmoid tanh relu gelu elu")})) < 30_000


@pytest.mark.exhaustive(keep=0.037, thorough=0.18)
@pytest.mark.parametrize("name", elementwise_names())
def test_every_function_has_facts_that_any_sampling_agrees_on(name):
    one = facts(f"compare {name}")
    for panel in one["panels"]:
        (curve,) = panel["curves"]
        assert curve["pieces"]
        assert all(np.all(np.diff(piece["x"]) > 0) for piece in curve["pieces"])
        assert sum(len(piece["x"]) for piece in curve["pieces"]) < 150
    assert [between(f"compare {name}", f"compare {name} --points {points}") for points in (500, 2000)] == [[], []]


def test_both_ends_of_every_piece_and_every_bend_are_kept():
    for line in ("compare hard_shrink", "compare relu6", "compare binary_cross_entropy"):
        request = parse(line)
        for panel, kept in zip(request.panels(), facts(line)["panels"], strict=True):
            for trace, curve in zip(panel.traces, kept["curves"], strict=True):
                ends = [x[end] for x, _ in trace.curve.pieces for end in (0, -1)]
                assert [piece["x"][end] for piece in curve["pieces"] for end in (0, -1)] == pytest.approx(ends)
                kinks = [x for x, _ in trace.curve.kinks]
                assert set(kinks) <= {x for piece in curve["pieces"] for x in piece["x"]}


def test_what_is_noise_beside_the_curve_is_zero():
    (piece,) = facts("compare sigmoid --range -40 40 --only value")["panels"][0]["curves"][0]["pieces"]
    assert piece["y"][0] == 0
    assert piece["y"][-1] == 1
    assert all(len(str(abs(number))) <= 12 for number in piece["x"])


@pytest.mark.exhaustive(keep=0.63, thorough=1)
@pytest.mark.parametrize(
    "looks",
    ["--dpi 50", "--size 4 3", "--theme dark", "--style ggplot", "--axes origin", "--points 999", "--points 333"],
)
def test_looks_and_sampling_are_no_facts(looks):
    assert between(MANY, f"{MANY} {looks}") == []


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("compare gelu relu", "compare gelu_tanh relu", ["curve GELU: y differs by up to 0.000473, at x = 2"]),
        ("compare leaky_relu:0.01", "compare leaky_relu:0.011", ["y differs by up to 0.005, at x = -5", "(0, 0.011)"]),
        ("compare relu tanh elu", "compare relu elu", ["curve tanh is missing"]),
        ("compare relu elu", "compare relu elu tanh", ["curve tanh is new"]),
        ("compare relu elu tanh", "compare elu relu tanh", ["ReLU, ELU, tanh have the order ELU, ReLU, tanh"]),
        ("compare relu", "compare relu --range -5.2 5.2", ["range of x: -5 to 5 has become -5.2 to 5.2"]),
        ("compare relu --ylim 0 1", "compare relu --ylim 0 1.001", ["range of y: 0 to 1 has become 0 to 1.001"]),
        ("plot relu", "plot relu --title T", ["title of the figure: 'ReLU and its derivative' has become 'T'"]),
        ("plot relu --xlabel u", "plot relu", ["label of x: 'u' has become 'x'"]),
        ("plot relu --ylabel u", "plot relu", ["label of y: 'u' has become none"]),
        ("plot relu", "plot relu --no-legend", ["the legend is no longer shown"]),
        ("plot gelu", "plot gelu --order 2", ["curve f″(x) is new"]),
        ("compare gelu", "compare gelu --only value", ["there were 2", "there are 1"]),
        ("compare gelu --mark extrema", "compare gelu --ylim 0 1", ["extrema: no longer marked"]),
        ("compare relu", "compare relu --mark kinks", ["kinks: new"]),
        ("compare hard_shrink", "compare hard_shrink:0.6", ["-0.5 to 0.5", "-0.6 to 0.6", "open (-0.6, -0.6)"]),
        ("plot sigmoid --derivative both", "plot sigmoid", ["estimates: no longer marked"]),
        ("compare tanh", "compare tanh --points 5", ["y differs by up to 0.000"]),
    ],
)  # fmt: skip
def test_what_differs_is_said(before, now, said):
    text = "\n".join(between(before, now))
    assert all(part in text for part in said), text


def test_swapped_labels_are_told_from_swapped_curves():
    one, other = facts("compare sigmoid tanh"), facts("compare sigmoid tanh")
    for panel in other["panels"]:
        first, second = panel["curves"]
        first["label"], second["label"] = second["label"], first["label"]
    found = differences_of(one, other)
    assert "panel f(x), curve sigmoid, label: 'sigmoid' has become 'tanh'" in found
    assert "panel f(x), curve tanh, label: 'tanh' has become 'sigmoid'" in found
    assert not any("y differs" in text for text in found)


def test_tolerance_is_the_largest_difference_of_y():
    def bent(amount: float) -> dict:
        one = facts("compare tanh --ylim -1 1 --only value")
        one["panels"][0]["curves"][0]["pieces"][0]["y"][30] += amount
        return one

    assert differences_of(bent(0), bent(9e-7)) == []
    assert len(differences_of(bent(0), bent(2e-6))) == 1
    assert differences_of(bent(0), bent(2e-6), tolerance=3e-6) == []
    assert len(differences_of(bent(0), bent(4e-6), tolerance=3e-6)) == 1


def test_a_changed_number_changes_one_line():
    one, other = (facts("compare tanh relu") for _ in range(2))
    other["panels"][0]["curves"][0]["pieces"][0]["y"][30] += 1
    lines = [dumps({"b": {}, "a": entry}).splitlines() for entry in (one, other)]
    assert sum(a != b for a, b in zip(*lines, strict=True)) == 1
    assert lines[0][1] == ' "a": {'


def test_reading_back(tmp_path):
    path = tmp_path / "facts.json"
    assert read(path) == {}
    path.write_text(dumps({"a": facts(MANY)}), encoding="utf-8")
    assert read(path) == {"a": facts(MANY)}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 3}', '{"a": {"title": null}}', "<<<<<<< ours", "\udcff"])
def test_what_is_not_facts_is_refused(text, tmp_path):
    path = tmp_path / "facts.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BadFacts, match=r"facts\.json"):
        read(path)


def test_interpolation_is_as_unsure_as_it_is_wrong():
    x, at = np.linspace(-5, 5, 101), np.linspace(-5, 5, 77)
    for function, bends in ((np.tanh, ()), (np.abs, (0.0,)), (lambda x: np.where(x < 0, np.expm1(x), x), ())):
        found, unsure = interpolated(x, function(x), at, bends)
        assert np.all(np.abs(found - function(at)) <= unsure + 1e-7)
        assert unsure.max() < 1e-2
