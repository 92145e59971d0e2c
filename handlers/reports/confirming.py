"""The owners of figures confirm them with one press: 确认 or 有误 (domain.md 10.4)."""

from handlers.line import Press, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.reports import period as periods
from handlers.reports import standing, store, which, wording
from handlers.reports.definitions import OWNERS, Owner
from handlers.reports.editions import as_it_stands
from handlers.reports.period import Period
from handlers.reports.report import Report
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.messages import Button, Card
from storage.outbox import Lane
from storage.payload import Payload

_FACTS = 6


class FigureCheck(Payload, prefix="report"):
    """确认 or 有误 on the figures of one owner."""

    period: str
    owner: str
    agrees: bool


def card(report: Report, owner: Owner, done: str = "") -> Card:
    """What he answers for, as counted; more than six figures share the lines."""
    ids = owner.figures
    size = -(-len(ids) // _FACTS)
    facts = []
    for start in range(0, len(ids), size):
        some = [report.figures[id] for id in ids[start : start + size]]
        names = f"{some[0].definition.id}—{some[-1].definition.id}" if len(some) > 1 else some[0].definition.id
        words = "；".join(f"{shown.definition.name}{shown.computed}" for shown in some)
        facts.append((names, words))
    buttons = tuple(
        Button(
            text=text,
            key=FigureCheck(period=report.period.key, owner=owner.name, agrees=agrees).pack(),
            style=style,
        )
        for text, agrees, style in (("确认", True, 1), ("有误", False, 2))
    )
    return Card(
        task_id=f"report-{report.period.key}-{owner.name}",
        title=f"请核对{report.period.name}数据（{owner.title}）",
        desc="核对无误按“确认”，有出入按“有误”",
        facts=tuple(facts),
        buttons=() if done else buttons,
        done=done,
    )


def ask_once(desk: Desk, report: Report) -> int:
    """A card to each owner who has figures and was not asked about this report yet; how many owners."""
    asked = 0
    for owner in OWNERS:
        if any(report.figures[id].computed for id in owner.figures):
            _send(desk, report, owner, f"report:{report.period.key}:确认:{owner.name}")
            asked += 1
    return asked


def _send(desk: Desk, report: Report, owner: Owner, key: str) -> None:
    for userid in standing.holders(desk.office, owner):
        own = card(report, owner)
        unique = own.model_copy(update={"task_id": f"{own.task_id}-{userid}-{desk.request_id}"})
        desk.tell(userid, unique, lane=Lane.TIMELY, key=key, subject=f"report:{report.period.key}")


def ask_again(turn: Turn, _slots: Slots) -> Reply:
    """发给各科室确认: fresh cards to all who have not confirmed these values."""
    about = which.report_of(turn)
    store.begin(turn, about)
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    open_ = [
        owner
        for owner in OWNERS
        if any(shown.computed and not shown.settled for shown in (report.figures[id] for id in owner.figures))
    ]
    for owner in open_:
        _send(turn, report, owner, f"report:{about.key}:确认:{owner.name}:{turn.request_id}")
    turn.note("送数据确认", f"report:{about.key}")
    if not open_:
        counted = any(shown.computed for owner in OWNERS for shown in (report.figures[id] for id in owner.figures))
        why = "的数据都已确认，不用再发" if counted else "各项数据都是0，没有需要核对的。漏登的请先补登记"
        return Reply(f"{about.name}{why}。", about=(f"report:{about.key}",))
    names = "、".join(owner.title for owner in open_)
    return Reply(
        f"已把{about.name}的数据发给{names}负责同志核对，确认情况会写进数据来源表。", about=(f"report:{about.key}",)
    )


def pressed(turn: Turn, payload: FigureCheck, press: Press) -> Reply:
    """确认 or 有误. A forwarded card gives no rights."""
    owner = next((found for found in OWNERS if found.name == payload.owner), None)
    if owner is None or owner not in standing.owned(turn.person):
        return Reply(NOT_FOUND)
    state = store.state(turn.tx, payload.period)
    if state is None:
        return Reply(NOT_FOUND)
    about = periods.parse(payload.period, state.cut_off)
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    if state.final:
        turn.update_card(press.response_code, [turn.person.userid], card(report, owner, "已定稿"))
        return Reply(f"{about.name}总结已定稿，数据如有出入，将在下期作更正，请先补登记。")
    said = _say(turn, report, owner, payload.agrees)
    done = "已确认" if payload.agrees else "已报有误"
    turn.update_card(press.response_code, [turn.person.userid], card(report, owner, done))
    return said


def confirm(turn: Turn, _slots: Slots) -> Reply:
    """数据确认无误, in words."""
    owners = standing.owned(turn.person)
    about = which.report_of(turn)
    state = store.state(turn.tx, about.key)
    if not owners or state is None or state.final:
        return Reply("目前没有需要您确认的总结数据。")
    named = which.figures_said(turn.said.text)
    for owner in owners:
        if named and not named.issuperset(owner.figures):
            first, last = owner.figures[0], owner.figures[-1]
            return Reply(
                f"{owner.title}数据（{first}至{last}）一并确认，请核对后回复“确认{first}到{last}”；"
                f"有出入请说明，例如“{first}不对，应该是12”。",
                about=(f"report:{about.key}",),
            )
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    return [_say(turn, report, owner, True) for owner in owners][-1]


def doubted(turn: Turn, about: Period, figure: str, value: int) -> Reply:
    """F14不对，应该是12, by who answers for it: the drafters hear; the figure stays as it is counted."""
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    shown, key = report.figures[figure], f"report:{about.key}"
    turn.note("数据有误", key, after={"figure": figure, "value": value})
    turn.tell(
        [userid for userid in standing.drafters(turn.office) if userid != turn.person.userid],
        f"【提醒】{about.name}总结：{turn.person.name}反映{shown.definition.name}应为{value}"
        f"（系统计算{shown.computed}），请联系核对。",
        lane=Lane.TIMELY,
        key=f"{key}:有误:{figure}:{turn.request_id}",
        subject=key,
    )
    return Reply(
        f"已告知起草人：{shown.definition.name}系统计算{shown.computed}，您反映应为{value}。"
        f"请看明细找出入，回复“{figure}怎么来的”；漏登的请直接补登记，数据自动重算。",
        about=(key,),
    )


def _say(turn: Turn, report: Report, owner: Owner, agrees: bool) -> Reply:
    values = {id: report.figures[id].computed or 0 for id in owner.figures}
    about = report.period
    store.confirm(turn, about.key, owner.name, agrees, values)
    turn.note("数据确认" if agrees else "数据有误", f"report:{about.key}", after={"owner": owner.name})
    if agrees:
        return Reply(
            f"已确认{about.name}{owner.title}数据{len(values)}项，谢谢。数据再有变动会请您重新确认。",
            about=(f"report:{about.key}",),
        )
    lines = "\n".join(wording.figure_lines(report, owner.figures))
    turn.tell(
        [userid for userid in standing.drafters(turn.office) if userid != turn.person.userid],
        f"【提醒】{about.name}总结：{turn.person.name}反映{owner.title}数据有误，请联系核对。",
        lane=Lane.TIMELY,
        key=f"report:{about.key}:有误:{owner.name}:{int(turn.now.timestamp())}",
        subject=f"report:{about.key}",
    )
    return Reply(
        f"已告知起草人。现在的数据：\n{lines}\n请看明细找出入，例如回复“{owner.figures[0]}怎么来的”；"
        "漏登的请直接补登记，数据自动重算。",
        about=(f"report:{about.key}",),
    )
