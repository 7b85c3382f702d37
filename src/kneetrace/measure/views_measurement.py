"""From two videos of the same moments to a Measurement: one body, seen by both cameras."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kneetrace.measure.body.fusedfit import NotTogether, fit_body_to_views
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.observing import BodyNotSeen
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import Floor, MovementTest, Posture, movement_test
from kneetrace.measure.movement.sight import Sight, Source
from kneetrace.measure.movement.viewgate import judge_view
from kneetrace.measure.pose.cleaning import clean
from kneetrace.measure.pose.landmarks import Landmarks
from kneetrace.measure.pose.tracking import find_landmarks
from kneetrace.measure.pose.video import open_clip
from kneetrace.measure.stages import Stage, Stopwatch
from kneetrace.measure.video_measurement import (
    OnStage,
    Progress,
    company_of,
    measure_landmarks,
)
from kneetrace.terms import InvalidInput, Person, Side


class WrongViews(InvalidInput):
    """These are not two videos that one body could be fitted to."""


def measure_views(
    paths: Sequence[str | Path],
    *,
    test: str,
    person: Person,
    side: Side | None = None,
    model: str = "heavy",
    progress: Progress | None = None,
    on_stage: OnStage | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one movement test from two videos of the same moments.

    One body is fitted to both. What is read from the picture is read from the one that faces the
    person more frontally. Videos that turn out not to be of the same moments are not joined:
    the more frontal one is measured alone, and a finding says so.

    Parameters
    ----------
    paths : the two videos, in any order; they need not begin together
    test, person, side, model, progress, seed : as in ``measure_video``
    on_stage : as in ``measure_video``; called first with ``"video"`` and the path of the more
        frontal video, which landmarks, motion and picture are of

    Returns
    -------
    Measurement
        With the landmarks and the camera of the more frontal video.

    Raises
    ------
    InvalidInput
        These are not two usable videos, the test is unknown, or it is done lying.
    NotMeasurable
        Nobody is in one of the videos.

    Examples
    --------
    >>> from kneetrace.terms import Person
    >>> from kneetrace.measure import measure_views
    >>> measure_views(["front.mp4", "side.mp4"], test="squat", person=Person(
    ...     height_m=1.7, mass_kg=70))  # doctest: +SKIP
    """
    asked = movement_test(name=test)
    _refuse_unfit(paths, asked)
    tell = progress or (lambda _stage, _share: None)
    keep = on_stage or (lambda _stage, _result: None)

    watch = Stopwatch()
    found: list[tuple[Landmarks, Path]] = []
    for done, path in enumerate(paths):

        def half_told(stage: str, share: float, done: int = done) -> None:
            tell(stage, (done + share) / 2)

        found.append((find_landmarks(path, model=model, progress=half_told), Path(path)))
        watch.add(found[-1][0].stage_s)
    tell(Stage.LANDMARKS, 1.0)

    with watch.timed(Stage.CLEANING):
        seen = [(_sight(landmarks), path) for landmarks, path in found]
        seen.sort(key=lambda one: _beside_front_rad(one[0], asked))
    sights = [sight for sight, _ in seen]
    keep("video", seen[0][1])
    keep("landmarks", sights[0].landmarks)

    tell(Stage.BODY_FIT, 0.0)
    try:
        with watch.timed(Stage.BODY_FIT):
            motions = fit_body_to_views(
                views=[(sight.clip, sight.track) for sight in sights],
                person=person,
                rng=np.random.default_rng(seed),
                level_floor=asked.floor is Floor.LEVEL,
                progress=lambda share: tell(Stage.BODY_FIT, share),
            )
    except (NotTogether, BodyNotSeen) as cause:
        alone = measure_landmarks(
            replace(sights[0].landmarks, stage_s=watch.stage_s),
            test=test,
            person=person,
            side=side,
            progress=progress,
            on_stage=lambda stage, result: keep(stage, result) if stage == "motion" else None,
            seed=seed,
        )
        return replace(alone, findings=(_not_joined(cause, sights[0]), *alone.findings))
    keep("motion", motions[0])
    tell(Stage.BODY_FIT, 1.0)

    with watch.timed(Stage.MEASURES):
        measurement = answer_test(
            sight=_joined(sights, motions),
            test=test,
            person=person,
            side=side,
            noticed=company_of(landmarks=sights[0].landmarks, track=sights[0].track),
        )
    tell(Stage.MEASURES, 1.0)
    return replace(measurement, stage_s=watch.stage_s)


def _refuse_unfit(paths: Sequence[str | Path], asked: MovementTest) -> None:
    """Refuse at once, before the long work on the first video."""
    if len(paths) != 2:
        raise WrongViews(f"Two videos can be measured together, not {len(paths)}: give two.")
    if asked.posture is Posture.LYING:
        raise WrongViews(
            f'"{asked.name}" is done lying, where no body is fitted that two videos could share: '
            "give one video, filmed from the side."
        )
    if Path(paths[0]).resolve() == Path(paths[1]).resolve():
        raise WrongViews(
            f"{Path(paths[0]).name} is named twice: give the video of the second camera, or one "
            "video alone."
        )
    for path in paths:
        open_clip(path)


def _sight(landmarks: Landmarks) -> Sight:
    return Sight(source=Source.VIEWS, landmarks=landmarks, track=clean(landmarks), motion=None)


def _beside_front_rad(sight: Sight, asked: MovementTest) -> float:
    """How far beside straight front a camera stands, by the network's guess; unknown is far."""
    judged = judge_view(sight=sight, test=asked)
    return math.inf if judged.view is None else abs(judged.yaw_rad)


def _joined(sights: Sequence[Sight], motions: Sequence[Motion]) -> Sight:
    first, *others = (
        replace(sight, motion=motion) for sight, motion in zip(sights, motions, strict=True)
    )
    return replace(first, others=tuple(others))


def _not_joined(cause: NotTogether | BodyNotSeen, measured: Sight) -> ViewFinding:
    name = measured.clip.name
    if isinstance(cause, NotTogether):
        return ViewFinding(
            what="not_together",
            sentence="The two recordings do not show the same moments, so they were not joined: "
            f"{name} alone was measured.",
            advice="List them as two recordings, each with its own video; to have them joined, "
            "let both phones film the whole test at the same time.",
        )
    return ViewFinding(
        what="not_together",
        sentence="In one of the two recordings the legs are seen for too short a time, so they "
        f"were not joined: {name} alone was measured.",
        advice="Place both phones so that the whole body is in the picture all the time.",
    )
