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
    unit: str = field(default="", kw_only=True)
    y: float = 2.0
    seen: list = field(default_factory=list, compare=False)
    note: str = field(default="", repr=False)
    made: list = field(default_factory=lambda: [1], init=False, compare=False)
    same: int = field(default=7, init=False)


def annotated(make, name="Point"):
    said = {name: value for name, value in vars(Body).items() if name not in ("__dict__", "__weakref__")}
    return make(type(name, (), {**said, "__qualname__": name}))


Point, Expected = annotated(record), annotated(dataclass(frozen=True))
Slim, SlimExpected = annotated(record(slots=True), "Slim"), annotated(dataclass(frozen=True, slots=True), "Slim")
GIVEN = [
    ((1,), {}),
    ((1, 3), {}),
    ((), {"x": 1, "note": "a"}),
    ((1,), {"seen": [3]}),
    ((1,), {"unit": "m"}),
    ((1, 2, [1], "b"), {}),
]


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


@pytest.mark.parametrize(("given", "named"), GIVEN)
def test_records_with_slots_are_as_dataclasses_with_slots(given, named):
    found, expected = Slim(*given, **named), SlimExpected(*given, **named)
    assert (repr(found), asdict(found), hash(found)) == (repr(expected), asdict(expected), hash(expected))
    assert Slim.__slots__ == SlimExpected.__slots__
    assert not hasattr(found, "__dict__")
    assert copy.deepcopy(found) == found == pickle.loads(pickle.dumps(found)) == replace(found)
    with pytest.raises(FrozenInstanceError):
        found.x = 2


def test_what_a_record_is_not_asked_for_it_is_as_any_object():
    alike = annotated(record(eq=False, repr=False))
    assert alike(1) != alike(1)
    assert hash(alike(1)) != hash(one := alike(1))
    assert repr(one) == object.__repr__(one)


def test_a_method_is_written_when_it_is_first_called_and_once():
    fresh = annotated(record)
    before = dict(vars(fresh))
    first, second = fresh(1), fresh(2)
    written = {name for name, value in vars(fresh).items() if value is not before[name]}
    assert written == {"__init__"}
    once = fresh.__init__
    assert first != second
    assert fresh.__init__ is once
    assert fresh.__eq__ is not before["__eq__"]


@record
class Whole:
    whole: float


@record
class Named(Whole):
    name: str = "a"

    def __eq__(self, other: object) -> bool:
        return True


class Undecorated(Named):
    pass


def test_what_derives_from_a_record_has_all_fields():
    assert repr(Named(1)) == "Named(whole=1, name='a')"
    assert vars(Undecorated(1, "b")) == {"whole": 1, "name": "b"}
    assert vars(Whole(2)) == {"whole": 2}
    assert hash(Named(1)) == hash((1, "a"))


@record
class Half:
    whole: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.whole / 2)

    def __repr__(self) -> str:
        return "half"


def test_what_a_class_writes_itself_is_kept():
    assert (Half(4).whole, repr(Half(4))) == (2, "half")
