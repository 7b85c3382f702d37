"""Small pieces of Markdown."""

import re
from collections.abc import Iterable, Sequence


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a bar within a cell is escaped."""
    lines = [_row(heading), "|" + "---|" * len(heading), *(_row(row) for row in rows)]
    return "\n".join(lines)


def split_row(line: str) -> list[str]:
    """Read the cells of one row of a table."""
    return [cell.strip() for cell in line.strip()[1:-1].split("|")]


def numbered(lines: Iterable[str]) -> str:
    """Write a numbered list."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def bullets(lines: Iterable[str]) -> str:
    """Write a list."""
    return "\n".join(f"- {line}" for line in lines)


def anchor(heading: str) -> str:
    """Give the name by which a heading is linked to."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


def first_sentence(text: str) -> str:
    """Cut a text after its first sentence."""
    return re.split(r"(?<=[.!?]) ", text.strip(), maxsplit=1)[0]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
