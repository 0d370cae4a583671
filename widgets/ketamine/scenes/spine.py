"""Spines that come and go on one branch of a mouse's nerve cell: without a drug, after ketamine, and when the new
ones are taken away.

Fifty spines are drawn. Without a drug, how many of them come and go in two weeks was counted (Zuo 2005). How many more
ketamine adds, and how many stress takes, is not in the texts that we could read: those numbers are illustrative, and
the scene says so. When they come, and how long they are still there, is from the rows.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from explorers import Drawing, Readout, Scene
from explorers.words import number as plain
from ketamine import evidence
from ketamine.scenes.draw import COLOURS, MOUSE, SPINE, Parts, line, tag, text

DAY = 24  # hours
#: The stops of the clock: label -> hours since the dose.
CLOCK = {
    "Before the dose": 0,
    "3 hours": 3,
    "12 hours": 12,
    "1 day": DAY,
    "3 days": 3 * DAY,
    "1 week": 7 * DAY,
    "2 weeks": 14 * DAY,
    "4 weeks": 28 * DAY,
}
NONE, KETAMINE, REMOVED = "No drug", "Ketamine", "New spines removed"
MICE = [NONE, KETAMINE, REMOVED]
SPINES = 50  # drawn at the start, without stress
#: Slots on the branch of spines that change. All others stay.
COME, GO = (11, 44), (23, 37)  # without a drug: as many come as go
STRESSED = (4, 17, 29, 50, 55)  # lost to stress; illustrative
ADDED = (7, 33, 20, 47, 14, 40)  # by ketamine; illustrative
SLOTS = 60
EMPTY = (2, 57)  # never a spine here: 60 slots hold 50 spines, 2 that come, 6 that ketamine adds, and these
LEAVES_OUT = (
    "all other branches and cells, spines that change their size, and true sizes. How many spines ketamine adds, how"
    " many stress takes and how many of the new ones last is not in the texts that we read: those numbers are"
    " made up. The hour at which the new spines were removed is not there either."
)
LABEL = (
    "A branch of a nerve cell of a mouse with about fifty spines. Some come and some go with the time chosen; those"
    " that ketamine adds have a colour of their own."
)


def spines_come_and_go(time: float = 0, mice: str = KETAMINE) -> tuple[Scene, list[Readout]]:
    """Show the spines of one branch.

    time: hours since the dose, one of CLOCK. mice: one of MICE.
    """
    scene = Scene(
        wide=_drawing(WIDE, time, mice),
        narrow=_drawing(NARROW, time, mice),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("What", "When", "Value", "From"),
        rows=table(),
        colours=COLOURS,
        near=1,
    )
    return scene, readouts(time, mice)


# --- what is true at a time ---------------------------------------------------------------------


def turned_over(time: float) -> int:
    """Return how many of fifty spines have gone, and as many come, without a drug: linear to the middle of N115."""
    low, high = evidence.interval("N115").bounds
    whole = round((low + high) / 2 / 100 * SPINES)
    return min(whole, math.floor(whole * time / (14 * DAY) + 1e-9))


def added(time: float, mice: str) -> int:
    """Return how many spines of ketamine's are drawn; only when they begin and are last seen is from rows."""
    first, risen = evidence.interval("X100").bounds
    if mice == NONE or time < first:
        return 0
    if time < risen:
        return len(ADDED) // 2
    if mice == REMOVED:
        return 0
    return len(ADDED) - (time >= 7 * DAY) - 2 * (time >= 14 * DAY)


def followed(time: float) -> bool:
    """Say whether anybody looked as late as this."""
    return time <= evidence.number("N110").value * DAY


def readouts(time: float, mice: str) -> list[Readout]:
    """Say what was seen of spines and behaviour, and what is known of people."""
    return [
        Readout("Spines (mice)", said_of_spines(time, mice)),
        Readout("Behaviour (mice)", said_of_behaviour(time, mice)),
        Readout("The numbers drawn", said_of_numbers(mice)),
        Readout("People", said_of_people(time, mice)),
    ]


def said_of_spines(time: float, mice: str) -> str:
    """Say what was seen of spines: N115, N114; N719, X101, X100, N110, N111, N721; N106."""
    if mice == NONE:
        if time < 14 * DAY:
            return "Few come and few go."
        low, high = (plain(end) for end in evidence.interval("N115").bounds)
        since = "In two weeks" if time == 14 * DAY else "In the first two weeks"
        return f"{since} {low} to {high} of 100 are lost, and as many formed."
    not_yet, risen = evidence.interval("X101").high, evidence.interval("X100").high
    if time <= 0:
        return "After stress there are fewer: more were lost and fewer formed."
    if time <= not_yet:
        return "No more are formed than usual."
    if time <= risen and not (mice == REMOVED and time == risen):
        return "More are formed than usual."
    if not followed(time):
        return "Not followed so long."
    if mice == REMOVED:
        return "The new ones have been removed."
    if time < evidence.number("N110").value * DAY:
        lost = "; some of the new ones are lost again" if time >= 7 * DAY else ""
        return f"More spines than with saline{lost}. No fewer of the old ones are lost."
    return "Still more spines than with saline, at the last count that we read of. A part of the new ones has lasted."


def said_of_behaviour(time: float, mice: str) -> str:
    """Say how the mice behave: N700, N106."""
    if mice == NONE:
        return "Not the question here: these mice are not stressed."
    if time < evidence.number("N700").value:
        return "As after stress."
    if time == evidence.number("N700").value:
        return "Better already, before any new spine."
    if not followed(time):
        return "Not followed."
    if mice == REMOVED and time >= DAY:
        return "The change in escaping is not kept without the new spines, though it began without them."
    if time <= DAY:
        return "Better."
    return "One change, in escaping, is kept by the new spines. How many days it lasts is not in what we read."


def said_of_numbers(mice: str) -> str:
    """Say which numbers are counted and which only drawn."""
    if mice == NONE:
        return "As counted: 4 in 100 is the middle of the published range over brain regions."
    return (
        "The number of spines drawn is made up; the texts that we read do not give it. The times come from the studies."
    )


def said_of_people(time: float, mice: str) -> str:
    """Say what is known of people: N123, a scan after ketamine."""
    if mice != NONE and time == evidence.row("N123").at_hours:
        return "A marker of synapses had not moved on average, in a scan a day after one dose."
    return "Nobody can count spines in a living person."


@cache
def table() -> list[tuple[str, str, str, str]]:
    """Every row that the scene draws or says."""
    rows = ("N114", "N115", "N719", "N700", "X101", "X100", "N701", "N110", "N721", "N106", "N123")
    return [_told(row) for row in rows]


def _told(row_id: str) -> tuple[str, str, str, str]:
    row = evidence.row(row_id)
    numbers = (row.value,) if row.value is not None else row.interval or ()
    value = f"{' to '.join(map(plain, numbers))} {row.unit}" if numbers else "in words only"
    who = {"human": "people", "mouse": "mice"}[row.species]
    return f"{row.arm}: {row.outcome}", row.when, value, f"{row.study} ({who}; {row.note})"


# --- the drawing --------------------------------------------------------------------------------


class Branch(NamedTuple):
    """A stretch of dendrite: from and to in px, its height, how far it waves, and the slots on it."""

    left: float
    right: float
    y: float
    wave: float
    slots: range

    def at(self, x: float) -> float:
        """Return the height of its middle at x."""
        return self.y + self.wave * math.sin((x - self.left) / (self.right - self.left) * 2 * math.pi)


class Plan(NamedTuple):
    """Where things stand: size in px, height of the picture, branches, thickness of a branch, size of a spine."""

    name: str
    width: int
    height: int
    art: int
    branches: tuple[Branch, ...]
    thick: float
    spine: float

    @property
    def small(self) -> bool:
        """Whether it is for a phone."""
        return self.name == "narrow"


WIDE = Plan("wide", 860, 286, 286, (Branch(-10, 870, 172, 14, range(SLOTS)),), 30, 0.46)
NARROW = Plan(
    "narrow",
    300,
    316,
    238,
    (Branch(-6, 306, 64, 6, range(SLOTS // 2)), Branch(-6, 306, 164, 6, range(SLOTS // 2, SLOTS))),
    17,
    0.31,
)


def _drawing(plan: Plan, time: float, mice: str) -> Drawing:
    return Drawing(plan.width, plan.height, _markup(plan.name), _parts(time, mice))


def _parts(time: float, mice: str) -> Parts:
    """Return what differs: spines that come, go, are added and are removed, and the words."""
    turned, more = turned_over(time), added(time, mice)
    most = 0 if mice == NONE or time < evidence.interval("X100").low else len(ADDED)
    late = not followed(time)
    parts: Parts = {}
    for i, slot in enumerate(COME):
        parts[f"s{slot}"] = {"transform": f"scale({1 if i < turned else 0.02})", "opacity": int(i < turned)}
    for i, slot in enumerate(GO):
        parts[f"s{slot}"] = {"transform": f"scale({0.02 if i < turned else 1})", "opacity": int(i >= turned)}
        parts[f"o{slot}"] = {"opacity": int(i < turned)}
    for slot in STRESSED:
        parts[f"s{slot}"] = {"transform": f"scale({1 if mice == NONE else 0.02})", "opacity": int(mice == NONE)}
        parts[f"o{slot}"] = {"opacity": int(mice != NONE)}
    for i, slot in enumerate(ADDED):
        parts[f"s{slot}"] = {
            "transform": f"scale({1 if i < more else 0.02})",
            "opacity": int(i < more),
            "fill-opacity": 0 if late else 1,
        }
        once = more <= i < most and time > evidence.interval("X100").low
        parts[f"o{slot}"] = {"opacity": int(once)}
    parts["says"] = {"text": _headline(time, mice)}
    label = next(label for label, hours in CLOCK.items() if hours == time)
    parts["kind"] = {"text": f"{label}, {_kind(time, mice)}"}
    mood = _mood(time, mice)
    parts["mouse"] = {"opacity": int(bool(mood)), "fill": f"var(--{'mice' if mood == BETTER else 'grey'})"}
    parts["mood"] = {"text": mood or " "}
    parts["key"] = {"text": "dashed: gone; green: new" if mice == NONE else "dashed: gone; violet: added by ketamine"}
    return parts


BETTER = "behaviour: better"


def _kind(time: float, mice: str) -> str:
    """Say whose number of spines is drawn: counted in mice up to two weeks (N114, N115), or made up."""
    if mice != NONE:
        return "in mice; number made up"
    return "as counted in mice" if time <= 14 * DAY else "as at two weeks; not counted later"


def _mood(time: float, mice: str) -> str:
    """Say how the mice behave, in a few words; '' where that is not the question or not known."""
    if mice == NONE or not followed(time):
        return ""
    if time < evidence.number("N700").value:
        return "behaviour: as after stress"
    if mice == REMOVED and time >= DAY:
        return "escaping: not kept"
    return BETTER if time <= DAY else "escaping: how long is not known"


def _headline(time: float, mice: str) -> str:
    """Say in a few words what is seen."""
    turned = turned_over(time)
    if mice == NONE:
        return f"{SPINES} spines: {turned} gone, {turned} new" if turned else f"{SPINES} spines"
    if time <= 0:
        return "after stress: fewer"
    if time <= evidence.interval("X101").high:
        return "no new spines yet"
    if not followed(time):
        return "nobody looked so late"
    if mice == REMOVED and time >= DAY:
        return "the new ones are removed"
    return "new spines" if time <= DAY else "still more than with saline"


@cache
def _markup(name: str) -> str:
    plan = WIDE if name == "wide" else NARROW
    clip = f"spine-{name}"
    rounded = tag("clipPath", tag("rect", width=plan.width, height=plan.art, rx=8), id=clip)
    drawn = tag("rect", width=plan.width, height=plan.art, fill="var(--sky)")
    for branch in plan.branches:
        drawn += "".join(_spine(plan, branch, slot) for slot in branch.slots if slot not in EMPTY)
        drawn += _shaft(plan, branch)
    return rounded + tag("g", drawn, clip_path=f"url(#{clip})") + _words(plan)


def _spine(plan: Plan, branch: Branch, slot: int) -> str:
    """Draw the spine of a slot: on alternate sides, each a little different."""
    count = len(branch.slots)
    x = branch.left + (branch.right - branch.left) * (slot - branch.slots[0] + 0.5) / count
    side = 1 if slot % 2 else -1
    y = branch.at(x) + side * plan.thick * 0.42
    size = plan.spine * (0.8 + 0.4 * ((slot * 0.618) % 1))
    lean = round(24 * ((slot * 0.382) % 1) - 12 + (180 if side > 0 else 0))
    changes = slot in (*COME, *GO, *STRESSED, *ADDED)
    colour = "mice" if slot in ADDED else "open" if slot in COME else "post"
    body = tag(
        "path",
        d=SPINE,
        fill=f"var(--{colour})",
        stroke=f"var(--{'mice' if slot in ADDED else 'post-rim'})",
        stroke_width=round(1.6 / size, 1),
        **({"data_part": f"s{slot}"} if changes else {}),
    )
    if slot in (*GO, *STRESSED, *ADDED):
        body = (
            tag(
                "path",
                d=SPINE,
                fill="none",
                stroke=f"var(--{'mice' if slot in ADDED else 'grey'})",
                stroke_width=round(1.4 / size, 1),
                stroke_dasharray=f"{3 / size:.1f} {2.5 / size:.1f}",
                data_part=f"o{slot}",
            )
            + body
        )
    return tag("g", body, transform=f"translate({x:.1f} {y:.1f}) rotate({lean}) scale({size:.2f})")


def _shaft(plan: Plan, branch: Branch) -> str:
    """Draw the branch itself."""
    steps = 24
    xs = [branch.left + (branch.right - branch.left) * i / steps for i in range(steps + 1)]
    way = "M" + "L".join(f"{x:.0f} {branch.at(x):.1f}" for x in xs)
    return (
        line(way, "post-rim", plan.thick)
        + line(way, "post", plan.thick - 4)
        + line(way, "post-light", plan.thick * 0.35)
    )


def _words(plan: Plan) -> str:
    """Say what is seen, and how the mice behave."""
    small = plan.small
    top = plan.art + 22 if small else 34
    left, right = (4 if small else 18), plan.width - (4 if small else 18)
    mouse_x, mouse_y = (left, plan.art + 51) if small else (right - 30, 16)
    halo = "surface" if small else "sky"
    big, middle = (16, 12.5) if small else (21, 14)
    words = text(left, top, "", halo=halo, font_size=big, font_weight=700, data_part="says")
    words += text(left, top + (17 if small else 21), "", "muted", halo=halo, font_size=middle, data_part="kind")
    words += text(10 if small else left, plan.art - 12, "", "muted", halo="sky", font_size=middle, data_part="key")
    mood: dict[str, str | float] = {"font_size": 12.5 if small else 15, "font_weight": 600, "data_part": "mood"}
    x, y, anchor = (left + 32, plan.art + 62, "start") if small else (right - 38, 34, "end")
    mouse = f"translate({mouse_x} {mouse_y}) scale({1.05 if small else 1.25})"
    return (
        words
        + text(x, y, "", "mice", anchor, halo=halo, **mood)
        + tag("path", d=MOUSE, data_part="mouse", transform=mouse)
    )
