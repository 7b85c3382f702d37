from pathlib import Path

import numpy as np

from kneetrace.measure.pose.video import iter_frames, open_clip
from tests.unit.measure.made_videos import plain_pictures, write_video
from validation.repeated_clip import write_repeated_clip


def test_a_repeated_clip_is_longer_evenly_timed_and_shows_the_same(tmp_path: Path) -> None:
    short = write_video(tmp_path / "short.mp4", plain_pictures(20))
    long = tmp_path / "inner" / "long.mp4"
    write_repeated_clip(source=short, path=long, rate_hz=25, frames=50)
    assert np.allclose(np.diff(open_clip(long).time_s), 1 / 25, atol=1e-3)
    pictures = [frame.rgb for frame in iter_frames(long)]
    assert len(pictures) == 50
    assert np.array_equal(pictures[7], pictures[27])
