import re

import numpy as np

from kneetrace.report.pictures.outline import hull_path, polygon_path


def test_two_balls_are_wrapped_by_two_lines_and_two_arcs() -> None:
    path = hull_path(np.array([[0.0, 0.0, 2.0], [10.0, 0.0, 1.0]]))
    assert path.count("A") == 2
    assert path.startswith("M")
    assert path.endswith("Z")


def test_a_ball_inside_another_leaves_a_whole_circle() -> None:
    path = hull_path(np.array([[0.0, 0.0, 5.0], [1.0, 0.0, 1.0]]))
    assert path == "M-5.0 0.0A5.0 5.0 0 1 1 5.0 0.0A5.0 5.0 0 1 1 -5.0 0.0Z"


def test_every_corner_of_the_outline_lies_on_a_ball() -> None:
    circles = np.array([[0.0, 0.0, 3.0], [8.0, 2.0, 2.0], [4.0, 9.0, 1.0]])
    ends = re.findall(r"(?:[ML]|0 [01] 1 )(-?[\d.]+) (-?[\d.]+)", hull_path(circles))
    for x, y in ends:
        off = np.hypot(circles[:, 0] - float(x), circles[:, 1] - float(y)) - circles[:, 2]
        assert np.min(np.abs(off)) < 0.1


def test_a_polygon_is_closed() -> None:
    assert polygon_path([(0, 0), (1, 0), (1, 1)]) == "M0.0 0.0L1.0 0.0L1.0 1.0Z"
