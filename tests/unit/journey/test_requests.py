from datetime import date
from pathlib import Path

import pytest

from kneetrace.journey import AssessmentRequest, RecordingRequest, read_request
from kneetrace.terms import InvalidInput, Person, Sex

GOOD = """
[person]
label = "Alex"
height_m = 1.72
mass_kg = 72
sex = "female"
age_years = 34

[[recording]]
video = "squat.mp4"
test = "squat"
focal_px = 1400

[[recording]]
video = "videos/chair.mov"
test = "sit_to_stand"
person = 1
mirrored = true
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "person.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_person_file_is_read_whole(tmp_path: Path) -> None:
    assert read_request(written(tmp_path, GOOD)) == AssessmentRequest(
        person=Person(height_m=1.72, mass_kg=72, sex=Sex.FEMALE, age_years=34, label="Alex"),
        recordings=(
            RecordingRequest(file=tmp_path / "squat.mp4", test="squat", focal_px=1400),
            RecordingRequest(
                file=tmp_path / "videos" / "chair.mov",
                test="sit_to_stand",
                person_index=1,
                mirrored=True,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("height_m = 1.72", "", "lacks height_m"),
        ("height_m = 1.72", "height_m = 172", "centimetres"),
        ("height_m = 1.72", 'height_m = "1.72"', "without quotes"),
        ("height_m = 1.72", "height_m = true", "must be a number"),
        ("height_m = 1.72", "height_m = nan", "ordinary size"),
        ("age_years = 34", "age_years = 34.5", "whole number"),
        ("age_years = 34", "age_years = inf", "ordinary size"),
        ("mass_kg = 72", f"mass_kg = 1{400 * '0'}", "ordinary size"),
        ('video = "squat.mp4"', 'video = ""', "lacks video"),
        ('sex = "female"', 'sex = "f"', '"female" or "male"'),
        ('label = "Alex"', "label = 7", "in quotes"),
        ("mass_kg", "mass_lb", "not known"),
        ('test = "squat"', 'test = "hop"', "hop"),
        ("focal_px = 1400", "focal_px = 4", "focal length"),
        ("person = 1", "person = -1", "numbered from 0"),
        ("mirrored = true", "mirrored = 1", "true or false"),
        ("[[recording]]", "[recording]", "TOML"),
        ("[person]", "[people]", "not known"),
        ("[person]", "", "not known"),
        ("mass_kg = 72", "mass_kg = ", "TOML"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InvalidInput, match=said):
        read_request(file)


def test_one_recording_in_single_brackets_is_explained(tmp_path: Path) -> None:
    file = written(tmp_path, "[person]\nheight_m=1.7\nmass_kg=70\n[recording]\nvideo='a.mp4'")
    with pytest.raises(InvalidInput, match="two brackets"):
        read_request(file)


def test_a_person_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="nothing to measure"):
        read_request(written(tmp_path, "[person]\nheight_m=1.7\nmass_kg=70"))


def test_a_folder_or_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_request(tmp_path)
    binary = tmp_path / "video.mp4"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="not a text in UTF-8"):
        read_request(binary)


def test_a_file_saved_by_an_editor_that_marks_its_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    file.write_text(GOOD.replace("Alex", "Zoë"), encoding="utf-8-sig")
    assert read_request(file).person.label == "Zoë"


STRENGTH = """
strength_file = "tests.csv"

[person]
height_m = 1.72
mass_kg = 72

[[strength]]
test = "knee_extension"
side = "right"
position = "seated_knee_90"
holding = "belt"
trials = [40.5, "41,5 kgf"]
unit = "kgf"
lever_arm_m = 0.32
date = 2026-03-31

[[home_test]]
test = "single_leg_sit_to_stand"
side = "left"
value = true

[[home_test]]
test = "single_leg_bridge"
side = "left"
value = 20
conditions = ["heel_on_60_cm_box"]
"""


def test_strength_alone_is_enough(tmp_path: Path) -> None:
    (tmp_path / "tests.csv").write_text(
        "test;side;position;holding;trial 1 (N)\nhip abduction;left;supine;hand;120\n"
        "hip abduction;right;supine;hand;-1\n",
        encoding="utf-8",
    )
    asked = read_request(written(tmp_path, STRENGTH))
    assert asked.recordings == ()
    table, typed = asked.strength.entries
    assert table.trials == (120.0,)
    assert typed.trials == pytest.approx((40.5 * 9.80665, 41.5 * 9.80665))
    assert typed.tested_on == date(2026, 3, 31)
    assert [one.value for one in asked.strength.home] == [1, 20]
    assert "cell E3" in asked.strength.problems[0]


def test_a_table_that_cannot_be_read_loses_only_itself(tmp_path: Path) -> None:
    asked = read_request(written(tmp_path, STRENGTH))
    assert len(asked.strength.entries) == 1
    assert "tests.csv" in asked.strength.problems[0]


def test_raw_recordings_that_cannot_be_read_lose_only_themselves(tmp_path: Path) -> None:
    traced = STRENGTH.replace('trials = [40.5, "41,5 kgf"]', 'traces = ["absent.csv"]')
    asked = read_request(written(tmp_path, traced))
    assert len(asked.strength.home) == 2
    assert any("absent.csv" in one for one in asked.strength.problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[40.5,", "[-40.5,", r"\[\[strength\]\] 1: A trial of .* cannot be right"),
        ("41,5 kgf", "41,5 lb", "trials are in kgf and lbf"),
        ('unit = "kgf"', "", "unit is missing"),
        ('unit = "kgf"', 'unit = "stone"', "not known"),
        ("[40.5,", "[true,", "must be numbers"),
        ('trials = [40.5, "41,5 kgf"]', "", "lacks its trials"),
        ("trials =", 'traces = ["a.csv"]\ntrials =', "trials and traces"),
        ("lever_arm_m = 0.32", "lever_arm_m = 32", "centimetres"),
        ("lever_arm_m", "lever_arm_cm", "not known"),
        ('side = "right"', "", "lacks side"),
        ('holding = "belt"', "", "lacks its holding"),
        ('position = "seated_knee_90"', 'position = "sofa"', "'sofa'"),
        ("date = 2026-03-31", 'date = "03/04/2026"', "other way round"),
        ("date = 2026-03-31", "date = 2026", "must be a day"),
        ("value = 20", "value = 2000", r"\[\[home_test\]\] 2: .* cannot be right"),
        ("value = 20", "", "lacks value"),
        ('["heel_on_60_cm_box"]', '"heel"', "list of texts"),
        ("[[home_test]]", "[home_test]", "TOML"),
        ('strength_file = "tests.csv"', "strength_file = 3", "in quotes"),
    ],
)
def test_what_is_wrong_with_strength_is_said_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_request(written(tmp_path, STRENGTH.replace(old, new)))


def test_a_field_that_slipped_below_the_person_is_explained(tmp_path: Path) -> None:
    slipped = STRENGTH.replace('strength_file = "tests.csv"\n', "").replace(
        "mass_kg = 72\n", 'mass_kg = 72\nstrength_file = "tests.csv"\n'
    )
    with pytest.raises(InvalidInput, match="above"):
        read_request(written(tmp_path, slipped))


TWO = GOOD.replace('video = "squat.mp4"', 'videos = ["front.mp4", "side.mp4"]').replace(
    "focal_px = 1400", ""
)


def test_two_videos_of_the_same_moments_are_one_recording(tmp_path: Path) -> None:
    first = read_request(written(tmp_path, TWO)).recordings[0]
    assert first == RecordingRequest(
        file=tmp_path / "front.mp4", second=tmp_path / "side.mp4", test="squat"
    )
    assert first.name == "front.mp4 and side.mp4"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"side.mp4"]', '"side.mp4", "back.mp4"]', "two videos"),
        (', "side.mp4"]', "]", "two videos"),
        ('"side.mp4"]', "7]", "two videos"),
        ('["front.mp4", "side.mp4"]', '"front.mp4"', "two videos"),
        ('"side.mp4"]', '"side.mp4"]\nvideo = "front.mp4"', "more than once"),
        ('"side.mp4"', '"side.trc"', "side.trc is no video"),
        ('"front.mp4"', '"front.mot"', "front.mot is no video"),
        ('"side.mp4"]', '"side.mp4"]\nmirrored = true', "one camera alone"),
    ],
)
def test_what_is_wrong_with_two_videos_is_said(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_request(written(tmp_path, TWO.replace(old, new)))
