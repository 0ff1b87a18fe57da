"""A record is what a frozen dataclass would be."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import ClassVar

import pytest

from actplot.frozen import record


class Body:
    kind: ClassVar[str] = "point"
    x: float
    y: float = 2.0
    seen: list = field(default_factory=list, compare=False)
    note: str = field(default="", repr=False)


def annotated(make):
    said = {name: value for name, value in vars(Body).items() if name not in ("__dict__", "__weakref__")}
    return make(type("Point", (), {**said, "__qualname__": "Point"}))


Point, Expected = annotated(record), annotated(dataclass(frozen=True))
GIVEN = [((1,), {}), ((1, 3), {}), ((), {"x": 1, "note": "a"}), ((1,), {"seen": [3]}), ((1, 2, [1], "b"), {})]


@pytest.mark.parametrize(("given", "named"), GIVEN)
def test_records_are_made_compared_and_shown_as_dataclasses(given, named):
    found, expected = Point(*given, **named), Expected(*given, **named)
    assert (repr(found), asdict(found), vars(found)) == (repr(expected), asdict(expected), vars(expected))
    assert hash(found) == hash(expected)
    for other_given, other_named in GIVEN:
        same = Expected(*other_given, **other_named) == expected
        assert (Point(*other_given, **other_named) == found) is same
    assert vars(replace(found, y=9)) == vars(replace(expected, y=9))
    assert copy.deepcopy(found) == found == pickle.loads(pickle.dumps(found))
    assert found != expected
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Expected)]
    assert Point.__match_args__ == Expected.__match_args__


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((1, 2, [], "", 5), {})])
def test_what_is_lacking_twice_or_unknown_is_refused(given, named):
    for cls in (Expected, Point):
        with pytest.raises(TypeError):
            cls(*given, **named)


def test_records_do_not_change():
    one = Point(1)
    with pytest.raises(FrozenInstanceError):
        one.x = 2
    with pytest.raises(FrozenInstanceError):
        del one.x


def test_each_class_has_its_own_defaults():
    assert Point(1).seen is not Point(1).seen


@record
class Half:
    whole: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.whole / 2)

    def __repr__(self) -> str:
        return "half"


def test_what_a_class_writes_itself_is_kept():
    assert (Half(4).whole, repr(Half(4))) == (2, "half")
