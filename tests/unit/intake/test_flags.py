from typing import Any

import pytest

from kneetrace.evidence import Confidence, sources
from kneetrace.intake import Asker, Disposition, Kind, question, red_flags
from kneetrace.intake.flags import BrokenFlagError, read_flag

WORDS = {"title": "A title", "do": "Do this.", "why": "Because."}
ENTRY: dict[str, Any] = {
    "id": "stiff_at_night",
    "when": "limp and night_pain == 'at_rest'",
    "disposition": "urgent",
    "if_unknown": "doctor",
    "sources": ["gcare"],
    "confidence": "V",
    "basis": {"en": "As the source says.", "es": "Como dice la fuente."},
    "en": WORDS,
    "es": WORDS,
}


def test_one_entry_is_all_a_new_flag_takes() -> None:
    flag = read_flag(entry=ENTRY)
    assert flag.disposition is Disposition.URGENT
    assert flag.if_unknown is Disposition.DOCTOR


@pytest.mark.parametrize(
    "change",
    [
        {"sources": []},
        {"sources": ["hearsay"]},
        {"confidence": "sure"},
        {"confidence": None},
        {"when": "shoe_size > 45"},
        {"when": "night_pain == 'always'"},
        {"when": "'elbow' in pain_elsewhere"},
        {"when": "night_pain"},
        {"when": "limp and"},
        {"unless": "exam_wisdom"},
        {"disposition": "tomorrow"},
        {"disposition": "self_care"},
        {"if_unknown": "self_care"},
        {"en": {"title": "A title", "do": "Do this."}},
        {"es": None},
        {"basis": "As the source says."},
        {"population": {"en": "Under 18"}},
    ],
)
def test_an_entry_without_origin_words_or_known_questions_is_refused(
    change: dict[str, Any],
) -> None:
    with pytest.raises(BrokenFlagError, match="stiff_at_night"):
        read_flag(entry=ENTRY | change)


def test_nothing_may_be_left_out() -> None:
    for field in ENTRY:
        with pytest.raises(BrokenFlagError):
            read_flag(entry={name: value for name, value in ENTRY.items() if name != field})


def test_only_what_is_ours_may_do_without_a_source() -> None:
    assert read_flag(entry=ENTRY | {"sources": [], "confidence": "DESIGN"}).sources == ()


def test_every_flag_says_in_both_languages_what_to_do_and_why() -> None:
    for flag in red_flags():
        assert set(flag.words) == {"en", "es"}
        for words in flag.words.values():
            assert all((words.title, words.do.endswith("."), words.why.endswith(".")))


def test_names_differ_and_the_most_urgent_come_first() -> None:
    names = [flag.name for flag in red_flags()]
    assert len(names) == len(set(names))
    dispositions = [flag.disposition for flag in red_flags()]
    assert dispositions == sorted(dispositions, reverse=True)


def test_verified_flags_rest_on_verified_or_secondary_sources() -> None:
    for flag in red_flags():
        known = {sources()[each].confidence for each in flag.sources}
        if flag.confidence is Confidence.VERIFIED:
            assert Confidence.VERIFIED in known, flag.name


def test_not_knowing_an_urgent_sign_leads_at_least_to_a_doctor() -> None:
    for flag in red_flags():
        if flag.disposition >= Disposition.URGENT:
            assert flag.if_unknown >= Disposition.DOCTOR, flag.name


def test_a_flag_is_not_kept_open_by_a_therapist_or_by_a_question_that_makes_no_sense() -> None:
    # A question that may make no sense stands beside what makes it sensible, or can raise alone.
    for flag in red_flags():
        for name in flag.when.names:
            condition = question(name=name).asked_when
            if condition and "age_years" not in condition.names:
                pairs = [f"{name}", *condition.names]
                assert condition.names & flag.when.names or _raises_alone(flag.when, name), pairs


def _raises_alone(when: Any, name: str) -> bool:
    asked = question(name=name)
    tried = [True, False, *asked.option_names, *((each,) for each in asked.option_names)]
    return any(when.truth(values={name: value}) is True for value in tried)


def test_only_a_therapist_takes_a_flag_back() -> None:
    for flag in red_flags():
        if flag.unless:
            assert any(question(name=name).asked is Asker.THERAPIST for name in flag.unless.names)
            assert flag.unless.truth(values={}) is not True


def test_free_words_never_raise_a_flag() -> None:
    for flag in red_flags():
        kinds = {question(name=name).kind for name in flag.when.names}
        assert not kinds & {Kind.TEXT, Kind.ACTIVITIES}
