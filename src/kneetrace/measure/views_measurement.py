"""From two videos of the same test to a Measurement: one body, filmed at once or in turn."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kneetrace.measure.body.fusedfit import NotTogether, fit_body_to_views, settle_views
from kneetrace.measure.body.inturnfit import AnotherBody, fit_body_in_turn
from kneetrace.measure.body.motion import Motion
from kneetrace.measure.body.observing import BodyNotSeen
from kneetrace.measure.in_turn_measurement import APART, Mismatch, measure_in_turn
from kneetrace.measure.movement.answering import answer_test
from kneetrace.measure.movement.judging.viewgate import judge_view
from kneetrace.measure.movement.measurement import Measurement, ViewFinding
from kneetrace.measure.movement.movements import Floor, MovementTest, Posture, movement_test
from kneetrace.measure.movement.seen.sight import Sight, Source
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
    """Measure one movement test from two videos of it, made at the same time or in turn.

    One body is fitted to both. Of videos of the same moments, what is read from the picture is read
    from the one that faces the person more frontally. Of videos made one after the other, each
    measure is told from the one that carries it better (``join_films``). Videos of another test,
    another leg or another body are not joined: one is measured alone, and a finding says so.

    Parameters
    ----------
    paths : the two videos, in any order; they need not begin together
    test, person, side, model, progress, seed : as in ``measure_video``
    on_stage : as in ``measure_video``; called first with ``"video"`` and the path of the more
        frontal video, which landmarks, motion and picture are of; ``"second video"``,
        ``"second landmarks"`` and, where it was made by itself, ``"second motion"`` are the
        other one's

    Returns
    -------
    Measurement
        With the landmarks and the camera of the more frontal video; with both videos' own
        measurements, where they were made in turn.

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
        seen = [(_sight(landmarks), path) for landmarks, path in _told_apart(found)]
        seen.sort(key=lambda one: _beside_front_rad(one[0], asked))
    _keep_both(keep, seen)
    sights = [sight for sight, _ in seen]

    tell(Stage.BODY_FIT, 0.0)
    with watch.timed(Stage.BODY_FIT):
        fitted = _fitted(
            sights,
            asked=asked,
            person=person,
            seed=seed,
            progress=lambda done: tell(Stage.BODY_FIT, done),
        )
    tell(Stage.BODY_FIT, 1.0)
    if isinstance(fitted, Mismatch):
        told: Measurement | Mismatch = fitted
    else:
        keep("motion", fitted.motions[0])
        answer = _measured_together if fitted.together else measure_in_turn
        with watch.timed(Stage.MEASURES):
            told = answer(
                sights=sights, motions=fitted.motions, test=test, person=person, side=side
            )
        if not (fitted.together or isinstance(told, Mismatch)):
            keep("second motion", fitted.motions[1])
    if isinstance(told, Mismatch):
        if told.measured != 0:
            _keep_both(keep, seen[::-1])
        return _measured_alone(
            told,
            replace(sights[told.measured].landmarks, stage_s=watch.stage_s),
            test=test,
            person=person,
            side=side,
            progress=progress,
            on_stage=lambda stage, result: keep(stage, result) if stage == "motion" else None,
            seed=seed,
        )
    tell(Stage.MEASURES, 1.0)
    return replace(told, stage_s=watch.stage_s)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Fitted:
    """The body as each video tells it; ``together``: they are of the same moments."""

    motions: tuple[Motion, ...]
    together: bool


def _fitted(
    sights: Sequence[Sight],
    *,
    asked: MovementTest,
    person: Person,
    seed: int,
    progress: Callable[[float], None],
) -> _Fitted | Mismatch:
    """Fit one body to videos of the same moments, or to one after the other; or say why not."""
    views = [(sight.clip, sight.track) for sight in sights]
    level_floor = asked.floor is Floor.LEVEL
    rng = np.random.default_rng(seed)
    try:
        alone = settle_views(views=views, person=person, level_floor=level_floor)
    except BodyNotSeen:
        return _not_seen(sights)
    try:
        motions = fit_body_to_views(
            views=views,
            person=person,
            rng=rng,
            level_floor=level_floor,
            alone=alone,
            progress=progress,
        )
        return _Fitted(motions=motions, together=True)
    except NotTogether:
        pass
    try:
        return _Fitted(
            motions=fit_body_in_turn(alone=alone, rng=rng, progress=progress), together=False
        )
    except AnotherBody:
        return _another_body(sights)


def _measured_together(
    *,
    sights: Sequence[Sight],
    motions: Sequence[Motion],
    test: str,
    person: Person,
    side: Side | None,
) -> Measurement:
    first, *others = (
        replace(sight, motion=motion) for sight, motion in zip(sights, motions, strict=True)
    )
    measurement = answer_test(
        sight=replace(first, others=tuple(others)),
        test=test,
        person=person,
        side=side,
        noticed=company_of(landmarks=first.landmarks, track=first.track, can_ask=False),
    )
    return replace(measurement, beside=tuple(motion.camera for motion in motions[1:]))


def _measured_alone(mismatch: Mismatch, landmarks: Landmarks, **asked: Any) -> Measurement:
    measurement = measure_landmarks(landmarks, **asked)
    return replace(measurement, findings=(mismatch.finding, *measurement.findings))


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


def _told_apart(found: Sequence[tuple[Landmarks, Path]]) -> list[tuple[Landmarks, Path]]:
    """Name two videos of one name by their folders, too."""
    if len({path.name for _, path in found}) == len(found):
        return list(found)
    return [
        (
            replace(
                landmarks, clip=replace(landmarks.clip, name=f"{path.parent.name}/{path.name}")
            ),
            path,
        )
        for landmarks, path in found
    ]


def _keep_both(keep: OnStage, seen: Sequence[tuple[Sight, Path]]) -> None:
    for which, (sight, path) in zip(("", "second "), seen, strict=True):
        keep(f"{which}video", path)
        keep(f"{which}landmarks", sight.landmarks)


def _not_seen(sights: Sequence[Sight]) -> Mismatch:
    return _alone(
        "In one of the two recordings the legs are seen for too short a time, so they were not "
        f"joined: {sights[0].clip.name} alone was measured.",
        advice="Place the phone so that the whole body is in the picture all the time.",
    )


def _another_body(sights: Sequence[Sight]) -> Mismatch:
    return _alone(
        "The bodies in the two recordings have other proportions, as if they were two people, so "
        f"they were not joined: {sights[0].clip.name} alone was measured.",
        advice=APART.format(how="film the same person, alone in the picture, in both"),
    )


def _alone(sentence: str, *, advice: str) -> Mismatch:
    finding = ViewFinding(what="not_joined", sentence=sentence, advice=advice)
    return Mismatch(finding=finding, measured=0)
