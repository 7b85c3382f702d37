"""The clinical measures of one recording: every one that the test asks for gets an answer."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from kneetrace.evidence import NoSmallestChange, smallest_change
from kneetrace.measure.movement.measurement import Repetition
from kneetrace.measure.movement.movements import Events, MovementTest
from kneetrace.measure.movement.readings.kinds import KINDS
from kneetrace.measure.movement.readings.repetition import Kind
from kneetrace.measure.movement.scene import HIDDEN, Obstacle, Reading, Scene
from kneetrace.measure.movement.views import Carried, Verdict, carried_by, view_rule
from kneetrace.terms import Answer, CannotTell, Measure, Quality, Side, Unit

Floats = NDArray[np.float64]

Z_90: Final = 1.6449
SMALLEST_CHANGE: Final = 1.96 * math.sqrt(2)
"""MDC = 1.96 * sqrt(2) * SEM: 95 %, two recordings."""

LEAST_FOR_SPREAD: Final = 3
"""Fewer repetitions than this say nothing about how steady they are. DESIGN"""

MOST_HALF_WIDTH: Final = {Unit.RADIAN: math.radians(30), Unit.RATIO: 0.75}
"""An interval that reaches further than this to either side says nothing. DESIGN"""

TOO_WIDE: Final = Obstacle(
    reason="What this recording shows leaves it open by more than could mean anything.",
    advice="Record again as the instruction says, beginning with two seconds of standing straight, "
    "with the phone where the advice on the view puts it.",
)
NO_REPETITION: Final = Obstacle(
    reason="No complete repetition was seen.",
    advice="Do the whole movement in view, and let the video run until you are still again.",
)
NO_STRIDE: Final = Obstacle(
    reason="No complete stride was seen straight on: from a foot's landing to its next one.",
    advice="Walk or run straight on for at least six steps, with both feet in the picture.",
)
NO_BODY: Final = Obstacle(
    reason="No body could be fitted to this recording, so no joint angle can be told.",
    advice="Record again as the instruction says, with the whole body in the picture throughout.",
)


NOT_GIVEN: Final = Obstacle(
    reason="The file does not give what this measure needs, or not at this moment.",
    advice="Export every marker or coordinate: for how the thigh turns, markers on both sides of "
    "the knee.",
)


def answers_for(*, scene: Scene) -> tuple[Answer, ...]:
    """Answer every measure that a movement test asks for: a value with its interval, or why not.

    Parameters
    ----------
    scene
        The recording, cut into its repetitions, and its judged view; the view decides what may
        be said, and how exactly. Incomplete repetitions are not measured.

    Returns
    -------
    tuple of Answer
        Measure by measure in the order of the test; within one, by repetition and side, then
        mean and spread over the test and right minus left. A measure that the whole view cannot
        show gets one answer. Where something about the recording itself stands in the way, only
        the count is told.
    """
    return tuple(answer for name in scene.test.measures for answer in _answers_to(scene, name))


def is_real(*, difference: Measure) -> bool:
    """Tell whether a left-right difference or a change is more than measuring can explain."""
    return difference.mdc is not None and abs(difference.value) > difference.mdc


def _answers_to(scene: Scene, name: str) -> Iterator[Answer]:
    repetitions = scene.complete
    if name == "repetition_count":
        count = float(len(repetitions))
        yield Measure(name=name, value=count, low=count, high=count, unit=Unit.COUNT)
        return
    kind = KINDS[name]
    if not scene.solid and view_rule(test=scene.test.name, measure=name).best == "none":
        yield _refused(scene, name)  # no video shows it, so none is to blame
        return
    for finding in scene.judged.findings:
        if finding.blocking:
            yield CannotTell(name=name, reason=finding.sentence, advice=finding.advice)
            return
    if kind.needs_body and scene.motion is None:
        yield CannotTell(name=name, reason=NO_BODY.reason, advice=NO_BODY.advice)
        return
    if not any(_carried(scene, name, side) for side in (None, *Side)):
        yield _refused(scene, name)
        return
    if kind.sided and scene.side_untold is not None:
        untold = scene.side_untold
        yield CannotTell(name=name, reason=untold.reason, advice=untold.advice)
        return
    if not repetitions:
        nothing = NO_STRIDE if scene.test.events is Events.STRIDES else NO_REPETITION
        yield CannotTell(name=name, reason=nothing.reason, advice=nothing.advice)
        return
    sides = _sides(scene) if kind.sided else (None,)
    shown = [side for side in sides if _carried(scene, name, side)]
    yield from (_refused(scene, name, side) for side in sides if side not in shown)
    if kind.whole:
        stretch = replace(repetitions[0], end_s=repetitions[-1].end_s)
        answers = [_read(scene, name, kind, stretch, side) for side in shown]
    else:
        answers = [
            _read(scene, name, kind, repetition, side)
            for repetition in repetitions
            for side in shown
            if side is None or repetition.side in (None, side)
        ]
    yield from answers
    measures = [answer for answer in answers if isinstance(answer, Measure)]
    if kind.summed_up:
        yield from _summed_up(measures)
    if kind.compared:
        yield from _compared(measures)


def _sides(scene: Scene) -> tuple[Side | None, ...]:
    return tuple(Side) if scene.side is None else (scene.side,)


def _carried(scene: Scene, name: str, side: Side | None) -> bool:
    return _carriage(scene, name, side).verdict is not Verdict.NO


def _carriage(scene: Scene, name: str, side: Side | None) -> Carried:
    return carried_by(
        judged=scene.judged,
        test=scene.test.name,
        measure=name,
        side=side,
        of_body=KINDS[name].needs_body,
    )


def _refused(scene: Scene, name: str, side: Side | None = None) -> CannotTell:
    carried = _carriage(scene, name, side)
    return CannotTell(name=name, reason=carried.reason, advice=carried.advice, side=side)


def _read(scene: Scene, name: str, kind: Kind, repetition: Repetition, side: Side | None) -> Answer:
    reading = kind.read(scene, repetition, side)
    if reading is HIDDEN and scene.solid:
        reading = NOT_GIVEN
    if isinstance(reading, Reading) and Z_90 * reading.sd > MOST_HALF_WIDTH.get(
        kind.unit, math.inf
    ):
        reading = TOO_WIDE
    if isinstance(reading, Obstacle):
        return CannotTell(
            name=name,
            reason=reading.reason,
            advice=reading.advice,
            side=side,
            repetition=None if kind.whole else repetition.number,
        )
    coarse = _carriage(scene, name, side).verdict is Verdict.COARSE
    mdc, origin = _smallest_change(scene.test, name, reading.sd, kind.unit)
    return Measure(
        name=name,
        value=reading.value,
        low=_floor(kind.unit, reading.value - Z_90 * reading.sd, unsigned=kind.unsigned),
        high=reading.value + Z_90 * reading.sd,
        unit=kind.unit,
        quality=Quality.COARSE if coarse else Quality.MEASURED,
        side=side,
        repetition=None if kind.whole else repetition.number,
        mdc=mdc,
        mdc_origin=origin,
    )


def _floor(unit: Unit, low: float, *, unsigned: bool = False) -> float:
    never_less = (Unit.SECOND, Unit.PER_MINUTE, Unit.BODY_HEIGHT)
    return max(low, 0.0) if unsigned or unit in never_less else low


def _smallest_change(
    test: MovementTest, name: str, sd: float, unit: Unit
) -> tuple[float | None, str | None]:
    """What this recording's interval gives, or the worst published figure where that is larger.

    A published figure is of another method: it may widen what is called noise, never narrow it.
    """
    if unit is Unit.COUNT:  # how often somebody can differs from day to day, counted exactly or not
        return None, None
    own = SMALLEST_CHANGE * sd
    try:
        published = smallest_change(measure=name, test=test.name)
    except NoSmallestChange:
        return own, "measured"
    return (published.high, published.sources[0]) if published.high > own else (own, "measured")


def _spread_of(measure: Measure) -> float:
    return (measure.high - measure.value) / Z_90


def _summed_up(measures: list[Measure]) -> Iterator[Measure]:
    """Mean and spread over the repetitions of each side."""
    for side in (None, *Side):
        own = [measure for measure in measures if measure.side is side]
        if not own:
            continue
        values = np.array([measure.value for measure in own])
        sd = float(np.median([_spread_of(measure) for measure in own]))
        varied = float(values.std(ddof=1)) if len(own) > 1 else 0.0
        mean_sd = math.hypot(sd, varied / math.sqrt(len(own)))  # what is off is off in all alike
        yield _mean(own, float(values.mean()), mean_sd)
        if len(own) >= LEAST_FOR_SPREAD:
            freedom = len(own) - 1
            low, high = (varied * math.sqrt(freedom / chdtri(freedom, p)) for p in (0.05, 0.95))
            yield Measure(
                name=f"{own[0].name}_spread",
                value=varied,
                low=float(low),
                high=float(high),
                unit=own[0].unit,
                quality=_worst(own),
                side=side,
            )


def _mean(own: list[Measure], value: float, sd: float) -> Measure:
    first = own[0]
    return Measure(
        name=first.name,
        value=value,
        low=_floor(first.unit, value - Z_90 * sd),
        high=value + Z_90 * sd,
        unit=first.unit,
        quality=_worst(own),
        side=first.side,
        mdc=SMALLEST_CHANGE * sd,
        mdc_origin="measured",
    )


def _compared(measures: list[Measure]) -> Iterator[Measure]:
    """Right minus left, over the repetitions in which both were read; means where legs alternate.

    The error of a side stays the same from repetition to repetition, so it is not averaged away,
    and the two sides' errors are taken as independent.
    """
    right, left = ([each for each in measures if each.side is side] for side in Side)
    if not right or not left:
        return
    both = {each.repetition for each in right} & {each.repetition for each in left}
    if both:
        right, left = ([each for each in own if each.repetition in both] for own in (right, left))
        gaps = [one.value - two.value for one, two in zip(right, left, strict=True)]
        value, varied = float(np.mean(gaps)), _error_of_mean(gaps)
    else:
        values = [[each.value for each in own] for own in (right, left)]
        value = float(np.mean(values[0]) - np.mean(values[1]))
        varied = math.hypot(*map(_error_of_mean, values))
    error = math.hypot(*(float(np.median([_spread_of(m) for m in own])) for own in (right, left)))
    sd = math.hypot(error, varied)
    yield Measure(
        name=f"{right[0].name}_difference",
        value=value,
        low=value - Z_90 * sd,
        high=value + Z_90 * sd,
        unit=right[0].unit,
        quality=_worst([*right, *left]),
        mdc=1.96 * sd,  # two readings differ here already: 1.96 * sqrt(2) * SEM of one side
        mdc_origin="measured",
    )


def _error_of_mean(values: list[float]) -> float:
    return float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def _worst(measures: list[Measure]) -> Quality:
    coarse = any(measure.quality is Quality.COARSE for measure in measures)
    return Quality.COARSE if coarse else Quality.MEASURED
