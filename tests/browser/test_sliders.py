"""Sliders inside a page move the person and tell the kneecap's load, under the page's policy."""

import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kneetrace.explain import Surrogate
from kneetrace.report import ExplanationWords, render_explanation
from tests.unit.report.made_up_explanation import surrogate, with_sliders

MOVE = """
for (const [name, value] of Object.entries({values})) {{
  const input = document.querySelector(`input[name=${{name}}]`);
  input.value = value;
  input.dispatchEvent(new Event("input"));
}}
"""


def moved(values: dict[str, float], *, folder: Path, language: str = "en") -> str:
    """Open the page, move sliders, give the document as it then is."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium absent: install it to try pages with sliders")
    words = ExplanationWords(language=language)
    page = render_explanation(with_sliders(), words=words)
    script = MOVE.format(values=values)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # The policy lets in the page's own script and this one, nothing else.
    page = page.replace("script-src ", f"script-src 'sha256-{digest}' ")
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def readout(page: str, name: str) -> str:
    (text,) = re.findall(rf'data-output="{name}".*?<output>([^<]*)</output>', page, re.DOTALL)
    return str(text).replace("&nbsp;", " ")


def figure(page: str) -> list[str]:
    (group,) = re.findall(r'data-view="front".*?class="moving">(.*?)</g>', page, re.DOTALL)
    return re.findall(r' d="([^"]+)"', group)


def change(model: Surrogate, values: dict[str, float]) -> str:
    percent = 100 * (model.at(values)["peak_stress"] - 1)
    return f"{percent:+.1f} %".replace("-", "\N{MINUS SIGN}")


def test_sliders_show_once_the_script_has_run(tmp_path: Path) -> None:
    page = moved({}, folder=tmp_path)
    assert '<div class="what-if">' in page
    assert readout(page, "peak_stress") == "0.0 %"


def test_a_strength_moves_the_person_and_the_pressure(tmp_path: Path) -> None:
    here, there = moved({}, folder=tmp_path), moved({"hip_extension": 0.9}, folder=tmp_path)
    assert readout(there, "peak_stress") == change(surrogate(), {"hip_extension": 0.9})
    assert figure(there) != figure(here)
    assert len(figure(there)) == len(figure(here))


def test_a_joint_is_held_and_the_language_is_the_pages_own(tmp_path: Path) -> None:
    values = {"ankle_angle": 0.40}
    page = moved(values, folder=tmp_path, language="es")
    assert readout(page, "peak_stress") == change(surrogate(), values).replace(".", ",")
    assert 'class="held"' in page
