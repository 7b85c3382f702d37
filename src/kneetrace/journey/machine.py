"""Whether this machine has what a measurement needs, and how to mend what it lacks."""

import contextlib
import importlib.metadata
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kneetrace import __version__
from kneetrace.measure import find_landmarks, read_weights
from kneetrace.terms import KneetraceError, NotMeasurable

PACKAGES: Final = ("ai-edge-litert", "av", "numpy", "scipy", "numba", "pyarrow")
WANTED_CODECS: Final = ("h264", "hevc", "vp9", "av1")
ENCODER: Final = "libx264"
ENOUGH_MEMORY_GB: Final = 2.0  # DESIGN: ten minutes of 1080p stay under 1.5 GB, plus the system
NETWORKS: Final = ("detector", "lite", "full", "heavy")
GREY_FRAMES: Final = 12
INSTALL: Final = "make setup"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing a measurement needs: whether it is there, what was seen, and how to mend it."""

    name: str
    good: bool
    seen: str
    mend: str = ""


def examine_machine() -> tuple[Check, ...]:
    """Look at everything a measurement needs on this machine.

    Returns
    -------
    tuple of Check
        In the order to mend them; one that fails says the command that mends it.
    """
    return tuple(
        _safely(name, examine)
        for name, examine in (
            ("program", _program),
            ("python", _python),
            ("packages", _packages),
            ("weights", _weights),
            ("decoders", _decoders),
            ("encoder", _encoder),
            ("cores", _cores),
            ("memory", _memory),
            ("pose", _pose),
        )
    )


def _safely(name: str, examine: Callable[[], Check]) -> Check:
    try:
        return examine()
    except KneetraceError as cause:
        return Check(name=name, good=False, seen=str(cause), mend=f"run: {INSTALL}")
    except Exception as cause:
        return Check(
            name=name,
            good=False,
            seen=f"{type(cause).__name__}: {cause}",
            mend=f"install the program again: {INSTALL}",
        )


def _program() -> Check:
    return Check(name="program", good=True, seen=f"kneetrace {__version__}")


def _python() -> Check:
    good = sys.version_info >= (3, 11)
    return Check(
        name="python",
        good=good,
        seen=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        mend="" if good else "install Python 3.11 or newer",
    )


def _packages() -> Check:
    there, missing = [], []
    for package in PACKAGES:
        try:
            there.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(package)
    return Check(
        name="packages",
        good=not missing,
        seen=", ".join(there) + (f"; missing: {', '.join(missing)}" if missing else ""),
        mend=f"run: {INSTALL}" if missing else "",
    )


def _weights() -> Check:
    for network in NETWORKS:
        read_weights(network)  # raises where a file is absent or has another hash
    return Check(name="weights", good=True, seen=f"{', '.join(NETWORKS)}: found, hashes right")


def _decoders() -> Check:
    import av

    missing = [codec for codec in WANTED_CODECS if not _has_codec(av, codec, mode="r")]
    return Check(
        name="decoders",
        good=not missing,
        seen=f"PyAV {av.__version__}: {', '.join(c for c in WANTED_CODECS if c not in missing)}",
        mend=f"reinstall PyAV's wheel, which lacks {', '.join(missing)}" if missing else "",
    )


def _encoder() -> Check:
    import av

    good = _has_codec(av, ENCODER, mode="w")
    return Check(
        name="encoder",
        good=good,
        seen="H.264 (libx264)" if good else "no H.264; the overlay will be MPEG-4 part 2",
        mend="" if good else "reinstall PyAV's wheel: pip install --force-reinstall av",
    )


def _has_codec(av: object, name: str, *, mode: str) -> bool:
    try:
        av.Codec(name, mode)  # type: ignore[attr-defined]
    except Exception:
        return False
    return True


def _cores() -> Check:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Check(name="cores", good=True, seen=f"{cores}")


def _memory() -> Check:
    if not hasattr(os, "sysconf") or "SC_AVPHYS_PAGES" not in os.sysconf_names:
        return Check(name="memory", good=True, seen="cannot tell on this system")
    free_gb = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    total_gb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    good = total_gb >= ENOUGH_MEMORY_GB
    return Check(
        name="memory",
        good=good,
        seen=f"{total_gb:.1f} GB, {free_gb:.1f} GB free",
        mend="" if good else f"a long video needs {ENOUGH_MEMORY_GB:g} GB",
    )


def _pose() -> Check:
    """Follow nobody through a grey clip: decoder, weights and network in one short run."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "grey.mp4"
        _write_grey_clip(clip)
        began_s = time.perf_counter()
        with contextlib.suppress(NotMeasurable):  # nobody is in it: the right answer
            find_landmarks(clip, model="heavy")
        taken_s = time.perf_counter() - began_s
    return Check(
        name="pose",
        good=True,
        seen=f"{GREY_FRAMES} frames decoded and searched in {taken_s:.1f} s, loading included",
    )


def _write_grey_clip(path: Path) -> None:
    import av
    import numpy as np

    grey = np.full((360, 270, 3), 128, dtype=np.uint8)
    with av.open(str(path), mode="w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 270, 360, "yuv420p"
        for _ in range(GREY_FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode(None))
