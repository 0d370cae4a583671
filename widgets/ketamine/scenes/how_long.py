"""How long it lasts: what is felt, what is in the blood, what helps, and what was seen in mice, on one time axis.

Each lane has one bar. It is solid as long as the studies behind it agree, and fades where they differ or only one
looked; where 'agree' ends and 'less sure' begins is this course's reading of them. A line marks the hour, and each lane
says whether it still holds then. The studies behind the lane in front stand below, each with a bar of its own. Every
end of a bar is a row of ``durations.csv`` or ``pharmacology.csv``, or five half-lives of one (hatched: calculated).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from explorers import Drawing, Readout, Scene
from explorers.svg import Attributes, bar, line, tag, text
from ketamine import evidence
from ketamine.colours import SCENE
from ketamine.evidence import Number, Row

HOURS = {"min": 1 / 60, "h": 1.0, "days": 24.0, "weeks": 168.0, "months": 730.5, "years": 8766.0}
DAY, WEEK = 24.0, 168.0
START, END = 1 / 6, 8766.0  # of the axis, hours
DOSE = 0.0  # what begins with the dose begins at the axis' edge
HALF_LIVES = 5  # after so many about 3 % is left
NEAR_ZERO = 1  # per cent; less is said as 'under 1 %'

ONE, COURSE, ON = "one", "course", "on"
SCHEDULES = {"One dose": ONE, "A course": COURSE, "Going on": ON}
#: The stops of the line: label -> hours.
NOW: dict[str, float] = {
    "10 minutes": 1 / 6,
    "40 minutes": 2 / 3,
    "1 hour": 1,
    "1.5 hours": 1.5,
    "2 hours": 2,
    "4 hours": 4,
    "6 hours": 6,
    "12 hours": 12,
    "1 day": DAY,
    "2 days": 2 * DAY,
    "3 days": 3 * DAY,
    "5 days": 5 * DAY,
    "1 week": WEEK,
    "10 days": 10 * DAY,
    "2 weeks": 2 * WEEK,
    "3 weeks": 3 * WEEK,
    "4 weeks": 4 * WEEK,
    "8 weeks": 8 * WEEK,
    "3 months": 13 * WEEK,
    "6 months": 26 * WEEK,
    "9 months": 39 * WEEK,
    "1 year": 52 * WEEK,
}


# --- the studies ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Time:
    """A published time: what happened then, in hours and in words, and the row that says so."""

    what: str
    row: Row
    hours: float | None  # None where no number was published
    interval: tuple[float, float] | None
    text: str

    @property
    def at_hours(self) -> float:
        """``hours`` of a time for which a number was published."""
        assert self.hours is not None, f"row {self.row.id} has no time in hours"
        return self.hours

    @classmethod
    def read(cls, what: str, ref: str) -> Time:
        """ref: a row's id; 'C261a.low' takes its bound, 'C620.hours' the time at which its value was found."""
        row_id, _, field = ref.partition(".")
        row = evidence.row(row_id)
        what = what.format(value=row.value, n=row.n)
        if field == "hours":
            return cls(what, row, row.hours, None, row.when)
        if row.unit == "statement":
            return cls(what, row, None, None, "")
        factor = HOURS[row.unit]
        if field:
            bound = getattr(row, field)
            return cls(what, row, bound * factor, None, _span(bound, bound, row.unit))
        low, high = (row.value, row.value) if isinstance(row, Number) else row.bounds
        interval = (row.interval[0] * factor, row.interval[1] * factor) if row.interval else None
        spread = f" ({row.uncertainty} {row.spread:g})" if row.spread is not None else ""
        return cls(what, row, high * factor, interval, _span(low, high, row.unit) + spread)

    def __str__(self) -> str:
        return f"{self.what} {self.text}".strip()


def _span(low: float, high: float, unit: str) -> str:
    """'40 min', '10–12 days'; long hours as days."""
    if unit == "h" and low >= 48:
        low, high, unit = low / 24, high / 24, "days"
    if low == high == 1:
        unit = unit.removesuffix("s")
    return f"{low:g} {unit}" if low == high else f"{low:g}–{high:g} {unit}"


@dataclass(frozen=True)
class Study:
    """One effect in one study; ``times`` and ``gone`` are (what happened, where the row says it).

    effect: as it is called in a list of studies. Its bar begins at its first time where that ``begins`` it (a beginning
    or a first sight, not a peak or an end), else with the dose, and ends at its last. gone: a time at which the effect
    was looked for and not seen.
    """

    effect: str
    times: tuple[tuple[str, str], ...]
    schedules: tuple[str, ...] = (ONE, COURSE, ON)
    gone: tuple[str, str] | None = None
    begins: bool = False

    @property
    def seen(self) -> list[Time]:
        """The published times."""
        return [Time.read(*time) for time in self.times]

    @property
    def unseen(self) -> list[Time]:
        """The time at which it was looked for and not seen, if there is one."""
        return [Time.read(*self.gone)] if self.gone else []

    @property
    def row(self) -> Row:
        """The row of its last time, which names the study."""
        return (self.seen or self.unseen)[-1].row

    @property
    def colour(self) -> str:
        """Which drug it is about, or that it is about mice or the other group."""
        arm = self.row.arm.lower()
        if self.row.species == "mouse":
            return "mice"
        if "placebo" in arm.split("+")[0] or "quetiapine" in arm:
            return "cmp"
        esketamine = "esketamine" in arm or "s-ketamine" in arm or "esketamine" in self.row.study.lower()
        return "esk" if esketamine else "ket"

    def __str__(self) -> str:
        """Return 'Kishimoto 2016 (234 people, pooled): ahead of placebo from 40 min, lost by 10–12 days'."""
        people = f"{self.row.n} people, " if self.row.n and self.row.species == "human" else ""
        times = ", ".join(map(str, self.seen + self.unseen))
        return f"{self.row.study} ({people}{kind(self.row)}): {self.effect} {times}".strip()


def kind(row: Row) -> str:
    """Return what kind of study a row comes from, in a word or two."""
    if row.species != "human":
        return "mice"
    for start, word in (
        ("meta-analysis, mostly before-after", "pooled, mostly after against before"),
        ("meta-analysis", "pooled"),
        ("randomised, open", "randomised, open label"),
        ("randomised", "randomised"),
        ("label", "label"),
        ("protocol", "protocol"),
        ("pharmacokinetic", "blood samples"),
    ):
        if row.design.startswith(start):
            return word
    return "no comparison group"


# --- the lanes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A piece of a lane's bar.

    start, end: DOSE, END, a row's time ('C566a', 'C261a.low', 'C620.hours'), or five half-lives ('PK83b*5'), or hours
    that a row prints in words only. look: 'solid', 'in' and 'out' (fading), 'calculated', 'few', 'open' or 'unrated'.
    half: 0 whole, 1 upper half, 2 lower half.
    """

    start: float | str
    end: float | str
    look: str
    colour: str
    half: int = 0


@dataclass(frozen=True)
class Lasts:
    """What a lane shows under one schedule.

    says: how long, in a few words. pieces: of its bar. agree: from when to when the studies agree; None if never.
    sure_less: (from, to, word, noun) of times when they differ, or few looked. crosses: times at which it was looked
    for and not seen. after: the word for all times later than that; holds: while the studies agree.
    """

    says: str
    pieces: tuple[Piece, ...] = ()
    agree: tuple[float | str, float | str] | None = None
    sure_less: tuple[tuple[float | str, float | str, str, str], ...] = ()
    crosses: tuple[str, ...] = ()
    after: str = "over"
    holds: str = "yes"  # the word while the studies agree


@dataclass(frozen=True)
class Lane:
    """One lane. group: its heading. name. noun: in a sentence of what is still true. studies: behind it."""

    group: str
    name: str
    noun: str
    lasts: dict[str, Lasts]
    studies: tuple[Study, ...]

    def of(self, schedule: str) -> tuple[Study, ...]:
        """Return the studies that speak to a schedule."""
        return tuple(study for study in self.studies if schedule in study.schedules)


def hours(ref: float | str) -> float:
    """Return the hours of an end of a Piece."""
    if isinstance(ref, float | int):
        return float(ref)
    row, _, times = ref.partition("*")
    return Time.read("", row).at_hours * int(times or 1)


def _always(lasts: Lasts) -> dict[str, Lasts]:
    return dict.fromkeys((ONE, COURSE, ON), lasts)


FELT, BLOOD, HELPED, MICE, SCANS = "felt", "in the blood", "helped", "in mice", "in people"
UNRATED = Lasts("no rating found", after="not rated")
#: C236, as its authors grade and read it
LITTLE = "pain a little lower in one review, of low certainty, which calls it little or none"
LANES: dict[str, Lane] = {
    "unreal": Lane(
        FELT,
        "Feeling unreal",
        "feeling unreal",
        _always(
            Lasts(
                "ketamine 1 h, spray 1.5 h",
                (Piece(DOSE, "C801", "solid", "ket", 1), Piece(DOSE, "SE02", "solid", "esk", 2)),
                (DOSE, "C801"),
                (("C801", "SE02", "spray only", "feeling unreal (after the spray)"),),
            )
        ),
        (
            Study("gone in everybody, counted from its start or end (not clear), within", (("", "C801"),)),
            Study("dissociation in the first", (("", "C610"),)),
            Study("under the skin: usually over within", (("", "C569"),)),
            Study("dissociation", (("peak", "SE01"), ("over by", "SE02"))),
        ),
    ),
    "drowsy": Lane(
        FELT,
        "Drowsy, slower",
        "drowsiness",
        _always(
            Lasts(
                "spray 1 to 2 h",
                (Piece("SE06a", "SE06c.low", "solid", "esk"), Piece("SE06c.low", "SE24b", "out", "esk")),
                ("SE06a", "SE06c.low"),
                (("SE06c.low", "SE24b", "wearing off", "drowsiness"),),
            )
        ),
        (
            Study("sedation", (("onset", "SE06a"), ("peak", "SE06b"), ("over", "SE06c")), begins=True),
            Study("thinking", (("worse at", "SE24a"), ("as on placebo at", "SE24b"))),
        ),
    ),
    "pressure": Lane(
        FELT,
        "Blood pressure up",
        "raised blood pressure",
        _always(
            Lasts(
                "ketamine 1.5 h, spray 4 h",
                (Piece(DOSE, "SE17", "solid", "ket", 1), Piece(DOSE, "SE09b", "solid", "esk", 2)),
                (DOSE, "SE17"),
                (("SE17", "SE09b", "spray only", "raised blood pressure (after the spray)"),),
            )
        ),
        (
            Study("normal again in everybody within", (("", "SE17"),)),
            Study("blood pressure", (("peak", "SE09a"), ("raised for about", "SE09b"))),
            Study("a rule: watch for at least", (("", "SE08"),)),
        ),
    ),
    "blood": Lane(
        BLOOD,
        "Half the drug gone",
        "",
        _always(
            Lasts(
                "ketamine 3–6, spray 7–12 h",
                (
                    Piece(DOSE, "PK86a", "solid", "ket", 1),
                    Piece("PK86a", "PK83b", "out", "ket", 1),
                    Piece("PK83b", "PK83b*5", "calculated", "ket", 1),
                    Piece(DOSE, "PK53.low", "solid", "esk", 2),
                    Piece("PK53.low", "PK53.high", "out", "esk", 2),
                    Piece("PK53.high", "PK53.high*5", "calculated", "esk", 2),
                ),
                (DOSE, "PK86a"),
                (("PK86a", "PK53.high*5", "", ""),),
                after="under 1 %",
            )
        ),
        (
            Study("one infusion takes", (("", "C800"),)),
            Study("half-life, short sampling", (("", "PK86a"),)),
            Study("half-life of the S-form", (("", "PK83a"),)),
            Study("half-life of the R-form", (("", "PK83b"),)),
            Study("half-life of esketamine", (("", "PK53"),)),
        ),
    ),
    "mood": Lane(
        HELPED,
        "Mood",
        "better mood",
        {
            ONE: Lasts(
                "about a week",
                (
                    Piece("C566a", "C261a.low", "in", "ket"),
                    Piece("C261a.low", "C267", "solid", "ket"),
                    Piece("C267", "C566b.high", "out", "ket"),
                    Piece("C566b.high", "C625.hours", "few", "ket"),
                ),
                ("C261a.low", "C267"),
                (
                    ("C566a", "C261a.low", "one review", "better mood (in one review)"),
                    ("C267", "C566b.high", "less sure", "better mood"),
                    ("C566b.high", "C625.hours", "some people", "better mood in some of those who responded"),
                ),
                crosses=("C566b.high",),
                after="not followed",
            ),
            COURSE: Lasts(
                "half relapse in 18 to 57 days",
                (
                    Piece(DOSE, "C017", "solid", "ket"),
                    Piece("C017", "C093b", "out", "ket"),
                    Piece("C093b", "C093a.hours", "few", "ket"),
                ),
                (DOSE, "C017"),
                (
                    ("C017", "C093b", "about half", "better mood in about half of the responders"),
                    ("C093b", "C093a.hours", "fewer than half", "better mood in fewer than half of the responders"),
                ),
                after="not followed",
                holds="most responders",
            ),
            ON: Lasts(
                "if stopped: half in 273 days",
                (
                    Piece(DOSE, "C277", "solid", "esk", 1),
                    Piece("C277", END, "open", "esk", 1),
                    Piece(DOSE, "C820", "hollow", "cmp", 2),
                    Piece("C820", "C277", "hollow-out", "cmp", 2),
                ),
                (DOSE, "C820"),
                (
                    ("C820", "C277", "kept on: most", "better mood in most who go on, in fewer who stop"),
                    (
                        "C277",
                        END,
                        "kept on: most",
                        "better mood in most who go on, while half of those who stopped have relapsed",
                    ),
                ),
                holds="most people",
            ),
        },
        (
            Study("ahead of placebo", (("from", "C566a"), ("lost by", "C566b")), (ONE,), begins=True),
            Study(
                "better",
                (("from", "C261a.low"), ("to", "C261a.high")),
                (ONE,),
                ("too few studies at", "C261b"),
                begins=True,
            ),
            Study("a response lasts about", (("", "C267"),), (ONE,)),
            Study("responders relapse, on average at", (("", "C624"),), (ONE,)),
            Study("of responders", (("{value:g} % relapsed by", "C620.hours"),), (ONE,)),
            Study("responders: half relapsed by", (("", "C017"),), (COURSE,)),
            Study("remitters: half well for", (("", "C093b"), ("{value:g} % relapsed by", "C093a.hours")), (COURSE,)),
            Study("after stopping", (("{value:g} % still respond in", "C523.hours"),), (COURSE,)),
            Study("weekly infusions: unchanged for", (("", "C802"),), (ON,)),
            Study("switched to placebo spray: half relapsed by", (("", "C277"),), (ON,)),
            Study("kept on esketamine: fewer than half relapsed", (("", "C821"),), (ON,)),
            Study("ketamine tablets: ahead of placebo tablets in", (("", "C1602.hours"),), (ON,)),
            Study("esketamine:", (("{value:g} % well and not relapsed by", "C1620.hours"),), (ON,)),
            Study("quetiapine:", (("{value:g} % well and not relapsed by", "C1621.hours"),), (ON,)),
        ),
    ),
    "suicidal": Lane(
        HELPED,
        "Suicidal thoughts",
        "fewer suicidal thoughts",
        {
            ONE: Lasts(
                "fewer on days 1 to 3",
                (
                    Piece("C809.low", "C810.low", "in", "ket"),
                    Piece("C810.low", "C564a.high", "solid", "ket"),
                    Piece("C564a.high", "C810.high", "out", "ket"),
                ),
                ("C810.low", "C564a.high"),
                (
                    ("C809.low", "C810.low", "one review", "fewer suicidal thoughts (in one review)"),
                    ("C564a.high", "C810.high", "one of three", "fewer suicidal thoughts (in one review of three)"),
                ),
                crosses=("C564b",),
                after="not rated",
            ),
            COURSE: UNRATED,
            ON: UNRATED,
        },
        (
            Study("fewer", (("from", "C809.low"), ("to", "C809.high")), (ONE,), begins=True),
            Study("fewer", (("from", "C810.low"), ("to", "C810.high")), (ONE,), begins=True),
            Study("fewer", (("from", "C564a.low"), ("to", "C564a.high")), (ONE,), ("not at", "C564b"), begins=True),
        ),
    ),
    "pain": Lane(
        HELPED,
        "Pain",
        "less pain",
        {
            ONE: Lasts(
                "perhaps less on days 3 to 7",
                (
                    Piece("C239.hours", 0.33, "solid", "esk"),
                    Piece(0.33, 3 * DAY, "unrated", "cmp"),
                    Piece(3 * DAY, "C237.hours", "out", "ket"),  # begins with what is printed as 'days 3-7'
                ),
                None,
                (
                    ("C239.hours", 0.33, "one trial", "less pain (in one trial)"),
                    (3 * DAY, "C236.hours", "less sure", LITTLE),
                    (0.33, 3 * DAY, "not rated", ""),
                    ("C236.hours", "C237.hours", "unclear", "less pain"),
                ),
                crosses=("C240.hours",),
                after="no lead",
            ),
            COURSE: Lasts(
                "less in week 1, not by week 12",
                (
                    Piece("C811", "C220.hours", "solid", "esk", 1),
                    Piece("C220.hours", "C222.hours", "out", "esk", 1),
                    Piece(3 * DAY, "C237.hours", "out", "ket", 2),
                ),
                None,
                (
                    (3 * DAY, "C811", "less sure", LITTLE),
                    ("C811", "C220.hours", "one trial", f"less pain (in one trial of regional pain) and {LITTLE}"),
                    ("C236.hours", "C222.hours", "less sure", "less pain"),
                ),
                crosses=("C222.hours",),
                after="not rated",
            ),
            ON: UNRATED,
        },
        (
            Study(
                "S-ketamine, fibromyalgia:",
                (("{value:g} of {n} better at", "C239.hours"),),
                (ONE,),
                ("no lead in", "C240.hours"),
                begins=True,
            ),
            Study("lower", (("on", "C236.hours"),), (ONE, COURSE), ("unclear in", "C237.hours"), begins=True),
            Study(
                "S-ketamine, regional pain: lowest",
                (("in", "C220.hours"),),
                (COURSE,),
                ("no clear lead in", "C222.hours"),
                begins=True,
            ),
        ),
    ),
    "mouse-blood": Lane(
        MICE,
        "The drug in the blood",
        "",
        _always(
            Lasts(
                "half gone in 13 minutes",
                (Piece(DOSE, "PK86b", "solid", "mice"), Piece("PK86b", "PK86b*5", "calculated", "mice")),
                (DOSE, "PK86b"),
                (("PK86b", "PK86b*5", "little left", ""),),
                after="gone",
            )
        ),
        (Study("half-life", (("", "PK86b"),)),),
    ),
    "spines": Lane(
        MICE,
        "New connections",
        "new connections",
        {
            ONE: Lasts(
                "12 hours to 14 days",
                (Piece("X101.high", "X100.low", "in", "mice"), Piece("X100.low", "N110", "solid", "mice")),
                ("X100.low", "N110"),
                (("X101.high", "X100.low", "starting", "new connections"),),
                crosses=("X101.high",),
                after="not followed",
            ),
            COURSE: Lasts(
                "day 3 to day 5.5 of daily doses",
                (Piece("N112b.high", "N112a.low", "in", "mice"), Piece("N112a.low", "N112a.high", "solid", "mice")),
                ("N112a.low", "N112a.high"),
                (("N112b.high", "N112a.low", "starting", "new connections"),),
                crosses=("N112b.high",),
                after="not followed",
            ),
            ON: UNRATED,
        },
        (
            Study(
                "more spines formed",
                (("from", "X100.low"), ("to", "X100.high")),
                (ONE,),
                ("not yet at", "X101"),
                begins=True,
            ),
            Study("more spines than without", (("up to", "N110"),), (ONE,)),
            Study(
                "daily doses: more spines formed",
                (("from", "N112a.low"), ("to", "N112a.high")),
                (COURSE,),
                ("not yet at", "N112b"),
                begins=True,
            ),
        ),
    ),
    "people": Lane(
        SCANS,
        "New connections",
        "",
        {ONE: Lasts("no change after a day", crosses=("N123.hours",), after="not rated"), COURSE: UNRATED, ON: UNRATED},
        (Study("a marker of synapses:", (), (ONE,), ("no mean change at", "N123.hours")),),
    ),
}
LANE_NAMES = {
    f"{lane.name} ({lane.group})" if lane.group in (MICE, SCANS) else lane.name: key for key, lane in LANES.items()
}
STUDIES = tuple(study for lane in LANES.values() for study in lane.studies)
LEAVES_OUT = (
    "how many people each lane is true of, and how large each effect is. Where a bar is solid and where it fades is"
    " this course's reading of its studies. Hatched: calculated. A cross: looked for and not seen. Time is logarithmic."
)
LABEL = (
    "Ten lanes on one axis from ten minutes to a year: what is felt, the drug in the blood, what was helped, and new"
    " connections in mice and in people. A vertical line marks the hour; below it stand the studies of one lane."
)
COLOURS = {name: pair for name, pair in SCENE.items() if not name.startswith("ssri")}


def timeline(schedule: str = ONE, lane: str = "mood", now: float = WEEK) -> tuple[Scene, list[Readout]]:
    """Show how long each effect lasts, and what still holds at an hour.

    schedule: ONE dose, a COURSE of several, or treatment that goes ON. lane: a key of LANES, whose studies are listed.
    now: hours, one of NOW: since the dose, since the last dose of a course, or (mood, going on) since the draw that
    followed 16 weeks of esketamine.
    """
    scene = Scene(
        wide=Drawing(WIDE.width, WIDE.height, _drawn(WIDE), _parts(WIDE, schedule, lane, now)),
        narrow=Drawing(NARROW.width, NARROW.height, _drawn(NARROW), _parts(NARROW, schedule, lane, now)),
        label=LABEL,
        leaves_out=LEAVES_OUT,
        head=("Lane", "Schedule", "Study", "Finding", "Rows"),
        rows=table(),
        colours=COLOURS,
        kind="Drawn to scale",
        near=1,
    )
    return scene, readouts(schedule, lane, now)


# --- what is true at an hour ---------------------------------------------------------------------


def state(lasts: Lasts, now: float) -> tuple[str, str, str]:
    """Return how a lane stands at an hour: 'holds', 'less' or 'not'; its word; and a noun where it is less sure."""
    if lasts.agree and hours(lasts.agree[0]) <= now <= hours(lasts.agree[1]) * (1 + 1e-9):
        return "holds", lasts.holds, ""
    crossed = now in map(hours, lasts.crosses)
    for start, end, word, noun in lasts.sure_less:
        if hours(start) < now <= hours(end) * (1 + 1e-9) or (now == hours(start) and not crossed):
            return "less", word, noun
    begins = [hours(piece.start) for piece in lasts.pieces]
    if begins and now < min(begins):
        return "not", "not yet", ""
    return "not", lasts.after, ""


def left(now: float) -> dict[str, tuple[float, float]]:
    """Per cent of the drug that is left in the blood, at the least and at the most (calculated from half-lives)."""
    lives = {"ketamine": (hours("PK86a"), hours("PK83b")), "the spray": (hours("PK53.low"), hours("PK53.high"))}
    return {drug: (100 * 0.5 ** (now / short), 100 * 0.5 ** (now / long)) for drug, (short, long) in lives.items()}


def _per_cent(bounds: tuple[float, float]) -> str:
    low, high = bounds
    if high < NEAR_ZERO:
        return f"under {NEAR_ZERO} %"
    if low < NEAR_ZERO:
        return f"up to {high:.0f} %"
    return f"{low:.0f} %" if round(low) == round(high) else f"{low:.0f} to {high:.0f} %"


def status(key: str, schedule: str, now: float) -> tuple[str, str]:
    """Return how a lane stands at an hour, and the word beside it."""
    how, word, _ = state(LANES[key].lasts[schedule], now)
    if key == "blood":
        return how, f"{_per_cent(left(now)['ketamine'])} left"
    if key == "people" and schedule == ONE:
        return "not", "no change" if now == hours("N123.hours") else "not rated"
    return how, word


def label(now: float) -> str:
    """Return what the line calls an hour."""
    return next(name for name, at in NOW.items() if at == now)


def readouts(schedule: str, lane: str, now: float) -> list[Readout]:
    """Say what still holds, and what the studies of the lane in front found."""
    shown = LANES[lane]
    studies = ". ".join(map(str, shown.of(schedule)))
    return [
        Readout(f"After {label(now)}", still_true(schedule, now)),
        Readout(f"Studies: {shown.name.lower()}", f"{studies}." if studies else "None was found for this schedule."),
        Readout("The clock starts", CLOCKS[schedule]),
    ]


CLOCKS = {
    ONE: "with the dose.",
    COURSE: "with each dose for what is felt and for the blood, with the last dose for mood and pain, and with the"
    " first dose in mice.",
    ON: "with each dose for what is felt and for the blood; for mood, when people who were well after 16 weeks of"
    " esketamine went on or stopped.",
}


def still_true(schedule: str, now: float) -> str:
    """Say which lanes still hold at an hour, and which are less sure."""
    holds: list[tuple[Lane, str]] = []
    less: list[tuple[Lane, str]] = []
    for lane in LANES.values():
        how, _, noun = state(lane.lasts[schedule], now)
        if how == "holds" and lane.noun:
            who = lane.lasts[schedule].holds
            holds.append((lane, lane.noun if who == "yes" else f"{lane.noun} in {who}"))
        elif how == "less" and noun:
            less.append((lane, noun))
    said = f"Still true: {_in_whom(holds)}. " if holds else "Nothing on which the studies agree. "
    said += f"Less sure: {_in_whom(less)}. " if less else ""
    amounts = [_per_cent(bounds) for bounds in left(now).values()]
    if len(set(amounts)) == 1:
        return f"{said}In the blood {amounts[0]} of the drug is left (calculated)."
    return f"{said}In the blood {amounts[0]} of ketamine is left, of esketamine {amounts[1]} (calculated)."


def _in_whom(found: list[tuple[Lane, str]]) -> str:
    """List what was found in people, and apart from it what was found in mice."""
    people, mice = ([noun for lane, noun in found if (lane.group == MICE) is of_mice] for of_mice in (False, True))
    if not mice:
        return _and(people)
    return f"in people {_and(people)}; in mice {_and(mice)}" if people else f"in mice {_and(mice)}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@cache
def table() -> list[tuple[str, str, str, str, list[str]]]:
    """Every study, lane by lane."""
    names = {value: name for name, value in SCHEDULES.items()}
    rows = []
    for lane in LANES.values():
        for study in lane.studies:
            refs = (*study.times, *([study.gone] if study.gone else []))
            ids = dict.fromkeys(ref.partition(".")[0] for _, ref in refs)
            every = len(study.schedules) == len(SCHEDULES)
            when = "all" if every else ", ".join(names[one] for one in study.schedules)
            head, _, found = str(study).partition(": ")
            rows.append((f"{lane.group}: {lane.name}", when, head, found, list(ids)))
    return rows


# --- the drawing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Where things stand in a drawing, in px. left, right: of the time axis; row, gap: heights of a lane, a heading."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    row: int
    gap: int
    thick: int  # of a bar

    @property
    def small(self) -> bool:
        """Whether it is for a phone, where the studies stand in words only."""
        return self.name == "narrow"

    def x(self, at: float) -> float:
        """Where a time stands on the logarithmic axis; with the dose is its start."""
        share = math.log(max(at, START) / START) / math.log(END / START)
        return round(self.left + share * (self.right - self.left), 1)

    @property
    def tops(self) -> dict[str, int]:
        """The upper edge of each lane."""
        y, group, found = self.top, "", {}
        for key, lane in LANES.items():
            y += self.gap if lane.group != group else 0
            group = lane.group
            found[key] = y
            y += self.row
        return found

    @property
    def bottom(self) -> int:
        """The lower edge of the lanes."""
        return max(self.tops.values()) + self.row

    def bar(self, key: str) -> float:
        """Return the upper edge of a lane's bar."""
        top = self.tops[key]
        return top + self.row - self.thick - 3 if self.small else top + (self.row - self.thick) / 2


STUDY = 29  # px for one study
WIDE = Plan("wide", 860, 668, 196, 716, 30, 31, 17, 18)
NARROW = Plan("narrow", 320, 478, 4, 316, 26, 33, 17, 12)
TICKS = {1 / 6: "10 min", 1: "1 hour", 6: "6 hours", 24: "1 day", 168: "1 week", 730.5: "1 month", 8766: "1 year"}
SHORT = {1: "1 h", 6: "6 h", 24: "1 day", 168: "1 wk", 730.5: "1 mo", 8766: "1 y"}
BANDS = ((1.0, DAY), (WEEK, 730.5))  # shaded: hours, weeks
INKS = ("ket", "esk", "mice", "cmp")


def _id(plan: Plan, name: str) -> str:
    return f"timeline-{plan.name}-{name}"


@cache
def _drawn(plan: Plan) -> str:
    """Draw all that is the same at every stop."""
    chosen = tag("rect", x=0, width=plan.width, height=plan.row, rx=4, fill="none", stroke="var(--muted)",
                 stroke_width=1, data_part="chosen")  # fmt: skip
    return (
        _fills(plan)
        + _axis(plan)
        + chosen
        + "".join(_lane(plan, key) for key in LANES)
        + line(f"M0 20V{plan.bottom + 4}", "ink", 1.75, data_part="now")
        + "".join(_words(plan, key) for key in LANES)
        + _pill(plan)
        + ("" if plan.small else _studies(plan))
        + _touched(plan)
    )


def _fills(plan: Plan) -> str:
    """Prepare fading and hatching of each colour, and the half-filled mark."""
    art = ""
    for ink in INKS:
        strong = tag("stop", offset=0, stop_color=f"var(--{ink})")
        faint = tag("stop", offset=1, stop_color=f"var(--{ink})", stop_opacity=0.08)
        art += tag("linearGradient", strong + faint, id=_id(plan, f"out-{ink}"))
        art += tag("linearGradient", strong + faint, id=_id(plan, f"in-{ink}"), x1=1, x2=0)
        stripe = tag("rect", width=2.2, height=6, fill=f"var(--{ink})")
        art += tag("pattern", stripe, id=_id(plan, f"hatch-{ink}"), width=6, height=6, patternUnits="userSpaceOnUse",
                   patternTransform="rotate(45)")  # fmt: skip
    half = "".join(tag("stop", offset=0.5, stop_color=f"var(--{ink})") for ink in ("ink", "surface"))
    return tag("defs", art + tag("linearGradient", half, id=_id(plan, "half")))


def _axis(plan: Plan) -> str:
    """Draw the time axis: bands of hours and weeks, ticks, a line between the groups."""
    art, top, bottom = "", plan.top - 4, plan.bottom + 4
    for start, end in BANDS:
        art += bar(plan.x(start), top, plan.x(end) - plan.x(start), bottom - top, "zone")
    for at, words in (SHORT if plan.small else TICKS).items():
        x = plan.x(at)
        art += line(f"M{x} {top}V{bottom}", "border", 1)
        anchor = "start" if plan.small and at == START else "end" if plan.small and at > WEEK * 10 else "middle"
        art += text(x, bottom + 15, words, "muted", anchor, size=12)
    group = ""
    for key, lane in LANES.items():
        if lane.group != group:
            group, y = lane.group, plan.tops[key]
            art += line(f"M0 {y - plan.gap + 2}H{plan.width}", "border", 1) if key != next(iter(LANES)) else ""
            art += text(0, y - 3, group.upper(), "muted", size=12, bold=True, letter_spacing=0.6)
    if not plan.small:
        art += text(
            plan.right + 12, plan.top + plan.gap - 3, "AT THIS HOUR", "muted", size=12, bold=True, letter_spacing=0.6
        )
    return art


def _lane(plan: Plan, key: str) -> str:
    """Draw the bars of a lane, one for each schedule."""
    art = ""
    for schedule, lasts in LANES[key].lasts.items():
        pieces = "".join(_piece(plan, piece, plan.bar(key)) for piece in lasts.pieces)
        pieces += "".join(_cross(plan.x(hours(ref)), plan.bar(key) + plan.thick / 2) for ref in lasts.crosses)
        art += tag("g", pieces, data_part=f"bar-{key}-{schedule}") if pieces else ""
    return art


def _piece(plan: Plan, piece: Piece, y: float) -> str:
    """Draw a piece of a bar."""
    a, b = plan.x(hours(piece.start)), plan.x(hours(piece.end))
    high: float = plan.thick
    if piece.half:
        high = plan.thick / 2 - 0.75
        y += (piece.half - 1) * (plan.thick / 2 + 0.75)
    place: Attributes = {"x": a, "y": y, "width": round(max(b - a, 2), 1), "height": high}
    solid = f"var(--{piece.colour})"
    match piece.look:
        case "solid":
            return tag("rect", fill=solid, **place)
        case "in" | "out":
            return tag("rect", fill=f"url(#{_id(plan, f'{piece.look}-{piece.colour}')})", **place)
        case "calculated":
            edge: Attributes = {"stroke": solid, "stroke_dasharray": "4 3"}
            return tag("rect", fill=f"url(#{_id(plan, f'hatch-{piece.colour}')})", **place, **edge)
        case "few":
            return bar(a, y + high / 2 - 1.5, b - a, 3, piece.colour, opacity=0.6)
        case "open":
            return tag("path", d=f"M{a} {y}H{b - 5}l5 {high / 2}l-5 {high / 2}H{a}", fill="none", stroke=solid,
                       stroke_width=1.5, stroke_dasharray="2 2.5")  # fmt: skip
        case "unrated":
            return tag("rect", fill="none", stroke="var(--muted)", stroke_dasharray="1 3", **place)
        case "hollow" | "hollow-out":
            dash: Attributes = {"stroke_dasharray": "3 3"} if piece.look == "hollow-out" else {}
            return tag("rect", fill="var(--surface)", stroke=solid, stroke_width=1.6, **dash, **place)
        case look:
            raise ValueError(f"a piece looks {look!r}; that is not known")


def _cross(x: float, y: float) -> str:
    return line(f"M{x - 4.5} {y - 4.5}l9 9m0 -9l-9 9", "ink", 2.2, stroke_linecap="round")


def _coloured(says: str) -> str:
    """Give what is said of a drug that drug's colour."""
    colours = {"ketamine": "ket-word", "spray": "esk-word"}
    parts = says.split(", ")
    return ", ".join(
        tag("tspan", part, fill=f"var(--{colour})", font_weight=600)
        if (colour := colours.get(part.split()[0]))
        else part
        for part in parts
    )


def _words(plan: Plan, key: str) -> str:
    """Write a lane's name, how long it lasts under each schedule, and how it stands at the hour."""
    lane, top = LANES[key], plan.tops[key]
    art = ""
    for schedule, lasts in lane.lasts.items():
        part = f"says-{key}-{schedule}"
        if plan.small:
            quiet = tag("tspan", _coloured(lasts.says), font_weight=400, fill="var(--muted)", dx=6)
            art += text(0, top + 13, lane.name + quiet, size=12, bold=True, data_part=part)
        else:
            art += text(0, top + 27, _coloured(lasts.says), "muted", size=12, data_part=part)
    middle = plan.bar(key) + plan.thick / 2
    if not plan.small:
        art += text(0, top + 13, lane.name, size=13, bold=True)
        art += text(plan.right + 30, middle + 4.5, "", size=12.5, data_part=f"status-{key}")
    x = 0 if plan.small else plan.right + 18
    return art + tag("circle", cx=x, cy=middle, r=5, stroke="var(--ink)", stroke_width=1.4, data_part=f"mark-{key}")


def _pill(plan: Plan) -> str:
    """Prepare the hour's name on top of its line."""
    width = 86
    box = tag("rect", x=-width / 2, y=0, width=width, height=21, rx=10.5, fill="var(--ink)")
    word = tag("text", " ", data_part="hour", x=0, y=15, text_anchor="middle", fill="var(--surface)", font_size=12.5,
               font_weight=700)  # fmt: skip
    return tag("g", box + word, data_part="pill")


def _studies(plan: Plan) -> str:
    """Draw the studies of every lane and schedule, of which one list is shown."""
    top = plan.bottom + 34
    art = line(f"M0 {top}H{plan.width}", "border", 1)
    for key, lane in LANES.items():
        for schedule in SCHEDULES.values():
            studies = lane.of(schedule)
            head = f"{lane.name}: the studies" if studies else f"{lane.name}: no study of this was found"
            inside = text(0, top + 17, head, size=13, bold=True)
            for i, study in enumerate(studies):
                inside += _study(plan, study, top + 24 + STUDY * i)
            art += tag("g", inside, data_part=f"studies-{key}-{schedule}")
    return art


def _study(plan: Plan, study: Study, y: float) -> str:
    """Draw one study: what it found in words, and its bar on the axis of the lanes."""
    head, _, found = str(study).partition(": ")
    quiet = tag("tspan", found, font_weight=400, fill="var(--ink)", dx=6)
    art = text(0, y + 12, f"{head}:{quiet}", "muted", size=12)
    at = [time for time in study.seen if time.hours is not None]
    middle = y + 21
    if at:
        start = at[0].at_hours if study.begins else DOSE
        a, b = plan.x(start), plan.x(at[-1].at_hours)
        art += bar(a, middle - 2.5, max(b - a, 5), 5, study.colour)
        if at[-1].interval:
            low, high = (plan.x(end) for end in at[-1].interval)
            art += line(f"M{low} {middle - 4}v8M{low} {middle}H{high}M{high} {middle - 4}v8", "ink", 1.2)
    return art + "".join(_cross(plan.x(time.at_hours), middle) for time in study.unseen)


def _touched(plan: Plan) -> str:
    """Lay invisible parts over the drawing: a touch on the axis moves the line, on a lane's name shows its studies."""
    times = list(NOW.values())
    edges = [float(plan.left), *((plan.x(a) + plan.x(b)) / 2 for a, b in pairwise(times)), float(plan.right)]
    art = "".join(
        tag("rect", x=round(a, 1), y=0, width=round(b - a, 1), height=plan.bottom + 24, fill="transparent",
            data_move=f"now {i}")
        for i, (a, b) in enumerate(pairwise(edges))
    )  # fmt: skip
    for i, key in enumerate(LANES):
        place: Attributes = {"y": plan.tops[key], "fill": "transparent", "data_move": f"lane {i}"}
        if plan.small:
            art += tag("rect", x=0, width=plan.width, height=16, **place)
        else:
            art += tag("rect", x=0, width=plan.left - 6, height=plan.row, **place)
            art += tag("rect", x=plan.right + 8, width=plan.width - plan.right - 8, height=plan.row, **place)
    return art


def _parts(plan: Plan, schedule: str, lane: str, now: float) -> dict[str, Attributes]:
    """Return what differs from stop to stop."""
    x = plan.x(now)
    shown = {True: "inline", False: "none"}
    parts: dict[str, Attributes] = {
        "chosen": {"y": plan.tops[lane]},
        "now": {"transform": f"translate({x} 0)"},
        "pill": {"transform": f"translate({min(max(x, 44), plan.width - 44):.1f} 0)"},
        "hour": {"text": label(now)},
    }
    fills = {"holds": "var(--ink)", "less": f"url(#{_id(plan, 'half')})", "not": "var(--surface)"}
    for key, one in LANES.items():
        how, word = status(key, schedule, now)
        for each, lasts in one.lasts.items():
            if lasts.pieces or lasts.crosses:
                strength = 0.35 if how == "not" else 1
                parts[f"bar-{key}-{each}"] = {"display": shown[each == schedule], "opacity": strength}
            parts[f"says-{key}-{each}"] = {"display": shown[each == schedule]}
        nothing = not (one.lasts[schedule].pieces or one.lasts[schedule].crosses)
        mark: Attributes = {"fill": fills[how], "opacity": 0 if nothing else 1}
        parts[f"mark-{key}"] = mark | ({"cx": x} if plan.small else {})
        if not plan.small:
            parts[f"status-{key}"] = {
                "text": word,
                "fill": f"var(--{'muted' if how == 'not' else 'ink'})",
                "font-weight": 700 if how == "holds" else 400,
            }
            for each in SCHEDULES.values():
                parts[f"studies-{key}-{each}"] = {"display": shown[key == lane and each == schedule]}
    return parts
