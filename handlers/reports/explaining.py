"""收文这个数怎么来的: a figure with its definition, and its rows page by page (domain.md 0.2 no. 6)."""

import re

from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.reports import naming, sheet, standing, which, wording
from handlers.reports import period as periods
from handlers.reports.definitions import BY_ID, OFFLINE, OWNERS
from handlers.reports.editions import as_it_stands
from handlers.reports.report import Report, Shown
from handlers.turn import Turn

PAGE = 15
NEXT, LATER = "figure_rows", ("下一页", "不用了")


_UNPROVED = re.compile(r"(?:无|没有?|零)(?:一份?)?(?:丢失|遗失|损毁|失?泄密)")
"""Claims C5 to C7, which only people make (domain.md 1.4)."""
_CLAIMS = {"C1": (r"及时办理", "F26"), "C2": (r"立行立改", "F31"), "C3": (r"全覆盖", "F32")}
"""How they are called, and the figure whose owner may see what stands behind them."""


def explain(turn: Turn, _slots: Slots) -> Reply:
    """The figure or the claim that is named, of the report that is spoken of; or who has confirmed."""
    text = turn.said.text
    if _UNPROVED.search(text):
        return Reply(
            "“无丢失、无损毁、无失（泄）密”须经保密办书面确认，系统不自动生成。确需写入的，请先请保密办确认，"
            "再回复“总结二（四）改成：……”自行写入，文责由起草人负责。"
        )
    if "确认" in text and standing.may_draft(turn.person):
        return _confirmed(turn)
    claim = next((id for id, (words, _) in _CLAIMS.items() if re.search(words, text)), None)
    if claim is not None:
        seen = standing.sees(turn.person, _CLAIMS[claim][1])
        return _claim(turn, claim) if seen else Reply(not_found(turn.office.phones.secretariat))
    definition = which.figure_said(text)
    if definition is None:
        return Reply("请说明是哪一项数据，例如“收文这个数怎么来的”或“F14怎么来的”。")
    if definition.id in OFFLINE:
        return Reply("这一项由机要保密部门线下填报，本系统不登记、不计算，请联系保密局。")
    if not standing.sees(turn.person, definition.id):
        return Reply(not_found(turn.office.phones.secretariat))
    report = as_it_stands(turn.tx, turn.office, which.report_of(turn), turn.now)
    turn.looked("查数据来源", f"report:{report.period.key}", after={"figure": definition.id})
    shown = report.figures[definition.id]
    return _page(turn, report, shown, _head(report, shown), 0)


def _claim(turn: Turn, id: str) -> Reply:
    """Why a statement without digits stands in the report or not, with the rows that refute it (domain.md 1.4)."""
    report = as_it_stands(turn.tx, turn.office, which.report_of(turn), turn.now)
    claim = report.facts.claim(id)
    verdict = f"成立，总结写“{claim.words}”" if claim.ok else "不成立，总结没有写"
    lines = [f"{report.period.name}“{claim.name}”{verdict}。", f"依据：{claim.evidence}。"]
    if not claim.ok:
        lines += [f"改写为：{claim.words}。"] if claim.words else []
        lines += [f"{n}. {name}" for n, name in enumerate(naming.named(turn.tx, claim.rows[:PAGE]), 1)]
        lines += [f"……共{len(claim.rows)}件。"] if len(claim.rows) > PAGE else []
    turn.looked("查数据来源", f"report:{report.period.key}", after={"claim": id})
    return Reply("\n".join(lines), about=(f"report:{report.period.key}",))


def _confirmed(turn: Turn) -> Reply:
    """How far the owners are."""
    report = as_it_stands(turn.tx, turn.office, which.report_of(turn), turn.now)
    lines = [f"{report.period.name}总结数据确认情况："]
    for owner in OWNERS:
        mine = [report.figures[id] for id in owner.figures]
        said = mine[0].confirmed
        who = sheet.name_of(turn.office, said.by) if said else ""
        if said is None:
            state = "未确认"
        elif not said.agrees:
            state = f"{who}反映有误"
        else:
            changed = [shown.definition.name for shown in mine if not shown.settled]
            state = f"{who}已确认" + (f"，之后{'、'.join(changed)}有变动，待重新确认" if changed else "")
        lines.append(f"{owner.title}：{state}")
    return Reply("\n".join([*lines, "要再催一次请回复“发给各科室确认”。"]), about=(f"report:{report.period.key}",))


def more(turn: Turn, answer: Answer) -> Reply:
    """The next page."""
    definition = BY_ID[answer.data["figure"]]
    if answer.index != 0 or not standing.sees(turn.person, definition.id):
        return Reply("好的。")
    about = periods.parse(answer.data["period"], periods.date_of(answer.data["cut_off"]))
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    return _page(turn, report, report.figures[definition.id], "", int(answer.data["from"]))


def _head(report: Report, shown: Shown) -> str:
    definition = shown.definition
    lines = [f"{report.period.name}{definition.name}（{definition.id}）：{wording.value_words(shown)}"]
    lines.append(f"口径：{definition.text}。")
    lines.append(f"时间：{sheet.window_words(definition, report.period.window)}。")
    if shown.note:
        lines.append(f"说明：{shown.note}。")
    if shown.override:
        lines.append(f"{wording.override_words(report, shown)}。")
    if shown.confirmed and shown.settled:
        lines.append(f"已由{sheet.name_of(report.office, shown.confirmed.by)}确认。")
    if compared := wording.compared(report, shown):
        lines.append(f"{compared}。")
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
