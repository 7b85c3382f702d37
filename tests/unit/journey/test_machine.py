import pytest

from kneetrace.journey import examine_machine, machine


def test_every_check_that_fails_says_how_to_mend_it() -> None:
    for check in examine_machine():
        assert check.seen
        assert check.good or check.mend


def test_a_check_that_breaks_is_a_check_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> machine.Check:
        raise OSError("gone")

    monkeypatch.setattr(machine, "_memory", broken)
    memory = next(check for check in examine_machine() if check.name == "memory")
    assert not memory.good
    assert "gone" in memory.seen
