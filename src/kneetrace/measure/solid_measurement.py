"""From markers or joint angles of a laboratory to a Measurement: no camera, no view to judge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.measure.body.angles_motion import motion_of_angles, stiff_knees
from kneetrace.measure.body.front_picture import picture_of, side_px
from kneetrace.measure.body.marked_motion import missing_places, motion_of_places, said_places
from kneetrace.measure.body.marker_map import find_marks, sd_of
from kneetrace.measure.body.markers import MarkerTrial
from kneetrace.measure.body.motion import Motion, MotionTable
from kneetrace.measure.body.upright_lab import LEG_SHARE, axis_upwards, leg_length_m
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import Posture, movement_test
from kneetrace.measure.movement.seen.sight import Sight, Source
from kneetrace.measure.refusals import refusal
from kneetrace.measure.stages import Stage, Stopwatch
from kneetrace.terms import COORDINATES, InvalidInput, Person, Side

OnStage = Callable[[str, Any], None]

LEAST_FRAMES: Final = 10
LEAST_DURATION_S: Final = 0.5
"""A recording shorter than this is a posture, no movement. DESIGN"""

FROM_MARKERS: Final = (
    "Measured from markers, not from a video: the intervals come from how far markers lie beside "
    "the places they stand for and how skin moves over bone."
)
FROM_ANGLES: Final = (
    "Taken from joint angles that another program computed. The file does not say how exact they "
    "are; the intervals assume what marker laboratories reach (2 to 5 degrees, more for turns "
    "about the thigh's own axis)."
)


BELIEVABLE: Final = (0.6, 1.5)
LIKELY: Final = (0.85, 1.15)
"""Length of the legs against what the height makes expected: outside the first it is refused as a
wrong unit, outside the second it is remarked on. DESIGN"""


class RecordingUnusable(InvalidInput):
    """A file of markers or angles holds no movement."""


class LengthsImpossible(InvalidInput):
    """Markers lie so far apart that the file's unit of length must be wrong."""


def measure_markers(
    trial: MarkerTrial,
    *,
    name: str,
    test: str,
    person: Person,
    side: Side | None = None,
    up: str | None = None,
    on_stage: OnStage | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one movement test from markers.

    Parameters
    ----------
    trial : named by any marker set of ``marker_names.toml``
    name : of the recording
    test, person, side : as in :func:`measure_video`
    up : axis of the trial that points up, ``"+Z"`` say; ``None`` takes Y, unless a person who is
        upright throughout shows that it is another
    on_stage : called with ``"motion"`` and the Motion
    seed : of the generator that draws the errors behind the intervals

    Raises
    ------
    InvalidInput
        The test is unknown, or the markers are too few frames or in the wrong unit.
    NotMeasurable
        The markers do not tell where pelvis and legs are.
    """
    asked = movement_test(name=test)
    _refuse_short(trial.time_s, name=name)
    found = find_marks(names=trial.names)
    shown = upward_axis(trial) if asked.posture is Posture.UPRIGHT else None
    taken = up or shown or "+Y"
    places_m = {mark: trial.places_m[:, n] for mark, n in found.items()}
    watch = Stopwatch()
    with watch.timed(Stage.BODY_FIT):
        motion = motion_of_places(
            time_s=trial.time_s,
            places_m=places_m,
            sd_m={mark: sd_of(mark, name=trial.names[number]) for mark, number in found.items()},
            height_m=person.height_m,
            rng=np.random.default_rng(seed),
            up=taken,
        )
    return _answered(
        _Seen(motion=motion, source=Source.MARKERS, name=name, note=FROM_MARKERS),
        test=test,
        person=person,
        side=side,
        noticed=(
            *_about_axes(taken, asked=up),
            *_about_missing(places_m),
            *_about_length(motion, person=person, name=name),
        ),
        on_stage=on_stage,
        watch=watch,
    )


def measure_angles(
    table: MotionTable,
    *,
    name: str,
    test: str,
    person: Person,
    side: Side | None = None,
    on_stage: OnStage | None = None,
) -> Measurement:
    """Measure one movement test from joint angles that another program computed.

    Parameters
    ----------
    table : OpenSim coordinates
    name : of the recording
    test, person, side, on_stage : as in :func:`measure_markers`

    Raises
    ------
    InvalidInput
        The test is unknown, or the angles are too few or impossible.
    NotMeasurable
        There are no angles of hip or knee.
    """
    movement_test(name=test)
    _refuse_short(table.time_s, name=name)
    watch = Stopwatch()
    with watch.timed(Stage.BODY_FIT):
        motion = motion_of_angles(table=table, height_m=person.height_m)
    return _answered(
        _Seen(motion=motion, source=Source.ANGLES, name=name, note=FROM_ANGLES),
        test=test,
        person=person,
        side=side,
        noticed=tuple(_about_angles(motion)),
        on_stage=on_stage,
        watch=watch,
    )


def upward_axis(trial: MarkerTrial) -> str | None:
    """Tell which axis of a trial points up by the person who is upright in it; None if unsure."""
    found = find_marks(names=trial.names)
    return axis_upwards(places_m={mark: trial.places_m[:, n] for mark, n in found.items()})


@dataclass(frozen=True, kw_only=True)
class _Seen:
    motion: Motion
    source: Source
    name: str
    note: str


def _answered(
    seen: _Seen,
    *,
    test: str,
    person: Person,
    side: Side | None,
    noticed: tuple[ViewFinding, ...],
    on_stage: OnStage | None,
    watch: Stopwatch,
) -> Measurement:
    if on_stage is not None:
        on_stage("motion", seen.motion)
    with watch.timed(Stage.MEASURES):
        drawn, motion = seen.motion, None
        if movement_test(name=test).posture is Posture.LYING:  # measured in the picture alone
            joints_m = drawn.joints_m
            drawn = replace(drawn, joints_px=side_px(places_m=joints_m, joints_m=joints_m))
        else:
            motion = drawn
        landmarks, track = picture_of(motion=drawn, name=seen.name, notes=(seen.note,))
        sight = Sight(source=seen.source, landmarks=landmarks, track=track, motion=motion)
        measurement = answer_test(sight=sight, test=test, person=person, side=side, noticed=noticed)
    return replace(measurement, stage_s=watch.stage_s)


def _refuse_short(time_s: NDArray[np.float64], *, name: str) -> None:
    if not np.isfinite(time_s).all() or (np.diff(time_s) <= 0).any():
        raise RecordingUnusable(refusal("times_back", file=name))
    if len(time_s) < LEAST_FRAMES or np.ptp(time_s) < LEAST_DURATION_S:
        raise RecordingUnusable(refusal("no_movement", file=name, frames=len(time_s)))


def _about_axes(taken: str, *, asked: str | None) -> Iterator[ViewFinding]:
    if asked is None and taken != "+Y":
        yield ViewFinding(
            what="up_axis",
            sentence=f"The person is upright along the file's {taken} axis, so that axis was taken "
            "to point up.",
            advice="If that is wrong, say which axis points up.",
        )


def _about_missing(places_m: Mapping[str, NDArray[np.float64]]) -> Iterator[ViewFinding]:
    seen = [mark for mark, places in places_m.items() if np.isfinite(places).any()]
    missing = missing_places(seen)
    if missing:
        yield ViewFinding(
            what="missing_markers",
            sentence=f"The markers do not tell {said_places(missing)['en']}.",
            advice="Name the markers as one of the marker sets in docs/formats.md does, and export "
            "them all.",
        )


def _about_length(motion: Motion, *, person: Person, name: str) -> Iterator[ViewFinding]:
    leg_m = leg_length_m(joints_m=motion.joints_m)
    expected_m = LEG_SHARE * person.height_m
    share = leg_m / expected_m
    if share < BELIEVABLE[0] or share > BELIEVABLE[1]:
        raise LengthsImpossible(
            refusal(
                "legs_impossible",
                file=name,
                legs=float(f"{leg_m:.3g}"),
                height=person.height_m,
                expected=round(expected_m, 2),
            )
        )
    if share < LIKELY[0] or share > LIKELY[1]:
        yield ViewFinding(
            what="leg_length",
            sentence=f"The markers make legs of {leg_m:.2f} m; somebody {person.height_m:g} m tall "
            f"has about {expected_m:.2f} m.",
            advice="Check the height that was given, and that the markers are named rightly.",
        )


def _about_angles(motion: Motion) -> Iterator[ViewFinding]:
    needed = [name for name in COORDINATES if not name.startswith(("lumbar_rot", "pelvis_t"))]
    missing = [name for name in (*needed, "pelvis_tilt") if name in motion.unseen]
    if missing:
        yield ViewFinding(
            what="missing_angles",
            sentence=f"The file has no {', '.join(missing)}.",
            advice="Export all coordinates of the model.",
        )
    if stiff := stiff_knees(motion.values):
        yield ViewFinding(what="no_movement", sentence=stiff[0], advice=stiff[1])
