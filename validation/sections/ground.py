"""How well the motion alone tells the ground's push, and do its intervals hold?

People over force plates; the plates are hidden. What the margins of ``GroundDoubt`` should be is
measured on each person, and each person is judged by the margins that the others would have set.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.ground_from_motion import (
    APART,
    GroundDoubt,
    centre_height_m,
    ground_from_motion,
)
from kneetrace.explain.load.inverse_dynamics import GroundReaction
from kneetrace.explain.load.movement_loads import (
    MovementLoads,
)
from kneetrace.explain.load.plates import feet_on_plates
from kneetrace.terms import Side
from validation.gait_trials import FILES
from validation.plate_movements import PlateMovement, trials_on_plates
from validation.recordings import data_folder
from validation.row import Row

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FAR_S: Final = 0.2
"""DESIGN: an event further off than this was not found."""

KEPT: Final = 90.0
"""Percent of frames that the margins are to hold."""


def rows() -> Iterator[Row]:
    trials = list(trials_on_plates(data_folder()))
    yield from _contacts(trials)
    errors = {trial.name: _errors(trial) for trial in trials}
    people = sorted({trial.who for trial in trials})
    told = f"{len(trials)} movements of {len(people)} people: what {KEPT:g} % of frames keep"
    everybody = _margins(trials, errors, without="")
    for name in ("share", "ahead_m", "apart", "push"):
        used = f"{told}, mean of people; {getattr(GroundDoubt(), name):g} is used"
        yield Row(f"ground.{name}_error", getattr(everybody, name), "", None, None, used)
    held = []
    for trial in trials:
        found = trial.without_plates(_margins(trials, errors, without=trial.who))
        for row in _against_plates(trial, found):
            held.append(row)
            yield row
    for method in ("planar", "reaction"):
        shares = [row.value for row in held if row.name.endswith(f"{method}_coverage_percent")]
        data = f"mean of {len(shares)} movements, margins set by the other people"
        yield Row(
            f"ground.{method}_coverage_percent", float(np.mean(shares)), "%", None, "85..98", data
        )


def _contacts(trials: list[PlateMovement]) -> Iterator[Row]:
    """Foot strikes and foot offs against the plates, in milliseconds."""
    for trial in trials:
        if trial.name not in FILES:
            continue
        for what, edge in (("strike", 1), ("off", -1)):
            felt = [(side, at) for side in Side for at in _edges(trial.truth.pushed[side], edge)]
            time_s = trial.body.motion.time_s
            apart_s = []
            for side, at in felt:
                found = _edges(trial.contacts.on_ground[side], edge)
                own_s = [time_s[each] - time_s[at] for each in found]
                apart_s += [gap for gap in own_s if abs(gap) < FAR_S][:1]
            apart_ms = 1000 * np.array(apart_s)
            data = (
                f"{trial.name}: {len(apart_ms)} of {len(felt)} found, mean {apart_ms.mean():+.0f}"
            )
            worst = float(np.abs(apart_ms).max())
            yield Row(f"ground.{trial.name}_{what}_ms", worst, "ms", None, "<= 20", data)


def _edges(flags: NDArray[np.bool_], edge: int) -> list[int]:
    return list(np.flatnonzero(np.diff(flags.astype(int)) == edge) + 1)


def _errors(trial: PlateMovement) -> dict[str, Array]:
    """What the motion makes of the push, less what the plates felt, in frames that tell it."""
    body, pushed = trial.body, trial.truth.pushed
    weight_n = trial.person.weight_n
    found = ground_from_motion(body, on_ground=pushed, floor_m=trial.contacts.floor_m)
    feet = feet_on_plates(body.placed, plates=trial.forces)
    real = {side: _sum(feet, side=side, frames=len(trial.whole)) for side in Side}
    own = {side: _sum(found.reactions, side=side, frames=len(trial.whole)) for side in Side}
    real_n, own_n = (np.sum([each[side][0] for side in Side], axis=0) for each in (real, own))
    carried_n = np.maximum(real_n[:, 1], 1.0)
    centre_m = [
        np.sum([each[side][1] for side in Side], axis=0) / np.maximum(total[:, 1:2], 1.0)
        for each, total in ((real, real_n), (own, own_n))
    ]
    facing = body.placed.bodies["pelvis"].axes[:, :, 0] * np.array([1.0, 0.0, 1.0])
    facing /= np.linalg.norm(facing, axis=1)[:, None]
    share = real[Side.RIGHT][0][:, 1] / carried_n
    stands = trial.whole & ~found.carried & (real_n[:, 1] > 0.3 * weight_n)
    both = stands & found.shared & (share > 0.1) & (share < 0.9)
    return {
        "share": (found.right_share - share)[stands & found.shared],
        "ahead_m": np.einsum("ti,ti->t", centre_m[1] - centre_m[0], facing)[stands],
        "push": (own_n[:, 1] - real_n[:, 1])[stands] / weight_n,
        "apart": (_apart(trial, real) - APART)[both],
    }


def _sum(feet: Sequence[GroundReaction], *, side: Side, frames: int) -> tuple[Array, Array]:
    """Force of one foot, and its place weighed by the upward force: (time, xyz) each."""
    nothing = np.zeros((frames, 3))
    own = [each for each in feet if each.body == f"calcn_{side.suffix}"]
    force_n = np.sum([nothing, *(each.force_n for each in own)], axis=0)
    places = [each.force_n[:, 1:2] * each.point_m for each in own]
    return force_n, np.sum([nothing, *places], axis=0)


def _apart(trial: PlateMovement, real: Mapping[Side, tuple[Array, Array]]) -> Array:
    """How far the feet push each other apart, as ``APART`` has it: (time,)."""
    (right_n, right_nm), (left_n, left_nm) = real[Side.RIGHT], real[Side.LEFT]
    across_m = right_nm / np.maximum(right_n[:, 1:2], 1.0)
    across_m = (across_m - left_nm / np.maximum(left_n[:, 1:2], 1.0)) * np.array([1.0, 0.0, 1.0])
    wide_m = np.maximum(np.linalg.norm(across_m, axis=1), 1e-3)
    total_n = right_n + left_n
    share = right_n[:, 1] / np.maximum(total_n[:, 1], 1.0)
    inward_n = -np.einsum("ti,ti->t", right_n - share[:, None] * total_n, across_m) / wide_m
    borne_n = np.maximum(share * (1 - share) * total_n[:, 1], 1.0)
    height_m = centre_height_m(trial.body.skeleton, trial.body.placed) - trial.contacts.floor_m
    return np.asarray(inward_n / borne_n * height_m / wide_m)


def _margins(
    trials: list[PlateMovement], errors: Mapping[str, Mapping[str, Array]], *, without: str
) -> GroundDoubt:
    """Mean over people of what most frames of each keep; a person's movements count alike."""
    people = {trial.who for trial in trials} - {without}

    def margin(name: str) -> float:
        kept = []
        for who in people:  # who never stands on both feet has no share to tell
            own = [errors[trial.name][name] for trial in trials if trial.who == who]
            most = [np.percentile(np.abs(each), KEPT) for each in own if len(each)]
            kept += [np.mean(most)] if most else []
        return float(np.mean(kept))

    return GroundDoubt(**{name: margin(name) for name in ("share", "ahead_m", "apart", "push")})


def _against_plates(trial: PlateMovement, found: MovementLoads) -> Iterator[Row]:
    """Coverage of the intervals while a leg stands, the knee's moment, the jumps; both legs."""
    inside: dict[str, list[Array]] = {"planar": [], "reaction": []}
    moments: list[float] = []
    jumps: list[float] = []
    own_jumps: list[float] = []
    for side in Side:
        truth, leg = trial.truth.legs[side], found.legs[side]
        stands = trial.whole & trial.truth.pushed[side] & ~found.carried & truth.told & leg.told
        for method, within in inside.items():
            real_n = getattr(truth.kneecap, f"{method}_n")
            slack_n = 0.01 * real_n[stands].max()
            low_n, high_n = (getattr(leg, f"{method}_{end}_n") for end in ("low", "high"))
            within.append(((real_n > low_n - slack_n) & (real_n < high_n + slack_n))[stands])
        name = f"knee_angle_{side.suffix}"
        gap_nm = found.moments.moments[name] - trial.truth.moments.moments[name]
        peak_nm = np.abs(trial.truth.moments.moments[name][stands]).max()
        moments.append(float(np.sqrt(np.mean(gap_nm[stands] ** 2))) / peak_nm)
        for kneecap, largest in ((leg.kneecap, jumps), (truth.kneecap, own_jumps)):
            steps = np.abs(np.diff(kneecap.planar_n))[stands[1:] & stands[:-1]]
            largest.append(float(steps.max() / truth.kneecap.planar_n[stands].max()))
    frames = sum(len(each) for each in inside["planar"])
    data = f"{trial.name}: {frames} leg-frames that stand; margins set by the other people"
    for method, within in inside.items():
        share = 100 * float(np.mean(np.concatenate(within)))
        yield Row(f"ground.{trial.name}_{method}_coverage_percent", share, "%", None, None, data)
    data = f"{trial.name}: plates hidden, worse leg, over the plates' peak"
    yield Row(f"ground.{trial.name}_knee_moment_rmse_share", max(moments), "", None, None, data)
    data = f"{trial.name}: largest change of the planar load in a frame, over its peak; plates "
    data += f"{max(own_jumps):.2f}"
    yield Row(f"ground.{trial.name}_largest_jump_share", max(jumps), "", None, None, data)
