"""Fields of a person file, each read with a sentence that says how to mend it."""

import contextlib
import math
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kneetrace.exchange import read_day
from kneetrace.terms import InvalidInput, Side

_Value = TypeVar("_Value")


class RequestUnreadable(InvalidInput):
    """The person file cannot be used; the sentence names the field and how to mend it."""


def read_toml(file: Path, *, what: str) -> Mapping[str, Any]:
    """Read a TOML file; ``what`` it is to be, as ``"a person file"``, is told where it is not."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise RequestUnreadable(f"There is no file {file}: check the path.") from None
    except OSError as cause:
        raise RequestUnreadable(
            f"{file} cannot be read ({cause.strerror}): give {what} in TOML."
        ) from None
    except UnicodeDecodeError:
        raise RequestUnreadable(
            f"{file.name} is not a text in UTF-8: give {what} in TOML, and save it with the "
            "encoding UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as cause:
        raise RequestUnreadable(
            f"{file.name} is not valid TOML ({cause}): correct it there."
        ) from None


def refuse_unknown(fields: Mapping[str, Any], known: tuple[str, ...], *, where: str) -> None:
    """Refuse a field nobody asks for: it is likely misspelled."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise RequestUnreadable(
            f"{where} has a field {unknown[0]!r} that is not known: use {', '.join(known)}."
        )


def needed(value: _Value | None, name: str, *, where: str) -> _Value:
    """Refuse a field that was left out."""
    if value is None or value == "":
        raise RequestUnreadable(f"{where} lacks {name}: add it.")
    return value


def text_in(fields: Mapping[str, Any], name: str, *, where: str) -> str | None:
    """Read a text."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise RequestUnreadable(f"{where}: {name} must be text in quotes, not {value!r}.")
    return value


def number_in(fields: Mapping[str, Any], name: str, *, where: str) -> float | None:
    """Read a finite number."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RequestUnreadable(f"{where}: {name} must be a number without quotes, not {value!r}.")
    with contextlib.suppress(OverflowError):
        if math.isfinite(number := float(value)):
            return number
    raise RequestUnreadable(f"{where}: {name} must be a number of ordinary size.")


def whole_number_in(fields: Mapping[str, Any], name: str, *, where: str) -> int | None:
    """Read a whole number."""
    value = number_in(fields, name, where=where)
    if value is None:
        return None
    if value != int(value):
        raise RequestUnreadable(f"{where}: {name} must be a whole number, not {value:g}.")
    return int(value)


def yes_or_no_in(fields: Mapping[str, Any], name: str, *, where: str) -> bool:
    """Read true or false; false where it was left out."""
    value = fields.get(name, False)
    if not isinstance(value, bool):
        raise RequestUnreadable(f"{where}: {name} must be true or false, not {value!r}.")
    return value


def side_in(fields: Mapping[str, Any], name: str, *, where: str) -> Side | None:
    """Read a side."""
    side = text_in(fields, name, where=where)
    if side is not None and side not in tuple(Side):
        raise RequestUnreadable(
            f'{where}: {name} = "{side}" cannot be used: write "right" or "left", or leave it out.'
        )
    return None if side is None else Side(side)


def day_in(fields: Mapping[str, Any], name: str, *, where: str) -> date | None:
    """Read a day, as a TOML date or as text."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, date | str):
        raise RequestUnreadable(f"{where}: {name} must be a day like 2026-03-31, not {value!r}.")
    try:
        return read_day(value)
    except InvalidInput as refused:
        raise RequestUnreadable(f"{where}: {name}: {refused}") from None


def tables_in(content: Mapping[str, Any], name: str, *, file: str) -> list[Mapping[str, Any]]:
    """Read tables that may be there several times, each with two brackets."""
    tables = content.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise RequestUnreadable(
            f"{file}: write each {name} as its own [[{name}]] (with two brackets)."
        )
    return tables
