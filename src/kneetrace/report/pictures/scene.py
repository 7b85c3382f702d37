"""One panel of a picture as SVG: the body, what stands around it, and arrows, near over far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kneetrace.report.pictures.eye import PITCH_RAD, Eye
from kneetrace.report.pictures.mannequin import Solid, build
from kneetrace.report.pictures.outline import hull_path, polygon_path
from kneetrace.report.pictures.picture import Arrow, Panel
from kneetrace.report.pictures.posture import Frame, Posture, frames_of
from kneetrace.report.pictures.props import Bar, Box, OnBody
from kneetrace.report.svg import joined, tag
from kneetrace.terms import Side

Array = NDArray[np.float64]
Painted = tuple[float, Markup]
"""How near something is, m, and its drawing."""

SCALE: Final = 100.0  # paper units for a metre
FAR_M: Final = 0.03  # a limb that begins this much further away than the trunk is drawn paler
ARROW_M: Final = 0.06


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawing with the floor at y = 0, and how far it reaches; ``top`` is upwards."""

    markup: Markup
    left: float
    right: float
    top: float
    bottom: float


def draw_panel(panel: Panel, *, pitch_rad: float = PITCH_RAD) -> Drawn:
    """Draw one panel; things behind the body first, then all else from far to near."""
    eye = Eye(yaw_rad=panel.yaw_rad, scale=SCALE, pitch_rad=pitch_rad)
    frames = _grounded(frames_of(panel.posture), panel.posture)
    solids = build(frames)
    trunk_near = eye.nearness(solids[0].balls_m)
    behind: list[Painted] = []
    amid = [painted for solid in solids for painted in _solid(solid, trunk_near, eye)]
    reach = [solid.balls_m for solid in solids]
    for prop in panel.props:
        for piece in prop.pieces:
            points = _corners(piece, frames)
            reach.append(_balls(points, 0.0))
            (amid if prop.amid else behind).append(
                (eye.nearness(points), _piece(piece, points, eye))
            )
    for arrow in panel.arrows:
        ends = np.array([arrow.start, arrow.end])
        reach.append(_balls(ends, ARROW_M))
        amid.append((np.inf, _arrow(arrow, ends, eye)))
    x, y, _ = eye.see(np.concatenate(reach)[:, :3]).T
    radius = SCALE * np.concatenate(reach)[:, 3]
    return Drawn(
        markup=joined([*_far_to_near(behind), *_far_to_near(amid)]),
        left=float((x - radius).min()),
        right=float((x + radius).max()),
        top=float((radius - y).max()),
        bottom=float((radius + y).max()),
    )


def _far_to_near(painted: Iterable[Painted]) -> Iterable[Markup]:
    return (markup for _, markup in sorted(painted, key=lambda one: one[0]))


def _balls(points_m: Array, radius_m: float) -> Array:
    return np.column_stack([points_m, np.full(len(points_m), radius_m)])


def _grounded(frames: Mapping[str, Frame], posture: Posture) -> dict[str, Frame]:
    """Put the body on the floor, its feet about the origin."""
    solids = build(frames)
    soles = {side: solid.layers[1][1][0] for side, solid in zip(Side, solids[3:5], strict=True)}
    if posture.stands_on is None:
        feet = np.concatenate(list(soles.values()))
        body = np.concatenate([solid.balls_m for solid in solids])
    else:
        feet = body = soles[posture.stands_on]
    ground = float((body[:, 1] - body[:, 3]).min()) - posture.lowest_m
    origin = np.array([feet[:, 0].mean(), ground, feet[:, 2].mean()])
    return {
        name: Frame(origin_m=frame.origin_m - origin, turn=frame.turn)
        for name, frame in frames.items()
    }


def _solid(solid: Solid, trunk_near: float, eye: Eye) -> Iterable[Painted]:
    """Paint a part, and round a limb the gap that parts it from what it crosses, with nearness."""

    def outline(links: Iterable[Array]) -> str:
        return "".join(hull_path(_on_paper(link, eye)) for link in links)

    near = eye.nearness(solid.balls_m)
    fills = joined(tag("path", class_=paint, d=outline(links)) for paint, links in solid.layers)
    yield near, tag("g", fills, class_="far") if _far(solid, trunk_near, eye) else fills
    if solid.limb:
        # A near leg runs into the trunk without a gap, so its gap is painted before the trunk.
        before = min(near, trunk_near) if solid.of_leg else near
        yield before - 1e-6, tag("path", class_="halo", d=outline(solid.layers[0][1]))


def _far(solid: Solid, trunk_near: float, eye: Eye) -> bool:
    """Whether a limb is that of the far side: told by where it begins, wherever it reaches."""
    beginning = solid.balls_m[:1]
    return solid.limb and eye.from_beside and eye.nearness(beginning) < trunk_near - FAR_M


def _corners(piece: Box | Bar, frames: Mapping[str, Frame]) -> Array:
    if isinstance(piece, Bar):
        return np.array(
            [
                frames[point.segment].place(point.at) if isinstance(point, OnBody) else point
                for point in piece.points
            ]
        )
    grid = np.meshgrid(*zip(piece.low, piece.high, strict=True), indexing="ij")
    return np.stack([axis.ravel() for axis in grid], axis=1)


def _piece(piece: Box | Bar, points_m: Array, eye: Eye) -> Markup:
    if isinstance(piece, Bar):
        balls = _on_paper(_balls(points_m, piece.radius), eye)
        outline = "".join(hull_path(np.stack(ends)) for ends in pairwise(balls))
        return tag("path", class_=piece.paint, d=outline)
    corners = eye.see(points_m)[:, :2].reshape(2, 2, 2, 2)
    ahead, rightward = (int(eye.see(np.eye(3)[axis])[2] > 0) for axis in (0, 2))
    faces = (
        (f"{piece.paint}-side", corners[ahead, :, :]),
        (piece.paint, corners[:, :, rightward]),
        (f"{piece.paint}-top", corners[:, 1, :]),
    )
    return joined(
        tag("path", class_=paint, d=polygon_path(face.reshape(4, 2)[[0, 1, 3, 2]]))
        for paint, face in faces
    )


def _on_paper(balls_m: Array, eye: Eye) -> Array:
    return np.column_stack([eye.see(balls_m[:, :3])[:, :2], eye.scale * balls_m[:, 3]])


def _arrow(arrow: Arrow, ends_m: Array, eye: Eye) -> Markup:
    start, end = eye.see(ends_m)[:, :2]
    way = end - start
    side = np.array([way[1], -way[0]])
    middle = (start + end) / 2 + arrow.bend * side
    arriving = (end - middle) / np.linalg.norm(end - middle)
    across = np.array([-arriving[1], arriving[0]])
    barbs = [end - 7 * arriving + sign * 5 * across for sign in (1, -1)]
    path = f"M{_xy(start)}Q{_xy(middle)} {_xy(end)}M{_xy(barbs[0])}L{_xy(end)}L{_xy(barbs[1])}"
    return tag("path", class_="go", d=path)


def _xy(point: Array) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
