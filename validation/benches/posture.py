"""How fast postures are found: all combinations of eight things lacking, and one what-if.

Beside OpenSim Moco on the same posture, in one run. Its start, its reading of the model and its
fitting of muscle paths are left out; ours is taken with the calibration it needs.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from kneetrace.explain import draw_shares, posture_shares, stand, what_if
from validation.benches.load import FOLDER, MODEL
from validation.moco_postures import adult_of_model, ask_moco
from validation.one_leg_squat import one_leg_squat
from validation.recordings import data_folder
from validation.row import Row
from validation.sections.posture import SOME, SOME_ON_TWO
from validation.two_leg_squat import two_leg_squat

ROUNDS: Final = 7

WEAKER: Final = {"hip_extension": 0.6}


def rows() -> Iterator[Row]:
    every = replace(SOME, healthy_posture={"hip_adduction": 0.1, "lumbar_bending": 0.0})
    person = stand(one_leg_squat(), deficits=every)
    all_s = _best_s(lambda: posture_shares(person))
    data = f"256 combinations, one thread; best of {ROUNDS}"
    yield Row("posture.all_combinations_s", all_s, "s", "<= 1.0", None, data)
    step_s = _best_s(lambda: what_if(person, strengths={"hip_extension": 0.8}))
    data = f"posture, muscles, contact; best of {ROUNDS}"
    yield Row("posture.what_if_ms", 1000 * step_s, "ms", "<= 30", None, data)
    on_two = stand(
        two_leg_squat(), deficits=replace(SOME_ON_TWO, healthy_posture={"hip_flexion": 1.7})
    )
    data = f"squat on two legs; best of {ROUNDS}"
    all_s = _best_s(lambda: posture_shares(on_two))
    yield Row("posture.two_legs.all_combinations_s", all_s, "s", "<= 1.0", None, data)
    step_s = _best_s(lambda: what_if(on_two, strengths={"hip_extension": 0.8}))
    yield Row("posture.two_legs.what_if_ms", 1000 * step_s, "ms", "<= 30", None, data)
    draws_s = _best_s(lambda: draw_shares(person, random=np.random.default_rng(6)))
    yield Row("posture.draws_s", draws_s, "s", "<= 10", None, "200 draws, two threads, 8 players")
    yield from _beside_moco()


def _beside_moco() -> Iterator[Row]:
    """The same posture, with the hip's extensors as they are and at 0.6."""
    person = adult_of_model()
    ours_s = _best_s(
        lambda: what_if(stand(person.stance, deficits=person.deficits), strengths=WEAKER),
        clock=time.process_time,
    )
    model_file = data_folder() / FOLDER / MODEL
    usual, weaker = ask_moco(model_file, person=person, strengths=({}, WEAKER))
    moco_s = (usual.taken_s + weaker.taken_s) / 2
    ours = what_if(person, strengths=WEAKER)
    gap_rad = max(
        abs(posture.angles_rad[name] - ours.angles_rad[name][case])
        for case, posture in enumerate((usual, weaker))
        for name in posture.angles_rad
    )
    forward = [
        what_if(person, angles_rad=posture.angles_rad).trunk_forward_rad[1]
        for posture in (usual, weaker)
    ]
    data = (
        "one-leg squat held still, OpenSim 4.6 Moco on its smallest mesh, processor time of both, "
        "40 muscles of DeGroote & Fregly, knee without give; ours 45 muscles, knee that gives"
    )
    yield Row("posture.moco_s", moco_s, "s", None, None, f"{data}; mean of two postures")
    ratio = moco_s / ours_s
    yield Row("posture.speed_ratio_to_moco", ratio, "1", "> 1", None, f"{data}; calibrated too")
    weak = f"{data}; hip's extensors at 1 and at 0.6"
    gap_deg = float(np.degrees(gap_rad))
    yield Row("posture.moco_largest_joint_gap", gap_deg, "deg", None, None, weak)
    for name, answers in (("moco", forward), ("our", ours.trunk_forward_rad)):
        more = float(np.degrees(answers[1] - answers[0]))
        yield Row(f"posture.{name}_trunk_forward", more, "deg", None, None, f"{weak}; change")


def _best_s(work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    taken = []
    for _ in range(ROUNDS + 1):
        started = clock()
        work()
        taken.append(clock() - started)
    return min(taken[1:])
