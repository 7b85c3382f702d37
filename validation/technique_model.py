"""``python -m validation.technique_model``: make the product's ``technique.toml`` from the data.

Learnt from the people that the file there names, so that more people in the data change nothing;
with ``--everybody`` from all of them, which is a new model and to be said so.
"""

import argparse
import datetime
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from validation.kinect_people import FILES, FOLDER
from validation.recordings import data_folder
from validation.technique_training import (
    Sample,
    auc,
    auc_interval,
    fit_model,
    samples,
    score_unseen,
)

_MOVEMENT: Final = Path(__file__).resolve().parents[1] / "src/kneetrace/measure/movement"
FILE: Final = _MOVEMENT / "scores/technique.toml"

HEAD: Final = """\
# How repetitions are scored, made by validation/technique_model.py: do not edit by hand.
# What the fields mean is said in technique_models.py, the method and its limits in
# docs/technique.md.
# Angles are in radians, travels of the hips in hip widths.
"""


def technique_file(
    data: Path, *, people: Sequence[str] | None, made_on: str, tests: Sequence[str] = tuple(FILES)
) -> str:
    """Learn movements' models and write the file.

    Parameters
    ----------
    data
        Folder of the real recordings.
    people
        Whom to learn from; ``None`` for everybody in the data.
    made_on
        The day, as in "2026-11-24".
    tests
        The movements.
    """
    learnt: dict[str, list[Sample]] = {
        test: [one for one in samples(data, test=test) if people is None or one.person in people]
        for test in tests
    }
    named = sorted({one.person for each in learnt.values() for one in each})
    origin = {
        "data": "UI-PRMD, Vakanski et al. 2018, Data 3(1):2, doi 10.3390/data3010002",
        "licence": "ODC-PDDL 1.0 (public domain)",
        "sensor": "Kinect 2, 30 Hz, joints in space",
        "population": "healthy young adults; half of the repetitions done wrong on purpose",
        "people": named,
        "made_on": made_on,
    }
    lines = [HEAD, "[origin]", *(f"{name} = {_toml(value)}" for name, value in origin.items())]
    lines += ["", "[origin.sha256]"]
    lines += [f'"{FILES[test]}" = "{_sha256(data / FOLDER / FILES[test])}"' for test in learnt]
    for test, own in learnt.items():
        lines += ["", *model_lines(own, test=test)]
    return "\n".join(lines) + "\n"


def model_lines(own: Sequence[Sample], *, test: str) -> Iterator[str]:
    """Learn one movement's model and write its part of the file."""
    scored = score_unseen(own, test=test)
    low, high = auc_interval(scored)
    pooled = auc(scored.points, well=scored.well)
    model = replace(fit_model(own, test=test), auc=pooled, auc_low=low, auc_high=high)
    yield f"[model.{test}]"
    for name in ("best", "most", "auc", "auc_low", "auc_high"):
        yield f"{name} = {_toml(getattr(model, name))}"
    yield f"people = {model.people}"
    yield f"repetitions = {model.repetitions}"
    for rule in model.rules:
        yield ""
        yield f"[[model.{test}.rule]]"
        for name in ("measure", "unit", "costly", "middle", "spread", "usual", "weight", "unseen"):
            yield f"{name} = {_toml(getattr(rule, name))}"


def _toml(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def committed_origin() -> dict[str, Any]:
    """Return what the product's file says about its own origin."""
    origin: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))["origin"]
    return origin


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the product's file anew."""
    parser = argparse.ArgumentParser(prog="python -m validation.technique_model")
    parser.add_argument("--everybody", action="store_true", help="learn from everybody in the data")
    everybody = parser.parse_args(arguments).everybody
    people = None if everybody else committed_origin()["people"]
    today = datetime.date.today().isoformat()
    FILE.write_text(technique_file(data_folder(), people=people, made_on=today), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
