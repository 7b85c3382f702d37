"""Motion-capture files (.c3d): markers, force plates and events in; markers and events out."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.exchange.json_documents import FileUnreadable
from kneetrace.exchange.refusals import refusal
from kneetrace.exchange.trc_file import METRES_IN, MarkersUnwritable
from kneetrace.exchange.whole_files import whole_file
from kneetrace.measure import TO_Y_UP, ForcePlate, MarkerTrial, TrialEvent
from kneetrace.terms import InvalidInput, Side

Array = NDArray[np.float64]

_LONGEST_LABEL: Final = 127
"""A length is written into one signed byte (c3d.org, parameter format)."""

_BLOCK: Final = 512
_C3D_KEY: Final = 0x50
_LITTLE_ENDIAN: Final = 84
"""Bytes in a block, the mark of the format, and of the processor that nearly all files name."""

_LEVEL: Final = 0.99
"""DESIGN: how straight along an axis (cosine) a plate must look to tell which way is up."""


class UpUnknown(InvalidInput):
    """A file does not say which of its axes points up."""


def read_c3d(path: str | Path, *, up: str | None = None) -> MarkerTrial:
    """Read markers, force plates and events into metres, newtons and seconds, Y up.

    Parameters
    ----------
    path
        A C3D file.
    up
        Which of the file's axes points up: ``+X -X +Y -Y +Z -Z``. None takes what the file says
        (POINT:Y_SCREEN), else the side of the force plates on which one stands.

    Returns
    -------
    MarkerTrial
        Time runs from the first picture of the recording, so a trial that was cut out of a
        longer one does not begin at 0. Markers not seen, also those at exactly 0 0 0, are NaN.

    Raises
    ------
    FileUnreadable
        When the file is absent, damaged, no C3D file, or holds no markers.
    UpUnknown
        When nothing says which axis points up.
    """
    file = Path(path)
    content = _load(file)
    point = content["parameters"]["POINT"]
    names = tuple(label.strip() for label in _values(point, "LABELS"))
    places = np.array(content["data"]["points"][:3], dtype=np.float64).transpose(2, 1, 0)
    # The format marks what was not seen by its residual; some writers only by the origin.
    places[(places == 0).all(axis=2)] = np.nan
    rate_hz = float(content["header"]["points"]["frame_rate"])
    if not names or not len(places) or len(names) != places.shape[1] or rate_hz <= 0:
        raise FileUnreadable(refusal("c3d_without_markers", file=file.name))
    if len(set(names)) < len(names):
        raise FileUnreadable(refusal("marker_twice", file=file.name))
    turn = TO_Y_UP[_up(content, asked=up, name=file.name)]
    unit_m = _metres(next(iter(_values(point, "UNITS")), "mm"), name=file.name)
    first_s = content["header"]["points"]["first_frame"] / rate_hz
    return MarkerTrial(
        time_s=first_s + np.arange(len(places)) / rate_hz,
        names=names,
        places_m=places @ turn.T * unit_m,
        rate_hz=rate_hz,
        events=_events(content["parameters"].get("EVENT", {})),
        plates=tuple(_plates(content, turn=turn, first_s=first_s, name=file.name)),
        plates_unread=_unread(content),
    )


def write_c3d(trial: MarkerTrial, *, path: str | Path) -> None:
    """Write markers and events, in millimetres and Y up, which POINT:Y_SCREEN says.

    Places are kept to single precision. Force plates are not written.

    Raises
    ------
    MarkersUnwritable
        When a name is not plain ASCII, too long, empty or given twice.
    """
    import ezc3d

    _check_names(trial.names, name=Path(path).name)
    content = ezc3d.c3d()
    first = round(float(trial.time_s[0]) * trial.rate_hz) if len(trial.time_s) else 0
    content["header"]["points"]["first_frame"] = first
    content["header"]["points"]["last_frame"] = first + len(trial.time_s) - 1
    point = content["parameters"]["POINT"]
    point["UNITS"]["value"] = ["mm"]
    point["RATE"]["value"] = [float(trial.rate_hz)]
    point["LABELS"]["value"] = list(trial.names)
    content.add_parameter("POINT", "X_SCREEN", ["+X"])
    content.add_parameter("POINT", "Y_SCREEN", ["+Y"])
    places = np.ones((4, len(trial.names), len(trial.time_s)))
    places[:3] = trial.places_m.transpose(2, 1, 0) * 1000
    content["data"]["points"] = places
    for event in trial.events:
        content.add_event(
            time=[0.0, event.time_s],
            context=event.side.value.title() if event.side else "General",
            label=event.label,
        )
    with whole_file(path) as unfinished:
        content.write(str(unfinished))


def _load(file: Path) -> Any:
    # The native reader is loaded where a file is read: it takes longer than all the rest.
    import ezc3d

    if not file.is_file():
        raise FileUnreadable(refusal("absent", file=str(file)))
    if file.stat().st_size < _least_bytes(file):
        raise FileUnreadable(refusal("c3d_cut", file=file.name))
    try:
        return ezc3d.c3d(str(file), extract_forceplat_data=True)
    except (OSError, RuntimeError, ValueError, IndexError, KeyError):
        pass
    try:
        content = ezc3d.c3d(str(file))
    except (OSError, RuntimeError, ValueError, IndexError, KeyError) as error:
        raise FileUnreadable(refusal("c3d_damaged", file=file.name, cause=str(error))) from None
    # Plates of a kind that cannot be read must not cost the markers.
    content["data"]["platform"] = []
    return content


def _unread(content: Any) -> int:
    """Count the force plates that the file names and nobody can read."""
    used = _values(content["parameters"].get("FORCE_PLATFORM", {}), "USED")
    named = int(np.ravel(used)[0]) if len(used) else 0
    return max(named - len(content["data"]["platform"]), 0)


def _least_bytes(file: Path) -> int:
    """Work out from the header how long a file must be; 0 where it does not say.

    Source: the C3D file format's user guide, c3d.org: header, and layout of the frames.
    """
    with file.open("rb") as stream:
        header = stream.read(_BLOCK)
        if len(header) < _BLOCK or header[1] != _C3D_KEY or header[0] == 0:
            return 0
        stream.seek((header[0] - 1) * _BLOCK)
        parameters = stream.read(4)
    if len(parameters) < 4 or parameters[3] != _LITTLE_ENDIAN:
        return 0
    points, analogs, first, last = struct.unpack_from("<4H", header, 2)
    scale, start = struct.unpack_from("<fH", header, 12)
    word = 4 if scale < 0 else 2
    return int((start - 1) * _BLOCK + max(last - first + 1, 0) * (4 * points + analogs) * word)


def _values(group: Mapping[str, Any], key: str) -> list[Any]:
    """Parameters of more than 255 entries go on under the same name with 2, 3 ... behind."""
    values: list[Any] = []
    for number in range(1, 100):
        part = group.get(key if number == 1 else f"{key}{number}")
        if part is None:
            break
        values.extend(part["value"])
    return values


def _metres(unit: str, *, name: str) -> float:
    try:
        return METRES_IN[unit.strip().lower() or "mm"]
    except KeyError:
        raise FileUnreadable(refusal("unit", file=name, unit=unit)) from None


def _up(content: Any, *, asked: str | None, name: str) -> str:
    said = [word.strip() for word in _values(content["parameters"]["POINT"], "Y_SCREEN")]
    up = asked or next((word for word in said if word in TO_Y_UP), None) or _side_up(content)
    if up is None or up not in TO_Y_UP:
        raise UpUnknown(refusal("up_unknown", file=name, known=" ".join(TO_Y_UP)))
    return up


def _side_up(content: Any) -> str | None:
    """Tell from the corners, numbered clockwise from above by the format, where plates look."""
    found = set()
    for plate in content["data"]["platform"]:
        edges = np.diff(np.asarray(plate["corners"], dtype=np.float64)[:, :3].T, axis=0)
        normal = -np.cross(edges[0], edges[1])
        steep = normal / max(float(np.linalg.norm(normal)), 1e-9)
        axis = int(np.argmax(np.abs(steep)))
        level = abs(steep[axis]) > _LEVEL
        found.add(f"{'+' if steep[axis] > 0 else '-'}{'XYZ'[axis]}" if level else None)
    return found.pop() if len(found) == 1 else None


def _plates(content: Any, *, turn: Array, first_s: float, name: str) -> Iterator[ForcePlate]:
    rate_hz = float(content["header"]["analogs"]["frame_rate"])
    kinds = np.ravel(_values(content["parameters"].get("FORCE_PLATFORM", {}), "TYPE"))
    for plate, kind in zip(content["data"]["platform"], kinds, strict=False):
        if plate["unit_force"] != "N":
            raise FileUnreadable(refusal("force_unit", file=name, unit=plate["unit_force"]))
        place_m = _metres(plate["unit_position"], name=name)
        force_n = plate["force"].T @ turn.T
        centre_m = plate["center_of_pressure"].T @ turn.T * place_m
        centre_m[~force_n.any(axis=1)] = np.nan
        # Of plates that tell the pressure themselves ezc3d 1.7.2 turns the moment's sign.
        moment_nm = plate["moment"].T @ turn.T * (-place_m if kind == 1 else place_m)
        yield ForcePlate(
            time_s=first_s + np.arange(len(force_n)) / rate_hz,
            force_n=force_n,
            moment_nm=moment_nm,
            pressure_centre_m=centre_m,
            corners_m=plate["corners"].T @ turn.T * place_m,
        )


def _events(group: Mapping[str, Any]) -> tuple[TrialEvent, ...]:
    labels, contexts = _values(group, "LABELS"), _values(group, "CONTEXTS")
    # (2, event): whole minutes, and seconds on top.
    times = np.reshape(group["TIMES"]["value"], (2, -1)) if labels else np.zeros((2, 0))
    sides = {side.value: side for side in Side}
    events = (
        TrialEvent(
            time_s=float(60 * minutes + seconds),
            label=label.strip(),
            side=sides.get(context.strip().lower()),
        )
        for label, context, (minutes, seconds) in zip(labels, contexts, times.T, strict=False)
    )
    return tuple(sorted(events, key=lambda event: event.time_s))


def _check_names(names: tuple[str, ...], *, name: str) -> None:
    for one in names:
        if not one.strip() or one != one.strip() or not (one.isascii() and one.isprintable()):
            raise MarkersUnwritable(
                f"{name} cannot name a marker {one!r}: use plain letters, digits and signs."
            )
        if len(one) > _LONGEST_LABEL:
            raise MarkersUnwritable(
                f"{name} cannot name a marker with {len(one)} letters: use at most "
                f"{_LONGEST_LABEL}."
            )
    if len(set(names)) < len(names):
        raise MarkersUnwritable(f"{name} cannot hold two markers of one name: rename one.")
