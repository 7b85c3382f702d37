"""Where the pose networks' weights are, and that they are the right ones."""

import hashlib
import os
from pathlib import Path
from typing import Final

from kneetrace.terms import Unavailable

_FILES: Final = {
    "detector": (
        "pose_solution_packed_assets.data",
        "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    ),
    "lite": (
        "pose_landmark_lite.tflite",
        "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    ),
    "full": (
        "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    "heavy": (
        "pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
}
"""File and SHA-256 by network, as in npm's ``@mediapipe/pose`` 0.5.1675469404 (Apache-2.0)."""

_PACKAGE: Final = Path("node_modules", "@mediapipe", "pose")


class WeightsMissing(Unavailable):
    """The pose network's weights are not on this machine."""


class WeightsDiffer(Unavailable):
    """A weights file is not the one this program was checked with."""


def read_weights(network: str) -> bytes:
    """Read one pose network's weights, checked against their known hash.

    Parameters
    ----------
    network : ``"detector"``, ``"lite"``, ``"full"`` or ``"heavy"``.

    Raises
    ------
    WeightsMissing
        If no folder looked in has the file.
    WeightsDiffer
        If the file found is another one.
    """
    name, sha256 = _FILES[network]
    path = weights_folder() / name
    try:
        content = path.read_bytes()
    except OSError:
        raise WeightsMissing(
            f"The pose network's weights ({name}) are not in {path.parent}: run `make setup` in "
            "the checkout, or point KNEETRACE_WEIGHTS at the folder that has them."
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WeightsDiffer(
            f"{path} is not the weights file this program was checked with: "
            "run `make setup` to fetch it again."
        )
    return content


def weights_folder() -> Path:
    """Find the weights: ``KNEETRACE_WEIGHTS``, else ``node_modules`` of the checkout."""
    given = os.environ.get("KNEETRACE_WEIGHTS")
    if given:
        return Path(given)
    for folder in (*Path(__file__).resolve().parents, Path.cwd(), *Path.cwd().parents):
        if (folder / _PACKAGE).is_dir():
            return folder / _PACKAGE
    return Path.cwd() / _PACKAGE
