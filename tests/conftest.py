"""Where real recordings lie, and what continuous integration may not skip."""

import os
import re
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

# One thread for linear algebra, set before NumPy is there: its matrices are small here, and threads
# that wait for each other make the fits many times slower on a machine that is busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Tests are not timed: whether the first example also loads a library depends on their order.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

CHECKOUT = Path(__file__).resolve().parents[1]

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
RealData = Callable[[str], Path]


def data_folder() -> Path | None:
    """Where real recordings lie: ``KNEETRACE_DATA``, else a sibling ``shared/data``."""
    named = os.environ.get("KNEETRACE_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def real_data() -> RealData:
    """Give a function that finds a file of the real data, or skips saying what was missing."""

    def find(name: str) -> Path:
        folder = data_folder()
        if folder is None:
            pytest.skip("real data absent: set KNEETRACE_DATA to its folder")
        if not (folder / name).exists():
            pytest.skip(f"real data absent: {name} is not in the data folder")
        return folder / name

    return find


def excuse_holds(*, reason: str, data: Path | None) -> bool:
    """Tell whether a skip is acceptable where everything that can be installed was installed."""
    if "Chromium absent" in reason:
        return shutil.which("chromium") is None
    if "OpenSim absent" in reason:  # its wheels are made for few machines
        return not (CHECKOUT / ".venv-opensim" / ".installed").exists()
    return data is None and re.search(r"\bdata\b|KNEETRACE_DATA", reason) is not None


def _refuse_skip(report: Report) -> Report:
    if not (os.environ.get("CI") and report.skipped) or hasattr(report, "wasxfail"):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not excuse_holds(reason=reason, data=data_folder()):
        report.outcome = "failed"
        report.longrepr = f"Skipped where nothing may be missing: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))
