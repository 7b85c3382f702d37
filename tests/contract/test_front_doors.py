import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

ROOMS = ("terms", "evidence", "intake", "measure", "explain", "report", "exchange", "journey")


def front_door(room: str) -> ModuleType:
    return importlib.import_module(f"kneetrace.{room}")


@pytest.mark.parametrize("room", ROOMS)
def test_a_front_door_names_what_it_offers(room: str) -> None:
    door = front_door(room)
    offered = getattr(door, "__all__", [])
    assert offered, f"kneetrace.{room} offers nothing: give it an __all__"
    assert offered == sorted(set(offered), key=_isort_order)
    assert all(hasattr(door, name) for name in offered)


@pytest.mark.parametrize("room", ROOMS)
def test_no_offered_name_is_also_a_module(room: str) -> None:
    # "from kneetrace.room import name" would mean the module to a reader of imports.
    door = front_door(room)
    modules = {module.name for module in pkgutil.iter_modules(door.__path__)}
    assert not modules & set(getattr(door, "__all__", []))


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_is_offered_is_documented(room: str) -> None:
    door = front_door(room)
    assert door.__doc__
    assert door.__doc__ != "Room."
    silent = [
        name
        for name in getattr(door, "__all__", [])
        if (inspect.isclass(offered := getattr(door, name)) or inspect.isroutine(offered))
        and not _documented(offered)
    ]
    assert not silent, f"kneetrace.{room}: no docstring on {silent}"


def _documented(offered: object) -> bool:
    own = offered.__dict__.get("__doc__") if inspect.isclass(offered) else offered.__doc__
    # A dataclass without a docstring gets its signature for one.
    return own is not None and not own.startswith(f"{getattr(offered, '__name__', '')}(")


def _isort_order(name: str) -> tuple[int, str]:
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name
