"""收文这个数怎么来的: a figure with its definition, and its rows page by page (domain.md 0.2 no. 6)."""

from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.reports import naming, sheet, standing, which, wording
from handlers.reports import period as periods
from handlers.reports.definitions import BY_ID, OFFLINE
from handlers.reports.report import Report, Shown, build
from handlers.turn import Turn

PAGE = 15
NEXT, LATER = "figure_rows", ("下一页", "不用了")


def explain(turn: Turn, _slots: Slots) -> Reply:
    """The figure that is named, of the report that is spoken of."""
    definition = which.figure_said(turn.said.text)
    if definition is None:
        return Reply("请说明是哪一项数据，例如“收文这个数怎么来的”或“F14怎么来的”。")
    if definition.id in OFFLINE:
        return Reply("这一项由机要保密部门线下填报，本系统不登记、不计算，请联系保密局。")
    if not standing.sees(turn.person, definition.id):
        return Reply(not_found(turn.office.phones.secretariat))
    report = build(turn.tx, turn.office, which.report_of(turn), turn.now)
    turn.note("查数据来源", f"report:{report.period.key}", after={"figure": definition.id})
    shown = report.figures[definition.id]
    return _page(turn, report, shown, _head(report, shown), 0)


def more(turn: Turn, answer: Answer) -> Reply:
    """The next page."""
    definition = BY_ID[answer.data["figure"]]
    if answer.index != 0 or not standing.sees(turn.person, definition.id):
        return Reply("好的。")
    about = periods.parse(answer.data["period"], periods.date_of(answer.data["cut_off"]))
    report = build(turn.tx, turn.office, about, turn.now)
    return _page(turn, report, report.figures[definition.id], "", int(answer.data["from"]))


def _head(report: Report, shown: Shown) -> str:
    definition = shown.definition
    lines = [f"{report.period.name}{definition.name}（{definition.id}）：{wording.value_words(shown)}"]
    lines.append(f"口径：{definition.text}。")
    lines.append(f"时间：{sheet.window_words(definition, report.period.window)}。")
    if shown.counted and shown.counted.note:
        lines.append(f"说明：{shown.counted.note}。")
    if shown.override:
        lines.append(f"{wording.override_words(report, shown)}。")
    if shown.confirmed and shown.settled:
        lines.append(f"已由{sheet.name_of(report.office, shown.confirmed.by)}确认。")
    if shown.before is not None:
        lines.append(f"{report.period.before_word}：{shown.before}{definition.unit}。")
    return "\n".join(lines) + "\n"


def _page(turn: Turn, report: Report, shown: Shown, head: str, start: int) -> Reply:
    rows = shown.rows
    some = rows[start : start + PAGE]
    names = naming.named(turn.tx, some)
    lines = [f"{start + n}. {name}" for n, name in enumerate(names, 1)]
    about = (f"report:{report.period.key}",)
    if not rows:
        return Reply(head + "期内没有登记。", about=about)
    end = start + len(some)
    text = f"{head}明细{len(rows)}行（第{start + 1}—{end}行）：\n" + "\n".join(lines)
    if end >= len(rows):
        return Reply(text, about=about)
    data = {
        "figure": shown.definition.id,
        "period": report.period.key,
        "cut_off": report.period.cut_off.isoformat(),
        "from": end,
    }
    return Reply(text, options=LATER, then=NEXT, data=data, about=about)
