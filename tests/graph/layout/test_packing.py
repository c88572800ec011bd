"""The parts a fresh map is made of: groups, discs, turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from small_graphs import archipelago

from noteweave.graph.layout.components import packed
from noteweave.graph.layout.packing import arrange, middle, rings
from noteweave.graph.layout.partition import CLUSTER, WeightedGraph, divided
from noteweave.graph.layout.rotation import best_rotations, rotate_discs
from noteweave.graph.layout.wide import HIGH, elliptic_distance
from noteweave.graph.metrics.arrays import graph_arrays, seeded


def test_each_group_lies_within_one_of_the_level_above() -> None:
    links = graph_arrays(archipelago(2000))
    islands = np.array(links.undirected.connected_components().membership)
    with seeded(0):
        levels = divided(WeightedGraph(len(links.keys), links.ends, links.weights), islands)
    assert len(levels) > 1
    for above, below in pairwise(levels):
        pairs = {*zip(below.tolist(), above.tolist(), strict=True)}
        assert len(pairs) == len(set(below.tolist())) == below.max() + 1
        assert sorted(pairs) == sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    assert np.bincount(levels[-1]).max() <= CLUSTER < np.bincount(islands).max()


def test_what_falls_into_no_parts_stays_whole() -> None:
    size = 2 * CLUSTER
    star = np.array([(0, ray) for ray in range(1, size)])
    alone = np.zeros(size, dtype=np.int64)
    with seeded(0):
        levels = divided(WeightedGraph(size, star, np.ones(len(star))), alone)
    assert all((level == 0).all() for level in levels)


def test_discs_of_one_map_lie_beside_each_other_and_tied_ones_near() -> None:
    radii = np.array([3.0, 1, 1, 2, 1, 1] * 2 + [5.0])
    maps = np.repeat([0, 1, 2], [6, 6, 1])
    pairs = np.array([(0, 5), (6, 11)])
    with seeded(0):
        places = arrange(radii, maps, pairs, np.array([9.0, 9.0]))
    for number in range(3):
        inside = np.flatnonzero(maps == number)
        apart = np.abs(places[inside][:, None] - places[inside])
        room = radii[inside][:, None] + radii[inside] - 0.02
        assert (apart >= room)[~np.eye(len(inside), dtype=bool)].all()
        assert abs(places[inside].mean()) < 5
    for one, other in pairs.tolist():
        assert abs(places[one] - places[other]) < 1.2 * (radii[one] + radii[other])


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_turn_that_was_made_is_found(mirrored: bool) -> None:
    drawn = np.array([1, 2j, -1 - 1j, 3 + 0.5j])
    far = (drawn.conj() if mirrored else drawn) * np.exp(0.7j)
    disc = np.zeros(4, dtype=np.int64)
    found = best_rotations(drawn, far, disc, 2)
    assert np.allclose(found.apply(drawn, disc), far)
    assert found.factors[1] == 1  # nothing is known of the other disc: it stays


def test_discs_turn_their_links_towards_each_other() -> None:
    places = np.array([-1 + 0j, 1, 1, -1])
    discs, centres = np.array([0, 0, 1, 1]), np.array([-5 + 0j, 5])
    on_map = rotate_discs(places, discs, centres, np.array([(0, 2), (2, 0)]), np.ones(2))
    assert np.allclose(on_map, [-4, -6, 4, 6])


def test_the_middle_is_that_of_the_outermost_places() -> None:
    crowd = [0.01 * k for k in range(100)]
    assert abs(middle(np.array([*crowd, 10, -2, 4 + 6j], dtype=complex)) - 4) < 0.2


def test_a_few_discs_on_a_ring_lie_at_the_bottom() -> None:
    places = rings(np.ones(5), 20.0)
    assert (places.imag > 19 * HIGH).all()
    assert abs(places.mean().real) < 1e-9


def test_discs_on_full_rings_do_not_overlap() -> None:
    places = rings(np.full(300, 0.5), 20.0)
    apart = np.abs(places[:, None] - places) + 2 * np.eye(300)
    assert apart.min() > 0.95
    assert min(elliptic_distance(place.real, place.imag) for place in places) > 20


def test_components_keep_a_margin_and_fill_the_bays_of_others() -> None:
    """By their real outlines: round ones would put the short one beyond the arms of the cross."""
    arm = np.arange(1, 16)
    cross = np.concatenate([[0], arm, -arm, 1j * arm, -1j * arm])
    places = np.concatenate([cross, np.arange(4) - 1.5, np.arange(4) - 1.5])
    components = np.repeat([0, 1, 2], [len(cross), 4, 4])
    on_map = places + packed(places, components, 3)[components]
    apart = np.abs(on_map[:, None] - on_map)
    assert apart[components[:, None] != components].min() >= 1
    assert np.abs(on_map[components > 0]).max() < 15
