"""``python -m validation.kneecap tethers FBKNEE.OSIM | response | geometry``: tables anew."""

import sys
from pathlib import Path
from typing import Final

from validation.kneecap.geometry import write_geometry
from validation.kneecap.response import write_table
from validation.kneecap.tethers import tethers_toml

_TABLES: Final = Path(__file__).resolve().parents[2] / "src/kneetrace/explain/kneecap/tables"


def main(arguments: list[str]) -> None:
    match arguments:
        case ["tethers", model_file]:
            (_TABLES / "tethers.toml").write_text(tethers_toml(Path(model_file)))
        case ["response"]:
            write_table(_TABLES / "response.npz")
        case ["geometry"]:
            write_geometry(_TABLES / "geometry.toml")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
