"""From a video to a Measurement: the room's whole way, stage by stage."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from kneetrace.measure.body.bodyfit import BodyNotSeen, fit_body
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.movement.clinical import answers_for
from kneetrace.measure.movement.measurement import Measurement, Repetition, ViewFinding
from kneetrace.measure.movement.movements import movement_test
from kneetrace.measure.movement.repetitions import (
    both_knees,
    find_repetitions,
    find_repetitions_in_picture,
    on_the_spot,
)
from kneetrace.measure.movement.viewgate import judge_view
from kneetrace.measure.pose.cleaning import clean
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import CleanTrack, Landmarks
from kneetrace.measure.pose.tracking import find_landmarks
from kneetrace.terms import Person

METHOD: Final = "measure/1"
"""Schema and method version of every Measurement made here."""

Progress = Callable[[str, float], None]
OnStage = Callable[[str, Any], None]


def measure_video(
    path: str | Path,
    *,
    test: str,
    person: Person,
    model: str = "heavy",
    focal_px: float | None = None,
    person_index: int | None = None,
    progress: Progress | None = None,
    on_stage: OnStage | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one recording of one movement test.

    Parameters
    ----------
    path : the video
    test : name of the movement test, ``"squat"`` or ``"sit_to_stand"``
    person : who is in it
    model : pose network, ``"lite"``, ``"full"`` or ``"heavy"``; heavy is the one to measure with
    focal_px : focal length of the upright picture where known; else from the file or a phone's
    person_index : whom to measure among several; ``None`` chooses
    progress : called with a stage's name and the share of it done, 0 to 1
    on_stage : called with ``"landmarks"`` and the Landmarks, then ``"motion"`` and the Motion,
        as soon as they are there, so that they can be kept whatever happens later
    seed : of the generator that draws the errors behind the intervals

    Returns
    -------
    Measurement
        ``motion`` is None where no body could be fitted; then only the picture is measured

    Raises
    ------
    InvalidInput
        The file is no usable video, the test is unknown, or the person was not found in it.
    NotMeasurable
        Nobody is in the video.

    Examples
    --------
    >>> from kneetrace.terms import Person
    >>> from kneetrace.measure import measure_video
    >>> measure_video("squat.mp4", test="squat", person=Person(height_m=1.7, mass_kg=70)
    ... )  # doctest: +SKIP
    """
    movement_test(name=test)
    stage_s: dict[str, float] = {}
    tell = progress or (lambda _stage, _share: None)
    keep = on_stage or (lambda _stage, _result: None)

    with _timed("pose", stage_s):
        landmarks = find_landmarks(path, model=model, focal_px=focal_px, progress=progress)
    tell("landmarks", 1.0)  # frames that are broken never report
    keep("landmarks", landmarks)
    clip = landmarks.clip
    track = clean(landmarks, person=person_index)

    tell("body fit", 0.0)
    motion: Motion | None = None
    trouble: tuple[ViewFinding, ...] = ()
    with _timed("body_fit", stage_s):
        try:
            motion = fit_body(
                clip=clip,
                track=track,
                person=person,
                rng=np.random.default_rng(seed),
                progress=lambda share: tell("body fit", share),
            )
            keep("motion", motion)
        except BodyNotSeen as cause:
            what, advice = str(cause).split(": ", 1)
            advice = advice[:1].upper() + advice[1:]
            trouble = (ViewFinding(what="body", sentence=f"{what}.", advice=advice, blocking=True),)
    tell("body fit", 1.0)

    with _timed("measures", stage_s):
        repetitions = recorded_repetitions(motion=motion, clip=clip, track=track, test=test)
        view = judge_view(clip=clip, track=track, motion=motion, test=test)
        answers = answers_for(
            test=test,
            person=person,
            motion=motion,
            track=track,
            clip=clip,
            repetitions=repetitions,
            view=view,
        )
    tell("measures", 1.0)
    return Measurement(
        test=test,
        person=person,
        clip=clip,
        landmarks=landmarks,
        track=track,
        motion=motion,
        repetitions=repetitions,
        answers=answers,
        findings=(*trouble, *view.findings, *_company(landmarks, track, person_index)),
        method=METHOD,
        stage_s={**landmarks.stage_s, **stage_s},
    )


def _company(landmarks: Landmarks, track: CleanTrack, asked: int | None) -> tuple[ViewFinding, ...]:
    """Say that the choice among several people was the program's own."""
    if asked is not None or len(landmarks.tracks) < 2:
        return ()
    return (
        ViewFinding(
            what="several_people",
            sentence=f"{len(landmarks.tracks)} people were seen; number {track.person} was "
            "measured, the one the skeleton is drawn on.",
            advice="If that is the wrong one, name another number as the person to measure; "
            "film with nobody else in the picture.",
        ),
    )


@contextmanager
def _timed(stage: str, stage_s: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    stage_s[stage] = time.perf_counter() - start


def recorded_repetitions(
    *, motion: Motion | None, clip: Clip, track: CleanTrack, test: str
) -> tuple[Repetition, ...]:
    """Find a test's repetitions in a recording: from the fitted body, else from the picture.

    What was done walking is marked as not complete.
    """
    if motion is None:
        found = find_repetitions_in_picture(time_s=clip.time_s, track=track, test=test)
    else:
        knees = both_knees(
            right_rad=motion.values["knee_angle_r"], left_rad=motion.values["knee_angle_l"]
        )
        found = find_repetitions(time_s=motion.time_s, knee_flexion_rad=knees, test=test)
    return on_the_spot(repetitions=found, time_s=clip.time_s, track=track)
