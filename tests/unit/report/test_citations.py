from kneetrace.report.citations import part_citations


def test_ids_in_brackets_become_links() -> None:
    cited = part_citations("Seen once (thorborg2010), and twice (rig2021, fem2018): enough.")
    assert cited.text == "Seen once, and twice: enough."
    assert [one.id for one in cited.links] == ["thorborg2010", "rig2021", "fem2018"]


def test_other_brackets_stay() -> None:
    for sentence in ("A limit (our own) holds.", "Nobody said so (nobody1999).", "Plain."):
        assert part_citations(sentence).text == sentence
        assert part_citations(sentence).links == ()
