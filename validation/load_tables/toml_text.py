"""Tables as TOML text."""

from typing import Any


def as_toml(table: dict[str, Any], *, notes: str) -> str:
    """Write facts, then rows as arrays of tables; numbers to 9 digits."""
    lines = [notes.rstrip(), ""]
    lines += [f"{key} = {_value(value)}" for key, value in table.items() if not _is_rows(value)]
    for kind, rows in table.items():
        for row in rows if _is_rows(rows) else ():
            lines += ["", f"[[{kind}]]"]
            lines += [f"{key} = {_value(value)}" for key, value in row.items()]
    return "\n".join(lines) + "\n"


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(float(f"{value:.9g}"))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        if _is_rows(value):
            return "[\n" + "".join(f"  {_inline(row)},\n" for row in value) + "]"
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return f'"{value}"'


def _inline(row: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in row.items()) + " }"
