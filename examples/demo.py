"""Assess one clip from start to report: what ``make demo`` runs."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ABOUT_THE_SAMPLE = """\
The sample clip (Sports2D's own demo) shows a woman walking past and a man exercising on a roof.
She is measured walking, seen from the side. How tall she is nobody said: 1.75 m is assumed, which
angles and times hardly depend on. The story in the report is an example, made up, and not hers
(examples/story.toml). With a clip of your own:

  make demo CLIP=mine.mp4 TEST=squat HEIGHT_M=1.75 MASS_KG=70
"""

STORY = Path(__file__).with_name("story.toml").resolve()
PERSON_FILE = """\
{story}
[person]
label = {label}
height_m = {height_m}
mass_kg = {mass_kg}

[[recording]]
video = {video}
test = {test}
"""


def main() -> int:
    given = _parse()
    if not given.clip.is_file():
        print(f"There is no file {given.clip}: check the path given as CLIP=.")
        return 2
    if given.sample:
        print(ABOUT_THE_SAMPLE)
    given.out.mkdir(parents=True, exist_ok=True)
    person_file = given.out / "person.toml"
    person_file.write_text(
        PERSON_FILE.format(
            story=f"story_file = {_quoted(str(STORY))}" if given.sample else "",
            label=_quoted("Demo, with a made-up story" if given.sample else "Demo"),
            height_m=given.height_m,
            mass_kg=given.mass_kg,
            video=_quoted(str(given.clip.resolve())),
            test=_quoted(given.test),
        ),
        encoding="utf-8",
    )
    kneetrace = Path(sys.executable).with_name("kneetrace")
    page = given.out / "report.html"
    earlier = page.stat().st_mtime_ns if page.is_file() else None
    code = subprocess.run(
        [kneetrace, "assess", person_file, "--out", given.out], check=False
    ).returncode
    if page.is_file() and page.stat().st_mtime_ns != earlier:
        print("Open it in a browser; the overlay video lies in the folder beside it.")
    return code


def _quoted(text: str) -> str:
    """Write a TOML text: a JSON text is one, as long as no character is escaped in two halves."""
    return json.dumps(text, ensure_ascii=False)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--height-m", type=float, required=True)
    parser.add_argument("--mass-kg", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sample", action="store_true", help="the clip is the sample clip")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
