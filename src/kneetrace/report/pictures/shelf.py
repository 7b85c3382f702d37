"""The pictures of the movement and strength tests, each in a file of its own in this folder."""

import tomllib
from functools import cache
from importlib.resources import files

from kneetrace.report.pictures.picture import Picture, read_picture


@cache
def find_picture(name: str) -> Picture | None:
    """Find the picture of a test; ``None`` where nobody has drawn one."""
    file = files(__package__).joinpath(f"{name}.toml")
    if not file.is_file():
        return None
    table = tomllib.loads(file.read_text("utf-8"))
    return find_picture(table["same_as"]) if "same_as" in table else read_picture(table)
