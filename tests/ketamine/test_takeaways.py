"""The ledger as a picture: every claim once, in the group of its row, with the look of its grade."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from explorers import bake
from ketamine import claims
from ketamine.scenes import takeaways as f

plans = pytest.mark.parametrize("plan", (f.WIDE, f.NARROW), ids=lambda plan: plan.name)
sorts = pytest.mark.parametrize("sort", f.GROUPS)


def root(plan):
    return ET.fromstring(f"<svg>{f._drawn(plan)}</svg>")


@plans
@sorts
def test_every_claim_stands_once_in_the_group_of_its_row_and_no_two_overlap(plan, sort):
    places, heads = plan.places(sort)
    assert set(places) == {claim.number for claim in claims.table()} and len(set(places.values())) == len(places)
    wide, high = plan.tile
    order = list(heads)
    group, _ = f.GROUPS[sort]
    for claim in claims.table():
        x, y = places[claim.number]
        key = group(claim)
        after = order[order.index(key) + 1 :]
        assert heads[key] < y and all(y + high < heads[other] for other in after)
        assert x + wide + 4 <= plan.width and y + high + 4 <= plan.height


@plans
def test_a_tile_has_the_look_of_its_grade_and_says_its_label(plan):
    for i, claim in enumerate(claims.table()):
        tile = next(one for one in root(plan).iter("g") if one.get("data-part") == f"tile-{claim.number}")
        fill, _, dash = f.FILLS[f.LOOKS[claim.strength]]
        box = tile.find("rect")
        assert box.get("fill") == f"var(--{fill})" and box.get("stroke-dasharray", "") == dash
        words = [one.text for one in tile.iter("text")]
        assert re.sub(r"- ", "-", " ".join(words)) == claim.label and len(words) <= 2
        assert max(map(len, words)) * 6.2 <= plan.tile[0], claim.label
        assert tile.get("data-move") == f"claim {i}" and list(f.CLAIMS.values())[i] == claim.number


@plans
def test_headings_count_their_tiles(plan):
    counts = Counter(claim.strength for claim in claims.table())
    group = next(one for one in root(plan).iter("g") if one.get("data-part") == f"heads-{f.SHOWN}")
    for heading, (strength, said) in zip(group.iter("text"), f.SAID.items(), strict=True):
        words = "".join(heading.itertext()).replace("‘", "'").replace("’", "'")
        assert words.startswith(f"{said}: {counts[strength] or 'none'}"), words


def test_the_claim_in_front_is_read_out_with_its_verdict():
    for claim in claims.table():
        first = f.readouts(claim.number)[0]
        assert (
            claim.claim.rstrip(".") in first.name
            and claim.verdict in str(first)
            and f"({claim.strength})" in str(first)
        )
        rings = {name for name, own in f._parts(f.WIDE, f.SHOWN, claim.number).items() if own.get("opacity") == 1}
        assert rings == {f"ring-{claim.number}"}


def test_it_is_baked_small():
    shown = [
        bake.call("which-to-repeat", f.which_to_repeat, dict(sort=sort, claim=claim))
        for sort in f.GROUPS
        for claim in f.CLAIMS.values()
    ]
    assert len(bake.pack([one.tree for one in shown], [one.words for one in shown])) < 20_000
