"""How fast postures are found: all combinations of eight things lacking, and one what-if."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from kneetrace.explain import draw_shares, posture_shares, stand, what_if
from validation.one_leg_squat import one_leg_squat
from validation.row import Row
from validation.sections.posture import SOME, SOME_ON_TWO
from validation.two_leg_squat import two_leg_squat

ROUNDS: Final = 7


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


def _best_s(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken[1:])
