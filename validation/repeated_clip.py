"""A long clip made of a short one's packets, so that nothing is encoded again."""

from pathlib import Path

import av


def write_repeated_clip(*, source: Path, path: Path, rate_hz: int, frames: int) -> None:
    """Repeat a clip's packets until there are enough frames, shown at an even rate."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    with av.open(str(source)) as container, av.open(str(unfinished), "w") as repeated:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        order = sorted(int(packet.pts or 0) for packet in packets)
        shown = {stamp: place for place, stamp in enumerate(order)}
        places = [shown[int(packet.pts or 0)] for packet in packets]
        written = repeated.add_stream_from_template(stream)
        ticks = round(1 / (rate_hz * float(stream.time_base or 1)))
        for number in range(frames):
            lap, place = divmod(number, len(packets))
            packet = packets[place]
            packet.pts = (lap * len(packets) + places[place]) * ticks
            # Two frames are shown later than they are decoded, at most.
            packet.dts = (number - 2) * ticks
            packet.stream = written
            repeated.mux(packet)
    unfinished.replace(path)
