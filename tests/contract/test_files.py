"""What every file of the checkout must keep to."""

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

# Written apart, so that this file keeps the rule it checks.
HOSTS = ("pythonhosted" + ".org", "registry." + "npmjs", "pypi." + "org/simple", "index" + "-url =")
MACHINE_PATHS = ("/ho" + "me/", "/roo" + "t/", "/wo" + "rk/", "/Use" + "rs/", "/t" + "mp/")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.fail("the file rules need a git checkout")
    files = (CHECKOUT / name for name in listed.stdout.split("\0") if name)
    return [path for path in files if path.is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def places_named(text: str) -> list[str]:
    hosts = [host for host in HOSTS if host in text]
    paths = [path for path in MACHINE_PATHS if re.search(rf"(?<![\w.~-]){path}", text)]
    return hosts + paths


def test_no_file_names_the_place_it_was_made() -> None:
    found = {
        str(path.relative_to(CHECKOUT)): places
        for path in tracked()
        if (places := places_named(text_of(path)))
    }
    assert not found


def test_every_link_in_the_documents_resolves() -> None:
    dead = [
        f"{page.relative_to(CHECKOUT)}: {target}"
        for page in tracked("*.md")
        for target in LINK.findall(text_of(page))
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (page.parent / target.split("#")[0]).exists()
    ]
    assert not dead


def test_no_recording_is_in_the_checkout() -> None:
    recordings = {".mp4", ".mov", ".avi", ".webm", ".mkv", ".tflite", ".parquet", ".mot", ".trc"}
    assert not [path.name for path in tracked() if path.suffix.lower() in recordings]
