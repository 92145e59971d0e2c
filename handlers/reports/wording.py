"""What the bot says about a report (domain.md 9.6 no. 24)."""

import re

from handlers.reports import paper
from handlers.reports.checks import Correction
from handlers.reports.definitions import OFFLINE
from handlers.reports.numerals import change
from handlers.reports.report import Report, Shown
from handlers.reports.sheet import name_of
from handlers.reports.words import DRAFT, FINAL, OFFLINE_SLOT
from scheduler.wording import numbered
from storage.guard import screen

_PERIOD = re.compile(r"第?[一二三四]季度|[上下]半年|(?<!\d)(?:1[0-2]|[1-9])月份|20\d\d年")
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"


def hints(report: Report) -> list[str]:
    """What a drafter should look at, most serious first."""
    order = {"error": 0, "hint": 1, "warning": 2}
    found = [finding.text for finding in sorted(report.checks, key=lambda finding: order[finding.level])]
    if report.late:
        found.append(f"{report.period.before_word}更正：{'、'.join(one.words for one in report.late)}")
    for part in report.sections:
        name = part.section.title or part.section.key
        found += [f"“{name}”文字：“{slip.text}”{slip.advice}" for slip in part.slips]
        if part.written_for not in (None, report.period.key) and (other := _other_period(report, part.human)):
            found.append(f"“{name}”文字沿用上期，仍提到“{other}”，请核")
    replaced = [shown for shown in report.figures.values() if shown.override]
    found += [override_words(report, shown) for shown in replaced]
    return found


def _other_period(report: Report, text: str) -> str | None:
    """The period that words kept from another report still name."""
    named = (found[0] for found in _PERIOD.finditer(text))
    return next((words for words in named if words.removeprefix("第") not in report.period.name), None)


def override_words(report: Report, shown: Shown) -> str:
    """收文份数采用1256（系统计算1254，郭平调整：补录2件）."""
    over = shown.override
    if over is None:
        return ""
    name = shown.definition.name
    return f"{name}采用{over.value}（系统计算{shown.computed}，{name_of(report.office, over.by)}调整：{over.reason}）"


def compared(report: Report, shown: Shown) -> str:
    """上季度34份，环比增长52.9%；上年同期40份，同比下降3.0%. The rates only of whole periods."""
    value = shown.value if report.whole else None
    others = ((report.period.before_word, shown.before, "环比"), ("上年同期", shown.year_before, "同比"))
    return "；".join(against(shown.definition.unit, value, *other) for other in others if other[1] is not None)


def against(unit: str, now: int | None, name: str, then: int | None, word: str) -> str:
    """上季度34份，环比增长52.9%; without the rate when there is nothing to compare."""
    by = change(now, then) if now is not None and then is not None else ""
    return f"{name}{then or 0}{unit}{f'，{word}{by}' if by else ''}"


def made(report: Report, since: tuple[Correction, ...] = ()) -> str:
    """The answer to 生成总结 for those who work at it: how complete it is, hints, the text, what to say next.

    `since`: what was registered after the report became final.
    """
    found = hints(report)
    if since:
        found.append(f"定稿后数据有变动：{'、'.join(one.words for one in since)}，本期不改，下期列更正")
    lines = [_head(report) + (f"，{'另' if report.status != FINAL else ''}有{len(found)}处提示：" if found else "。")]
    lines += [f"{MARKS[n] if n < len(MARKS) else f'{n + 1}.'}{text}" for n, text in enumerate(found)]
    empty = [report.figures[id].definition.name for id in report.empty]
    if empty:
        lines.append(f"期内为0、正文未写的{len(empty)}项：{'、'.join(empty)}。")
    lines += _text(report)
    files = "总结和数据来源表已发给您，请在本办内使用。"
    if report.status == FINAL:
        lines.append(f"{files}已定稿，不能再改；确需修改的由主任回复“重新打开{report.period.name}总结”。")
    else:
        lines.append(
            f"{files}可回复“收文这个数怎么来的”“收文数改成…，原因…”“总结督查部分改成：…”“发给各科室确认”；"
            "定稿由主任回复“定稿”。"
        )
    return "\n".join(lines)


def _head(report: Report) -> str:
    """36项数据已核对 (domain.md 9.6 no. 24)."""
    if report.status == FINAL:
        return f"{report.period.name}总结（定稿第{report.edition}版）"
    state = "" if report.status == DRAFT else f"（{report.status}）"
    running = "" if report.whole else f"，数据截至{report.period.cut_off.month}月{report.period.cut_off.day}日"
    head = f"{report.period.name}总结草稿已生成{state}{running}"
    return f"{head}，{report.ready}项数据已核对，{len(OFFLINE)}项待机要部门线下填报"


def _text(report: Report) -> list[str]:
    words = paper.plain(report)
    return ["", words, ""] if screen(words).level == "ok" else []


def final(report: Report) -> str:
    """The finished report for a leader: the text, and nothing of how it came about."""
    return "\n".join(
        [f"{report.period.name}总结（定稿第{report.edition}版）如下，文件已发给您。", *_text(report)]
    ).strip()


def figure_lines(report: Report, ids: tuple[str, ...]) -> list[str]:
    """收文份数 1254份, for the cards and the owners."""
    return [f"{id} {shown.definition.name}：{value_words(shown)}" for id in ids if (shown := report.figures[id])]


def value_words(shown: Shown) -> str:
    """1254份; the slot for what is filled in on paper."""
    if shown.value is None:
        return OFFLINE_SLOT
    beside = f"（系统计算{shown.computed}）" if shown.override else ""
    return f"{shown.value}{shown.definition.unit}{beside}"


def choices(options: tuple[str, ...]) -> str:
    return numbered(options)
