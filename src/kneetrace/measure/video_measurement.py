"""From a video to a Measurement: the room's whole way, stage by stage."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from kneetrace.measure.body.bodyfit import fit_body
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.observing import BodyNotSeen
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import Floor, Posture, movement_test
from kneetrace.measure.movement.seen.sight import Sight, Source
from kneetrace.measure.pose.cleaning import clean
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import CleanTrack, Landmarks
from kneetrace.measure.pose.tracking import find_landmarks
from kneetrace.measure.stages import Stage, Stopwatch
from kneetrace.terms import Person, Side

Progress = Callable[[str, float], None]
OnStage = Callable[[str, Any], None]


def measure_video(
    path: str | Path,
    *,
    test: str,
    person: Person,
    side: Side | None = None,
    model: str = "heavy",
    focal_px: float | None = None,
    person_index: int | None = None,
    mirrored: bool = False,
    progress: Progress | None = None,
    on_stage: OnStage | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one video of one movement test.

    Parameters
    ----------
    path : the video
    test : name of the movement test, such as ``"squat"``
    person : who is in it
    side : the leg that was asked to do it; ``None`` for both legs, or where nobody said
    model : pose network, ``"lite"``, ``"full"`` or ``"heavy"``; heavy is the one to measure with
    focal_px : focal length of the upright picture where known; else from the file or a phone's
    person_index : whom to measure among several; ``None`` chooses
    mirrored : the camera mirrored the picture, as front cameras do
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
    upright = movement_test(name=test).posture is Posture.UPRIGHT
    landmarks = find_landmarks(
        path,
        model=model,
        focal_px=focal_px,
        upright=upright,
        mirrored=mirrored,
        progress=progress,
    )
    if progress is not None:
        progress(Stage.LANDMARKS, 1.0)  # frames that are broken never report
    if on_stage is not None:
        on_stage("landmarks", landmarks)
    return measure_landmarks(
        landmarks,
        test=test,
        person=person,
        side=side,
        person_index=person_index,
        progress=progress,
        on_stage=on_stage,
        seed=seed,
    )


def measure_landmarks(
    landmarks: Landmarks,
    *,
    test: str,
    person: Person,
    side: Side | None = None,
    source: Source = Source.VIDEO,
    person_index: int | None = None,
    progress: Progress | None = None,
    on_stage: OnStage | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one movement test from landmarks that were already found in its video.

    No body is fitted to somebody who lies: its anchors are planted feet and standing straight.

    Parameters
    ----------
    landmarks : of everybody in the recording; the time they took is counted with the rest
    source : ``KEYPOINTS`` where another program found them
    test, person, side, person_index, progress, on_stage, seed : as in :func:`measure_video`

    Raises
    ------
    InvalidInput
        The test is unknown, or the person is not among those found.
    """
    asked = movement_test(name=test)
    tell = progress or (lambda _stage, _share: None)
    watch = Stopwatch()
    watch.add(landmarks.stage_s)
    with watch.timed(Stage.CLEANING):
        track = clean(landmarks, person=person_index)

    motion: Motion | None = None
    trouble: tuple[ViewFinding, ...] = ()
    if asked.posture is Posture.UPRIGHT:
        tell(Stage.BODY_FIT, 0.0)
        with watch.timed(Stage.BODY_FIT):
            motion, trouble = _fitted(
                landmarks.clip,
                track,
                person,
                level_floor=asked.floor is Floor.LEVEL,
                seed=seed,
                progress=lambda share: tell(Stage.BODY_FIT, share),
            )
        tell(Stage.BODY_FIT, 1.0)
    if motion is not None and on_stage is not None:
        on_stage("motion", motion)

    with watch.timed(Stage.MEASURES):
        measurement = answer_test(
            sight=Sight(source=source, landmarks=landmarks, track=track, motion=motion),
            test=test,
            person=person,
            side=side,
            noticed=(*trouble, *company_of(landmarks=landmarks, track=track, asked=person_index)),
        )
    tell(Stage.MEASURES, 1.0)
    return replace(measurement, stage_s=watch.stage_s)


def _fitted(
    clip: Clip,
    track: CleanTrack,
    person: Person,
    *,
    level_floor: bool,
    seed: int,
    progress: Callable[[float], None],
) -> tuple[Motion | None, tuple[ViewFinding, ...]]:
    """Fit the body, or say why there is none."""
    try:
        motion = fit_body(
            clip=clip,
            track=track,
            person=person,
            level_floor=level_floor,
            rng=np.random.default_rng(seed),
            progress=progress,
        )
    except BodyNotSeen as cause:
        what, advice = str(cause).split(": ", 1)
        advice = advice[:1].upper() + advice[1:]
        return None, (ViewFinding(what="body", sentence=f"{what}.", advice=advice, blocking=True),)
    return motion, ()


def company_of(
    *, landmarks: Landmarks, track: CleanTrack, asked: int | None = None, can_ask: bool = True
) -> tuple[ViewFinding, ...]:
    """Say that the choice among several people was the program's own, unless one was asked for.

    ``can_ask``: of two videos that are measured together, nobody can ask for one.
    """
    if asked is not None or len(landmarks.tracks) < 2:
        return ()
    return (
        ViewFinding(
            what="several_people",
            sentence=f"{len(landmarks.tracks)} people were seen; number {track.person} was "
            "measured, the one the skeleton is drawn on.",
            advice="If that is the wrong one, name another number as the person to measure; "
            "film with nobody else in the picture."
            if can_ask
            else "If that is the wrong one, film with nobody else in the picture, or measure this "
            "video by itself and name another number as the person to measure.",
        ),
    )
