import json
from datetime import date
from pathlib import Path

import pytest

from kneetrace.exchange import (
    STRENGTH_SCHEMA,
    FileUnreadable,
    WrittenByNewer,
    read_json,
    read_strength,
    strength_document,
    write_json,
    write_strength,
)
from kneetrace.measure import (
    Holding,
    HomeEntry,
    Quantity,
    StrengthEntry,
    StrengthExamination,
    examine_strength,
)
from kneetrace.terms import Person, Sex, Side, Unit

VERSION_1 = Path(__file__).parents[2] / "golden" / "strength_1.json"


def entry(side: Side, *trials: float, on: date = date(2026, 3, 31)) -> StrengthEntry:
    return StrengthEntry(
        test="hip_abduction",
        side=side,
        trials=trials,
        quantity=Quantity.FORCE,
        holding=Holding.HAND,
        position="supine",
        lever_arm_m=0.4,
        tested_on=on,
        unit_typed="N",
        places=tuple(f"cell E{number}" for number, _ in enumerate(trials, start=2)),
    )


@pytest.fixture
def examination() -> StrengthExamination:
    return examine_strength(
        person=Person(height_m=1.65, mass_kg=60, sex=Sex.MALE, age_years=25, label="P-17"),
        entries=[
            entry(Side.RIGHT, 100.0, 110.0, 105.0),
            entry(Side.LEFT, 80.0, 84.0),
            entry(Side.LEFT, 70.0, on=date(2026, 1, 2)),
        ],
        home=[
            HomeEntry(
                test="single_leg_bridge",
                value=20,
                side=Side.LEFT,
                conditions=("heel_on_60_cm_box", "active"),
            ),
            HomeEntry(test="chair_stand_30s", value=14),
        ],
        problems=["tests.xlsx, cell E9: the unit is missing."],
    )


def test_a_document_is_plain_json_with_percent_of_body_weight(
    examination: StrengthExamination,
) -> None:
    document = json.loads(json.dumps(strength_document(examination), allow_nan=False))
    assert document["schema"] == STRENGTH_SCHEMA
    scaled = [one for one in document["results"][1]["measures"] if one["unit"] == "%BW"]
    assert scaled[0]["value"] == pytest.approx(100 * 110 / (60 * 9.80665))
    assert document["tests"][0]["difference"]["weaker"] == "left"
    assert document["tests"][0]["legs"][1]["first"]["tested_on"] == "2026-01-02"
    assert document["tests"][0]["legs"][1]["change"]["difference"] == pytest.approx(0.2)
    assert document["home"][0]["value"] == 14 or document["home"][1]["value"] == 14
    assert document["problems"]


def test_an_examination_comes_back(examination: StrengthExamination, tmp_path: Path) -> None:
    path = tmp_path / "strength.json"
    write_strength(examination, path=path)
    back = read_strength(path)
    assert back.method == examination.method
    assert back.person == examination.person
    assert [one.entry for one in back.results] == [one.entry for one in examination.results]
    assert back.results[0].entry.places == ("cell E2",)
    assert back.results[0].retest == examination.results[0].retest
    assert back.home_results == examination.home_results
    assert back.problems == examination.problems
    for stored, measured in zip(back.results, examination.results, strict=True):
        for one, other in zip(stored.measures, measured.measures, strict=True):
            assert one.value == pytest.approx(other.value)
            assert (one.name, one.unit, one.side) == (other.name, other.unit, other.side)


def test_version_1_stays_readable() -> None:
    stored = read_strength(VERSION_1)
    assert stored.program == "kneetrace 0.2.0"
    measure = stored.results[0].measure("best_force_per_body_weight")
    assert measure is not None
    assert measure.unit is Unit.BODY_WEIGHT
    assert measure.value == pytest.approx(0.187, abs=5e-4)
    assert stored.home_results[0].entry.value == 14
    assert stored.tests[0]["difference_note"].startswith("There is a result of the right leg")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"schema": "kneetrace.strength/99"}, WrittenByNewer),
        ({"schema": "kneetrace.measurement/1"}, FileUnreadable),
        ({"results": [{}]}, FileUnreadable),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, change: dict[str, object], refusal: type[Exception]
) -> None:
    path = tmp_path / "strength.json"
    write_json(read_json(VERSION_1) | change, path=path)
    with pytest.raises(refusal):
        read_strength(path)
