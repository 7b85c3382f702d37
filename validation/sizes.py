"""Report the longest modules and functions; sizes are for reading, nothing is enforced."""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from validation.running import CHECKOUT

SHOWN = 12


def module_lines() -> Iterator[tuple[int, str]]:
    """Give the length of every module of the program."""
    for path in _modules():
        yield len(path.read_text(encoding="utf-8").splitlines()), _name(path)


def function_lines() -> Iterator[tuple[int, str]]:
    """Give the length of every function of the program, docstring left out."""
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                first = body[0].lineno if body else node.lineno
                yield node.end_lineno - first + 1, f"{_name(path)}:{node.lineno} {node.name}"


def main() -> None:
    """Print both lists, longest first, and the totals of each room."""
    console = Console()
    console.print(_longest("Longest modules", module_lines()))
    console.print(_longest("Longest functions (without docstring)", function_lines()))
    rooms = Table("room", "modules", "lines", title="Rooms", title_justify="left")
    by_room = sorted((name.split("/")[2], lines) for lines, name in module_lines())
    for room, members in itertools.groupby(by_room, key=lambda pair: pair[0]):
        lengths = [lines for _, lines in members]
        rooms.add_row(room, str(len(lengths)), str(sum(lengths)))
    console.print(rooms)


def _longest(title: str, sizes: Iterator[tuple[int, str]]) -> Table:
    table = Table("lines", "where", title=title, title_justify="left")
    for lines, where in sorted(sizes, reverse=True)[:SHOWN]:
        table.add_row(str(lines), where)
    return table


def _modules() -> list[Path]:
    return sorted((CHECKOUT / "src").rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


if __name__ == "__main__":
    main()
