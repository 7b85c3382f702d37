import subprocess
import sys

HEAVY = {"ai_edge_litert", "av", "casadi", "django", "jinja2", "matplotlib", "numba", "scipy"}


def loaded_by(statement: str) -> set[str]:
    program = f"{statement}; import sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    seen = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(seen.stdout.split())


def test_importing_the_package_loads_no_video_web_or_solver() -> None:
    assert not loaded_by("import kneetrace") & HEAVY


def test_words_and_evidence_are_light() -> None:
    assert not loaded_by("import kneetrace.terms, kneetrace.evidence") & (HEAVY | {"numpy"})
