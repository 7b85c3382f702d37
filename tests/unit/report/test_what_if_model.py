import json
import shutil
import subprocess
from importlib import resources

import numpy as np
import pytest

from kneetrace.explain import Deficits, Surrogate, fit_surrogate, stand
from validation.one_leg_squat import one_leg_squat


@pytest.fixture(scope="module")
def surrogate() -> Surrogate:
    person = stand(one_leg_squat(), deficits=Deficits(strengths={"quadriceps": (0.7, 1.0)}))
    return fit_surrogate(person, random=np.random.default_rng(0))


def told_by_script(
    surrogate: Surrogate, asked: list[dict[str, float]]
) -> list[dict[str, float] | None]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node absent: install Node 20")
    script = resources.files("kneetrace.report").joinpath("what_if_model.js").read_text("utf-8")
    call = (
        f"const model = {json.dumps(surrogate.document())};"
        f"const told = {json.dumps(asked)}.map((values) => whatIf(model, values));"
        "process.stdout.write(JSON.stringify(told));"
    )
    done = subprocess.run([node, "-"], input=script + call, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told: list[dict[str, float] | None] = json.loads(done.stdout)
    return told


def test_a_page_says_what_python_says(surrogate: Surrogate) -> None:
    random = np.random.default_rng(1)
    asked: list[dict[str, float]] = [{}, {"quadriceps": 0.5}]
    for formula in surrogate.formulas.values():
        sliders = [slider for slider in surrogate.sliders if slider.name in formula.sliders]
        asked += [
            {slider.name: random.uniform(slider.low, slider.high) for slider in sliders}
            for _ in range(3)
        ]
    for values, told in zip(asked, told_by_script(surrogate, asked), strict=True):
        assert told == pytest.approx(surrogate.at(values), abs=1e-9)


def test_a_page_says_nothing_where_python_refuses(surrogate: Surrogate) -> None:
    asked = [
        {"knee_angle": 1.0},
        {"quadriceps": 3.0},
        {slider.name: slider.now for slider in surrogate.sliders},
    ]
    assert told_by_script(surrogate, asked) == [None, None, None]
