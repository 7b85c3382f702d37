import re
from dataclasses import replace

import pytest

from kneetrace.explain import Cause, ShareInterval
from kneetrace.report.explanation_drawings import draw_waterfall, say_share
from kneetrace.report.explanation_words import ExplanationWords
from tests.unit.report.made_up_explanation import CAUSES, cause

EN = ExplanationWords()
TOTAL = ShareInterval(share=4.4, low=1.2, high=9.0)


def bars(causes: tuple[Cause, ...] = CAUSES) -> dict[str, list[tuple[float, float]]]:
    drawn = str(draw_waterfall(causes, TOTAL, words=EN))
    found: dict[str, list[tuple[float, float]]] = {}
    for kind, attributes in re.findall(r'<rect class="([\w ]+)"([^>]*)>', drawn):
        x, width = (float(one) for one in re.findall(r'(?:x|width)="([\d.]+)%"', attributes))
        found.setdefault(kind, []).append((x, x + width))
    return found


def test_each_bar_starts_where_the_one_above_ends() -> None:
    found = bars()
    ((_, after),), ((_, start),) = found["share more"], found["share less"]
    assert after == pytest.approx(start, abs=0.02)


def test_what_is_not_told_has_a_hatched_interval_and_no_bar() -> None:
    assert len(bars()["untold"]) == 1
    (row,) = (one for one in CAUSES if one.player == "hip_abduction")
    told = replace(row, share=ShareInterval(share=1.0, low=0.5, high=1.5))
    assert "untold" not in bars((*CAUSES[:2], told))


def test_what_was_not_measured_has_no_row() -> None:
    drawn = str(draw_waterfall(CAUSES, TOTAL, words=EN))
    assert "Trunk muscles" not in drawn
    assert "Hip, straightening" in drawn


def test_a_cause_that_is_healthy_makes_nothing() -> None:
    none = ShareInterval(share=0.0, low=0.0, high=0.0)
    assert say_share(none, words=EN) == "nothing"
    assert draw_waterfall([cause("quadriceps", none)], none, words=EN)
