"""What must agree between figures, what is missing, and what came in too late (domain.md 1.5, 10.2). Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from handlers.reports import figures_bulletins, store
from handlers.reports.claims import Facts
from handlers.reports.counted import Figures
from handlers.reports.definitions import BY_ID, FLOW
from handlers.reports.period import Period
from handlers.reports.reading import Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that did not hold: an error, a warning (adopted later than submitted), or a hint."""

    level: Literal["error", "warning", "hint"]
    text: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """上季度更正: a figure of a finalised report that came to be another."""

    figure: str
    was: int
    now: int
    rows: tuple[str, ...]

    @property
    def words(self) -> str:
        """收文+1."""
        name = BY_ID[self.figure].name.rstrip("份期篇次项个则数")
        return f"{name}{self.now - self.was:+d}"


_AT_MOST = (
    ("F01", "F02", "error"),
    ("F05", "F04", "warning"),
    ("F06", "F04", "warning"),
    ("F15", "F14", "error"),
    ("F11", "F12", "error"),
    ("F10", "F11", "error"),
)
"""The first is at most the second, unless it is 0."""


def run(reading: Reading, period: Period, values: Mapping[str, int], known: Facts) -> Iterator[Finding]:
    """Everything a drafter should look at."""
    found, office = reading.figures(period.window), reading.office
    yield from _claims(known, values)
    yield from _between(found, values)
    yield from _names(values, known)
    missing = figures_bulletins.missing_numbers(reading.tx, office, period.window)
    if missing:
        yield Finding("hint", f"《{office.bulletin}》第{'、'.join(map(str, missing[:9]))}期缺号")
    yield from _carried(reading, period, values)
    yield from _sums(reading, period, found)


def _claims(known: Facts, values: Mapping[str, int]) -> Iterator[Finding]:
    timely, rectified, covered = (known.claim(id) for id in ("C1", "C2", "C3"))
    if not timely.ok and values.get("F26"):
        late = f"，改为“{timely.words}”" if timely.words else ""
        yield Finding("hint", f"{timely.evidence}，未使用“均及时办理”{late}", timely.rows)
    if rectified.ok is False and rectified.words:
        yield Finding("hint", f"档案检查{rectified.evidence}，未使用“立行立改”", rectified.rows)
    if covered.ok is False and values.get("F32"):
        yield Finding("hint", f"自查自评{covered.evidence}，未使用“全覆盖”", covered.rows)


def _between(found: Figures, values: Mapping[str, int]) -> Iterator[Finding]:
    for small, great, level in _AT_MOST:
        if values.get(small, 0) > values.get(great, 0):
            names = f"{small}（{BY_ID[small].name}）{values.get(small, 0)}"
            why = "，可能采用的是上期上报的信息，请核对" if level == "warning" else "，请核对"
            rows = found[small].rows if small in found else ()
            kind: Literal["error", "warning"] = "warning" if level == "warning" else "error"
            yield Finding(kind, f"{names}大于{great}（{BY_ID[great].name}）{values.get(great, 0)}{why}", rows)
    parts = sum(values.get(figure, 0) for figure in ("F41", "F42", "F43"))
    if parts > values.get("F40", 0):
        yield Finding("error", f"班子会、例会、座谈会合计{parts}场次，大于会议活动总数{values.get('F40', 0)}次，请核对")


def _names(values: Mapping[str, int], known: Facts) -> Iterator[Finding]:
    named = len(dict.fromkeys(title for _, title in known.sites))
    if values.get("F23", 0) != named:
        yield Finding("hint", f"试点建成{values.get('F23', 0)}个，但登记了名称的只有{named}个")
    if len(known.projects) > 1:
        yield Finding("hint", f"期内投产项目{len(known.projects)}个，正文只写最近一个，其余见数据来源表")


def _carried(reading: Reading, period: Period, values: Mapping[str, int]) -> Iterator[Finding]:
    """Last quarter's stock and what was new since make this quarter's, within one year."""
    first = period.start
    if first.month == 1 or "F14" not in values:
        return
    day = first - timedelta(days=1)
    earlier = reading.ledger(replace(period.before.window, cut_off=day))
    now = reading.ledger(period.window)
    gone = len(set(earlier.all) - set(now.all))
    fresh = len(set(now.all) - set(earlier.all))
    if values["F14"] != len(earlier.all) + fresh - gone:
        text = f"上期末督办{len(earlier.all)}项，本期新增{fresh}项，合计应为{len(earlier.all) + fresh - gone}项"
        yield Finding("error", f"{text}，现为{values['F14']}项，请核对")
    if gone:
        yield Finding("hint", f"上期已统计的督办有{gone}项因合并等原因不再计入")


def _sums(reading: Reading, period: Period, found: Figures) -> Iterator[Finding]:
    """The flow of the quarters makes that of the year; where it does not, it is said."""
    quarters = [reading.figures(quarter.window) for quarter in period.quarters]
    if not quarters:
        return
    for id, counted in found.items():
        if BY_ID[id].window != FLOW:
            continue
        total = sum(quarter[id].value for quarter in quarters if id in quarter)
        if total != counted.value:
            reason = "跨季度的同一件只计一次" if total > counted.value else "请核对"
            yield Finding("warning", f"{id}（{BY_ID[id].name}）各季度之和{total}，全期{counted.value}（{reason}）")


def corrections(reading: Reading, before: Period) -> tuple[Correction, ...]:
    """How the flow figures of the period before differ today from its final report."""
    edition = store.last_edition(reading.tx, before.key)
    if edition is None:
        return ()
    found = reading.figures(before.window)
    changed = []
    for id, was in edition.figures.items():
        if id in found and BY_ID[id].window == FLOW and found[id].value != was["value"]:
            rows = tuple(sorted(set(found[id].rows) ^ set(was["rows"])))
            changed.append(Correction(id, was["value"], found[id].value, rows))
    return tuple(changed)
