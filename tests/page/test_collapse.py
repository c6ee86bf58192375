from kg.views.page.reduce import reduce_to_drawable


def test_a_community_lists_its_members_and_is_found_by_their_names(
    visit, graph, tmp_path
):
    network, sentence = reduce_to_drawable(graph.project(), None, collapse=True)
    (tmp_path / "page.html").write_text(
        str(graph.draw(network=network, left_out=sentence)), "utf-8"
    )
    reader = visit(tmp_path / "page.html")
    reader.search("FEDIL")
    reader.press("Enter")
    community = next(
        o for o in network.organisations.values() if "FEDIL" in o.members
    )
    assert reader.texts(".members li") == list(community.members)
    assert sentence in reader.text("body")


def test_communities_are_called_so_and_sized_by_their_members(
    visit, graph, tmp_path
):
    network, sentence = reduce_to_drawable(graph.project(), None, collapse=True)
    (tmp_path / "page.html").write_text(
        str(graph.draw(network=network, left_out=sentence)), "utf-8"
    )
    reader = visit(tmp_path / "page.html")
    ties = len(network.edges)
    assert (
        reader.text("#tally")
        == f"{len(network.organisations)} communities · {ties} tie{'s' if ties != 1 else ''}"
    )
    assert reader.texts("#size option") == [
        "nothing",
        "members",
        "degree",
        "pagerank",
        "betweenness",
        "closeness",
        "eigenvector",
        "coreness",
    ]
