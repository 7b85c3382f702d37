"""From markers in a laboratory to a Motion: joint angles with intervals, no camera."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label
from scipy.signal import butter, sosfiltfilt

from kneetrace.measure.body.front_picture import FRONT_CAMERA, front_px
from kneetrace.measure.body.marked_posture import (
    MarkedPosture,
    pelvis_origin,
    read_posture,
    tilt_list_rotation,
)
from kneetrace.measure.body.motion import JOINTS, Laboratory, Motion
from kneetrace.measure.body.skeleton import Array
from kneetrace.measure.body.stillness import foot_planted
from kneetrace.measure.body.upright_lab import TO_Y_UP
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.measure.refusals import refusal
from kneetrace.terms import COORDINATES, ByLanguage, NotMeasurable, Side, is_angle, joined_words

Flags = NDArray[np.bool_]


class MarkersMissing(NotMeasurable):
    """Too few of the body's places were marked."""


@dataclass(frozen=True, kw_only=True)
class MarkedSettings:
    """How markers become a motion. All DESIGN.

    low_pass_hz : zero-phase Butterworth; running's foot strikes pass, a marker's rattle does not
    longest_gap_s : a marker lost for longer stays lost
    regression_sd_m : of hip centres told from the pelvis' spines, one axis (Harrington 2007 left
        5 to 9 mm); one_sided_sd_m : more spread of a joint marked on its outside alone
    spine_tilt_rad : spread between people of how the spines lie in the pelvis (Preece et al. 2008,
        doi 10.1016/j.gaitpost.2008.01.015, found 5 deg in bones)
    guessed_tilt_rad : spread of the pelvis' tilt where only the hips are marked
    trunk_rad, foot_rad : spread of how the trunk's and the foot's marks lie on the bones
    draws, draw_hz : errors drawn for the intervals, and how often in time
    """

    low_pass_hz: float = 12.0
    longest_gap_s: float = 0.25
    regression_sd_m: float = 0.008
    one_sided_sd_m: float = 0.008
    spine_tilt_rad: float = 0.06
    guessed_tilt_rad: float = 0.14
    trunk_rad: float = 0.10
    foot_rad: float = 0.08
    draws: int = 48
    draw_hz: float = 10.0


SETTINGS: Final = MarkedSettings()


def motion_of_places(
    *,
    time_s: Array,
    places_m: Mapping[str, Array],
    sd_m: Mapping[str, float],
    height_m: float,
    rng: np.random.Generator,
    up: str = "+Y",
    settings: MarkedSettings = SETTINGS,
) -> Motion:
    """Read a motion from places of the body in a laboratory.

    Parameters
    ----------
    time_s
        ``(time,)``, s, even.
    places_m
        Mark (``"right_knee_lateral"`` and so on, see ``marker_names.toml``) -> ``(time, xyz)``, m,
        in the laboratory's axes, any heading, any height of the floor; NaN where not seen.
    sd_m
        Mark -> spread about the place it stands for, m, one axis.
    height_m
        Stature.
    rng
        Draws the errors that make the intervals.
    up
        Which of the laboratory's axes points up.

    Returns
    -------
    Motion
        At the times given; a coordinate that the marks do not give is NaN throughout.

    Raises
    ------
    MarkersMissing
        When no leg can be told.
    """
    s = settings
    rate_hz = float((len(time_s) - 1) / np.ptp(time_s)) if len(time_s) > 1 else 0.0
    upright_m = {name: places @ TO_Y_UP[up].T for name, places in places_m.items()}
    steady = _steady(upright_m, rate_hz=rate_hz, settings=s)
    _refuse_too_few(steady)
    floor_m = _floor_m(steady)
    steady = {name: places - np.array([0.0, floor_m, 0.0]) for name, places in steady.items()}
    posture = read_posture(steady, height_m=height_m)
    facing = _facing_x(posture.pelvis)
    values = _coordinates(posture, facing, height_m)
    joints_m = np.stack([posture.joints[name] for name in JOINTS], axis=1) @ facing.T
    some = np.unique(
        np.linspace(0, len(time_s) - 1, 2 + int(np.ptp(time_s) * s.draw_hz)).round().astype(int)
    )
    erring = read_posture(
        _erring({name: places[some] for name, places in steady.items()}, sd_m, rng, s),
        height_m=height_m,
    )
    spread = _spread(_coordinates(erring, facing, height_m), own_rad=_own_doubt(steady, s))
    return Motion(
        time_s=time_s,
        values=values,
        sd={
            name: _at_all_times(spread[name], time_s[some], time_s, known=np.isfinite(value))
            for name, value in values.items()
        },
        joints_m=joints_m,
        joints_px=front_px(places_m=joints_m, joints_m=joints_m, time_s=time_s),
        planted={
            side.suffix: foot_planted(
                joints_m=joints_m, side=side, time_s=time_s, height_m=height_m
            )
            for side in Side
        },
        residual_px=np.full((len(time_s), len(LANDMARKS)), np.nan),
        standing=np.zeros(len(time_s), dtype=bool),
        camera=FRONT_CAMERA,
        joint_sd_m={name: _place_sd(erring.joints[name]) for name in JOINTS},
        unseen=(),
        laboratory=Laboratory(turn=facing @ TO_Y_UP[up], raised_m=-floor_m),
    )


def missing_places(marks: Iterable[str]) -> tuple[str, ...]:
    """Name the places of the body that no mark tells: ``"right_knee"`` and so on."""
    there = set(marks)

    def both(mark: str) -> bool:
        return {f"right_{mark}", f"left_{mark}"} <= there

    spines = both("asis") and (both("psis") or "sacrum" in there)
    missing = [] if spines or both("hip_centre") or both("hip") else ["pelvis"]
    for side in Side:
        for joint in ("knee", "ankle"):
            ways = (joint, f"{joint}_centre", f"{joint}_lateral")
            if there.isdisjoint(f"{side.value}_{way}" for way in ways):
                missing.append(f"{side.value}_{joint}")
        if not {f"{side.value}_heel", f"{side.value}_toe"} <= there:
            missing.append(f"{side.value}_foot")
    if not (both("shoulder") or there & {"neck", "c7"}):
        missing.append("shoulders")
    return tuple(missing)


def said_places(places: Iterable[str]) -> ByLanguage:
    """Put places that ``missing_places`` named into words."""
    return joined_words((refusal(place) for place in places), by=", ")


def _refuse_too_few(steady: Mapping[str, Array]) -> None:
    missing = missing_places(steady)
    legs = [side for side in Side if f"{side.value}_knee" not in missing]
    feet = [side for side in Side if f"{side.value}_foot" not in missing]
    if "pelvis" in missing or not (legs or feet):
        raise MarkersMissing(refusal("markers_missing", places=said_places(missing)))


def _steady(
    places_m: Mapping[str, Array], *, rate_hz: float, settings: MarkedSettings
) -> dict[str, Array]:
    """Bridge short gaps and take out rattle; marks never seen are left out."""
    steady = {}
    for name, places in places_m.items():
        filled = _bridged(places, longest=round(settings.longest_gap_s * rate_hz))
        if np.isfinite(filled).any():
            steady[name] = _low_passed(filled, rate_hz=rate_hz, cut_hz=settings.low_pass_hz)
    return steady


def _floor_m(steady: Mapping[str, Array]) -> float:
    """Height of the floor: where heels and toes, else ankles, are lowest."""
    feet = [places[:, 1] for name, places in steady.items() if name.endswith(("heel", "toe"))]
    feet = feet or [places[:, 1] for name, places in steady.items() if "ankle" in name]
    return float(np.nanpercentile(np.concatenate(feet), 2)) if feet else 0.0


def _bridged(places: Array, *, longest: int) -> Array:
    known = np.isfinite(places).all(axis=1)
    if known.all() or not known.any():
        return places
    at = np.arange(len(places))
    filled = np.stack([np.interp(at, at[known], axis[known]) for axis in places.T], axis=1)
    gaps, count = label(~known)
    for gap in range(1, count + 1):
        inside = np.flatnonzero(gaps == gap)
        if len(inside) > longest or inside[0] == 0 or inside[-1] == len(places) - 1:
            filled[inside] = np.nan
    return np.asarray(filled)


def _low_passed(places: Array, *, rate_hz: float, cut_hz: float) -> Array:
    """Smooth every unbroken stretch of its own."""
    if rate_hz < 2.5 * cut_hz:
        return places
    smooth = places.copy()
    sos = butter(2, cut_hz, fs=rate_hz, output="sos")
    stretches, count = label(np.isfinite(places).all(axis=1))
    for stretch in range(1, count + 1):
        inside = stretches == stretch
        frames = int(inside.sum())
        if frames > 12:
            smooth[inside] = sosfiltfilt(sos, places[inside], axis=0, padlen=min(30, frames - 1))
    return smooth


def _facing_x(pelvis: Array) -> Array:
    """Turn (3, 3) about the vertical that puts the person's mean forward direction on x."""
    forward = pelvis[..., :, 0]
    ahead = np.nanmean(forward[..., [0, 2]], axis=0)
    c, s = ahead / np.linalg.norm(ahead)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _coordinates(posture: MarkedPosture, facing: Array, height_m: float) -> dict[str, Array]:
    pelvis = facing @ posture.pelvis
    tilt, listing, rotation = tilt_list_rotation(pelvis)
    origin = pelvis_origin(
        mid_hip_m=posture.joints["mid_hip"] @ facing.T, pelvis=pelvis, height_m=height_m
    )
    named = {
        "pelvis_tilt": tilt,
        "pelvis_list": listing,
        "pelvis_rotation": np.unwrap(np.nan_to_num(rotation)) + 0 * rotation,
        **{f"pelvis_t{axis}": origin[..., i] for i, axis in enumerate("xyz")},
        **posture.angles,
    }
    return {name: named[name] for name in COORDINATES}


def _place_sd(drawn: Array) -> float:
    """Spread of a joint's place over draws (draw, time, xyz), m, one axis."""
    spread = drawn.std(axis=0)
    return float(np.nanmedian(spread)) if np.isfinite(spread).any() else float("nan")


def _erring(
    places_m: Mapping[str, Array],
    sd_m: Mapping[str, float],
    rng: np.random.Generator,
    settings: MarkedSettings,
) -> dict[str, Array]:
    """Marks put beside their places, (draw, time, xyz): each draw the same way at all times."""

    def off(sd_m: float) -> Array:
        return rng.normal(0.0, sd_m, (settings.draws, 1, 3))

    erring = {}
    for name, places in places_m.items():
        alone = name.endswith("_lateral") and name.replace("lateral", "medial") not in places_m
        erring[name] = places + off(np.hypot(sd_m[name], alone * settings.one_sided_sd_m))
    for side in Side:
        erring[f"{side.value}_hip_error"] = off(settings.regression_sd_m)
    return erring


def _own_doubt(steady: Mapping[str, Array], s: MarkedSettings) -> dict[str, float]:
    """Spread of coordinates that does not come from marks put beside their places, rad."""
    own = dict.fromkeys(("ankle_angle_r", "ankle_angle_l"), s.foot_rad)
    own |= dict.fromkeys(("lumbar_extension", "lumbar_bending", "lumbar_rotation"), s.trunk_rad)
    spined = {"right_asis", "left_asis"} <= steady.keys()
    tilt_rad = s.spine_tilt_rad if spined else s.guessed_tilt_rad
    own |= dict.fromkeys(("pelvis_tilt", "hip_flexion_r", "hip_flexion_l"), tilt_rad)
    own["lumbar_extension"] = float(np.hypot(tilt_rad, s.trunk_rad))
    return own


def _spread(drawn: Mapping[str, Array], *, own_rad: Mapping[str, float]) -> dict[str, Array]:
    """Standard deviations over draws, (time,); NaN where nothing is known."""
    spread = {}
    for name, values in drawn.items():
        off = values - values[:1]
        if is_angle(name):
            off = (off + np.pi) % (2 * np.pi) - np.pi
        spread[name] = np.hypot(off.std(axis=0), own_rad.get(name, 0.0))
    return spread


def _at_all_times(spread: Array, some_s: Array, time_s: Array, *, known: Flags) -> Array:
    there = np.isfinite(spread)
    if not there.any():
        return np.full(len(time_s), np.nan)
    return np.where(known, np.interp(time_s, some_s[there], spread[there]), np.nan)
