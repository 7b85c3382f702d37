from validation.expected import Promise, find_faults, read_promises
from validation.row import Row, parse_bound

PROMISE = Promise(name="pose.share", issue=2, table="bench", must=">= 0.7")


def made_row(*, name: str = "pose.share", must: str | None = ">= 0.70") -> Row:
    return Row(name, 0.8, "1", must, None, "a clip")


def test_a_kept_table_has_no_fault() -> None:
    assert find_faults(rows=[made_row(), made_row(name="extra")], promises=[PROMISE]) == []


def test_a_missing_figure_is_a_fault() -> None:
    assert "missing" in find_faults(rows=[], promises=[PROMISE])[0]


def test_a_softened_bound_is_a_fault() -> None:
    assert "instead of" in find_faults(rows=[made_row(must=">= 0.6")], promises=[PROMISE])[0]
    assert find_faults(rows=[made_row(must=None)], promises=[PROMISE])


def test_a_name_given_twice_is_a_fault() -> None:
    assert "twice" in find_faults(rows=[made_row(), made_row()], promises=[PROMISE])[0]


def test_every_promise_can_be_read() -> None:
    promises = read_promises()
    assert len(promises) >= 19
    for promise in promises.values():
        parse_bound(text=promise.must)
        assert promise.table in ("quality", "bench")
        if promise.goal is not None:
            parse_bound(text=promise.goal)
