from kneetrace.evidence import Confidence, drives_conclusions


def test_only_what_was_read_or_derived_drives_a_conclusion() -> None:
    driving = {known for known in Confidence if drives_conclusions(confidence=known)}
    assert driving == {Confidence.VERIFIED, Confidence.SECONDARY, Confidence.DERIVED}
