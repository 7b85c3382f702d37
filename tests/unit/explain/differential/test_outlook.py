from kneetrace.explain.differential.outlook import describe_outlook


def test_what_is_not_known_is_named_and_claims_nothing() -> None:
    outlook = describe_outlook(values={})
    assert outlook.less_favourable == ()
    assert outlook.recalled == ()
    assert len(outlook.not_known) == 3


def test_a_short_pain_is_no_unfavourable_sign() -> None:
    outlook = describe_outlook(values={"since_days": 20})
    assert outlook.less_favourable == ()
    assert [one.when for one in outlook.not_known] == ["akps_points < 70"]


def test_what_was_recalled_stays_apart() -> None:
    outlook = describe_outlook(values={"since_days": 100})
    assert outlook.less_favourable == ()
    assert len(outlook.recalled) == 1
