from kneetrace import evidence
from kneetrace.evidence import Claim, Confidence


def test_a_turn_of_the_thigh_is_never_claimed() -> None:
    rule = evidence.camera_rule(measure="hip_rotation")
    assert rule is not None
    assert rule.claim is Claim.NOTHING


def test_the_rules_are_named_as_ours() -> None:
    assert {rule.confidence for rule in evidence.camera_rules()} == {Confidence.DESIGN}


def test_what_no_rule_covers_is_none() -> None:
    assert evidence.camera_rule(measure="ankle_angle") is None


def test_published_errors_are_found_by_measure_and_test() -> None:
    found = evidence.method_errors(measure="knee_flexion_peak", test="squat")
    assert {source for error in found for source in error.sources} == {"cosoli2026", "ipad2025"}
