from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    LOAD_SCHEMA,
    FileUnreadable,
    StoredLoad,
    WrittenByNewer,
    load_columns,
    read_json,
    read_load,
    read_load_document,
    write_json,
    write_load,
    write_load_table,
)
from kneetrace.explain import Load, find_load
from kneetrace.measure import MotionTable
from kneetrace.terms import Person, Sex, Side

VERSION_1 = Path(__file__).parents[2] / "golden" / "load_1.json"
FRAMES = 30


@pytest.fixture(scope="module")
def load() -> Load:
    time_s = np.arange(FRAMES) / 20
    bend = 1.2 * np.sin(np.pi * time_s / time_s[-1]) ** 2
    values = {
        "pelvis_ty": 0.95 - 0.25 * bend,
        "pelvis_tilt": -0.35 * bend,
        **{f"knee_angle_{side}": 0.1 + bend for side in "rl"},
        **{f"hip_flexion_{side}": 0.1 + bend for side in "rl"},
        **{f"ankle_angle_{side}": 0.05 + 0.35 * bend for side in "rl"},
    }
    person = Person(height_m=1.75, mass_kg=72, sex=Sex.FEMALE, label="P-17")
    return find_load(MotionTable(time_s=time_s, values=values), person=person)


@pytest.fixture
def file(load: Load, tmp_path: Path) -> Path:
    write_load(load, path=tmp_path / "load.json")
    write_load_table(load, path=tmp_path / "load.parquet")
    return tmp_path / "load.json"


def test_what_is_written_is_read_back(load: Load, file: Path) -> None:
    stored = read_load(file)
    assert (stored.schema, stored.method) == (LOAD_SCHEMA, load.method)
    assert stored.person == load.person
    assert stored.frames == FRAMES
    assert not stored.measured_ground
    assert (stored.notes, stored.unseen) == (load.notes, load.unseen)
    assert stored.strengths == load.strengths.groups
    for side in Side:
        leg = stored.legs[side]
        assert leg.frames_told == load.told[side].sum()
        assert leg.peaks == load.peaks(side)
        assert leg.capacity_used == {
            group: one.most(load.told[side]) for group, one in load.capacity[side].items()
        }
        assert leg.muscle_force_peak_n.keys() == set(load.legs[side].forces.names)


def test_the_table_beside_it_comes_along(load: Load, file: Path) -> None:
    stored = read_load(file)
    assert stored.columns is not None
    for name, column in load_columns(load).items():
        np.testing.assert_array_equal(stored.columns[name], column)
    assert stored.motion is not None
    np.testing.assert_array_equal(stored.motion.time_s, load.time_s)
    np.testing.assert_allclose(
        stored.motion.values["knee_angle_r"], load.motion.values["knee_angle_r"]
    )
    np.testing.assert_array_equal(
        stored.motion.values["pelvis_ty"], load.motion.values["pelvis_ty"]
    )


def test_the_summary_alone_is_enough(file: Path) -> None:
    file.with_suffix(".parquet").unlink()
    stored = read_load(file)
    assert stored.columns is None
    assert stored.motion is None


def test_version_1_stays_readable() -> None:
    stored: StoredLoad = read_load(VERSION_1)
    assert stored.person.label == "P-17"
    (reaction, planar) = stored.legs[Side.RIGHT].peaks
    assert (reaction.method, planar.method) == ("joint_reaction", "planar")
    assert reaction.low_n < reaction.peak_n < reaction.high_n
    assert stored.legs[Side.LEFT].capacity_used["knee_extensors"].share > 0


def test_files_from_before_strengths_were_known_stay_readable() -> None:
    document = read_json(VERSION_1)
    del document["strengths"]
    document["legs"]["left"]["capacity_used"] = {"knee_extensors": 0.4}
    stored = read_load_document(document, name="load.json")
    used = stored.legs[Side.LEFT].capacity_used["knee_extensors"]
    assert stored.strengths == ()
    assert used.share == 0.4
    assert not used.told


def test_a_leg_that_is_not_told_is_empty(file: Path) -> None:
    document = read_json(file)
    document["legs"]["left"] = {"frames_told": 0, "kneecap": None, "capacity_used": {}}
    leg = read_load_document(document, name="load.json").legs[Side.LEFT]
    assert (leg.frames_told, leg.peaks, leg.muscle_force_peak_n) == (0, (), {})


def test_a_table_of_another_movement_is_refused(file: Path) -> None:
    document = read_json(file)
    write_json({**document, "frames": FRAMES + 1}, path=file)
    with pytest.raises(FileUnreadable, match="keep together"):
        read_load(file)


def test_what_is_no_load_is_refused(file: Path) -> None:
    document = read_json(file)
    for spoilt, error, words in (
        ({"schema": "kneetrace.measurement/1"}, FileUnreadable, "check that it is the right file"),
        ({"schema": "kneetrace.load/99"}, WrittenByNewer, "newer version"),
        ({"legs": {}}, FileUnreadable, "lacks something"),
    ):
        write_json({**document, **spoilt}, path=file)
        with pytest.raises(error, match=words):
            read_load(file)
    write_json(document, path=file)
    file.with_suffix(".parquet").write_bytes(b"no table")
    with pytest.raises(FileUnreadable, match="no Parquet table"):
        read_load(file)
