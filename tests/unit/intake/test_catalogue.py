from kneetrace.intake import Kind, questions


def test_every_question_is_there_in_english_and_spanish() -> None:
    for each in questions():
        for words in (each.words, *(option.words for option in each.options)):
            assert set(words) == {"en", "es"}, each.name


def test_names_are_told_apart_and_options_too() -> None:
    names = [each.name for each in questions()]
    assert len(names) == len(set(names))
    for each in questions():
        assert len(each.option_names) == len(set(each.option_names))
        assert each.nothing is None or each.nothing in each.option_names
        assert bool(each.options) is (each.kind in (Kind.CHOICE, Kind.CHOICES))


def test_a_question_depends_on_earlier_ones_only() -> None:
    seen: set[str] = set()
    for each in questions():
        if each.asked_when:
            assert each.asked_when.names <= seen, each.name
        seen.add(each.name)


def test_numbers_have_bounds() -> None:
    for each in questions():
        if each.kind in (Kind.NUMBER, Kind.DURATION, Kind.SCALE, Kind.ACTIVITIES):
            assert each.low is not None
            assert each.high is not None
            assert each.low < each.high
