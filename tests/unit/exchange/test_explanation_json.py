import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kneetrace.exchange import (
    EXPLANATION_SCHEMA,
    FileUnreadable,
    WrittenByNewer,
    explanation_document,
    read_explanation,
    read_json,
    write_explanation,
    write_json,
)
from kneetrace.explain import Explanation, what_if
from kneetrace.terms import Side, Unit
from tests.unit.explain.made_up_trace import LACKING, made_up_trace
from validation.one_leg_squat import PERSON, squat_rad

VERSION_1 = Path(__file__).parents[2] / "golden" / "explanation_1.json"


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    return made_up_trace()


@pytest.fixture
def file(explanation: Explanation, tmp_path: Path) -> Path:
    write_explanation(explanation, path=tmp_path / "explanation.json")
    return tmp_path / "explanation.json"


def test_what_is_written_is_read_back(explanation: Explanation, file: Path) -> None:
    stored = read_explanation(file)
    assert stored.schema == EXPLANATION_SCHEMA
    for name in (
        *("method", "person", "side", "test", "total", "source", "links", "missing", "asides"),
        *("capacity", "for_patient", "for_therapist", "remarks"),
    ):
        assert getattr(stored, name) == getattr(explanation, name), name
    for one, other in zip(stored.causes, explanation.causes, strict=True):
        assert replace(one, now=None, low=None, high=None, healthy=None) == replace(
            other, now=None, low=None, high=None, healthy=None
        )
        for number in ("now", "low", "high", "healthy"):
            assert getattr(one, number) == pytest.approx(getattr(other, number))


def test_angles_leave_in_degrees_and_stress_as_a_ratio(file: Path) -> None:
    document = read_json(file)
    (ankle,) = (one for one in document["causes"] if one["player"] == "ankle_dorsiflexion")
    assert (ankle["unit"], ankle["healthy"]) == ("deg", pytest.approx(38.0))
    assert document["posture"]["coordinates"]["knee_angle_r_deg"] == pytest.approx(60.0)
    figures = {one["name"]: one for one in document["posture"]["figures"]}
    assert figures["peak_stress"]["now"] == 1.0
    assert figures["peak_stress"]["unit"] == Unit.RATIO
    assert figures["pelvic_drop"]["unit"] == "deg"
    assert "mpa" not in json.dumps(document)


def test_the_person_stands_again_and_answers_as_before(
    explanation: Explanation, file: Path
) -> None:
    stored = read_explanation(file)
    assert stored.posture is not None
    assert explanation.posture is not None
    assert stored.posture.deficits == LACKING
    asked = {"hip_extension": 1.0}
    before, again = (
        what_if(person, strengths=asked)
        for person in (explanation.posture.person, stored.posture.standing())
    )
    np.testing.assert_allclose(again.contact.peak_mpa, before.contact.peak_mpa, rtol=1e-6)
    np.testing.assert_allclose(again.pelvic_drop_rad, before.pelvic_drop_rad, atol=1e-6)


def test_a_trace_without_a_posture_is_read_back(explanation: Explanation, tmp_path: Path) -> None:
    bare = replace(explanation, posture=None, total=None, source=None, test=None, causes=())
    write_explanation(bare, path=tmp_path / "explanation.json")
    stored = read_explanation(tmp_path / "explanation.json")
    assert stored.posture is None
    assert stored.total is None
    assert stored.links == explanation.links


def test_version_1_stays_readable() -> None:
    stored = read_explanation(VERSION_1)
    assert stored.person == PERSON
    assert stored.side is Side.RIGHT
    assert stored.source == "hip_extension"
    assert stored.posture is not None
    assert stored.posture.angles_rad == pytest.approx(squat_rad())
    assert what_if(stored.posture.standing(), strengths={"quadriceps": 1.0}).found.all()


def test_what_is_no_explanation_is_refused(file: Path) -> None:
    document = read_json(file)
    for spoilt, error, words in (
        ({"schema": "kneetrace.load/1"}, FileUnreadable, "check that it is the right file"),
        ({"schema": "kneetrace.explanation/99"}, WrittenByNewer, "newer version"),
        ({"causes": [{}]}, FileUnreadable, "lacks something"),
        ({"posture": {"legs": 1}}, FileUnreadable, "lacks something"),
    ):
        write_json({**document, **spoilt}, path=file)
        with pytest.raises(error, match=words):
            read_explanation(file)


def test_the_document_is_what_is_written(explanation: Explanation, file: Path) -> None:
    assert read_json(file).keys() == explanation_document(explanation).keys()
