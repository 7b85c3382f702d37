"""If it exists it is documented, and what the documents show works."""

import ast
import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest
import typer

from kneetrace.cli import app
from kneetrace.cli.terminal import STAGE_TITLES
from kneetrace.journey import read_request
from kneetrace.measure import Stage, movement_tests

CHECKOUT = Path(__file__).parents[2]
ROOMS = ("terms", "evidence", "intake", "measure", "explain", "report", "exchange", "journey")
README = (CHECKOUT / "README.md").read_text("utf-8")
ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text("utf-8")


def front_door(room: str) -> ModuleType:
    return importlib.import_module(f"kneetrace.{room}")


def blocks(*, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_every_command_is_in_the_readme() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert not [name for name in commands if f"kneetrace {name}" not in README]


def test_every_movement_test_is_in_the_readme() -> None:
    assert not [name for name in movement_tests() if f'"{name}"' not in README]


def test_every_stage_is_in_the_guide_and_has_a_title() -> None:
    guide = (CHECKOUT / "docs" / "guide.md").read_text("utf-8")
    documented = re.findall(r"^\| `(\w+)` \|.*\|.*\|$", guide, flags=re.MULTILINE)
    assert [name for name in documented if name in STAGE_TITLES] == list(Stage)
    assert list(STAGE_TITLES) == list(Stage)


@pytest.mark.parametrize("room", [*ROOMS, "cli"])
def test_every_room_is_in_the_architecture(room: str) -> None:
    assert f"| `{room}` |" in ARCHITECTURE


def test_what_the_architecture_says_a_door_offers_it_offers() -> None:
    for room in ROOMS:
        (row,) = re.findall(rf"^\| `{room}` \|.*\| (.*) \|$", ARCHITECTURE, flags=re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row):
            assert hasattr(front_door(room), name), f"kneetrace.{room} has no {name}"


def test_the_person_file_of_the_readme_can_be_read(tmp_path: Path) -> None:
    (example,) = blocks(language="toml")
    file = tmp_path / "person.toml"
    file.write_text(example, encoding="utf-8")
    request = read_request(file)
    assert request.person.height_m == 1.75
    assert request.recordings[0].test == "squat"


@pytest.mark.parametrize("example", blocks(language="python"))
def test_the_examples_of_the_readme_name_what_there_is(example: str) -> None:
    for node in ast.walk(ast.parse(example)):
        if isinstance(node, ast.ImportFrom) and node.module:
            door = importlib.import_module(node.module)
            assert all(hasattr(door, alias.name) for alias in node.names)


def test_every_target_of_make_says_what_it_does() -> None:
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^\.PHONY: (\w+)$", makefile, flags=re.MULTILINE))
    assert targets == set(re.findall(r"^(\w+):.*## \w", makefile, flags=re.MULTILINE))
