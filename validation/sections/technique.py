"""Does the technique score tell repetitions done as asked from those done wrong on purpose?

Each person's repetitions are scored by what was learnt from all others (leave one person out). All
people's scores are then pooled, which asks for more than telling one person's repetitions apart.
People whom the product's model was not learnt from are also scored by it as it is shipped.
"""

import tomllib
from collections.abc import Iterator, Sequence

import numpy as np

from kneetrace.measure import technique_model
from kneetrace.measure.movement.scores.technique import points_of
from validation.kinect_people import FILES, FOLDER
from validation.recordings import data_folder
from validation.row import Row
from validation.technique_model import FILE, committed_origin, model_lines
from validation.technique_training import Sample, auc, auc_interval, samples, score_unseen


def rows() -> Iterator[Row]:
    """Return the figures of the technique score."""
    data = data_folder()
    for test, file in FILES.items():
        all_samples = samples(data, test=test)
        yield from _left_out(all_samples, test=test, data=f"{FOLDER}/{file}")
        yield from _kept_back(all_samples, test=test, data=f"{FOLDER}/{file}")
        yield _as_shipped(all_samples, test=test, data=f"{FOLDER}/{file}")


def _left_out(all_samples: Sequence[Sample], *, test: str, data: str) -> Iterator[Row]:
    scored = score_unseen(all_samples, test=test)
    people = len(set(scored.person))
    pooled = auc(scored.points, well=scored.well)
    low, high = auc_interval(scored)
    own = [
        auc(scored.points[scored.person == person], well=scored.well[scored.person == person])
        for person in sorted(set(scored.person))
    ]
    for name, value, must, what in (
        ("auc", pooled, ">= 0.90", "pooled"),
        ("auc_low", low, None, "lower end of 90 %, drawing people"),
        ("auc_high", high, None, "upper end of 90 %, drawing people"),
        ("auc_own_median", float(np.median(own)), None, "each person alone, median"),
        ("auc_own_least", min(own), None, "each person alone, least"),
    ):
        yield Row(
            name=f"technique.{test}_{name}",
            value=value,
            unit="area under ROC",
            must=must,
            goal=None,
            data=f"{data}, {people} people, each left out in turn: {what}",
        )


def _as_shipped(all_samples: Sequence[Sample], *, test: str, data: str) -> Row:
    people = committed_origin()["people"]
    own = [one for one in all_samples if one.person in people]
    made = tomllib.loads("\n".join(model_lines(own, test=test)))["model"][test]
    shipped = tomllib.loads(FILE.read_text("utf-8"))["model"].get(test)
    return Row(
        name=f"technique.{test}_model_as_shipped",
        value=float(made == shipped),
        unit="1 = the same",
        must="== 1",
        goal=None,
        data=f"{data}: learnt anew from the people named in technique.toml",
    )


def _kept_back(all_samples: Sequence[Sample], *, test: str, data: str) -> Iterator[Row]:
    model = technique_model(test=test)
    new = [one for one in all_samples if one.person not in committed_origin()["people"]]
    if model is None or not new:
        return
    points = np.array([points_of(model=model, values=one.values) for one in new])
    yield Row(
        name=f"technique.{test}_auc_new_people",
        value=auc(points, well=np.array([one.well for one in new])),
        unit="area under ROC",
        must=None,
        goal=None,
        data=f"{data}, {len({one.person for one in new})} people the model has never seen, pooled",
    )
