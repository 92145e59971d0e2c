"""少打扰, and what this bot does not do: no ranking of use, no naming of who has not read (domain.md 7.9; SC40)."""

import re
from datetime import time

from handlers.line import Reply, Slots
from handlers.turn import Turn
from scheduler.clock import local
from storage import quiet
from storage.profile_types import Window

USUAL = (Window(time(12), time(14, 30)), Window(time(17, 30), time(8, 30)))
_OFF = re.compile(
    r"(?:取消|关闭?|恢复|退出|不要|解除|停止?).{0,4}(?:少打扰|免打扰|勿扰|静音)|恢复(?:正常|所有|全部)?(?:提醒|推送|打扰)"
)
_ASKS = re.compile(r"(?:什么|哪些|怎么|是不是|开了|状态)")
STAYS = "公文、督办、会议的时限提醒和特急件照常发送，不受影响。"


def quieter(turn: Turn, _slots: Slots) -> Reply:
    """少打扰; 少打扰 12点到14点; 取消少打扰."""
    own = quiet.windows(turn.tx, turn.person.userid)
    if _OFF.search(turn.said.text):
        quiet.keep(turn.tx, turn.person.userid, (), turn.now)
        turn.note("取消少打扰", f"person:{turn.person.userid}")
        return Reply("已恢复：非紧急消息按平常时间发送。" if own else "您没有设少打扰，消息按平常时间发送。")
    if _ASKS.search(turn.said.text) and own:
        return Reply(f"少打扰时段：{_words(own)}。{STAYS}恢复请回复“取消少打扰”。")
    windows = _said(turn) or USUAL
    quiet.keep(turn.tx, turn.person.userid, windows, turn.now)
    turn.note("少打扰", f"person:{turn.person.userid}", after={"windows": _words(windows)})
    return Reply(
        f"已设少打扰：{_words(windows)}不发非紧急消息，过后合并发送。{STAYS}"
        "不想收日报请回复“退订日报”；恢复请回复“取消少打扰”。"
    )


def _said(turn: Turn) -> tuple[Window, ...]:
    found = []
    for when in turn.said.times:
        if when.start and when.end and when.grain in ("hour", "minute"):
            start, end = local(when.start).time(), local(when.end).time()
            if start != end:
                found.append(Window(start, end))
    return tuple(found)


def _words(windows: tuple[Window, ...]) -> str:
    return "、".join(f"{one.start:%H:%M}至{'次日' if one.end < one.start else ''}{one.end:%H:%M}" for one in windows)


def no_ranking(_turn: Turn, _slots: Slots) -> Reply:
    """Refused, with what may be had instead."""
    return Reply(
        "不做使用次数、登录次数的统计和排名（国办函〔2026〕12号：不得以使用量、活跃度等排名考核）。"
        "需要的话可以看公文办理时效，例如“本月收文及时率”“哪些督办快到期”，只发给您本人。"
    )


def no_shaming(turn: Turn, _slots: Slots) -> Reply:
    """Who has read what is nobody's business in a group."""
    return Reply(
        "不在群里公布已读、未读和未回名单，也不点名。需要督促的，可以只发给您本人：回复“哪些督办还没签收”"
        f"“哪些单位还没回执”，我逐一私信提醒有关单位。督查室电话{turn.office.phones.supervision}。"
    )
