"""Make the tables again: `make tables`."""

import hashlib
import io
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from validation.load_tables.kneecap import kneecap_table
from validation.load_tables.muscles import RANGES_DEG, muscle_table
from validation.load_tables.skeleton import skeleton_table
from validation.load_tables.toml_text import as_toml
from validation.opensim_oracle import ask_opensim

_TABLES: Final = Path(__file__).resolve().parents[2] / "src/kneetrace/explain/load/tables"

_ORIGIN: Final = """\
# Made by `make tables` (validation/load_tables); not written by hand.
# Origin: the full-body model of Rajagopal A, Dembia CL, DeMers MS, Delp DD, Hicks JL, Delp SL
# (IEEE Trans Biomed Eng 2016; 63:2068-2079, doi:10.1109/TBME.2016.2586891), as scaled to one adult
# in the public repository keenon/nimblephysics (data/grf/Subject4, commit c405b05, BSD licence).
# File {name}, sha256 {sha256}
"""

_ADDED: Final = "# Sources of the muscles marked `added`: validation/load_tables/deep_rotators.py\n"


def main() -> None:
    model_file = Path(sys.argv[1])
    origin = _ORIGIN.format(
        name=model_file.name, sha256=hashlib.sha256(model_file.read_bytes()).hexdigest()
    )
    _TABLES.mkdir(exist_ok=True)
    (_TABLES / "skeleton.toml").write_text(as_toml(skeleton_table(model_file), notes=origin))
    (_TABLES / "kneecap.toml").write_text(as_toml(kneecap_table(model_file), notes=origin))
    muscles = muscle_table(model_file)
    with tempfile.TemporaryDirectory() as folder:
        curves = Path(folder, "curves.npz")
        ask_opensim("curves", model_file, "--out", curves)
        with np.load(curves) as table:
            lengths = table["force_length"].astype(np.float32)
            velocities = table["force_velocity"].astype(np.float32)
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        lengths=muscles.lengths,
        added=muscles.added,
        apart=muscles.apart,
        force_length=lengths,
        force_velocity=velocities,
    )
    (_TABLES / "muscles.npz").write_bytes(packed.getvalue())
    facts = {
        "numbers_sha256": hashlib.sha256(packed.getvalue()).hexdigest(),
        "ranges_deg": {name: list(span) for name, span in RANGES_DEG.items()},
        "muscle": muscles.rows,
    }
    (_TABLES / "muscles.toml").write_text(as_toml(facts, notes=origin + _ADDED))


if __name__ == "__main__":
    main()
