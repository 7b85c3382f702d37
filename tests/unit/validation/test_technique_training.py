import numpy as np
import pytest

from validation.technique_training import (
    MADE_OF,
    Sample,
    auc,
    auc_interval,
    fit_model,
    score_unseen,
)

TEST = "squat"


def made_up(*, people: int = 6, mistake: float = 4.0, seed: int = 0) -> list[Sample]:
    """Ten repetitions as asked and ten with one measure wrong by ``mistake`` usual spreads."""
    rng = np.random.default_rng(seed)
    names = list(MADE_OF[TEST])
    samples = []
    for number in range(people):
        for well in (True, False):
            for _ in range(10):
                values = dict(zip(names, rng.normal(1.0, 0.1, len(names)), strict=True))
                if not well:
                    name = names[rng.integers(len(names))]
                    direction = 1 if MADE_OF[TEST][name] == "more" else -1
                    values[name] = 1.0 + direction * 0.1 * mistake
                samples.append(Sample(person=f"s{number}", well=well, values=values))
    return samples


def test_what_went_wrong_costs_points() -> None:
    model = fit_model(made_up(), test=TEST)
    assert all(rule.weight > 0.3 for rule in model.rules)
    assert [rule.middle for rule in model.rules] == pytest.approx([1.0] * 4, abs=0.05)


def test_where_nothing_went_wrong_nothing_is_learnt() -> None:
    scored = score_unseen(made_up(mistake=0.0), test=TEST)
    assert auc(scored.points, well=scored.well) < 0.75


def test_mistakes_are_told_in_people_never_seen() -> None:
    scored = score_unseen(made_up(), test=TEST)
    pooled = auc(scored.points, well=scored.well)
    low, high = auc_interval(scored)
    assert pooled > 0.85
    assert low < pooled < high


def test_a_person_is_never_scored_by_what_was_learnt_from_them() -> None:
    samples = made_up()
    changed = [
        Sample(person=each.person, well=each.well != (each.person == "s0"), values=each.values)
        for each in samples
    ]
    before, after = (score_unseen(each, test=TEST) for each in (samples, changed))
    own = before.person == "s0"
    np.testing.assert_allclose(before.points[own], after.points[own])


def test_ties_count_half() -> None:
    well = np.array([True, True, False, False])
    assert auc(np.array([2.0, 1.0, 1.0, 0.0]), well=well) == pytest.approx(0.875)
