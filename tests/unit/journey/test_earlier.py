import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kneetrace.exchange import FileUnreadable, WrittenByNewer, read_json, write_json
from kneetrace.journey import (
    ASSESSMENT_FILE,
    REPORT_FILE,
    AssessmentRequest,
    RecordingRequest,
    StrengthRequest,
    assess,
    read_earlier,
)
from kneetrace.measure import Holding, HomeEntry, Quantity, StrengthEntry
from kneetrace.terms import InvalidInput, Person, Side

pytestmark = pytest.mark.usefixtures("quick_measuring")

GOLDEN = Path(__file__).parents[2] / "golden"
ANA = Person(height_m=1.65, mass_kg=60, label="Ana")


def request(force_n: float, *, person: Person = ANA) -> AssessmentRequest:
    entry = StrengthEntry(
        test="hip_abduction",
        side=Side.LEFT,
        trials=(force_n,),
        quantity=Quantity.FORCE,
        holding=Holding.BELT,
        position="supine",
    )
    return AssessmentRequest(
        person=person,
        recordings=(RecordingRequest(file=Path("squat.mp4"), test="squat"),),
        strength=StrengthRequest(
            entries=(entry,), home=(HomeEntry(test="chair_stand_30s", value=force_n // 10),)
        ),
    )


def test_an_assessment_is_compared_with_an_earlier_one(tmp_path: Path) -> None:
    assess(request(100), out=tmp_path / "a", made_on=date(2026, 1, 10))
    now = assess(request(130), out=tmp_path / "b", previous=tmp_path / "a")
    assert now.strength is not None
    change = now.strength.tests[0].legs[0].change
    assert change is not None
    assert change.sentence.startswith("A real change: +30%")
    assert now.strength.home[0].first is not None
    document = json.loads((tmp_path / "b" / ASSESSMENT_FILE).read_text("utf-8"))
    assert all(not one["real"] for one in document["recordings"][0]["changes"])
    page = (tmp_path / "b" / REPORT_FILE).read_text("utf-8")
    assert "Since 10 January 2026" in page
    # The same video then and now: what changed is nothing.
    assert "No change beyond" in page


def test_the_person_file_may_name_it(tmp_path: Path) -> None:
    assess(request(100), out=tmp_path / "a")
    file = tmp_path / "ana.toml"
    file.write_text(
        'previous = "a/assessment.json"\n[person]\nlabel = "Ana"\nheight_m = 1.65\nmass_kg = 60\n'
        '[[strength]]\ntest = "hip_abduction"\nside = "left"\nposition = "supine"\n'
        'holding = "belt"\ntrials = [104]\nunit = "N"\n',
        encoding="utf-8",
    )
    found = assess(file, out=tmp_path / "b").strength
    assert found is not None
    assert found.tests[0].legs[0].first is not None


def test_somebody_else_s_assessment_is_refused_before_the_work(tmp_path: Path) -> None:
    assess(request(100), out=tmp_path / "a")
    other = request(100, person=replace(ANA, label="Eva"))
    with pytest.raises(InvalidInput, match="of Ana, this one of Eva"):
        assess(other, out=tmp_path / "b", previous=tmp_path / "a" / ASSESSMENT_FILE)
    assert not (tmp_path / "b").exists()


def stored(**change: Any) -> dict[str, Any]:
    return {
        "schema": "kneetrace.assessment/2",
        "program": "kneetrace 0.2.0",
        "made_on": "2026-01-10",
        "person": {"label": "P-17", "height_m": 1.71, "mass_kg": 64.5},
        "recordings": [
            {"video": "squat.mp4", "measurement": read_json(GOLDEN / "measurement_1.json")},
            {"video": "dark.mp4", "measurement": None},
        ],
        "strength": read_json(GOLDEN / "strength_1.json"),
        **change,
    }


def test_version_2_is_read(tmp_path: Path) -> None:
    write_json(stored(), path=tmp_path / ASSESSMENT_FILE)
    earlier = read_earlier(tmp_path)
    assert earlier.made_on == date(2026, 1, 10)
    assert [one.test for one in earlier.measurements] == ["squat"]
    assert earlier.strength is not None


def test_version_1_stays_readable(tmp_path: Path) -> None:
    document = stored(schema="kneetrace.assessment/1")
    del document["made_on"], document["strength"]
    write_json(document, path=tmp_path / "old.json")
    earlier = read_earlier(tmp_path / "old.json")
    assert earlier.made_on is None
    assert earlier.strength is None
    assert len(earlier.measurements) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"schema": "kneetrace.assessment/99"}, WrittenByNewer),
        ({"schema": "kneetrace.measurement/1"}, FileUnreadable),
        ({"person": {}}, FileUnreadable),
        ({"recordings": [{}]}, FileUnreadable),
        ({"made_on": "soon"}, FileUnreadable),
    ],
)
def test_what_is_no_assessment_is_refused(
    tmp_path: Path, change: dict[str, Any], refusal: type[Exception]
) -> None:
    write_json(stored(**change), path=tmp_path / ASSESSMENT_FILE)
    with pytest.raises(refusal):
        read_earlier(tmp_path)


def test_an_absent_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_earlier(tmp_path / "nobody.json")
