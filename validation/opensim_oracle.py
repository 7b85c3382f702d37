"""OpenSim in a program of its own, asked for what it makes of a motion.

Its environment is ``KNEETRACE_OPENSIM_PYTHON`` (made by `make test`), else ``.venv-opensim`` of
the checkout.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneetrace.explain.load.inverse_dynamics import GroundReaction

Array = NDArray[np.float64]

_CHECKOUT: Final = Path(__file__).resolve().parents[1]
_PATIENCE_S: Final = 3600.0
"""Moco, given what it cannot solve, may wait for ever."""
_PEERS: Final = _CHECKOUT / "validation" / "peers"


class OpenSimAbsent(Exception):
    """OpenSim's environment is not there."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Told:
    """A table OpenSim gave: time_s (time,), columns name -> (time,), wall_s of the tool."""

    time_s: Array
    columns: dict[str, Array]
    wall_s: float


def opensim_python() -> Path:
    """Interpreter that can import OpenSim."""
    named = os.environ.get("KNEETRACE_OPENSIM_PYTHON")
    python = Path(named) if named else _CHECKOUT / ".venv-opensim" / "bin" / "python"
    if not python.is_file():
        raise OpenSimAbsent("OpenSim absent: its wheel does not install here")
    return python


def ask_opensim(task: str, *given: str | Path) -> None:
    """Run one task of ``peers/opensim_tools.py``."""
    run_in_opensim("opensim_tools.py", task, *given)


def run_in_opensim(program: str, *given: str | Path) -> None:
    """Run a program of ``peers`` by the interpreter that can import OpenSim."""
    command = [str(each) for each in (opensim_python(), _PEERS / program, *given)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S)
    if run.returncode:
        raise RuntimeError(f"OpenSim did not run: {run.stderr.strip().splitlines()[-1]}")


def write_motion(
    folder: Path,
    *,
    time_s: Array,
    values: dict[str, Array],
    ground: Sequence[GroundReaction],
) -> None:
    """Write what OpenSim's tools read: motion.mot (rad), ground.mot and ground.xml."""
    followers = {  # OpenSim's tools do not couple the kneecap themselves
        f"{name}_beta": column for name, column in values.items() if name.startswith("knee_angle")
    }
    _write_table(folder / "motion.mot", time_s=time_s, columns={**values, **followers})
    columns: dict[str, Array] = {}
    forces = ""
    for n, plate in enumerate(ground):
        for mark, rows in (("v", plate.force_n), ("p", plate.point_m), ("m", plate.moment_nm)):
            columns |= {f"plate{n}_{mark}{axis}": rows[:, i] for i, axis in enumerate("xyz")}
        forces += (
            f'<ExternalForce name="plate{n}"><applied_to_body>{plate.body}</applied_to_body>'
            "<force_expressed_in_body>ground</force_expressed_in_body>"
            "<point_expressed_in_body>ground</point_expressed_in_body>"
            f"<force_identifier>plate{n}_v</force_identifier>"
            f"<point_identifier>plate{n}_p</point_identifier>"
            f"<torque_identifier>plate{n}_m</torque_identifier></ExternalForce>"
        )
    _write_table(folder / "ground.mot", time_s=time_s, columns=columns)
    (folder / "ground.xml").write_text(
        '<?xml version="1.0"?><OpenSimDocument Version="40000"><ExternalLoads name="ground">'
        f"<objects>{forces}</objects><datafile>{folder / 'ground.mot'}</datafile>"
        "</ExternalLoads></OpenSimDocument>"
    )


def _write_table(path: Path, *, time_s: Array, columns: dict[str, Array]) -> None:
    rows = np.column_stack([time_s, *columns.values()])
    with path.open("w") as file:
        file.write(f"{path.stem}\nversion=1\nnRows={len(rows)}\nnColumns={rows.shape[1]}\n")
        file.write("inDegrees=no\nendheader\n" + "\t".join(["time", *columns]) + "\n")
        np.savetxt(file, rows, fmt="%.10g", delimiter="\t")


def told(folder: Path, name: str) -> Told:
    """Read one of the tables the worker left: moments, activation, force."""
    stem = name if name == "moments" else f"muscles_StaticOptimization_{name}"
    with np.load(folder / f"{stem}.npz") as table:
        return Told(
            time_s=table["time_s"],
            columns=dict(zip(table["names"].tolist(), table["values"].T, strict=True)),
            wall_s=float(table["wall_s"]) if "wall_s" in table.files else 0.0,
        )
