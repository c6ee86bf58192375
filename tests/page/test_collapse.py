from kg.reduction import reduce_to_drawable


def test_a_community_lists_its_members_and_is_found_by_their_names(visit, graph, tmp_path):
    network, sentence = reduce_to_drawable(graph.project(), None, collapse=True)
    (tmp_path / "page.html").write_text(str(graph.draw(network=network, left_out=sentence)), "utf-8")
    reader = visit(tmp_path / "page.html")
    reader.search("FEDIL")
    reader.press("Enter")
    community = next(o for o in network.organisations.values() if "FEDIL" in o.members)
    assert reader.texts(".members li") == list(community.members)
    assert sentence in reader.text("body")
