import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneetrace.exchange import (
    FileUnreadable,
    WrittenByNewer,
    read_by_version,
    read_json,
    write_json,
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(document=st.dictionaries(st.text(), values, max_size=4))
def test_whatever_is_written_is_strict_json(
    document: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "document.json"

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    write_json(document, path=path)
    assert set(json.loads(path.read_text("utf-8"), parse_constant=refuse)) == set(document)


def test_a_curve_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    document = {"curves": [{"value": [1.5, 2.5, 3.5], "none": {}}], "notes": ["\u00fcber"]}
    write_json(document, path=path)
    text = path.read_text("utf-8")
    assert "[1.5, 2.5, 3.5]" in text
    assert "\u00fcber" in text
    assert read_json(path) == document


def test_what_is_not_finite_becomes_null(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    write_json({"a": float("nan"), "b": [1.0, float("inf")]}, path=path)
    assert read_json(path) == {"a": None, "b": [1.0, None]}


def test_numbers_of_numpy_and_odd_file_names_are_written_too(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    document = {"a": np.int64(3), "b": np.float32("nan"), "c": np.bool_(True), "d": "x\udcff.mp4"}
    write_json(document, path=path)
    assert read_json(path) == {"a": 3, "b": None, "c": True, "d": "x?.mp4"}


@pytest.mark.parametrize("content", ["{", "[1, 2]", "\udcff"])
def test_what_is_no_document_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "document.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(FileUnreadable, match=r"document\.json"):
        read_json(path)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="check the path"):
        read_json(tmp_path / "nowhere.json")


def read_song(document: Mapping[str, Any]) -> str:
    """Read a document by whichever reader of songs suits it."""
    return read_by_version(
        document,
        kind="song",
        readers={1: lambda one: str(one["text"]), 2: lambda one: str(one["lines"][0])},
        name="a.json",
    )


def test_each_version_is_read_by_its_own_reader() -> None:
    assert read_song({"schema": "song/1", "text": "la"}) == "la"
    assert read_song({"schema": "song/2", "lines": ["lo"]}) == "lo"


@pytest.mark.parametrize(
    ("document", "refusal", "said"),
    [
        ({"schema": "song/3", "lines": ["lo"]}, WrittenByNewer, "newer version"),
        ({"schema": "poem/1", "text": "la"}, FileUnreadable, "no song file"),
        ({"text": "la"}, FileUnreadable, "no song file"),
        ({"schema": "song/1"}, FileUnreadable, "lacks something a song file needs"),
    ],
)
def test_a_document_no_reader_suits_is_refused(
    document: dict[str, Any], refusal: type[Exception], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        read_song(document)
