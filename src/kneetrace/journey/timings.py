"""How long a measurement takes on this machine, stage by stage."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kneetrace import exchange
from kneetrace.exchange import StoredMeasurement
from kneetrace.journey.recording import MEASUREMENT_FILE, measure_one
from kneetrace.journey.requests import RecordingRequest
from kneetrace.journey.ways_in import Progress
from kneetrace.measure import Source, Stage
from kneetrace.terms import InvalidInput, Person

_FRAME_BY_FRAME: Final = (Stage.LANDMARKS, Stage.BODY_FIT, Stage.OVERLAY)
_ANYBODY: Final = Person(height_m=1.7, mass_kg=70)
"""Nobody's results are shown; the time it takes does not hang on who it is."""


class NothingMeasured(InvalidInput):
    """A folder holds no measurement to tell the times of."""


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """One stage: its wall seconds, their share of all, and frames a second where it goes by them.

    ``rate_hz`` is None too where two videos were measured at once: only one's frames are counted.
    """

    stage: Stage
    taken_s: float
    share: float
    rate_hz: float | None


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long one recording took: its length in frames and seconds, and what each stage took."""

    name: str
    frames: int
    lasts_s: float
    stages: tuple[StageTime, ...]

    @property
    def taken_s(self) -> float:
        """Wall seconds of all stages together."""
        return sum(one.taken_s for one in self.stages)


def time_recording(
    file: str | Path,
    *,
    test: str = "squat",
    model: str = "heavy",
    progress: Progress | None = None,
) -> Timing:
    """Measure a recording once, overlay included, keep no results, and tell what took how long.

    Parameters
    ----------
    file, test, model, progress
        As in ``measure_one``.

    Raises
    ------
    InvalidInput
        The file cannot be used, or the test is unknown.
    NotMeasurable
        The recording shows nobody.
    """
    request = RecordingRequest(file=Path(file), test=test)
    with tempfile.TemporaryDirectory() as out:
        measure_one(request, person=_ANYBODY, out=out, model=model, progress=progress)
        return _timing(exchange.read_measurement(Path(out, MEASUREMENT_FILE)))


def stored_timings(folder: str | Path) -> tuple[Timing, ...]:
    """Tell what took how long when the results in a folder were made.

    Parameters
    ----------
    folder
        Of one recording, or of an assessment with a folder for each.

    Raises
    ------
    InvalidInput
        There is no measurement in it, or one that cannot be read.
    """
    folder = Path(folder)
    files = [*folder.glob(MEASUREMENT_FILE), *sorted(folder.glob(f"*/{MEASUREMENT_FILE}"))]
    if not files:
        raise NothingMeasured(
            f"There is no {MEASUREMENT_FILE} in {folder}: give a folder that results were written "
            "to."
        )
    return tuple(_timing(exchange.read_measurement(file)) for file in files)


def _timing(stored: StoredMeasurement) -> Timing:
    frames = int(stored.clip["frames"])
    return Timing(
        name=str(stored.clip["name"]),
        frames=frames,
        lasts_s=float(stored.clip["duration_s"]),
        stages=_stages(stored.stage_s, frames=0 if stored.source is Source.VIEWS else frames),
    )


def _stages(stage_s: Mapping[str, float], *, frames: int) -> tuple[StageTime, ...]:
    """Tell today's stages; an earlier version's "pose" held several of them once more."""
    known = {stage: stage_s[stage] for stage in Stage if stage in stage_s}
    taken_s = sum(known.values())
    return tuple(
        StageTime(
            stage=stage,
            taken_s=one_s,
            share=one_s / taken_s if taken_s else 0.0,
            rate_hz=frames / one_s if frames and one_s and stage in _FRAME_BY_FRAME else None,
        )
        for stage, one_s in known.items()
    )
