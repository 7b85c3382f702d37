"""JSON documents: written whole, without NaN; read with a clear sentence when they cannot be."""

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from kneetrace.exchange.refusals import refusal
from kneetrace.exchange.whole_files import whole_file
from kneetrace.terms import InvalidInput

Stored = TypeVar("Stored")


class FileUnreadable(InvalidInput):
    """A stored file is absent, or is not what its name says."""


class WrittenByNewer(InvalidInput):
    """A stored file has a schema this version of the program does not know yet."""


def write_json(document: Mapping[str, Any], *, path: str | Path) -> None:
    """Write a document as JSON (UTF-8, indented); a number that is not finite becomes null."""
    text = _text(_finite(document), margin="\n")
    with whole_file(path) as unfinished:
        # A file name that is no UTF-8 must not cost the result it is written in.
        unfinished.write_text(f"{text}\n", encoding="utf-8", errors="replace")


def read_json(path: str | Path) -> dict[str, Any]:
    """Read a JSON document.

    Raises
    ------
    FileUnreadable
        When the file is absent or holds no JSON object.
    """
    file = Path(path)
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileUnreadable(
            refusal("unreadable", file=str(file), cause=str(error.strerror))
        ) from None
    except ValueError as error:
        raise FileUnreadable(refusal("not_json", file=str(file), cause=str(error))) from None
    if not isinstance(document, dict):
        raise FileUnreadable(refusal("no_object", file=str(file)))
    return document


def schema_version(document: Mapping[str, Any], *, kind: str, newest: int, name: str) -> int:
    """Tell by which version of a schema a document was written.

    ``document["schema"]`` is ``"<kind>/<version>"``. Every version up to ``newest`` stays
    readable.

    Raises
    ------
    FileUnreadable
        When the document is of another kind.
    WrittenByNewer
        When its version is above ``newest``.
    """
    written, _, version = str(document.get("schema", "")).partition("/")
    if written != kind or not version.isdecimal() or int(version) < 1:
        raise FileUnreadable(refusal("other_kind", file=name, kind=kind))
    if int(version) > newest:
        raise WrittenByNewer(refusal("newer", file=name, version=version, newest=newest))
    return int(version)


def read_by_version(
    document: Mapping[str, Any],
    *,
    kind: str,
    readers: Mapping[int, Callable[[Mapping[str, Any]], Stored]],
    name: str,
) -> Stored:
    """Read a document by the reader of the schema version that it was written in.

    Parameters
    ----------
    kind
        Of document, as in ``schema_version``.
    readers
        By version; every released one has its own.
    name
        The file's, for sentences.

    Raises
    ------
    FileUnreadable
        When the document is of another kind, or lacks something.
    WrittenByNewer
        When there is no reader yet for its version.
    """
    version = schema_version(document, kind=kind, newest=max(readers), name=name)
    try:
        return readers[version](document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileUnreadable(refusal("lacks", file=name, kind=kind, cause=str(error))) from error


def _text(value: Any, *, margin: str) -> str:
    # The standard indentation gives each of a curve's thousand numbers a line of its own.
    inner = f"{margin} "
    if isinstance(value, dict) and value:
        fields = (f"{_line(key)}: {_text(one, margin=inner)}" for key, one in value.items())
        return f"{{{inner}{f',{inner}'.join(fields)}{margin}}}"
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return f"[{inner}{f',{inner}'.join(_text(one, margin=inner) for one in value)}{margin}]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
