"""Does the contact model's kneecap press as published ones do, and its table as the model does?

The score's rows (record 7 of docs/decisions) are at 600 N of quadriceps force. Beside them stand
the same figures as the experiments were done.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from kneetrace.explain import kneecap_contacts, kneecap_model
from kneetrace.explain.kneecap.contact import KneecapModel, pose_energy, solve_contact, turned
from kneetrace.explain.kneecap.response import ANSWERS, FORCE
from validation.kneecap.checks import (
    LEAST_AREA_MM2,
    MOST_AREA_MM2,
    Bench,
    area,
    checks,
    lateral,
    mean,
    peak,
    pose_of,
)
from validation.kneecap.meshes import mesh_model
from validation.kneecap.response import AXES, solve_all
from validation.recordings import data_folder
from validation.row import Row

HELD_OUT: Final = 500
SEED: Final = 20261124
STANDING_PULL_N: Final = {30: 500.0, 60: 1100.0, 90: 1800.0}
"""DESIGN: what 0.45 body weight on a leg asks of the quadriceps, as besier2005 loaded."""

_MODEL: Final = "contact model of published measures, one reference knee"


def rows() -> Iterator[Row]:
    """Return the figures of the kneecap's contact."""
    model = kneecap_model()
    bench = Bench(model)
    yield _slope_gap(model)
    yield from _table(model)
    yield from _score(bench)
    yield from _as_in_experiments(bench)
    yield from _changes(bench)


def _row(name: str, value: float, unit: str, must: str | None = None, data: str = _MODEL) -> Row:
    return Row(f"kneecap.{name}", value, unit, must, None, data)


def _slope_gap(model: KneecapModel) -> Row:
    """The energy's slope against differences of the energy, in poses off balance."""
    generator = np.random.default_rng(SEED)
    gaps = []
    for bend in (15, 30, 45, 60, 75, 90):
        pose = pose_of(bend, inward_deg=5, valgus_deg=3)
        found = solve_contact(model=model, pose=pose)
        rotation = turned(found.rotation, generator.normal(0, 0.01, 3))
        shift_mm = found.shift_mm + generator.normal(0, 0.2, 3)

        _, slope = pose_energy(model=model, pose=pose, rotation=rotation, shift_mm=shift_mm)
        steps = []
        for step in np.diag([1e-5] * 3 + [2e-4] * 3):
            ahead, behind = (
                pose_energy(
                    model=model,
                    pose=pose,
                    rotation=turned(rotation, sign * step[:3]),
                    shift_mm=shift_mm + sign * step[3:],
                )[0]
                for sign in (1, -1)
            )
            steps.append((ahead - behind) / (2 * step.max()))
        gaps.append(np.abs(slope - steps).max() / np.abs(slope).max())
    return _row("energy_slope_gap", max(gaps), "share of the largest slope", "<= 1e-6")


def _table(model: KneecapModel) -> Iterator[Row]:
    generator = np.random.default_rng(SEED)
    low, high = (np.array([axis[end] for axis in AXES]) for end in (0, -1))
    variables = generator.uniform(low, high, (HELD_OUT, len(AXES)))
    solved = solve_all(model, variables)
    told = kneecap_contacts(
        flexion_rad=np.radians(variables[:, 0]),
        inward_rad=np.radians(variables[:, 1]),
        valgus_rad=np.radians(variables[:, 2]),
        quadriceps_n=np.exp(variables[:, FORCE]),
        medialis_share=variables[:, 4],
    )
    data = f"{HELD_OUT} random poses inside the table, against the solver"
    for column, name in enumerate(ANSWERS):
        off = np.abs(getattr(told, name) / solved[:, column] - 1) * 100
        yield _row(f"table_{name}_gap_95_percent", float(np.quantile(off, 0.95)), "%", None, data)
        yield _row(f"table_{name}_gap_most_percent", float(off.max()), "%", "<= 3", data)


def _score(bench: Bench) -> Iterator[Row]:
    ours = list(checks(bench))
    for check in ours:
        verdict = "held" if check.holds else "MISSED"
        where = f"score {check.number}, {verdict}: {check.bound}; 600 N"
        # Areas are to lie in the published span; at 90 deg only its lower end is published.
        must = {1: "269..513", 2: "396..645", 3: ">= 269"}.get(check.number)
        yield _row(f"score.{check.name}", check.shown, check.unit, must, where)
    yield _row("score", sum(check.holds for check in ours), "of 13", None, _MODEL)
    theirs = checks(Bench(mesh_model(data_folder() / "mesh-knee-lenhart")))
    score = sum(check.holds for check in theirs)
    yield _row("score_of_meshes", score, "of 13", None, "mesh-knee-lenhart, same solver")
    wrong = sum(not check.holds for check in ours if check.number in (8, 9, 10, 11))
    yield _row("wrong_directions", wrong, "of 4", "<= 0", "outer facet, turned in, wider Q-angle")


def _as_in_experiments(bench: Bench) -> Iterator[Row]:
    """Areas pulled as in standing and by a third; the vastus medialis let go, the others not."""
    for bend, pull_n in STANDING_PULL_N.items():
        least = LEAST_AREA_MM2[bend]
        most = MOST_AREA_MM2.get(bend, MOST_AREA_MM2[60])
        yield _row(
            f"standing_area_{bend}_mm2",
            bench.tell(area, bend, quadriceps_n=pull_n),
            "mm2",
            f"{least:.0f}..{most:.0f}",
            f"besier2005, women unloaded to men loaded; {pull_n:.0f} N",
        )
    for bend, (women, men) in {30: (269, 414), 60: (396, 520)}.items():
        pull_n = STANDING_PULL_N[bend] / 3
        found = bench.tell(area, bend, quadriceps_n=pull_n)
        where = f"besier2005 at 0.15 body weight a leg: women {women}, men {men}; {pull_n:.0f} N"
        yield _row(f"leaning_area_{bend}_mm2", found, "mm2", None, where)
    left_n = 600 * (1 - 0.259)
    for what, name, must in ((peak, "peak", "9..29"), (area, "area", None)):
        rises = [
            100
            * (
                bench.tell(what, bend, medialis_share=0, quadriceps_n=left_n)
                / bench.tell(what, bend)
                - 1
            )
            for bend in (30, 60, 90)
        ]
        where = "lee2002: other heads as before; 30, 60, 90 deg; area: no significant change"
        yield _row(f"medialis_off_{name}_percent", float(np.mean(rises)), "%", must, where)


def _changes(bench: Bench) -> Iterator[Row]:
    turns: dict[str, dict[str, float]] = {
        "in_5": {"inward_deg": 5},
        "in_10": {"inward_deg": 10},
        "in_10_valgus_5": {"inward_deg": 10, "valgus_deg": 5},
        "valgus_5": {"valgus_deg": 5},
        "q_plus_10": {"q_deg": 10},
        "q_minus_10": {"q_deg": -10},
    }
    for bend in (15, 30, 45, 60, 90):
        for name, degrees in turns.items():
            parts = "/".join(f"{bench.change(what, bend, **degrees):+.0f}" for what in (area, mean))
            shares = [bench.tell(lateral, bend, **one) for one in ({}, degrees)]
            where = f"area/mean {parts} %, outer share {shares[0]:.2f} to {shares[1]:.2f}"
            if name == "valgus_5":
                where += "; no sign is expected"
            # One knee turned in must feel more; the rest is told without a bound.
            must = "> 0" if name in ("in_5", "in_10") and bend < 90 else None
            yield _row(
                f"{name}_{bend}.peak_percent", bench.change(peak, bend, **degrees), "%", must, where
            )
