from kneetrace import evidence


def test_published_errors_are_found_by_measure_and_test() -> None:
    found = evidence.method_errors(measure="knee_flexion_peak", test="squat")
    assert {source for error in found for source in error.sources} == {"cosoli2026", "ipad2025"}
