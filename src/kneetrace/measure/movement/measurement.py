"""What a test recording came to: repetitions, answers, and advice for the next recording."""

from dataclasses import dataclass, field

from kneetrace.measure.body.motion import CameraPlacement, Motion
from kneetrace.measure.movement.scores.step_down_score import ScoreSheet
from kneetrace.measure.movement.scores.technique import Technique
from kneetrace.measure.movement.seen.sight import Source
from kneetrace.measure.pose.clip import Clip
from kneetrace.measure.pose.landmarks import CleanTrack, Landmarks
from kneetrace.terms import Answer, Measure, Person, Side


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """One repetition, half-open ``[start_s, end_s)`` in video time, turning at ``peak_s``.

    Squat: start and end standing, peak = deepest. Sit-to-stand: start and end seated,
    peak = tallest. Hold: taken up, middle, given up. Stride: foot strike, foot off, next strike
    of the same foot. Jump: landing off the box, deepest, take-off.
    ``complete`` is False for one the clip cuts off; it is not counted. ``side`` is the leg
    that did it, ``None`` where both did it together.
    """

    number: int
    start_s: float
    peak_s: float
    end_s: float
    complete: bool = True
    side: Side | None = None


@dataclass(frozen=True, kw_only=True)
class ViewFinding:
    """One thing noticed about the recording itself (view, light, frame rate, cut-off feet).

    ``film`` names the video it was noticed in, where a test was filmed more than once.
    """

    what: str
    sentence: str
    advice: str
    blocking: bool = False
    film: str | None = None


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two films of a test that tell a measure differently, by more than their errors.

    ``told`` is the value that was kept, ``other`` the one that was not, each with its film.
    """

    told: Measure
    other: Measure


@dataclass(frozen=True, eq=False, kw_only=True)
class Measurement:
    """Everything one recording of one movement test came to.

    ``side`` is the tested leg, ``None`` where both do the test or the leg could not be told.
    ``method`` names schema and method version, so stored results stay readable.
    ``technique`` are the repetitions' scores; empty where the test has none.
    ``score`` is the clinical score sheet of the test, ``None`` where the test has none.
    ``beside`` are the cameras that filmed the same moments from elsewhere.
    ``films`` are what each of several films of the test came to by itself, one after the other; the
    first is the one that clip, landmarks, motion and repetitions are of, and every answer names the
    film it was taken from. ``disagreements`` are where they do not tell the same.
    ``stage_s`` are wall seconds by ``Stage``.
    """

    test: str
    person: Person
    clip: Clip
    landmarks: Landmarks
    track: CleanTrack
    motion: Motion | None
    repetitions: tuple[Repetition, ...]
    answers: tuple[Answer, ...]
    findings: tuple[ViewFinding, ...]
    method: str
    source: Source = Source.VIDEO
    side: Side | None = None
    technique: tuple[Technique, ...] = ()
    score: ScoreSheet | None = None
    beside: tuple[CameraPlacement, ...] = ()
    films: tuple["Measurement", ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    stage_s: dict[str, float] = field(default_factory=dict)

    @property
    def each_film(self) -> tuple["Measurement", ...]:
        """What each film came to by itself: this measurement, where there was one."""
        return self.films or (self,)
