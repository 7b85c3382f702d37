"""Peak loads on the kneecap are those the documents show beside what others published."""

from pathlib import Path

from tests.conftest import CHECKOUT, RealData
from validation.peak_loads import peak_loads, table_row


def test_the_table_of_peak_loads_is_what_the_program_finds(real_data: RealData) -> None:
    data: Path = real_data("gait-run-opensim-models").parent
    shown = (CHECKOUT / "docs" / "load.md").read_text(encoding="utf-8").splitlines()
    found = [table_row(one) for one in peak_loads(data)]
    assert len(found) >= 7
    assert [row for row in found if row not in shown] == []


def test_peak_loads_lie_where_others_published_them(real_data: RealData) -> None:
    for one in peak_loads(real_data("gait-run-opensim-models").parent):
        assert one.low_bw <= one.planar_bw <= one.high_bw, one.name
        assert one.low_bw <= one.reaction_bw <= one.high_bw, one.name
