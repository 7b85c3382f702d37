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
