import pytest

from kneetrace import evidence


def test_a_doi_is_the_address() -> None:
    assert evidence.source("nakagawa2012").address == "https://doi.org/10.2519/jospt.2012.3987"


def test_a_source_without_any_address_says_so() -> None:
    assert evidence.source("gwynne2014").address is None


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(evidence.UnknownSource, match="nobody1999"):
        evidence.source("nobody1999")


def test_addresses_are_used_once() -> None:
    addresses = [one.address for one in evidence.sources().values() if one.address]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("source_id", "short"),
    [
        ("sarabon2021", "Sarabon 2021"),
        ("perry2017", "Perry 2017"),
        ("fem2018", "Cerda Vega 2018"),
        ("india30cst", "30-second chair stand norms at 40 to 60 years, India"),
    ],
)
def test_a_source_has_a_short_name_where_its_citation_allows(source_id: str, short: str) -> None:
    assert evidence.source(source_id).short == short
