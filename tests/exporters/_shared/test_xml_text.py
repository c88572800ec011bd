"""Names for XML: valid, distinct, and readable where they can be."""

from __future__ import annotations

from lxml import etree

from noteweave.exporters._shared.xml_text import node_id

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="id" type="xs:NMTOKEN"/></xs:schema>"""

PATHS = (
    *("a b.md", "a_b.md", "a_20b.md", "a_5f20b.md", "_20.md", "__20.md", "a/b.md", "a:b.md"),
    *("a_3ab.md", "a//b.md", "/a/b.md", "topic:a/b.md", "topic/a/b.md", "topic//a/b.md"),
    *("./topic:a/b.md", "tag:a", "tag/a", "external:https://a.example/?q=1&r=<2>", "诗,词.md"),
    *("naïve.md", "nai\u0308ve.md", "tea🍵.md", "\ud800.md", "\udfff.md", 'quote".md', "", "::"),
)


def test_ids_are_names_and_no_two_notes_share_one() -> None:
    ids = [node_id(path) for path in PATHS]
    assert len(set(ids)) == len(PATHS)
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    for name in ids:
        element = etree.Element("id")
        element.text = name
        if name.isascii():  # libxml2 knows the letters of XML's fourth edition only
            schema.assertValid(element)


def test_ids_of_plain_paths_can_be_read() -> None:
    assert node_id("people/Li Wei.md") == "people:Li_20Wei.md"
    assert node_id("my_notes/reading_list.md") == "my_notes:reading_list.md"
    assert node_id("topic:歌集/春") == "topic::歌集:春"
