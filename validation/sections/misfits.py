"""Is a wrong test noticed, and is nobody suspected who did the right one?

The ui-prmd people did the limits of squatting and sitting in view (see ``deeds.py``), so these rows
show that the signs do not contradict one another, not how they do on new people.
"""

from collections.abc import Iterator
from typing import Final

from kneetrace.exchange import read_mot
from kneetrace.measure import Measurement, measure_angles, measure_landmarks
from kneetrace.terms import Person
from validation.kinect_people import FILES, FOLDER, measure_set, people, read_set
from validation.recordings import data_folder, landmarks_of
from validation.row import Row
from validation.sections.repetitions import MOT_REPETITIONS

PERSON: Final = Person(height_m=1.72, mass_kg=70)
SUSPICIONS: Final = ("wrong_test", "two_tests", "lying", "upright", "not_walking", "seated")
VIDEOS: Final = {
    "video-labval-mocap/STS/video.mp4": "sit_to_stand",
    "video-2cam-calibrated/walk/cam0.mov": "walking",
    "video-2cam-calibrated/walk/cam1.mov": "walking",
}
SWAPPED: Final = {
    ("squat", "sit_to_stand"): "squats called rises",
    ("sit_to_stand", "squat"): "rises called squats",
    ("squat", "single_leg_squat"): "squats called single-leg squats",
    ("lunge", "squat"): "lunges called squats",
}


def rows() -> Iterator[Row]:
    """Return how often the right test is suspected, and how often a wrong one is noticed."""
    right = [*_people_as_asked(), *_motions_as_asked(), *_videos_as_asked()]
    where = "ui-prmd people, .mot files and filmed clips, each measured as what it is"
    yield Row("misfits.recordings_as_asked", len(right), "count", None, None, where)
    suspected = sum(map(_suspected, right))
    yield Row("misfits.false_alarms", suspected, "recordings", "<= 0", None, where)
    for (done, said), what in SWAPPED.items():
        noticed = [_suspected(one) for one in _people_measured(done, said)]
        share = sum(noticed) / len(noticed)
        name = f"misfits.{done}_called_{said}_noticed"
        yield Row(name, share, "share of people", None, None, f"ui-prmd: {what}")


def _suspected(measured: Measurement) -> bool:
    return any(finding.what in SUSPICIONS for finding in measured.findings)


def _people_as_asked() -> Iterator[Measurement]:
    for test in FILES:
        yield from _people_measured(test, test)


def _people_measured(done: str, said: str) -> Iterator[Measurement]:
    path = data_folder() / FOLDER / FILES[done]
    for person in people(path):
        yield measure_set(read_set(path, person=person), test=said)


def _motions_as_asked() -> Iterator[Measurement]:
    for name, test in MOT_REPETITIONS:
        table = read_mot(data_folder() / name)
        yield measure_angles(table, name=name, test=test, person=PERSON)


def _videos_as_asked() -> Iterator[Measurement]:
    for name, test in VIDEOS.items():
        yield measure_landmarks(landmarks_of(data_folder() / name), test=test, person=PERSON)
