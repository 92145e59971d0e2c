"""What people change in a report: a figure with its reason, and the words of a section (domain.md 10.2, G14)."""

import re

from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.reports import confirming, standing, store, which, wording
from handlers.reports import period as periods
from handlers.reports.definitions import BY_ID, OFFLINE
from handlers.reports.editions import as_it_stands
from handlers.reports.lint import slips
from handlers.reports.sections import BY_KEY, Section, section_said
from handlers.reports.tables import REASON_LENGTH, TEXT_LENGTH
from handlers.reports.words import LINE_NAME
from handlers.turn import Turn
from storage.changes import Change

REASON = "override_reason"
TO = r"请?(?:改成|改为|调整为|调成|更正为|按|写成|写|填[成为上]?|应为|应该?是)"
_VALUE = re.compile(rf"{TO}\D{{0,3}}(\d{{1,6}})(?:\s*[件份期篇则项次场个部天])?[次]?")
_WHY = re.compile(
    r"(?:原因|理由|因为|由于|因)[是为：:，, ]*(.{2,})$|[，,（(]\s*((?:补录|漏登|补登|含|加上|另有|未计)[^）)]{1,60})"
)
_TEXT = re.compile(r"(?:改成|改为|换成|写成|修改为)\s*[：:，,]?\s*[“「\"]?(?P<text>.+?)[”」\"]?\s*$", re.DOTALL)


def replace(turn: Turn, _slots: Slots) -> Reply:
    """收文数改成1256，原因：补录2件. Who only answers for the figure says that it is wrong."""
    rounded = next((slip for slip in slips(turn.said.text) if slip.advice.startswith("概数")), None)
    if rounded is not None:
        return Reply(f"“{rounded.text}”{rounded.advice}。总结里的概数由系统按“余”取整，不用另写“约”。")
    value, definition = _VALUE.search(turn.said.text), None
    if value is not None:
        definition = which.figure_said(turn.said.text[: value.start(1)])
    if value is None or definition is None:
        return Reply("请说明哪一项、改成多少、为什么，例如“收文数改成1256，原因：补录2件”。")
    if definition.id in OFFLINE:
        return Reply("这一项由机要保密部门在纸质稿上填报，不在这里录入。")
    about = which.report_of(turn, turn.said.text[: value.start()])
    if not standing.may_draft(turn.person) and standing.sees(turn.person, definition.id):
        return confirming.doubted(turn, about, definition.id, int(value[1]))
    if (locked := _locked(turn, about.key)) is not None:
        return locked
    why = _WHY.search(turn.said.text[value.end() :])
    reason = (why[1] or why[2]).strip("，,。 ）)") if why else ""
    data = {"figure": definition.id, "value": int(value[1]), "period": about.key}
    data["cut_off"] = about.cut_off.isoformat()
    if not reason:
        text = f"{definition.name}改成{value[1]}，请写明理由（会和系统计算值一起列入数据来源表）。"
        return Reply(text, then=REASON, free=True, data=data, about=(f"report:{about.key}",))
    return _put(turn, data, reason)


def reason_given(turn: Turn, answer: Answer) -> Reply:
    """Why the figure is another."""
    if answer.said.yes is False or answer.said.bare in ("不改了", "算了", "取消"):
        return Reply("好的，没有改。")
    if len(answer.said.bare) < 2:
        return Reply("请写明理由，例如“补录2件”。", then=REASON, free=True, data=answer.data)
    return _put(turn, dict(answer.data), answer.said.bare)


def _put(turn: Turn, data: Slots, reason: str) -> Reply:
    about = periods.parse(data["period"], periods.date_of(data["cut_off"]))
    store.begin(turn, about)
    row = store.override(turn, about.key, data["figure"], data["value"], reason[:REASON_LENGTH])
    turn.undoable(LINE_NAME, "override", f"report:{about.key}", {"row": row, "figure": data["figure"]})
    turn.note("调整数据", f"report:{about.key}", after={"figure": data["figure"], "value": data["value"]})
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    said = wording.override_words(report, report.figures[data["figure"]])
    return Reply(
        f"{said}。台账不变，数据来源表两个数都列。更好的办法是把漏登的补登记，总结自动重算，不用调整。回复“撤销”可取消。",
        about=(f"report:{about.key}",),
    )


def restore(turn: Turn, _slots: Slots) -> Reply:
    """去掉那个改数: the figure stands again as it is counted."""
    about = which.report_of(turn)
    if (locked := _locked(turn, about.key)) is not None:
        return locked
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    replaced = {shown.definition.id: shown for shown in report.figures.values() if shown.override}
    said = which.figure_said(turn.said.text)
    found = [shown for id, shown in replaced.items() if said is None or said.id == id]
    key = (f"report:{about.key}",)
    if not found:
        name = said.name if said else f"{about.name}总结的数据"
        return Reply(f"{name}没有调整过，用的就是系统计算的数。", about=key)
    if len(found) > 1:
        names = "、".join(shown.definition.name for shown in found)
        return Reply(f"{names}都调整过，请说明恢复哪一项，例如“{found[0].definition.name}恢复系统数”。", about=key)
    figure = found[0].definition
    rows = store.drop_overrides(turn.tx, about.key, figure.id)
    turn.undoable(LINE_NAME, "restored", key[0], {"rows": rows, "figure": figure.id})
    turn.note("撤销调整", key[0], after={"figure": figure.id})
    words = f"{figure.name}恢复为系统计算的{found[0].computed}"
    return Reply(f"已去掉调整：{words}。回复“撤销”可恢复刚才的调整。", about=key)


def undo_restore(turn: Turn, change: Change) -> Reply:
    store.keep_overrides(turn.tx, change.data["rows"])
    turn.note("恢复调整", change.object, after={"figure": change.data["figure"]})
    return Reply(f"已撤销：{BY_ID[change.data['figure']].name}仍按调整后的数。", about=(change.object,))


def undo_override(turn: Turn, change: Change) -> Reply:
    store.drop_override(turn.tx, int(change.data["row"]))
    turn.note("撤销调整", change.object, after={"figure": change.data["figure"]})
    return Reply(f"已撤销：{BY_ID[change.data['figure']].name}恢复为调整前的数。", about=(change.object,))


def rewrite(turn: Turn, _slots: Slots) -> Reply:
    """总结督查部分改成：……: the words of a person, which no generating touches."""
    found = _TEXT.search(turn.said.text)
    section = section_said(turn.said.text[: found.start()]) if found else None
    if found is None or section is None:
        return Reply("请说明改哪一部分，例如“总结督查部分改成：……”“总结一（一）改成：……”“总结开头改成：……”。")
    text = found["text"].strip()
    if len(text) > TEXT_LENGTH:
        return Reply(f"这一段有{len(text)}字，最多{TEXT_LENGTH}字，请精简后重发。")
    about = which.report_of(turn, turn.said.text[: found.start()])
    if (locked := _locked(turn, about.key)) is not None:
        return locked
    store.begin(turn, about)
    row = store.write(turn, about, section.key, text)
    turn.undoable(LINE_NAME, "text", f"report:{about.key}", {"row": row, "section": section.key})
    turn.note("改总结文字", f"report:{about.key}", after={"section": section.key})
    lines = [
        f"已改{about.name}总结的{name_of(section)}（{len(text)}字），重新生成不会覆盖，下期沿用。数据句仍由系统接在后面。"
    ]
    lines += [f"请核：“{slip.text}”{slip.advice}。" for slip in slips(text)]
    return Reply("\n".join([*lines, "回复“撤销”可恢复原文。"]), about=(f"report:{about.key}",))


def undo_text(turn: Turn, change: Change) -> Reply:
    store.drop_text(turn.tx, int(change.data["row"]))
    turn.note("撤销改文字", change.object, after={"section": change.data["section"]})
    return Reply(f"已撤销：{name_of(BY_KEY[change.data['section']])}恢复原文。", about=(change.object,))


def name_of(section: Section) -> str:
    """一（三）持续强化督查督办; 开头."""
    return f"{section.key}{section.title}" if section.chapter else f"“{section.title or section.key}”部分"


def proofread(turn: Turn, _slots: Slots) -> Reply:
    """校对：……: the slips of any text, of which nothing is kept; 总结校对: those of the report."""
    if not re.search(r"[：:]", turn.said.text):
        return _proofread_report(turn)
    text = re.sub(r"^.{0,12}?(?:校对|查错|检查文字)(?:一下)?[^：:]{0,6}[：:]\s*", "", turn.said.text, count=1)
    found = slips(text)
    if not found:
        return Reply("没有发现明显的文字差错。")
    return Reply("\n".join([f"发现{len(found)}处：", *(f"{n}. “{s.text}”{s.advice}" for n, s in enumerate(found, 1))]))


def _proofread_report(turn: Turn) -> Reply:
    if not standing.may_draft(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    report = as_it_stands(turn.tx, turn.office, which.report_of(turn), turn.now)
    found = [(part, slip) for part in report.sections for slip in part.slips]
    about = (f"report:{report.period.key}",)
    if not found:
        return Reply(f"{report.period.name}总结没有发现明显的文字差错。", about=about)
    lines = [f"{n}. {name_of(part.section)}：“{slip.text}”{slip.advice}" for n, (part, slip) in enumerate(found, 1)]
    return Reply("\n".join([f"{report.period.name}总结发现{len(found)}处：", *lines]), about=about)


def _locked(turn: Turn, key: str) -> Reply | None:
    if not standing.may_draft(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    state = store.state(turn.tx, key)
    if state is not None and state.final:
        return Reply(
            f"{periods.parse(key).name}总结已定稿，不能再改；需要改的请主任回复“重新打开总结”。",
            about=(f"report:{key}",),
        )
    return None
