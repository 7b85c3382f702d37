import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kneetrace.exchange import (
    FileUnreadable,
    WrittenByNewer,
    intake_document,
    read_intake,
    read_intake_document,
    write_intake,
)
from kneetrace.intake import Intake, Story, akps

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOON = "2026-03-02T12:00:00+00:00"
GOLDEN = Path(__file__).parents[2] / "golden" / "intake_1.json"


def intake() -> Intake:
    story = Story()
    for days, (name, value) in enumerate(
        [
            ("age_years", 34),
            ("places", ["kneecap", "back"]),
            ("since_days", "6 weeks"),
            ("limp", None),
            ("pain_worst", 7),
            ("activities", "escaleras: 4; correr: 0"),
            ("goal", "<b>correr</b> “otra vez”"),
            ("pain_worst", 5),
            ("exam_effusion", "trace"),
        ]
    ):
        story = story.answered(name=name, value=value, at=MONDAY + timedelta(days=days))
    return Intake(
        label="P-17",
        language="es",
        story=story,
        questionnaires=(akps(items=[5] * 13, permission="The publisher, 2026", at=MONDAY),),
    )


def test_an_intake_comes_back_whole(tmp_path: Path) -> None:
    write_intake(intake(), path=tmp_path / "intake.json")
    assert read_intake(tmp_path / "intake.json") == intake()


def test_the_first_version_stays_readable() -> None:
    assert read_intake(GOLDEN) == intake()


def test_the_day_is_that_of_the_newest_answer() -> None:
    assert intake_document(intake())["made_on"] == "2026-03-10"
    assert intake_document(Intake())["made_on"] is None


def changed(**fields: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return document | fields


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"schema": "kneetrace.intake/99"}, WrittenByNewer),
        ({"schema": "kneetrace.strength/1"}, FileUnreadable),
        ({"answers": [{"question": "shoe_size", "value": 3, "given_at": NOON}]}, WrittenByNewer),
        ({"answers": [{"question": "limp", "value": 3, "given_at": NOON}]}, FileUnreadable),
        ({"answers": [{"question": "limp", "value": True}]}, FileUnreadable),
        ({"answers": 3}, FileUnreadable),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^intake\.json .*\.$"):
        read_intake_document(changed(**fields), name="intake.json")
