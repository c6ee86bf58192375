from made import make

from kg.views.page.reduce import DRAWABLE, STRONGEST, reduce_to_drawable


def clique(members):
    return [(a, b) for a in members for b in members if a < b]


TWO_GROUPS = make([*clique(range(5)), *clique(range(5, 9)), (4, 5)], 9, 5)


def test_a_small_network_is_drawn_as_it_is():
    assert reduce_to_drawable(TWO_GROUPS) == (TWO_GROUPS, "")


def test_of_a_large_network_the_densest_part_is_drawn_and_said_to_be():
    ring = [(i, i + 1) for i in range(DRAWABLE)]
    drawn, said = reduce_to_drawable(
        make([*clique(range(6)), *ring], DRAWABLE + 1, 5)
    )
    assert len(drawn.organisations) == STRONGEST
    assert {f"urn:{i:05}" for i in range(6)} <= drawn.organisations.keys()
    assert said == (
        "the 1,000 most densely joined of 3,001 organisations (by coreness, then degree), with 1,014 of 3,015 relationships"
    )


def test_top_keeps_the_core_and_only_the_relationships_within_it():
    drawn, said = reduce_to_drawable(TWO_GROUPS, top=5)
    assert list(drawn.organisations) == [f"urn:{i:05}" for i in range(5)]
    assert len(drawn.edges) == 10
    assert (
        said
        == "the 5 most densely joined of 9 organisations (by coreness, then degree), with 10 of 17 relationships"
    )


def test_top_beyond_the_number_of_organisations_leaves_nothing_out():
    assert reduce_to_drawable(TWO_GROUPS, top=9) == (TWO_GROUPS, "")


def test_a_community_stands_for_its_members_and_lists_them():
    drawn, said = reduce_to_drawable(TWO_GROUPS, collapse=True)
    assert [
        (o.label, o.type_label, o.members) for o in drawn.organisations.values()
    ] == [
        (
            "Community 1: O00004 and 4 others",
            "community of 5",
            ("O00004", "O00000", "O00001", "O00002", "O00003"),
        ),
        (
            "Community 2: O00005 and 3 others",
            "community of 4",
            ("O00005", "O00006", "O00007", "O00008"),
        ),
    ]
    assert [
        (e.label, e.status, e.kind.notation, e.kind.directed)
        for e in drawn.edges
    ] == [("1 × knowing", "in-force", "knows", False)]
    assert said.startswith("2 communities instead of 9 organisations")


def test_a_page_made_in_python_is_no_hairball_either(invented, monkeypatch):
    monkeypatch.setattr("kg.views.page.reduce.DRAWABLE", 5)
    monkeypatch.setattr("kg.views.page.reduce.STRONGEST", 4)
    page = str(invented.draw())
    assert (
        "drawn: the 4 most densely joined of 8 organisations (by coreness, then degree)"
        in page
    )


def test_a_page_of_communities_counts_communities(invented):
    drawn, _ = reduce_to_drawable(invented.project(), collapse=True)
    page = str(invented.draw(network=drawn))
    assert (
        f"<dd>{len(drawn.organisations)} communities, {len(drawn.edges)} ties</dd>"
        in page
    )
