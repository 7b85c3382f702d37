"""What is asked for: a person, and the recordings of them to be measured."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kneetrace.explain import given_ranges
from kneetrace.journey.intake import DEFAULT_SETTING
from kneetrace.journey.score_sheet import ScoreAnswers, read_score_sheet, score_in_fields
from kneetrace.journey.strength_request import (
    StrengthRequest,
    home_in_fields,
    strength_in_fields,
    strength_in_table,
)
from kneetrace.journey.toml_fields import (
    RequestUnreadable,
    needed,
    number_in,
    read_toml,
    refuse_unknown,
    side_in,
    tables_in,
    text_in,
    whole_number_in,
    yes_or_no_in,
)
from kneetrace.measure import TO_Y_UP, Legs, Source, movement_test, movement_tests
from kneetrace.terms import Person, Sex, Side

TESTS: Final = tuple(movement_tests())
"""The movement tests that can be measured."""

_TOP_FIELDS: Final = (
    "person",
    "recording",
    "strength",
    "strength_file",
    "strength_sheet",
    "home_test",
    "story_file",
    "setting",
    "priors",
    "previous",
)
_PERSON_FIELDS: Final = ("height_m", "mass_kg", "sex", "age_years", "label")
_FILE_FIELDS: Final = ("video", "file", "videos")
"""A recording's file may be called either: most are videos, but not all. Two videos of the same
test are ``videos``."""

_RECORDING_FIELDS: Final = (
    *_FILE_FIELDS,
    *("test", "side", "focal_px", "person", "mirrored", "score"),
    *("width_px", "height_px", "rate_hz", "up"),
)
_ENDINGS: Final = {
    ".json": Source.KEYPOINTS,
    ".parquet": Source.KEYPOINTS,
    ".trc": Source.MARKERS,
    ".c3d": Source.MARKERS,
    ".mot": Source.ANGLES,
    ".sto": Source.ANGLES,
}


@dataclass(frozen=True, kw_only=True)
class RecordingRequest:
    """One recording of one movement test.

    ``file`` is a video, a .json, .parquet or folder of keypoints, a .trc or .c3d of markers, or a
    .mot of joint angles. ``side`` is the leg that was asked to do a test of one leg; None lets the
    program find it. ``focal_px`` is the camera's focal length where it is known. ``person_index``
    picks one of several people in the picture (as numbered in ``landmarks.parquet``); None lets
    the program choose. ``mirrored`` tells that the camera mirrored the picture, as front cameras
    often do. ``width_px``, ``height_px`` and ``rate_hz`` tell of the video that keypoints came
    from, as their files do not say. ``up`` names the axis of a marker file that points up
    (``"+Z"``). ``second`` is another video of the same test, from another side, made at
    the same time or after it. ``score`` is what a therapist answered to the test's score sheet.

    Raises
    ------
    InvalidInput
        For a test nobody has heard of, a side where both legs do the test, a focal length no
        camera has, keypoints without their picture's size and rate, or a second file where not both
        are videos.
    """

    file: Path
    test: str
    side: Side | None = None
    focal_px: float | None = None
    person_index: int | None = None
    mirrored: bool = False
    width_px: int | None = None
    height_px: int | None = None
    rate_hz: float | None = None
    up: str | None = None
    second: Path | None = None
    score: ScoreAnswers | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The recording's file, or both of them."""
        return (self.file,) if self.second is None else (self.file, self.second)

    @property
    def name(self) -> str:
        """What the recording is called where people read of it."""
        return " and ".join(file.name for file in self.files)

    @property
    def source(self) -> Source:
        """What the recording was seen by, told by what kind of file it is."""
        return _source_of(self.file) if self.second is None else Source.VIEWS

    def __post_init__(self) -> None:
        test = movement_test(name=self.test)
        if self.side is not None and test.legs is not Legs.ONE:
            raise RequestUnreadable(
                f'"{self.test}" is not done with one leg alone: leave the side out.'
            )
        self._check_second()
        if self.focal_px is not None and not 50 <= self.focal_px <= 50_000:
            raise RequestUnreadable(
                f"A focal length of {self.focal_px:g} px cannot be right: give it in pixels of "
                "the video (a phone's is about 0.7 x the picture's longer side), or leave it out."
            )
        if self.person_index is not None and self.person_index < 0:
            raise RequestUnreadable(
                f"There is no person number {self.person_index}: people are numbered from 0."
            )
        if self.up is not None and self.up not in TO_Y_UP:
            raise RequestUnreadable(
                f'up = "{self.up}" names no axis: write one of {" ".join(TO_Y_UP)}.'
            )
        if self.mirrored and self.source is not Source.VIDEO:
            raise RequestUnreadable(
                f"{self.file.name} is no video, so no camera can have mirrored it: leave mirrored "
                "out, and exchange left and right where the file was made."
            )
        self._check_picture()

    def _check_second(self) -> None:
        if self.second is None:
            return
        for file in self.files:
            if _source_of(file) is not Source.VIDEO:
                raise RequestUnreadable(
                    f"{file.name} is no video, and only two videos can be measured together: make "
                    "it a recording of its own."
                )
        if self.mirrored or self.focal_px is not None or self.person_index is not None:
            raise RequestUnreadable(
                "Two videos are measured together without focal_px, person and mirrored, which "
                "belong to one camera alone: leave them out."
            )

    def _check_picture(self) -> None:
        """Keypoint files do not say what picture they came from; our own table does."""
        if self.source is not Source.KEYPOINTS or self.file.suffix.lower() == ".parquet":
            return
        given = {name: getattr(self, name) for name in ("width_px", "height_px", "rate_hz")}
        lacking = [name for name, value in given.items() if value is None]
        if lacking:
            raise RequestUnreadable(
                f"{self.file.name} holds keypoints, which do not say what video they came from: "
                f"give {', '.join(lacking)} (its size in pixels, upright, and pictures a second)."
            )


@dataclass(frozen=True, kw_only=True)
class AssessmentRequest:
    """One person, and the recordings and strength tests that make up one assessment.

    ``story`` is the person's story (TOML) or ``intake.json``, ``setting`` where they seek help and
    ``priors`` the ranges (0 to 1) that the therapist set for how common conditions are there.
    ``previous`` is an earlier ``assessment.json`` of the same person to compare with.
    """

    person: Person
    recordings: tuple[RecordingRequest, ...] = ()
    strength: StrengthRequest = field(default_factory=StrengthRequest)
    story: Path | None = None
    setting: str = DEFAULT_SETTING
    priors: Mapping[str, Any] = field(default_factory=dict)
    previous: Path | None = None

    def __post_init__(self) -> None:
        if not (self.recordings or self.strength or self.story):
            raise RequestUnreadable(
                "There is nothing to measure: add at least one [[recording]] with a video and a "
                "test, a strength test, or a story_file."
            )


def read_request(path: str | Path) -> AssessmentRequest:
    """Read a person file (TOML): who is measured, their videos and their strength tests.

    Parameters
    ----------
    path
        The file; other files named in it are looked for beside it.

    Returns
    -------
    AssessmentRequest

    Raises
    ------
    InvalidInput
        The file is absent, is not TOML, or says something that cannot be right.

    Examples
    --------
    >>> read_request("nobody.toml")
    Traceback (most recent call last):
        ...
    kneetrace.journey.toml_fields.RequestUnreadable: There is no file nobody.toml: check the path.
    """
    file = Path(path)
    content = read_toml(file, what="a person file")
    refuse_unknown(content, _TOP_FIELDS, where="the file")
    person = content.get("person")
    if not isinstance(person, dict):
        raise RequestUnreadable(
            f"{file.name} does not say who is measured: add [person] with height_m and mass_kg."
        )
    previous = text_in(content, "previous", where="the file")
    story = text_in(content, "story_file", where="the file")
    return AssessmentRequest(
        person=_person(person),
        recordings=tuple(
            _recording(one, number=number, folder=file.parent)
            for number, one in enumerate(tables_in(content, "recording", file=file.name), start=1)
        ),
        strength=_strength(content, file=file),
        story=None if story is None else file.parent / story,
        setting=text_in(content, "setting", where="the file") or DEFAULT_SETTING,
        priors=_priors(content.get("priors", {})),
        previous=None if previous is None else file.parent / previous,
    )


def _priors(ranges: Any) -> dict[str, tuple[float, float]]:
    if not isinstance(ranges, dict):
        raise RequestUnreadable("Write [priors], then one line each: meniscal_tear = [0.05, 0.2].")
    return given_ranges(ranges)


def _person(fields: Mapping[str, Any]) -> Person:
    where = "[person]"
    if misplaced := sorted(set(fields) & (set(_TOP_FIELDS) - {"person"})):
        raise RequestUnreadable(f"Write {misplaced[0]} above [person]: below it, it belongs to it.")
    refuse_unknown(fields, _PERSON_FIELDS, where=where)
    sex = text_in(fields, "sex", where=where)
    if sex is not None and sex not in tuple(Sex):
        raise RequestUnreadable(
            f'[person]: sex = "{sex}" cannot be used: write "female" or "male", or leave it out.'
        )
    return Person(
        height_m=needed(number_in(fields, "height_m", where=where), "height_m", where=where),
        mass_kg=needed(number_in(fields, "mass_kg", where=where), "mass_kg", where=where),
        sex=None if sex is None else Sex(sex),
        age_years=whole_number_in(fields, "age_years", where=where),
        label=text_in(fields, "label", where=where) or Person.label,
    )


def _strength(content: Mapping[str, Any], *, file: Path) -> StrengthRequest:
    asked = StrengthRequest()
    table = text_in(content, "strength_file", where="the file")
    if table is not None:
        sheet = text_in(content, "strength_sheet", where="the file")
        asked += strength_in_table(file.parent / table, sheet=sheet)
    for number, one in enumerate(tables_in(content, "strength", file=file.name), start=1):
        asked += strength_in_fields(one, number=number, folder=file.parent)
    for number, one in enumerate(tables_in(content, "home_test", file=file.name), start=1):
        asked += home_in_fields(one, number=number)
    return asked


def _recording(fields: Mapping[str, Any], *, number: int, folder: Path) -> RecordingRequest:
    where = f"[[recording]] {number}"
    refuse_unknown(fields, _RECORDING_FIELDS, where=where)
    first, second = _files(fields, where=where)
    test = needed(text_in(fields, "test", where=where), "test", where=where)
    return RecordingRequest(
        file=folder / first,
        second=None if second is None else folder / second,
        test=test,
        score=_score(fields, test=test, where=where, folder=folder),
        side=side_in(fields, "side", where=where),
        focal_px=number_in(fields, "focal_px", where=where),
        person_index=whole_number_in(fields, "person", where=where),
        mirrored=yes_or_no_in(fields, "mirrored", where=where),
        width_px=whole_number_in(fields, "width_px", where=where),
        height_px=whole_number_in(fields, "height_px", where=where),
        rate_hz=number_in(fields, "rate_hz", where=where),
        up=text_in(fields, "up", where=where),
    )


def _score(
    fields: Mapping[str, Any], *, test: str, where: str, folder: Path
) -> ScoreAnswers | None:
    """Read a score's answers from the sheet that is named, or from the person file itself."""
    written = fields.get("score")
    if isinstance(written, dict):
        return score_in_fields(written, test=test, where=f"{where}: score")
    sheet = text_in(fields, "score", where=where)
    return None if sheet is None else read_score_sheet(folder / sheet, test=test)


def _files(fields: Mapping[str, Any], *, where: str) -> tuple[str, str | None]:
    named = [name for name in _FILE_FIELDS if fields.get(name)]
    if len(named) > 1:
        raise RequestUnreadable(
            f"{where} names its file more than once: write one of {', '.join(_FILE_FIELDS)}."
        )
    if named == ["videos"]:
        videos = fields["videos"]
        if (
            not isinstance(videos, list)
            or len(videos) != 2
            or not all(isinstance(one, str) and one for one in videos)
        ):
            raise RequestUnreadable(
                f'{where}: videos must name two videos of the same test: ["front.mp4", '
                '"side.mp4"]; write video for one alone.'
            )
        return videos[0], videos[1]
    file = text_in(fields, named[0], where=where) if named else None
    return needed(file, "video", where=where), None


def _source_of(file: Path) -> Source:
    with contextlib.suppress(OSError):  # a name no system can have is not a folder's
        if file.is_dir():
            return Source.KEYPOINTS
    return _ENDINGS.get(file.suffix.lower(), Source.VIDEO)
