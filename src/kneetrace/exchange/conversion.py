"""One format into another that can hold the same."""

from enum import Enum
from pathlib import Path
from typing import Final

from kneetrace.exchange.blazepose_json import write_blazepose
from kneetrace.exchange.c3d_file import read_c3d, write_c3d
from kneetrace.exchange.coco_keypoints import write_coco
from kneetrace.exchange.keypoint_files import read_keypoints
from kneetrace.exchange.keypoint_layouts import LAYOUTS
from kneetrace.exchange.landmark_table import write_landmarks
from kneetrace.exchange.motion_file import read_mot, write_mot
from kneetrace.exchange.openpose_folder import write_openpose
from kneetrace.exchange.trc_file import read_trc, write_trc
from kneetrace.measure import Landmarks
from kneetrace.terms import InvalidInput


class _Kind(Enum):
    LANDMARKS = "points in a picture"
    MARKERS = "markers in space"
    ANGLES = "joint angles"


_ENDINGS: Final = {
    "": _Kind.LANDMARKS,
    ".json": _Kind.LANDMARKS,
    ".parquet": _Kind.LANDMARKS,
    ".trc": _Kind.MARKERS,
    ".c3d": _Kind.MARKERS,
    ".mot": _Kind.ANGLES,
    ".sto": _Kind.ANGLES,
}
"""What a format holds, by the ending of its file; a folder has none."""

_HOW_ELSE: Final = {
    (_Kind.LANDMARKS, _Kind.MARKERS): "`kneetrace measure` fits a body to them and writes "
    "markers.trc",
    (_Kind.LANDMARKS, _Kind.ANGLES): "`kneetrace measure` fits a body to them and writes "
    "angles.mot",
    (_Kind.MARKERS, _Kind.ANGLES): "`kneetrace measure` reads angles off them and writes "
    "angles.mot",
    (_Kind.ANGLES, _Kind.MARKERS): "`kneetrace measure` poses a body by them and writes "
    "markers.trc",
}


class ConversionImpossible(InvalidInput):
    """A format cannot hold what another holds."""


def convert_file(
    source: str | Path,
    target: str | Path,
    *,
    layout: str | None = None,
    width_px: int = 0,
    height_px: int = 0,
    rate_hz: float = 0.0,
    up: str | None = None,
) -> tuple[str, ...]:
    """Write what one file holds in the format of another, told by the target's ending.

    Parameters
    ----------
    source
        A .trc, .c3d, .mot, .json, .parquet or folder of keypoints.
    target
        A name that is not taken: the same endings; without one a folder as OpenPose's.
    layout
        Order of keypoints written: ``body_25`` (default of a folder), ``coco_17``, ``coco_18``,
        ``halpe_26`` or ``blazepose_33`` (default of a .json, as MediaPipe writes it).
    width_px, height_px, rate_hz
        Of the video that keypoints came from.
    up
        Axis of a .c3d that points up, where it does not say.

    Returns
    -------
    tuple of str
        Sentences about what the new format has no place for.

    Raises
    ------
    InvalidInput
        When the source cannot be read or the target cannot hold what it holds.
    """
    old, new = Path(source), Path(target)
    _refuse(old, new, layout=layout)
    kind = _kind(old)
    if kind is _Kind.LANDMARKS:
        landmarks = read_keypoints(old, width_px=width_px, height_px=height_px, rate_hz=rate_hz)
        return _write_landmarks(landmarks, new, layout=layout)
    if kind is _Kind.ANGLES:
        write_mot(read_mot(old), path=new)
        return ()
    trial = read_trc(old) if old.suffix.lower() == ".trc" else read_c3d(old, up=up)
    if new.suffix.lower() == ".c3d":
        write_c3d(trial, path=new)
        return ("Force plates were left out.",) if trial.plates else ()
    write_trc(trial, path=new)
    lost = [
        words
        for words, there in (("force plates", trial.plates), ("events", trial.events))
        if there
    ]
    return (f"A .trc has no place for {' and '.join(lost)}.",) if lost else ()


def _kind(path: Path) -> _Kind | None:
    return _Kind.LANDMARKS if path.is_dir() else _ENDINGS.get(path.suffix.lower())


def _refuse(old: Path, new: Path, *, layout: str | None) -> None:
    kind, wanted = _kind(old), _ENDINGS.get(new.suffix.lower())
    for path, known in ((old, kind), (new, wanted)):
        if known is None:
            raise ConversionImpossible(
                f"{path.name} is of no format that can be converted: use .trc, .c3d, .mot, .json, "
                ".parquet, or a folder of keypoints."
            )
    assert kind is not None
    assert wanted is not None
    if kind is not wanted:
        how = _HOW_ELSE.get((kind, wanted))
        raise ConversionImpossible(
            f"{old.name} holds {kind.value}, and {new.name} would hold {wanted.value}: "
            + (f"{how}." if how else "one does not become the other.")
        )
    if new.exists():
        raise ConversionImpossible(f"{new} is there already: choose a name that is not taken.")
    if layout is not None and layout not in LAYOUTS:
        raise ConversionImpossible(
            f'There is no keypoint layout "{layout}": choose one of {", ".join(LAYOUTS)}.'
        )


def _write_landmarks(landmarks: Landmarks, new: Path, *, layout: str | None) -> tuple[str, ...]:
    if new.suffix.lower() == ".parquet":
        write_landmarks(landmarks, path=new)
        return ()
    order = layout or ("blazepose_33" if new.suffix else "body_25")
    if not new.suffix:
        write_openpose(landmarks, folder=new, layout=order)
    elif order == "blazepose_33":
        write_blazepose(landmarks, path=new)
    else:
        write_coco(landmarks, path=new, layout=order)
    clip = landmarks.clip
    notes = [
        f"These files do not say it: the picture is {clip.width_px} x {clip.height_px} px, "
        f"with {clip.rate_hz:.6g} pictures a second."
    ]
    if order != "blazepose_33":
        notes.append(f"Landmarks that {order} lacks were left out, and so was all depth.")
    return tuple(notes)
