from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"


@pytest.fixture
def skipping(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(
        """
        import pytest

        def test_lazy():
            pytest.skip("no time today")

        def test_without_recordings():
            pytest.skip("real data absent: clip.mp4 is not in the data folder")
        """
    )
    return pytester


def test_at_a_desk_a_skip_is_a_skip(
    skipping: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    skipping.runpytest().assert_outcomes(skipped=2)


def test_in_ci_only_absent_data_excuses(
    skipping: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("KNEETRACE_DATA", str(skipping.path / "nowhere"))
    skipping.runpytest().assert_outcomes(skipped=1, failed=1)


def test_in_ci_with_data_nothing_excuses(
    skipping: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("KNEETRACE_DATA", str(skipping.path))
    skipping.runpytest().assert_outcomes(failed=2)
