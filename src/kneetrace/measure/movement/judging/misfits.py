"""What does not fit the test that was asked for: another test, another posture, a foot put down."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from kneetrace.measure.body.motion import JOINTS
from kneetrace.measure.movement.events.counting import both_knees
from kneetrace.measure.movement.events.finders import Found
from kneetrace.measure.movement.events.strides import strides_in
from kneetrace.measure.movement.judging.deeds import deeds_of
from kneetrace.measure.movement.judging.supports import on_something, on_the_thigh
from kneetrace.measure.movement.measurement import Repetition, ViewFinding
from kneetrace.measure.movement.movements import (
    Deed,
    Events,
    MovementTest,
    Posture,
    movement_test,
)
from kneetrace.measure.movement.seen.feet import feet_on_the_floor
from kneetrace.measure.movement.seen.sight import Sight
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.terms import Side

Floats = NDArray[np.float64]

LEAST_OTHER: Final = 0.35
"""Share of the repetitions that show another test, and hardly one the right one: the wrong test was
chosen. Clear signs are rare, so this is less than half. DESIGN"""

LEAST_OF_EACH: Final = 2
"""Repetitions of either kind from which on a recording is said to hold two tests. DESIGN"""

LIES_RAD: Final = float(np.radians(65))
UPRIGHT_RAD: Final = float(np.radians(30))
"""A body further from upright than the first lies; one nearer than the second does not. DESIGN"""

MOSTLY: Final = 0.7
"""Share of the recording for which something must hold to be said of it. DESIGN"""

SEATED_RAD: Final = float(np.radians(60))
"""Knees bent more than this throughout belong to somebody who sits. DESIGN"""

HIDDEN_VISIBILITY: Final = 0.5
"""The network believes a landmark hidden below this. DESIGN"""

EDGE_S: Final = 0.3
"""A foot put down this near to a repetition's ends ends it; it is no touch. DESIGN"""

WHILE_STEPPING: Final = {(Deed.SPLIT, Deed.ONE_LEG)}
"""What is seen on the way into what was asked for: a step into a lunge is made on one leg."""

WALKS_SHARE: Final = 0.55
RUNS_SHARE: Final = 0.45
"""A foot on the ground for more than half its stride makes walking, for less makes running (both
feet off the ground at times: the usual definition); the margin is for errors of timing. DESIGN"""

_GAITS: Final = {
    "walking": "One foot was always on the ground",
    "running": "Both feet were off the ground between steps",
}
_LOOKS_LIKE: Final = {
    Deed.SQUAT: ("squats on both legs", "squat"),
    Deed.CHAIR: ("rising from a seat and sitting down", "sit_to_stand"),
    Deed.ONE_LEG: ("standing on one leg", "single_leg_squat"),
    Deed.SPLIT: ("a lunge, one foot in front of the other", "lunge"),
}
_NEVER_MEASURED_AS: Final = {Deed.ONE_LEG, Deed.SPLIT}
"""One leg's values say nothing about both, nor the other way round, so a mix-up of these blocks."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Fitting:
    """The pieces of a recording that fit the test, and what is to be said about the others."""

    found: Found
    findings: tuple[ViewFinding, ...]


def fit_to_test(*, sight: Sight, test: MovementTest, found: Found, side: Side | None) -> Fitting:
    """Say what does not fit the test, and leave the repetitions that do not uncounted.

    Parameters
    ----------
    sight
        The person in the recording.
    test
        The test that was asked for.
    found
        The recording's pieces.
    side
        The tested leg, where one leg does the test.

    Returns
    -------
    Fitting
        The pieces, those that do not fit with ``complete=False``, and the findings; only such
        stand in the way whose answers would be wrong.
    """
    posture = (
        *_about_posture(sight, test),
        *_about_walking(sight, test, found),
        *_about_staying(sight, test, found),
        *_about_gait(test, found),
    )
    hidden = tuple(_about_feet(sight))
    deeds = deeds_of(sight=sight, repetitions=found.repetitions) if test.deed else ()
    wrong = tuple(_about_the_test(test, found.repetitions, deeds))
    if wrong or posture:
        return Fitting(found=found, findings=(*posture, *wrong, *hidden))
    other = _of_another_test(test, found.repetitions, deeds)
    touches = _touches(sight, test, found.repetitions, side)
    left_out = {*other, *touches}
    kept = tuple(
        replace(each, complete=each.complete and each.number not in left_out)
        for each in found.repetitions
    )
    return Fitting(
        found=replace(
            found,
            repetitions=kept,
            whole=tuple(each for each in found.whole if each.number not in left_out),
        ),
        findings=(
            *_about_others(other),
            *_about_touches(touches),
            *_about_hands(sight, test, kept),
            *hidden,
        ),
    )


def _about_gait(test: MovementTest, found: Found) -> Iterator[ViewFinding]:
    """Say that somebody walked who was to run, or ran who was to walk."""
    if test.name not in _GAITS:
        return
    on_the_ground = [
        (each.peak_s - each.start_s) / (each.end_s - each.start_s)
        for each in found.repetitions
        if each.complete
    ]
    if not on_the_ground:
        return
    share = float(np.median(on_the_ground))
    seen = "walking" if share > WALKS_SHARE else "running" if share < RUNS_SHARE else test.name
    if seen != test.name:
        yield ViewFinding(
            what="wrong_test",
            sentence=f"{_GAITS[seen]}, which is {seen}, not {test.name} as was asked for.",
            advice=f'Choose the test "{seen}" for this recording if that is what you did; else '
            "record again as the instruction says.",
            blocking=True,
        )


def _about_the_test(
    test: MovementTest, repetitions: Sequence[Repetition], deeds: Sequence[Deed | None]
) -> Iterator[ViewFinding]:
    counted = _counted(test, repetitions, deeds)
    total = sum(each.complete for each in repetitions)
    others = [(deed, count) for deed, count in counted.most_common() if deed is not test.deed]
    if not others or test.deed is None:
        return
    deed, count = others[0]
    enough = count >= min(LEAST_OF_EACH, total) and count >= LEAST_OTHER * total
    if not enough or counted[test.deed] > 0.1 * count:
        return
    looks, name = _LOOKS_LIKE[deed]
    yield ViewFinding(
        what="wrong_test",
        sentence=f"This looks like {looks}, not like the test that was asked for "
        f"({test.title['en'].lower()}).",
        advice=f'Choose the test "{name}" for this recording if that is what you did; else record '
        "again as the instruction says.",
        blocking=bool({deed, test.deed} & _NEVER_MEASURED_AS),
    )


def _counted(
    test: MovementTest, repetitions: Sequence[Repetition], deeds: Sequence[Deed | None]
) -> Counter[Deed]:
    return Counter(
        deed
        for each, deed in zip(repetitions, deeds, strict=False)
        if each.complete and deed is not None and (test.deed, deed) not in WHILE_STEPPING
    )


def _of_another_test(
    test: MovementTest, repetitions: Sequence[Repetition], deeds: Sequence[Deed | None]
) -> dict[int, Deed]:
    """Repetitions that are clearly another test's, in a recording that clearly holds both."""
    counted = _counted(test, repetitions, deeds)
    if test.deed is None or counted[test.deed] < LEAST_OF_EACH:
        return {}
    return {
        each.number: deed
        for each, deed in zip(repetitions, deeds, strict=True)
        if each.complete
        and deed not in (None, test.deed)
        and deed is not None
        and counted[deed] >= LEAST_OF_EACH
    }


def _about_others(other: dict[int, Deed]) -> Iterator[ViewFinding]:
    for deed in dict.fromkeys(other.values()):
        numbers = [number for number, one in other.items() if one is deed]
        looks, name = _LOOKS_LIKE[deed]
        yield ViewFinding(
            what="two_tests",
            sentence=f"{_listed('Repetition', numbers)} looked like {looks} and "
            f"{_is_not(numbers)} counted.",
            advice=f'Record one test at a time; what you did there is the test "{name}".',
        )


def _touches(
    sight: Sight, test: MovementTest, repetitions: Sequence[Repetition], side: Side | None
) -> dict[int, list[float]]:
    """When the other foot was put down within a repetition on one leg: number -> s."""
    if test.deed is not Deed.ONE_LEG or side is None:
        return {}
    time_s = sight.clip.time_s
    down = feet_on_the_floor(sight=sight)[side.other]
    found: dict[int, list[float]] = {}
    for each in repetitions:
        inside = (time_s >= each.start_s + EDGE_S) & (time_s <= each.end_s - EDGE_S)
        if not each.complete or not inside.any() or down[inside].mean() > 0.5:
            continue  # a foot that seems to stand all the time hangs low, or it is another test
        numbers, count = label(down & inside)
        starts = [float(time_s[np.argmax(numbers == number)]) for number in range(1, count + 1)]
        if starts:
            found[each.number] = starts
    return found


def _about_touches(touches: dict[int, list[float]]) -> Iterator[ViewFinding]:
    if touches:
        times = ", ".join(f"{at_s:.1f} s" for starts in touches.values() for at_s in starts)
        numbers = list(touches)
        yield ViewFinding(
            what="other_foot_down",
            sentence=f"The other foot touched the floor at {times}; "
            f"{_listed('repetition', numbers)} {_is_not(numbers)} counted.",
            advice="Bend less deep, so that you can keep the other foot off the floor.",
        )


def _about_hands(
    sight: Sight, test: MovementTest, repetitions: Sequence[Repetition]
) -> Iterator[ViewFinding]:
    if test.events is not Events.TURNS or test.posture is Posture.LYING:
        return
    whole = [each for each in repetitions if each.complete]
    for what, where, check in (
        ("hand_on_thigh", "on your thigh", on_the_thigh),
        ("hand_on_support", "on something", on_something),
    ):
        numbers = [each.number for each in whole if check(sight=sight, repetition=each)]
        if numbers and 2 * len(numbers) >= len(whole):
            yield ViewFinding(
                what=what,
                sentence=f"A hand may have rested {where} in {_listed('repetition', numbers)}, "
                "which makes the movement easier.",
                advice="Hold your hands as the instruction says, without touching anything.",
            )
            return


def _about_posture(sight: Sight, test: MovementTest) -> Iterator[ViewFinding]:
    """Say that somebody lies in a test done upright, or is upright in one done lying."""
    if sight.source.solid:
        return
    points = [
        sight.track.xy_px[:, [INDEX[f"{side.value}_{part}"] for side in Side]].mean(axis=1)
        for part in ("shoulder", "ankle")
    ]
    line = points[1] - points[0]
    line = line[np.isfinite(line).all(axis=1)]
    if not len(line):
        return
    off_upright = np.arctan2(np.abs(line[:, 0]), np.abs(line[:, 1]))
    if test.posture is Posture.UPRIGHT and np.mean(off_upright > LIES_RAD) > MOSTLY:
        yield ViewFinding(
            what="lying",
            sentence=f"You lie in this recording; {test.title['en'].lower()} is done upright.",
            advice="Choose the test that you did, or record this one.",
            blocking=True,
        )
    if test.posture is Posture.LYING and np.mean(off_upright < UPRIGHT_RAD) > MOSTLY:
        yield ViewFinding(
            what="upright",
            sentence="You are upright in the picture; this test is done lying on the floor.",
            advice="Choose the test that you did; if you did lie, the video lies on its side: turn "
            "it before measuring it.",
            blocking=True,
        )


def _about_walking(sight: Sight, test: MovementTest, found: Found) -> Iterator[ViewFinding]:
    """Say that somebody walked where a test on the spot was asked for."""
    on_the_spot = any(each.complete for each in found.repetitions) or not found.repetitions
    if test.events is not Events.TURNS or test.posture is Posture.LYING or on_the_spot:
        return
    motion = sight.motion
    if motion is not None and not np.ptp(motion.joints_m[:, JOINTS.index("ankle_r")]) > 0:
        return
    if sum(each.complete for each in strides_in(sight=sight)) >= LEAST_OF_EACH:
        yield ViewFinding(
            what="wrong_test",
            sentence="This looks like walking, not like the test that was asked for "
            f"({test.title['en'].lower()}).",
            advice='Choose the test "walking" for this recording if that is what you did; else '
            "record again as the instruction says.",
            blocking=True,
        )


def _about_staying(sight: Sight, test: MovementTest, found: Found) -> Iterator[ViewFinding]:
    """Say that nobody walked where walking was asked for, or nobody rose where that was."""
    if any(each.complete for each in found.repetitions) or test.posture is Posture.LYING:
        return
    if test.events is Events.STRIDES:
        feet = feet_on_the_floor(sight=sight)
        if min(float(flags.mean()) for flags in feet.values()) > 1 - (1 - MOSTLY) / 2:
            yield ViewFinding(
                what="not_walking",
                sentence="You stayed on the spot with both feet on the floor; this test is done "
                "walking or running.",
                advice="Choose the test that you did, or record this one.",
            )
    elif sight.motion is not None:
        bend_rad = both_knees(
            right_rad=sight.motion.values["knee_angle_r"],
            left_rad=sight.motion.values["knee_angle_l"],
        )
        bend_rad = bend_rad[np.isfinite(bend_rad)]
        if len(bend_rad) and np.mean(bend_rad > SEATED_RAD) > 1 - (1 - MOSTLY) / 2:
            yield ViewFinding(
                what="seated",
                sentence="You seem to sit throughout this recording.",
                advice=movement_test(name=test.name).instruction["en"].split(". ")[0] + ".",
            )


def _about_feet(sight: Sight) -> Iterator[ViewFinding]:
    """Say that feet do not show: neither foot is believed to be seen for most of the time."""
    if sight.source.solid:
        return
    seen = np.stack(
        [
            sight.track.visibility[:, [INDEX[f"{side.value}_{p}"] for p in ("heel", "foot_index")]]
            for side in Side
        ]
    ).max(axis=(0, 2))
    if len(seen) and np.mean(np.nan_to_num(seen) < HIDDEN_VISIBILITY) > MOSTLY:
        yield ViewFinding(
            what="hidden_feet",
            sentence="Your feet hardly show in this recording.",
            advice="Roll long trousers up, keep rugs and furniture out of the way, and film so "
            "that both feet are in the picture.",
        )


def _listed(word: str, numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    return f"{word}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _is_not(numbers: list[int]) -> str:
    return "is not" if len(numbers) == 1 else "are not"
