"""What every page is made with: templates, style sheets, and the hash that admits them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from kneetrace import __version__
from kneetrace.report.pictures import picture_style
from kneetrace.report.purpose import read_purpose

CHAPTER_STYLES: Final = ("report.css", "intake.css", "load.css", "explanation.css")
"""What a page needs that may hold every chapter."""


@cache
def environment() -> Environment:
    """Give what fills this room's templates; every value is escaped."""
    made = Environment(
        loader=PackageLoader("kneetrace.report", package_path="."),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_unbroken,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["read_purpose"] = read_purpose  # every page links it and holds it
    return made


def _unbroken(value: Any) -> Any:
    """Keep a number and its per cent sign on one line; what is markup already was parts before."""
    return re.sub(r"(?<=\d) %", "\N{NO-BREAK SPACE}%", value) if type(value) is str else value


def fill_page(template: str, /, *, sheets: Sequence[str], **fields: Any) -> str:
    """Fill a page with its fields, its style sheets and what every page says of the program."""
    style = _styles(*sheets)
    return (
        environment()
        .get_template(template)
        .render(
            **fields,
            version=__version__,
            style=Markup(style),  # our own files, so they are not escaped
            style_hash=own_hash(style),
        )
    )


@cache
def _styles(*names: str) -> str:
    """Give this room's style sheets as one, the pictures' colours with them."""
    room = files("kneetrace.report")
    return "".join([*(room.joinpath(name).read_text("utf-8") for name in names), picture_style()])


def own_hash(inside: str) -> str:
    """Give the hash by which a page's security policy knows its own style sheet or script."""
    return base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode("ascii")
