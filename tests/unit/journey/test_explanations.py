"""An assessment explains the knee in question, and a failing explanation costs nothing else."""

import json
from functools import partial
from pathlib import Path

import pytest

from kneetrace.exchange import read_explanation, write_mot, write_story_template
from kneetrace.explain import explain_movement
from kneetrace.journey import EXPLANATION_FILE, RecordingRequest, assess, best_explanations
from kneetrace.journey.requests import AssessmentRequest
from kneetrace.journey.strength_request import StrengthRequest
from kneetrace.measure import Holding, MotionTable, Quantity, StrengthEntry
from kneetrace.terms import Side
from validation.one_leg_squat import PERSON, one_leg_recording

HIPS = StrengthRequest(
    entries=(
        StrengthEntry(
            test="hip_extension",
            side=Side.RIGHT,
            trials=(70.0, 68.0),
            quantity=Quantity.TORQUE,
            holding=Holding.BELT,
            position="prone",
        ),
    )
)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(explain_movement, draws=8, what_ifs=False)
    monkeypatch.setattr("kneetrace.journey.explain.explain_movement", few)


def recording(
    folder: Path, *, side: Side = Side.RIGHT, test: str = "single_leg_squat"
) -> RecordingRequest:
    motion = one_leg_recording(side=side, repetitions=1).motion
    assert motion is not None
    file = folder / f"{test}_{side}.mot"
    write_mot(MotionTable(time_s=motion.time_s, values=dict(motion.values)), path=file)
    alone = test == "single_leg_squat"
    return RecordingRequest(file=file, test=test, side=side if alone else None)


def story(folder: Path, *, sore: Side) -> Path:
    file = folder / "story.toml"
    write_story_template(file, language="en")
    told = file.read_text(encoding="utf-8")
    empty = '# which_knee = ""'
    assert empty in told
    file.write_text(told.replace(empty, f'which_knee = "{sore}"'), encoding="utf-8")
    return file


def test_each_tested_leg_is_explained_beside_its_recording(tmp_path: Path) -> None:
    right, left = recording(tmp_path), recording(tmp_path, side=Side.LEFT)
    asked = AssessmentRequest(person=PERSON, recordings=(right, left), strength=HIPS)
    assessment = assess(asked, out=tmp_path / "out")
    for one, side in zip(assessment.recordings, Side, strict=True):
        assert one.explanation is not None
        assert one.explanation.side is side
        stored = read_explanation(one.files[EXPLANATION_FILE])
        assert stored.test == "single_leg_squat"
    assert {one.side for one in best_explanations(assessment.recordings)} == set(Side)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count('<section id="explanation') == 2
    assert 'id="explanation-2"' in page
    document = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    for one in document["recordings"]:
        assert one["explanation_refusal"] is None
        assert any(name.endswith(EXPLANATION_FILE) for name in one["files"])


def test_with_a_story_only_the_sore_knee_is_in_question(tmp_path: Path) -> None:
    recordings = (
        recording(tmp_path),
        recording(tmp_path, side=Side.LEFT),
        recording(tmp_path, test="sit_to_stand"),
    )
    asked = AssessmentRequest(
        person=PERSON, recordings=recordings, story=story(tmp_path, sore=Side.LEFT)
    )
    right, left, chair = assess(asked, out=tmp_path / "out").recordings
    assert right.explanation is None
    assert left.explanation is not None
    assert left.explanation.posture is not None
    assert not any(one.name == "story" for one in left.explanation.missing)
    # A chair carries, too: that is said, and the page keeps the one that tells more.
    assert chair.explanation is not None
    assert chair.explanation.posture is None
    assert best_explanations([chair, left]) == (left.explanation,)


def test_without_a_story_nobody_knows_which_knee_of_two_is_in_question(tmp_path: Path) -> None:
    asked = AssessmentRequest(person=PERSON, recordings=(recording(tmp_path, test="squat"),))
    (squat,) = assess(asked, out=tmp_path / "out").recordings
    assert squat.measured
    assert squat.explanation is None
    assert squat.explanation_refusal is None


def test_an_explanation_that_fails_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("kneetrace.journey.explain.explain_movement", fails)
    asked = AssessmentRequest(person=PERSON, recordings=(recording(tmp_path),), strength=HIPS)
    (one,) = assess(asked, out=tmp_path / "out").recordings
    assert one.measured
    assert one.load is not None
    assert one.refusal is None
    assert "a fault of ours" in (one.explanation_refusal or {})["en"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "comes from could not be traced. Something unexpected" in page
    assert "What the movement asked of hip and knee" in page
