"""Related notes: what each ranking finds that the others miss."""

from noteweave.graph.query.link_index import LinkIndex
from noteweave.graph.query.related import related, related_by_text
from noteweave.vault.text_index import Similar
from tests.support.small_graphs import woven


def _found(graph, key, text="", similar=()):
    similar = [Similar(f"{path}.md", score) for path, score in similar]
    found = related_by_text(LinkIndex.of(graph), f"{key}.md", text, similar)
    return [one.key.removesuffix(".md") for one in found]


def test_a_song_is_found_through_a_record_with_the_same_songs():
    """Records link to songs alone: no song shares a neighbour with a record."""
    graph = woven(
        "Record A -> Song 1", "Record A -> Song 2",
        "Record B -> Song 1", "Record B -> Song 2", "Record B -> Song 3",
    )  # fmt: skip
    assert "Song 3.md" not in [one.key for one in related(LinkIndex.of(graph), "Record A.md")]
    assert _found(graph, "Record A")[0] == "Song 3"


def test_what_notes_with_similar_texts_link_to_is_found():
    graph = woven("Concert 1 -> Film", "Concert 2 -> Film", "Tea -> Cup", alone=["Concert 3"])
    similar = [("Concert 1", 9.0), ("Concert 2", 8.0)]
    assert "Film" in _found(graph, "Concert 3", "", similar)


def test_what_many_notes_link_to_is_a_weaker_example():
    graph = woven(
        "Alike -> Rare", "Alike -> Index", *(f"{n} -> Index" for n in range(9)), alone=["A"]
    )
    found = _found(graph, "A", "", [("Alike", 5.0)])
    assert found.index("Rare") < found.index("Index")


def test_notes_of_the_folders_that_a_note_links_into_are_found():
    graph = woven("a/Note -> songs/One", alone=["songs/Two", "other/Three"])
    found = _found(graph, "a/Note")
    assert "songs/Two" in found
    assert "other/Three" not in found


def test_linked_notes_are_left_out_unless_asked_for():
    graph = woven("a/Note -> songs/One", "b/Note -> songs/One", "b/Note -> songs/Two")
    assert "songs/One" not in _found(graph, "a/Note")
    both = related_by_text(LinkIndex.of(graph), "a/Note.md", "One", (), linked=True)
    assert next(one for one in both if one.key == "songs/One.md").linked


def test_a_note_that_only_shares_a_neighbour_is_found_too():
    graph = woven("a/Tea -> Cup", "b/Milk -> Cup")
    assert _found(graph, "a/Tea") == ["b/Milk"]
