"""How fast landmarks are found, and that they are the same as MediaPipe's.

The peer is MediaPipe Tasks in an environment of its own (``KNEETRACE_PEER_PYTHON``, made by
`make bench`). It is timed in VIDEO mode, its fastest, which like ours follows regions instead of
detecting in every frame. Landmarks are compared in IMAGE mode, where neither side carries
anything over from frame to frame (VIDEO mode smooths).
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from kneetrace.measure.pose.blazepose import BlazePose
from kneetrace.measure.pose.crops import crop
from kneetrace.measure.pose.pruning import landmark_network
from kneetrace.measure.pose.tracking import find_landmarks
from kneetrace.measure.pose.video import FrameTable, iter_pictures, read_frame_table
from kneetrace.measure.pose.weights import weights_folder
from kneetrace.measure.stages import Stage
from validation.row import Row

_PEER: Final = Path(__file__).resolve().parents[1] / "peers" / "mediapipe_tasks.py"
_TIMED: Final = "video-2cam-calibrated/walk/cam0.mov"
_COMPARED: Final = (
    ("video-labval-mocap/STS/video.mp4", 20),
    ("video-2cam-calibrated/walk/cam0.mov", 10),
    ("video-pose2sim-demo/single/cam01.mp4", 4),
)
_PAIRS: Final = 5
_LOWER_LIMB: Final = slice(23, 33)
_CEILING_FRAMES: Final = 40


@dataclass(frozen=True, eq=False, kw_only=True)
class PeerRun:
    """What the peer found: xy (frame, landmark, xy), px, in every n-th frame."""

    wall_s: float
    frames: int
    version: str
    xy_px: NDArray[np.float64]


def rows() -> Iterator[Row]:
    clip = recording(_TIMED)
    table = read_frame_table(clip)
    frames = len(table.stamps)
    ratios, shares, rates_hz = [], [], []
    version = ""
    find_landmarks(clip)  # compiles the sampling code, once per machine
    for _ in range(_PAIRS):
        peer = _peer(clip, mode="VIDEO")
        version = peer.version
        stage_s = find_landmarks(clip).stage_s
        own_hz = frames / (sum(stage_s.values()) - stage_s[Stage.OPEN])
        rates_hz.append(own_hz)
        ratios.append(own_hz / (peer.frames / peer.wall_s))
        shares.append(own_hz / _ceiling_hz(table))
    timed = f"{_TIMED}, {frames} frames, heavy, two parts at once, loading of the networks excluded"
    yield Row(
        name="pose.speed_ratio_vs_mediapipe",
        value=float(np.median(ratios)),
        unit="1",
        must=">= 1.8",
        goal=None,
        data=f"{timed}; MediaPipe Tasks {version}, VIDEO mode, likewise; "
        f"median of {_PAIRS} interleaved pairs",
    )
    yield Row(
        name="pose.share_of_ceiling",
        value=float(np.median(shares)),
        unit="1",
        must=">= 0.70",
        goal=None,
        data=f"{timed}; ceiling from network, decoding and cropping alone, in the same run",
    )
    yield Row(
        name="pose.rate_hz",
        value=float(np.median(rates_hz)),
        unit="Hz",
        must=None,
        goal=None,
        data=timed,
    )
    fresh, followed = _differences()
    clips = ", ".join(f"{name} (every {every}th frame)" for name, every in _COMPARED)
    yield Row(
        name="pose.landmark_agreement_px",
        value=float(np.median(fresh)),
        unit="px",
        must="<= 0.7",
        goal=None,
        data=f"lower limb, median; {clips}; MediaPipe Tasks {version} IMAGE mode, "
        "ours detecting in every frame too",
    )
    yield Row(
        name="pose.followed_vs_detected_px",
        value=float(np.median(followed)),
        unit="px",
        must=None,
        goal=None,
        data="lower limb, median, same frames; ours as delivered, with regions followed through "
        "the clip, against MediaPipe IMAGE mode with a detection in every frame",
    )


def recording(name: str) -> Path:
    """Find a file of the real data: in ``KNEETRACE_DATA``, else in a sibling ``shared/data``."""
    given = os.environ.get("KNEETRACE_DATA")
    folder = Path(given) if given else Path(__file__).parents[2].parent / "shared" / "data"
    if not (folder / name).is_file():
        raise FileNotFoundError(f"real data absent: {name}")
    return folder / name


def _peer(clip: Path, *, mode: str, every: int = 1) -> PeerRun:
    python = os.environ.get("KNEETRACE_PEER_PYTHON", "")
    if not Path(python).is_file():
        raise FileNotFoundError("MediaPipe's own environment is missing: run `make bench`.")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "peer.npz")
        given = [python, _PEER, clip, weights_folder(), out, "--mode", mode, "--every", every]
        run = subprocess.run([str(part) for part in given], capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"MediaPipe did not run: {run.stderr.strip().splitlines()[-1]}")
        told = json.loads(run.stdout.strip().splitlines()[-1])
        with np.load(out) as found:
            return PeerRun(**told, xy_px=found["xy_px"])


def _ceiling_hz(table: FrameTable) -> float:
    """Frames a second if nothing but network, decoder and cropping took time, on two threads."""
    frames = len(table.stamps)
    half = frames // 2
    networks = [_network(), _network()]
    _, picture = next(iter_pictures(table, stop=1))

    def decode(part: int) -> None:
        for _ in iter_pictures(table, start=part * half, stop=(part + 1) * half):
            pass

    def sample(part: int) -> None:
        square = np.zeros((1, 256, 256, 3), dtype=np.float32)
        for _ in range(_CEILING_FRAMES):
            crop(picture, picture.whole, out=square, low=0.0, high=1.0, replicate=True)

    def infer(part: int) -> None:
        for _ in range(_CEILING_FRAMES):
            networks[part].invoke()

    seconds = (
        _on_two_threads(decode) / (2 * half)
        + _on_two_threads(sample) / (2 * _CEILING_FRAMES)
        + _on_two_threads(infer) / (2 * _CEILING_FRAMES)
    )
    return 1 / seconds


def _network() -> Any:
    network = Interpreter(model_content=landmark_network("heavy"), num_threads=1)
    network.allocate_tensors()
    network.invoke()
    return network


def _on_two_threads(work: Callable[[int], None]) -> float:
    begun_s = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    return time.perf_counter() - begun_s


def _differences() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances (px) of lower-limb landmarks to the peer's: detected afresh, and followed."""
    fresh, followed = [], []
    model = BlazePose()
    for name, every in _COMPARED:
        clip = recording(name)
        peer = _peer(clip, mode="IMAGE", every=every)
        found = find_landmarks(clip)
        track = found.tracks[0]
        table = read_frame_table(clip)
        rank = 0
        for index, picture in iter_pictures(table):
            if index % every == 0:
                there = peer.xy_px[rank, _LOWER_LIMB]
                rank += 1
                here = model.look(picture, model.find(picture)[0]).xy_px[_LOWER_LIMB]
                fresh.append(np.linalg.norm(here - there, axis=1))
                followed.append(np.linalg.norm(track.xy_px[index, _LOWER_LIMB] - there, axis=1))
    return np.concatenate(fresh), np.concatenate(followed)
