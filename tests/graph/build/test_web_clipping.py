"""A clipped web page: quoted Chinese properties, remote pictures, topics in folders to come."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest
from paths import TESTS

from noteweave.graph.build.graph import build_graph
from noteweave.vault.vault import Vault

CLIPPING = TESTS / "vaults" / "web-clipping" / "vault"


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    return build_graph(Vault.open(CLIPPING))


def test_it_is_one_note_and_three_topics_under_their_folders(graph: nx.MultiDiGraph[str]) -> None:
    assert set(graph.nodes(data="kind")) == {
        ("灯塔最后一夜.md", "note"),
        ("topic:00-人物/老周", "topic"),
        ("topic:01-海上/灯塔", "topic"),
        ("topic:01-海上/菲涅尔透镜", "topic"),
    }
    assert graph.nodes["topic:01-海上/灯塔"]["label"] == "灯塔"
    assert graph.nodes["topic:01-海上/灯塔"]["folder"] == "01-海上"
    assert graph.number_of_edges() == 3


def test_every_property_is_kept_with_its_type(graph: nx.MultiDiGraph[str]) -> None:
    assert graph.nodes["灯塔最后一夜.md"]["properties"] == {
        "title": "灯塔最后一夜 - 一束光，守了一百零三年",
        "发布日期": date(2024, 10, 19),
        "作者": "渡口的阿棠",
        "来源": "公众号：海边来信",
        "原文链接": "https://example.org/s?__biz=TGFudGVybg==&mid=2024101901&idx=1&sn=5e0f&chksm=a1b2#rd",
        "字数": 612,
        "已读": True,
    }


def test_it_is_dated_by_its_chinese_property(graph: nx.MultiDiGraph[str]) -> None:
    assert graph.nodes["灯塔最后一夜.md"]["created"] == "2024-10-19"
