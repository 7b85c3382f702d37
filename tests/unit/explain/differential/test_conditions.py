from typing import Any

import pytest

from kneetrace.evidence import drives_conclusions
from kneetrace.explain import BrokenCondition, conditions
from kneetrace.explain.differential.conditions import read_condition
from kneetrace.intake import question

WITH_CHANCE = {
    "patellofemoral_pain",
    "meniscal_tear",
    "acl_tear",
    "patellar_instability",
    "knee_osteoarthritis",
    "hip_osteoarthritis",
}
WITHOUT = {
    *("pcl_tear", "mcl_tear", "lcl_tear", "patellar_tendinopathy", "quadriceps_tendinopathy"),
    *("iliotibial_band", "fat_pad", "medial_plica", "pes_anserinus", "osgood_schlatter"),
    *("sinding_larsen_johansson", "referred_back", "overload"),
}
FACTS = {"impairment_seen"}


def entry(**changes: Any) -> dict[str, Any]:
    made = {
        "id": "made_up",
        "en": "Made up",
        "es": "Inventada",
        "means": {"en": "Nothing.", "es": "Nada."},
        "finding": [
            {
                "when": "limp",
                "en": "Limps",
                "es": "Cojea",
                "confidence": "V",
                "sources": ["bunt2018"],
                "decisive": True,
            }
        ],
    }
    return made | changes


def test_all_conditions_are_there_and_only_verified_ones_get_a_chance() -> None:
    assert {one.name for one in conditions() if one.has_chance} == WITH_CHANCE
    assert {one.name for one in conditions() if not one.has_chance} == WITHOUT


def test_every_finding_asks_what_is_asked() -> None:
    for condition in conditions():
        for rule in condition.findings:
            for name in rule.when.names - FACTS:
                assert question(name=name)


def test_every_condition_is_told_in_both_languages() -> None:
    for condition in conditions():
        for words in (condition.title, condition.means):
            assert set(words) == {"en", "es"}
            assert all(words.values())


def test_nothing_recalled_or_ours_drives_a_chance() -> None:
    for condition in conditions():
        for rule in condition.findings:
            assert not rule.drives or drives_conclusions(confidence=rule.confidence)


def test_a_condition_is_one_entry() -> None:
    read = read_condition(entry=entry())
    assert read.name == "made_up"
    assert not read.has_chance


FINDING: dict[str, Any] = entry()["finding"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"finding": [{key: FINDING[key] for key in FINDING if key != "sources"}]},
        {"finding": [{key: FINDING[key] for key in FINDING if key != "confidence"}]},
        {"finding": [FINDING | {"confidence": "sure"}]},
        {"finding": [FINDING | {"es": " "}]},
        {"finding": [FINDING | {"sources": ["nobody1900"]}]},
        {"finding": [FINDING | {"when": "limp and"}]},
        {"finding": [FINDING | {"ratio": "nothing_such"}]},
        {"finding": [FINDING | {"ratio": "pfp_squat"}]},  # of another condition
        {"finding": [FINDING | {"decisive": False}]},
        {"chance": True},  # without a ratio
        {"es": None, "means": {"en": "Nothing."}},
        {"definition": "limp"},  # without a source
    ],
)
def test_an_entry_without_origin_or_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BrokenCondition):
        read_condition(entry=entry(**changes))
