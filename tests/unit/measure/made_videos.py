"""Small videos made on the spot."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 30


def write_video(
    path: Path,
    pictures: Iterable[NDArray[np.uint8]],
    *,
    codec: str = "libx264",
    rate_hz: int = RATE_HZ,
    stamps_ms: Sequence[int] | None = None,
    turn_deg: int = 0,
    tags: dict[str, str] | None = None,
    mux: dict[str, str] | None = None,
) -> Path:
    """Encode pictures; ``stamps_ms`` makes the frame rate vary."""
    with av.open(str(path), "w", options=mux or {}) as container:
        container.metadata.update(tags or {})
        stream = cast(Any, container.add_stream(codec, rate=rate_hz))
        stream.options = {"preset": "ultrafast"} if codec.startswith("libx26") else {}
        stream.pix_fmt = "yuv420p"
        stream.gop_size = 10
        if turn_deg:
            stream.set_display_rotation(turn_deg)
        if stamps_ms is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for index, picture in enumerate(pictures):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            if stamps_ms is not None:
                frame.pts, frame.time_base = stamps_ms[index], Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def plain_pictures(count: int, *, width: int = 64, height: int = 48) -> Iterable[NDArray[np.uint8]]:
    """Grey pictures, lighter from frame to frame, their upper left corner red."""
    for index in range(count):
        picture = np.full((height, width, 3), 40 + 4 * (index % 40), dtype=np.uint8)
        picture[: height // 2, : width // 2] = (220, 20, 20)
        yield picture
