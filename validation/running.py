"""Running sections one by one: each alone, each kept as soon as it is done."""

import hashlib
import importlib
import json
import pkgutil
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from validation.row import Row

CHECKOUT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = CHECKOUT / "build" / "validation"
PACKAGES: Final = {"quality": "validation.sections", "bench": "validation.benches"}


@dataclass(frozen=True, kw_only=True)
class SectionResult:
    """What one section came to; ``failure`` is the reason where it broke off."""

    table: str
    section: str
    rows: tuple[Row, ...]
    taken_s: float
    kept: bool = False
    failure: str | None = None


def section_names(*, table: str) -> list[str]:
    """List the sections of a table, in alphabetical order."""
    package = importlib.import_module(PACKAGES[table])
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def run_section(*, table: str, section: str, fresh: bool = False) -> SectionResult:
    """Run one section, or take its kept result when nothing it rests on has changed.

    A section that fails gives the rows it had yielded until then and the reason; it is not kept.
    """
    key = fingerprint(table=table, section=section)
    if not fresh and (kept := _read_kept(table=table, section=section, key=key)) is not None:
        return kept
    started_s = time.monotonic()
    rows: list[Row] = []
    failure = None
    try:
        module = importlib.import_module(f"{PACKAGES[table]}.{section}")
        for row in module.rows():
            rows.append(row)  # one by one: those given before a failure stay
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        failure = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
    result = SectionResult(
        table=table,
        section=section,
        rows=tuple(rows),
        taken_s=time.monotonic() - started_s,
        failure=failure,
    )
    if failure is None:
        _keep(result, key=key)
    return result


def read_kept_sections(*, table: str, but: Sequence[str]) -> Iterator[SectionResult]:
    """Give the kept, still valid results of a table's other sections."""
    for section in section_names(table=table):
        if section not in but:
            key = fingerprint(table=table, section=section)
            kept = _read_kept(table=table, section=section, key=key)
            if kept is not None:
                yield kept


def fingerprint(*, table: str, section: str) -> str:
    """Name the state of the program and the section that a result belongs to."""
    package = PACKAGES[table].rpartition(".")[2]
    files = [
        *sorted((CHECKOUT / "src").rglob("*.py")),
        *sorted((CHECKOUT / "src").rglob("*.toml")),
        *sorted(_shared_by_sections()),
        CHECKOUT / "requirements" / "base.txt",
        CHECKOUT / "validation" / package / f"{section}.py",
    ]
    state = hashlib.sha256()
    for file in files:
        state.update(file.relative_to(CHECKOUT).as_posix().encode())
        state.update(file.read_bytes())
    return state.hexdigest()


def _shared_by_sections() -> Iterator[Path]:
    for file in (CHECKOUT / "validation").iterdir():
        # A bound that is moved changes no figure.
        if file.suffix in {".py", ".toml"} and file.name != "expected.toml":
            yield file


def _kept_file(*, table: str, section: str) -> Path:
    return KEPT / f"{table}-{section}.json"


def _keep(result: SectionResult, *, key: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    file = _kept_file(table=result.table, section=result.section)
    unfinished = file.with_suffix(".unfinished")
    content = {
        "key": key,
        "taken_s": result.taken_s,
        "rows": [asdict(row) | {"value": float(row.value)} for row in result.rows],
    }
    unfinished.write_text(json.dumps(content, indent=1), encoding="utf-8")
    unfinished.replace(file)


def _read_kept(*, table: str, section: str, key: str) -> SectionResult | None:
    try:
        content: dict[str, Any] = json.loads(
            _kept_file(table=table, section=section).read_text(encoding="utf-8")
        )
    except (OSError, ValueError):
        return None
    if content["key"] != key:
        return None
    return SectionResult(
        table=table,
        section=section,
        rows=tuple(Row(**row) for row in content["rows"]),
        taken_s=content["taken_s"],
        kept=True,
    )
