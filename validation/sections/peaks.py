"""Are peak loads on the kneecap those that others published?

Walking, running, squats and rises over force plates; nobody here climbs stairs over plates.
"""

from collections.abc import Iterator

from validation.peak_loads import peak_loads
from validation.recordings import data_folder
from validation.row import Row


def rows() -> Iterator[Row]:
    """Return the peak of each movement by both methods, the published range as a goal."""
    for one in peak_loads(data_folder()):
        data = f"{one.name}: {one.activity}, median of {one.stances}; {one.planar_n_kg:.1f} N/kg"
        for method in ("planar", "reaction"):
            value = getattr(one, f"{method}_bw")
            goal = f"{one.low_bw:.1f}..{one.high_bw:.1f}"
            yield Row(f"peaks.{one.name}_{method}_bw", value, "BW", None, goal, data)
