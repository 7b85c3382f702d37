"""How much memory a long recording takes, and how long the body fit takes beside the pose."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kneetrace.measure import Stage, measure_video
from kneetrace.terms import Person
from validation.recordings import data_folder
from validation.repeated_clip import write_repeated_clip
from validation.row import Row
from validation.running import CHECKOUT

_TIMED: Final = "video-labval-mocap/STS/video.mp4"
_REPEATED: Final = "video-pose2sim-demo/single/cam01.mp4"
_RATE_HZ: Final = 30
_MINUTES: Final = 10
_MODEL: Final = "lite"  # for time; decoding, following, fit, overlay and files are the same
_PERSON: Final = Person(height_m=1.72, mass_kg=72)


def rows() -> Iterator[Row]:
    measurement = measure_video(
        data_folder() / _TIMED, test="sit_to_stand", person=_PERSON, model="heavy"
    )
    fit_s = measurement.stage_s[Stage.BODY_FIT]
    pose_s = sum(measurement.landmarks.stage_s.values())
    yield Row(
        name="bodyfit.time_ratio_to_pose",
        value=fit_s / pose_s,
        unit="1",
        must="<= 1",
        goal=None,
        data=f"{_TIMED}: {fit_s:.1f} s and {pose_s:.1f} s, heavy, one run",
    )
    clip = CHECKOUT / "build" / "bench" / f"{_MINUTES}-minutes.mp4"
    write_repeated_clip(
        source=data_folder() / _REPEATED,
        path=clip,
        rate_hz=_RATE_HZ,
        frames=_MINUTES * 60 * _RATE_HZ,
    )
    yield Row(
        name="program.peak_memory_10min_mb",
        value=peak_memory_mb(clip),
        unit="MB",
        must="< 1500",
        goal=None,
        data=f"{_REPEATED} repeated to {_MINUTES} minutes, 1088x1920, {_RATE_HZ} a second; "
        f"kneetrace measure with the {_MODEL} pose network, files and overlay included",
    )


def peak_memory_mb(clip: Path) -> float:
    """Measure a clip as a user does, in a process of its own, and give its largest memory.

    Threads are inside; processes it may start count by the largest of them. The figure is never
    below that of the process that asks, which is why a long program may not ask small questions.
    """
    with tempfile.TemporaryDirectory() as folder:
        given = ["measure", clip, "--test", "squat", "--model", _MODEL, "--out", folder]
        who = ["--height-m", _PERSON.height_m, "--mass-kg", _PERSON.mass_kg, "--json"]
        command = [sys.executable, "-m", "kneetrace.cli", *map(str, [*given, *who])]
        run = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        told = run.stderr.read() if run.stderr else ""
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode not in (0, 3) or not Path(folder, "overlay.mp4").is_file():
            raise RuntimeError(f"kneetrace ended with {run.returncode}: {told[-300:]}")
    per_mb = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return used.ru_maxrss / per_mb
