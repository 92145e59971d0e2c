"""What the bot says about a report (domain.md 9.6 no. 24)."""

from handlers.reports import paper
from handlers.reports.definitions import OFFLINE
from handlers.reports.report import Report, Shown
from handlers.reports.sheet import name_of
from handlers.reports.words import OFFLINE_SLOT
from scheduler.wording import numbered
from storage.guard import screen

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
    replaced = [shown for shown in report.figures.values() if shown.override]
    found += [override_words(report, shown) for shown in replaced]
    return found


def override_words(report: Report, shown: Shown) -> str:
    """收文份数采用1256（系统计算1254，郭平调整：补录2件）."""
    over = shown.override
    if over is None:
        return ""
    name = shown.definition.name
    return f"{name}采用{over.value}（系统计算{shown.computed}，{name_of(report.office, over.by)}调整：{over.reason}）"


def made(report: Report) -> str:
    """The answer to 生成总结: how complete it is, hints, the text, what to say next."""
    found = hints(report)
    state = "" if report.status == "草稿" else f"（{report.status}{f'第{report.edition}版' if report.edition else ''}）"
    head = f"{report.period.name}总结草稿已生成{state}，{report.ready}项数据已核对，{len(OFFLINE)}项待机要部门线下填报"
    lines = [head + (f"，另有{len(found)}处提示：" if found else "，没有提示。")]
    lines += [f"{MARKS[n] if n < len(MARKS) else n + 1}{text}" for n, text in enumerate(found)]
    empty = [report.figures[id].definition.name for id in report.empty]
    if empty:
        lines.append(f"期内为0、正文未写的{len(empty)}项：{'、'.join(empty)}。")
    words = paper.plain(report)
    if screen(words).level == "ok":
        lines += ["", words, ""]
    lines.append(
        "文件（草稿和数据来源表）已发给您，请在本办内使用。可回复“收文这个数怎么来的”“收文数改成…，原因…”"
        "“总结督查部分改成：…”“发给各科室确认”；定稿由主任回复“定稿”。"
    )
    return "\n".join(lines)


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
