from dataclasses import replace

import numpy as np
import pytest

from kneetrace.measure.body.projection import camera_rotation
from validation.triangulation import Camera, read_cameras, triangulate

PLACES_M = np.array([[0.1, 0.0, 0.9], [-0.1, 0.2, 1.0], [0.0, 0.1, 1.4]])


@pytest.fixture
def cameras() -> list[Camera]:
    return [replace(each, distortion=np.zeros(4)) for each in read_cameras().values()]


def test_places_come_back_from_their_pictures(cameras: list[Camera]) -> None:
    xy_px = [each.directions(PLACES_M) * each.focal_px + each.centre_px for each in cameras]
    assert triangulate(cameras=cameras, xy_px=xy_px) == pytest.approx(PLACES_M, abs=1e-6)


def test_what_a_camera_did_not_see_is_left_out(cameras: list[Camera]) -> None:
    xy_px = [each.directions(PLACES_M) * each.focal_px + each.centre_px for each in cameras]
    xy_px[1][0] = np.nan
    assert triangulate(cameras=cameras, xy_px=xy_px) == pytest.approx(PLACES_M, abs=1e-6)


@pytest.mark.parametrize("roll_deg", [-20, 0, 10])
def test_the_roll_is_told_as_the_fit_tells_it(cameras: list[Camera], roll_deg: float) -> None:
    turned = camera_rotation(pitch_rad=0.3, roll_rad=np.radians(roll_deg))
    z_up = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
    camera = replace(cameras[0], rotation=turned @ z_up)
    assert np.degrees(camera.roll_rad) == pytest.approx(roll_deg)


def test_the_lens_is_undone() -> None:
    camera = read_cameras()["cam01"]
    straight = np.array([0.2, -0.3])
    k1, k2, p1, p2 = camera.distortion
    (x, y), square = straight, float(straight @ straight)
    bent = straight * (1 + k1 * square + k2 * square**2)
    bent += [2 * p1 * x * y + p2 * (square + 2 * x**2), p1 * (square + 2 * y**2) + 2 * p2 * x * y]
    found = camera.straightened(bent * camera.focal_px + camera.centre_px)
    assert found == pytest.approx(straight, abs=1e-6)
