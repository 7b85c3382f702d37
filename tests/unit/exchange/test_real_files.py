"""Files that other programs wrote, read and written again."""

from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    MarkerTrial,
    UpUnknown,
    read_c3d,
    read_openpose,
    read_trc,
    write_c3d,
    write_openpose,
    write_trc,
)
from kneetrace.measure import INDEX, LANDMARKS, Clip, Landmarks, LandmarkTrack
from kneetrace.terms import Side
from tests.conftest import RealData

TRC = {
    "squat-grf-nimble-subject4/squats1.trc": (1346, 51, 100.0),
    "squat-grf-nimble-subject4/static1.trc": (517, 55, 100.0),
    "video-2cam-calibrated/walk/walk.trc": (354, 63, 60.0),
    "kinematics-opencap-fieldstudy-subject0/MarkerData/neutral.trc": (96, 63, 60.0),
}
STANDS_UP_M = (1.2, 1.7)
BODY_WEIGHT_N = 657.0  # SUBJECT:VALUES of the file: 67 kg


def stands_upright(trial: MarkerTrial) -> bool:
    low_m, top_m = np.nanpercentile(trial.places_m[..., 1], (1, 99))
    return bool(low_m < 0.2 and STANDS_UP_M[0] < top_m < STANDS_UP_M[1])


@pytest.mark.parametrize("name", TRC)
def test_trc_of_others(name: str, real_data: RealData, tmp_path: Path) -> None:
    trial = read_trc(real_data(name))
    assert (*trial.places_m.shape[:2], trial.rate_hz) == TRC[name]
    np.testing.assert_allclose(np.diff(trial.time_s), 1 / trial.rate_hz, atol=2e-4)
    assert stands_upright(trial)
    write_trc(trial, path=tmp_path / "again.trc")
    again = read_trc(tmp_path / "again.trc")
    assert again.names == trial.names
    np.testing.assert_allclose(again.places_m, trial.places_m, atol=1e-7)


@pytest.mark.parametrize(
    ("name", "markers", "frames", "rate_hz"),
    [
        ("gait-rehazenter-c3d/2014001_C1_01.c3d", 52, 387, 100.0),
        ("gait-run-opensim-models/opensim-core_walking5.c3d", 40, 1103, 250.0),
    ],
)
def test_c3d_of_others(
    name: str, markers: int, frames: int, rate_hz: float, real_data: RealData, tmp_path: Path
) -> None:
    trial = read_c3d(real_data(name))
    assert trial.places_m.shape == (frames, markers, 3)
    assert trial.rate_hz == rate_hz
    # Both files are Z up; one says so, the other's force plates show it.
    assert stands_upright(trial)
    assert len(trial.plates) == 2
    write_c3d(trial, path=tmp_path / "again.c3d")
    again = read_c3d(tmp_path / "again.c3d")
    assert again.names == trial.names
    np.testing.assert_allclose(again.places_m, trial.places_m, rtol=1e-6, atol=1e-6)
    assert again.events == trial.events


def test_a_static_trial_does_not_say_which_way_is_up(real_data: RealData) -> None:
    path = real_data("gait-rehazenter-c3d/2014001_ST.c3d")
    with pytest.raises(UpUnknown):
        read_c3d(path)
    assert stands_upright(read_c3d(path, up="+Z"))


def test_force_plates_and_events_share_the_markers_clock(real_data: RealData) -> None:
    trial = read_c3d(real_data("gait-rehazenter-c3d/2014001_C1_01.c3d"))
    landed_s = []
    for plate in trial.plates:
        up_n = plate.force_n[:, 1]
        assert 0.9 * BODY_WEIGHT_N < up_n.max() < 1.2 * BODY_WEIGHT_N
        loaded = up_n > 200
        arm_m = plate.pressure_centre_m - plate.corners_m.mean(axis=0)
        np.testing.assert_allclose(
            np.cross(arm_m, plate.force_n)[loaded][:, [0, 2]], plate.moment_nm[loaded][:, [0, 2]]
        )
        landed_s.append(float(plate.time_s[np.argmax(up_n > 20)]))
    strikes = {
        side: next(one.time_s for one in trial.events if "Strike" in one.label and one.side is side)
        for side in Side
    }
    assert sorted(landed_s) == pytest.approx(sorted(strikes.values()), abs=0.02)


def test_openpose_keypoints_of_barbell_squats(real_data: RealData, tmp_path: Path) -> None:
    """The source keeps only wrists; noise, lost points and true confidences are theirs."""
    stored = np.load(real_data("pose-openpose-vs-omc/bsq.npz"))
    wrists = {side: stored[f"s00_{side}_op"][:60].astype(np.float64) for side in ("left", "right")}
    xy_px = np.full((60, len(LANDMARKS), 2), np.nan)
    visibility = np.zeros((60, len(LANDMARKS)))
    for side, values in wrists.items():
        found = values[:, 2] > 0
        xy_px[found, INDEX[f"{side}_wrist"]] = values[found, :2]
        visibility[found, INDEX[f"{side}_wrist"]] = values[found, 2]
    clip = Clip(
        name="bsq",
        width_px=1280,
        height_px=1280,
        time_s=np.arange(60) / 30,
        brightness=np.full(60, np.nan),
    )
    track = LandmarkTrack(
        person=0,
        xy_px=xy_px,
        visibility=visibility,
        world_m=np.full((60, len(LANDMARKS), 3), np.nan),
        score=np.ones(60),
    )
    written = Landmarks(clip=clip, tracks=(track,), model="openpose")
    write_openpose(written, folder=tmp_path / "bsq", person_ids=False)
    read = read_openpose(tmp_path / "bsq", width_px=1280, height_px=1280, rate_hz=30)
    np.testing.assert_array_equal(read.tracks[0].xy_px, xy_px)
    np.testing.assert_array_equal(read.tracks[0].visibility, visibility)
