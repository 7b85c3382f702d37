from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from kneetrace.measure.pose.blazepose import BlazePose, UnknownModel
from kneetrace.measure.pose.crops import Picture, picture_of
from kneetrace.measure.pose.landmarks import INDEX
from kneetrace.measure.pose.orientation import Orientation
from kneetrace.measure.pose.pruning import landmark_network
from kneetrace.measure.pose.video import decoded_frames, read_frame_table
from kneetrace.measure.pose.weights import read_weights

CLIP = "video-labval-mocap/STS/video.mp4"


@pytest.fixture(scope="module")
def frame(real_data: Callable[[str], Path]) -> av.VideoFrame:
    """One frame with a person sitting in it."""
    return next(decoded_frames(read_frame_table(real_data(CLIP)), stop=1))[1]


@pytest.fixture(scope="module")
def lite() -> BlazePose:
    return BlazePose(size="lite")


def test_the_segmentation_head_is_gone() -> None:
    pruned, whole = landmark_network("lite"), read_weights("lite")
    assert 0.9 * len(whole) < len(pruned) < len(whole)
    assert landmark_network("lite") is pruned


def test_an_unknown_size_names_the_known_ones() -> None:
    with pytest.raises(UnknownModel, match="lite, full, heavy"):
        BlazePose(size="huge")


def test_an_empty_room_has_nobody(lite: BlazePose) -> None:
    plain = av.VideoFrame.from_ndarray(np.full((96, 128, 3), 128, dtype=np.uint8), format="rgb24")
    assert lite.find(picture_of(plain, orientation=Orientation())) == []


def test_a_person_is_found_and_looked_at(frame: av.VideoFrame, lite: BlazePose) -> None:
    picture = picture_of(frame, orientation=Orientation())
    (region,) = lite.find(picture)
    sighting = lite.look(picture, region)
    assert sighting.score > 0.9
    ordered = [INDEX[f"left_{part}"] for part in ("eye", "shoulder", "hip", "ankle")]
    assert np.all(np.diff(sighting.xy_px[ordered, 1]) > 0)
    assert np.all((sighting.visibility >= 0) & (sighting.visibility <= 1))
    hips = sighting.world_m[[INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=0)
    assert np.linalg.norm(hips) < 0.05
    following = sighting.next_region
    assert np.hypot(following.x_px - region.x_px, following.y_px - region.y_px) < 60
    assert np.all((sighting.torso_rgb > 0) & (sighting.torso_rgb < 1))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_landmarks_turn_with_the_picture(frame: av.VideoFrame, lite: BlazePose, turns: int) -> None:
    """The region is turned with the body, so the network sees the same pixels each time."""
    orientation = Orientation()
    upright: Picture = picture_of(frame, orientation=orientation)
    turned = picture_of(frame, orientation=orientation.turned(quarter_turns=turns))
    straight = lite.look(upright, lite.find(upright)[0])
    back = orientation.turned(quarter_turns=turns).stored_from_upright(
        width_px=frame.width, height_px=frame.height
    )
    region = straight.next_region
    x_px, y_px = np.linalg.solve(back[:, :2], np.array([region.x_px, region.y_px]) - back[:, 2])
    moved = type(region)(
        x_px=x_px, y_px=y_px, side_px=region.side_px, turn_rad=region.turn_rad - turns * np.pi / 2
    )
    here, there = lite.look(upright, region), lite.look(turned, moved)
    returned = there.xy_px @ back[:, :2].T + back[:, 2]
    assert np.median(np.linalg.norm(returned - here.xy_px, axis=1)) < 1.0
    assert np.allclose(there.world_m[:, 2], here.world_m[:, 2], atol=0.02)
    rotated = here.world_m[:, :2] @ back[:, :2]
    assert np.allclose(there.world_m[:, :2], rotated, atol=0.02)
