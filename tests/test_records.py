import copy
import dataclasses
import pickle
from functools import cached_property
from typing import Any

import pytest

from calllint import records


class _Plain:
    name: str
    number: int = 3
    found: list[int] = records.field(default_factory=list)
    place: str = records.field(default="here", compare=False)
    seen: dict[str, int] = records.field(default_factory=dict, init=False, repr=False)


def _made(decorator: Any) -> Any:
    """The same class, decorated by one or the other."""
    return decorator(
        type("Both", (_Plain,), {"__annotations__": _Plain.__annotations__, **vars_()})
    )


def vars_() -> dict[str, Any]:
    return {name: copy.copy(value) for name, value in vars(_Plain).items() if name[0] != "_"}


@pytest.mark.parametrize("frozen", [True, False])
def test_a_record_is_what_the_standard_library_makes(frozen: bool) -> None:
    ours = _made(records.dataclass(frozen=frozen))
    theirs = _made(dataclasses.dataclass(frozen=frozen))
    for given, named in [(("a",), {}), (("a", 4, [1]), {"place": "there"}), ((), {"name": "b"})]:
        one, other = ours(*given, **named), theirs(*given, **named)
        assert repr(one) == repr(other)
        assert vars(one) == vars(other)
        assert dataclasses.asdict(one) == dataclasses.asdict(other)
        assert one == ours(*given, **named)
        assert one != other
        assert one == dataclasses.replace(one, place="elsewhere")
        assert one != dataclasses.replace(one, number=5)
    assert ours("a").found is not ours("a").found
    for each in (ours, theirs):
        with pytest.raises(TypeError):
            each()
        with pytest.raises(TypeError):
            each("a", 1, [], "x", {})
    match ours("a", 4):
        case ours(name, number):
            assert (name, number) == ("a", 4)


@records.dataclass(frozen=True)
class Point:
    x: int
    y: int = 0

    @cached_property
    def sum(self) -> int:
        return self.x + self.y


@records.dataclass(frozen=True)
class Named(Point):
    name: str = ""

    def __post_init__(self) -> None:
        if self.name == "nobody":
            raise ValueError(self.name)


@records.dataclass
class Counter:
    count: int


def test_a_frozen_record_is_a_key_and_cannot_be_changed() -> None:
    point = Point(1, 2)
    assert {point: "there"}[Point(1, 2)] == "there"
    assert point.sum == 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(point, "x", 2)  # noqa: B010
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(point, "x")
    assert point == pickle.loads(pickle.dumps(point)) == copy.deepcopy(point)


def test_a_record_that_was_only_unpickled_is_whole() -> None:
    kept = pickle.dumps(Named(1, 2, "a"))
    for name in ("__init__", "__eq__", "__hash__", "__repr__"):
        records._when_used(Named, name, getattr(records, name[1:-2]))
    point = pickle.loads(kept)
    assert hash(point) == hash(pickle.loads(kept))
    assert point == pickle.loads(kept)
    assert repr(point) == "Named(x=1, y=2, name='a')"
    assert dataclasses.replace(point, x=5) == Named(5, 2, "a")


def test_a_record_of_another_kind_is_another() -> None:
    assert Point(1, 2) != Named(1, 2)
    assert [each.name for each in dataclasses.fields(Named)] == ["x", "y", "name"]
    with pytest.raises(ValueError, match="nobody"):
        Named(1, name="nobody")


def test_a_record_that_changes_is_no_key() -> None:
    counter = Counter(1)
    counter.count += 1
    assert counter == Counter(2)
    with pytest.raises(TypeError):
        hash(counter)
