"""复核, 定稿 and 重新打开 (domain.md 10.2): a final report is locked and kept as it was, edition by edition."""

from handlers.line import Reply, Slots
from handlers.reports import generating, standing, store, which, wording
from handlers.reports.editions import as_it_stands, content_of, figures_of
from handlers.reports.period import Period
from handlers.reports.report import build
from handlers.reports.words import DRAFT, FINAL, REVIEWED
from handlers.turn import Turn
from storage.office import Role
from storage.outbox import Lane

_BUSY = "总结刚被其他同志改动，请再说一次。"


def review(turn: Turn, _slots: Slots) -> Reply:
    """The 副主任 has read it."""
    about = which.report_of(turn)
    state = store.begin(turn, about)
    if state.final:
        return Reply(f"{about.name}总结已定稿。", about=(f"report:{about.key}",))
    if not store.decide(turn, state, REVIEWED):
        return Reply(_BUSY)
    turn.note("复核总结", f"report:{about.key}", before={"status": state.status}, after={"status": REVIEWED})
    return Reply(f"{about.name}总结已复核，待主任定稿。", about=(f"report:{about.key}",))


def finalise(turn: Turn, _slots: Slots) -> Reply:
    """Lock it: figures, words and rows are kept as they stand; what comes later is a 更正 of the next one."""
    about = which.report_of(turn)
    if not standing.may_decide(turn.person):
        return _for_the_director(turn, about, "定稿")
    if about.end >= turn.here.date():
        end = f"{about.end.month}月{about.end.day}日"
        return Reply(f"{about.name}要到{end}结束，期满后再定稿。", about=(f"report:{about.key}",))
    state = store.begin(turn, about)
    if state.final:
        return Reply(f"{about.name}总结已是定稿（第{state.edition}版）。", about=(f"report:{about.key}",))
    report = build(turn.tx, turn.office, about, turn.now)
    edition = state.edition + 1
    if not store.decide(turn, state, FINAL, edition=edition):
        return Reply(_BUSY)
    store.keep(turn, about.key, edition, figures_of(report), content_of(report))
    turn.note("总结定稿", f"report:{about.key}", before={"status": state.status}, after={"edition": edition})
    final = as_it_stands(turn.tx, turn.office, about, turn.now)
    generating.files(turn, turn.person.userid, final)
    others = [userid for userid in standing.drafters(turn.office) if userid != turn.person.userid]
    turn.tell(
        others,
        f"【提醒】{about.name}总结已由{turn.person.address}定稿（第{edition}版），数据已锁定。",
        lane=Lane.TIMELY,
        key=f"report:{about.key}:定稿:{edition}",
        subject=f"report:{about.key}",
    )
    left = wording.hints(report)
    note = f"定稿时仍有{len(left)}处提示，已列入数据来源表。" if left else ""
    return Reply(
        f"{about.name}总结已定稿（第{edition}版），文字和数据已锁定。{note}之后补登的在下期列“{_next_word(about.kind)}更正”。"
        "要改请回复“重新打开总结”。",
        about=(f"report:{about.key}",),
    )


def _next_word(kind: str) -> str:
    return {"月": "上月", "季度": "上季度", "半年": "上一半年"}.get(kind, "上年")


def _for_the_director(turn: Turn, about: Period, what: str) -> Reply:
    names = "、".join(person.address for person in turn.office.people_with(Role.DIRECTOR))
    said = f"{about.name}总结定稿" if what == "定稿" else f"重新打开{about.name}总结"
    return Reply(f"{what}由主任决定，请报{names or '主任'}回复“{said}”。", about=(f"report:{about.key}",))


def reopen(turn: Turn, _slots: Slots) -> Reply:
    """Only 主任; the next 定稿 is a new edition, the old one stays."""
    about = which.report_of(turn)
    if not standing.may_decide(turn.person):
        return _for_the_director(turn, about, "重新打开")
    state = store.state(turn.tx, about.key)
    if state is None or not state.final:
        return Reply(f"{about.name}总结没有定稿，可以直接改。", about=(f"report:{about.key}",))
    if not store.decide(turn, state, DRAFT):
        return Reply(_BUSY)
    turn.note("重新打开总结", f"report:{about.key}", before={"edition": state.edition})
    return Reply(
        f"已重新打开{about.name}总结，第{state.edition}版原样留存；改好后再定稿为第{state.edition + 1}版。",
        about=(f"report:{about.key}",),
    )
