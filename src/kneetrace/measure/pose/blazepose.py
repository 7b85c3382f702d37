"""BlazePose: find persons in a picture, and one person's landmarks in a region of it."""

import math
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numba
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from kneetrace.measure.pose.crops import Picture, Region, crop
from kneetrace.measure.pose.landmarks import LANDMARKS
from kneetrace.measure.pose.pruning import landmark_network
from kneetrace.measure.pose.weights import read_weights
from kneetrace.terms import InvalidInput

MODELS: Final = ("lite", "full", "heavy")
"""BlazePose sizes by name; heavy is the one to measure with."""

# The geometry below is MediaPipe's own (pose_detection_cpu.pbtxt, pose_detection_to_roi.pbtxt,
# tensors_to_pose_landmarks_and_segmentation.pbtxt, pose_landmarks_to_roi.pbtxt; Apache-2.0).
_DETECTOR_PIXELS: Final = 224
_ANCHORS_PER_STRIDE: Final = ((8, 2), (16, 2), (32, 6))
_DETECTION_SCORE: Final = 0.5
_SAME_PERSON_OVERLAP: Final = 0.3
_LANDMARK_PIXELS: Final = 256
_HEATMAP_PIXELS: Final = 64
_HEATMAP_REACH: Final = 3
_HEATMAP_BELIEF: Final = 0.5
_REGION_MARGIN: Final = 1.25
_CENTRE, _EDGE = 33, 34  # auxiliary landmarks that place the next region
_TORSO: Final = (11, 12, 24, 23)


class UnknownModel(InvalidInput):
    """There is no pose model of that name."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Sighting:
    """One person in one frame.

    xy_px (landmark, xy), visibility (landmark,), world_m (landmark, xyz), score: as in
    LandmarkTrack. ``next_region`` is where to look in the next frame. ``torso_rgb (rgb,)``, 0 to
    1, is the mean colour between shoulders and hips, to tell persons apart by their clothes.
    """

    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world_m: NDArray[np.float64]
    score: float
    next_region: Region
    torso_rgb: NDArray[np.float64]


class PoseModel(Protocol):
    """What following persons through a clip needs from a pose network."""

    @property
    def name(self) -> str:
        """Name to report with the results."""

    def find(self, picture: Picture) -> list[Region]:
        """Find persons: a region for each, most certain first."""

    def look(self, picture: Picture, region: Region) -> Sighting:
        """Find the landmarks of the person in a region."""


class BlazePose:
    """BlazePose run by LiteRT with MediaPipe's geometry; not shared between threads.

    Source
    ------
    Bazarevsky et al. 2020, doi:10.48550/arXiv.2006.10204.
    """

    def __init__(self, *, size: str = "heavy", threads: int = 1) -> None:
        """Load a network.

        Parameters
        ----------
        size : ``"lite"``, ``"full"`` or ``"heavy"``.
        threads : threads the network may use.

        Raises
        ------
        UnknownModel
            For another size.
        WeightsMissing, WeightsDiffer
        """
        if size not in MODELS:
            raise UnknownModel(
                f"There is no pose model {size!r}: choose one of {', '.join(MODELS)}."
            )
        self._size = size
        self._detector = _Network(read_weights("detector"), threads=threads)
        self._landmarks = _Network(landmark_network(size), threads=threads)

    @property
    def name(self) -> str:
        """Name to report with the results."""
        return f"blazepose-{self._size}"

    def find(self, picture: Picture) -> list[Region]:
        """Find persons: a region for each, most certain first."""
        crop(picture, picture.whole, out=self._detector.input, low=-1.0, high=1.0, replicate=False)
        boxes, logits = self._detector.run("Identity", "Identity_1")
        return [
            _region_around(*_on_picture(points, picture.whole))
            for points in _persons(boxes[0], logits[0, :, 0])
        ]

    def look(self, picture: Picture, region: Region) -> Sighting:
        """Find the landmarks of the person in a region."""
        crop(picture, region, out=self._landmarks.input, low=0.0, high=1.0, replicate=True)
        flat, score, heatmap, flat_world = self._landmarks.run(
            "Identity", "Identity_1", "Identity_3", "Identity_4"
        )
        values = flat.reshape(-1, 5).astype(np.float64)
        within = values[:, :2] / _LANDMARK_PIXELS
        _refine(within, heatmap[0])
        xy_px = _on_picture(within, region)
        world_m = flat_world.reshape(-1, 3).astype(np.float64)
        world_m[:, :2] = world_m[:, :2] @ _turn(region.turn_rad).T
        body = len(LANDMARKS)
        return Sighting(
            xy_px=xy_px[:body],
            visibility=_sigmoid(values[:body, 3]),
            world_m=world_m[:body],
            score=float(score[0, 0]),
            next_region=_region_around(xy_px[_CENTRE], xy_px[_EDGE]),
            torso_rgb=_mean_colour(self._landmarks.input[0], within[list(_TORSO)]),
        )


class _Network:
    """A LiteRT interpreter with its input buffer, outputs by name."""

    def __init__(self, content: bytes, *, threads: int) -> None:
        self._interpreter: Any = Interpreter(model_content=content, num_threads=threads)
        self._interpreter.allocate_tensors()
        given = self._interpreter.get_input_details()[0]
        self._index = given["index"]
        self.input: NDArray[np.float32] = np.zeros(given["shape"], dtype=np.float32)
        self._outputs = {
            output["name"]: output["index"] for output in self._interpreter.get_output_details()
        }

    def run(self, *names: str) -> list[NDArray[np.float32]]:
        self._interpreter.set_tensor(self._index, self.input)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(self._outputs[name]) for name in names]


def _anchors() -> NDArray[np.float64]:
    """(anchor, xy): centres of the detector's cells, 0 to 1."""
    centres = []
    for stride, repeats in _ANCHORS_PER_STRIDE:
        cells = _DETECTOR_PIXELS // stride
        rows, columns = np.mgrid[:cells, :cells]
        cell = np.column_stack([columns.ravel(), rows.ravel()])
        centres.append(np.repeat((cell + 0.5) / cells, repeats, axis=0))
    return np.concatenate(centres)


_ANCHORS: Final = _anchors()


def _persons(boxes: NDArray[np.float32], logits: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Decode detections and merge those of one person (weighted non-maximum suppression).

    Returns
    -------
    per person (2, xy), 0 to 1 within the detector's square: mid-hip, and a point on the circle
    around the body; most certain first.
    """
    score = _sigmoid(logits.astype(np.float64))
    certain = score >= _DETECTION_SCORE
    score, anchors = score[certain], _ANCHORS[certain]
    decoded = boxes[certain].astype(np.float64) / _DETECTOR_PIXELS
    centre, half = decoded[:, :2] + anchors, decoded[:, 2:4] / 2
    corners = np.hstack([centre - half, centre + half])
    points = decoded[:, 4:8].reshape(-1, 2, 2) + anchors[:, None]
    left = np.argsort(-score)
    persons = []
    while len(left):
        same = _overlap(corners[left[0]], corners[left]) > _SAME_PERSON_OVERLAP
        same[0] = True
        group = left[same]
        persons.append(np.average(points[group], axis=0, weights=score[group]))
        left = left[~same]
    return persons


def _overlap(one: NDArray[np.float64], many: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of boxes ``(left, top, right, bottom)``."""
    shared = np.minimum(one[2:], many[:, 2:]) - np.maximum(one[:2], many[:, :2])
    area = np.clip(shared, 0, None).prod(axis=1)
    total = (one[2:] - one[:2]).prod() + (many[:, 2:] - many[:, :2]).prod(axis=1) - area
    return np.asarray(area / np.maximum(total, 1e-12))


def _region_around(centre: NDArray[np.float64], edge: NDArray[np.float64]) -> Region:
    """Square around a body from its mid-hip and a point on its circle, head-end up."""
    x, y = edge - centre
    turn = math.pi / 2 - math.atan2(-y, x)
    return Region(
        x_px=float(centre[0]),
        y_px=float(centre[1]),
        side_px=2 * math.hypot(x, y) * _REGION_MARGIN,
        turn_rad=math.remainder(turn, 2 * math.pi),
    )


def _on_picture(within: NDArray[np.float64], region: Region) -> NDArray[np.float64]:
    """Take points (..., xy) of 0..1 within a region to the picture, px."""
    moved = (within - 0.5) * region.side_px @ _turn(region.turn_rad).T
    return np.asarray(moved + np.array([region.x_px, region.y_px]))


def _turn(angle_rad: float) -> NDArray[np.float64]:
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[cos, -sin], [sin, cos]])


def _sigmoid(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -100, 100))))


def _mean_colour(square: NDArray[np.float32], corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean colour of a lattice spread over a quadrilateral given in 0..1 of the square."""
    along = np.linspace(0.1, 0.9, 8)
    across, down = (grid.ravel()[:, None] for grid in np.meshgrid(along, along))
    top = corners[0] * (1 - across) + corners[1] * across
    bottom = corners[3] * (1 - across) + corners[2] * across
    spots = (top * (1 - down) + bottom * down) * len(square)
    columns, rows = np.clip(spots.astype(int), 0, len(square) - 1).T
    return np.asarray(square[rows, columns].mean(axis=0), dtype=np.float64)


@numba.njit(cache=True, nogil=True)
def _refine(within, heatmap):  # type: ignore[no-untyped-def]
    """Move each landmark to the heatmap's centre of mass around it, where that is certain."""
    for i in range(within.shape[0]):
        column, row = int(within[i, 0] * _HEATMAP_PIXELS), int(within[i, 1] * _HEATMAP_PIXELS)
        if not (0 <= column < _HEATMAP_PIXELS and 0 <= row < _HEATMAP_PIXELS):
            continue
        total, across, down, peak = 0.0, 0.0, 0.0, 0.0
        for y in range(
            max(0, row - _HEATMAP_REACH), min(_HEATMAP_PIXELS, row + _HEATMAP_REACH + 1)
        ):
            for x in range(
                max(0, column - _HEATMAP_REACH), min(_HEATMAP_PIXELS, column + _HEATMAP_REACH + 1)
            ):
                belief = 1 / (1 + math.exp(-heatmap[y, x, i]))
                total += belief
                across += x * belief
                down += y * belief
                peak = max(peak, belief)
        if peak >= _HEATMAP_BELIEF:
            within[i, 0] = across / total / _HEATMAP_PIXELS
            within[i, 1] = down / total / _HEATMAP_PIXELS
