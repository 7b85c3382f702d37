from dataclasses import replace

import pytest

from kneetrace.measure import Measurement, Source
from kneetrace.report import Sureness, plain_findings
from kneetrace.report.chapter import Chapter, ChapterBody, ShownChapter, show_chapter
from kneetrace.report.words import read_words


def shown(measurement: Measurement, video: str = "front.mp4 and side.mp4") -> ShownChapter:
    chapter = Chapter(video=video, test=measurement.test, measurement=measurement)
    return show_chapter(chapter, words=read_words())


@pytest.fixture
def body(twice_filmed: Measurement) -> ChapterBody:
    found = shown(twice_filmed).body
    assert found is not None
    return found


def test_every_measure_says_which_film_it_is_from(body: ChapterBody) -> None:
    seen = {one.title: one.seen for one in body.measures}
    assert seen["Knee line from the front"] == "Seen in front.mp4."
    assert seen["Deepest knee bend"] == "Seen in front.mp4 and side.mp4."
    assert seen["Deepest hip bend"] == "Seen in front.mp4."
    (hip,) = [one for one in body.measures if one.title == "Deepest hip bend"]
    assert any("In side.mp4 it was right" in line for line in hip.seen_else)
    assert body.by_film
    assert {row.film for row in body.table} == {
        "front.mp4",
        "side.mp4",
        "front.mp4 and side.mp4",
    }


def test_both_films_are_told_of(twice_filmed: Measurement, body: ChapterBody) -> None:
    about = shown(twice_filmed).about
    assert about.startswith("The same test filmed twice, one after the other. front.mp4: ")
    assert "; side.mp4: " in about
    assert [one.title for one in body.phones] == [
        "Where the phone stood for front.mp4",
        "Where the phone stood for side.mp4",
    ]
    assert [one.title.split(" through ")[1] for one in body.joints] == [
        *("front.mp4", "front.mp4", "side.mp4", "side.mp4"),
    ]
    assert all(one.label.endswith(("in front.mp4", "in side.mp4")) for one in body.advice)


def test_findings_say_in_which_film_they_were_seen(twice_filmed: Measurement) -> None:
    findings = plain_findings(twice_filmed)
    counted = [one.seen_in for one in findings if one.sureness is Sureness.COUNTED]
    assert counted == ["seen in front.mp4", "seen in side.mp4"]
    (differ,) = [one for one in findings if one.sureness is Sureness.DIFFER]
    assert "deepest hip bend" in differ.sentence


def test_one_film_says_nothing_of_films(squat_measurement: Measurement) -> None:
    chapter = shown(squat_measurement, video="squat.mp4")
    assert chapter.body is not None
    assert not chapter.body.by_film
    assert not any(one.seen or one.seen_else for one in chapter.body.measures)
    assert not any(one.seen_in for one in chapter.findings)


def test_a_second_phone_of_the_same_moments_is_drawn(squat_measurement: Measurement) -> None:
    assert squat_measurement.motion is not None
    both = replace(
        squat_measurement, source=Source.VIEWS, beside=(squat_measurement.motion.camera,)
    )
    assert shown(both).about.startswith("front.mp4 and side.mp4, of the same moments. ")
    body = shown(both).body
    assert body is not None
    assert [one.title for one in body.phones] == [
        "Where the phone stood",
        "Where the second phone stood",
    ]
