"""Lines of business that are recognised but not open here: said honestly, with whom to call (domain.md C.1, 6).

A line that declares an intent of the same name takes its place.
"""

from collections.abc import Callable, Collection, Sequence

from bot.dialogue.later_words import CONFERENCE, DUTY, LATER, SUPERVISION
from handlers.line import Intent, Reply, Slots
from handlers.turn import Turn
from storage.office import Phones

NOT_IN_SCOPE = "该信息不在查询范围。"


def _closed(label: str, desk: str) -> Callable[[Turn, Slots], Reply]:
    def run(turn: Turn, _slots: Slots) -> Reply:
        return Reply(f"“{label}”在这里还没有开通，请联系{desk}（{_phone(turn.office.phones, desk)}）。没有作任何登记。")

    return run


def _phone(phones: Phones, desk: str) -> str:
    known = {DUTY: phones.duty, SUPERVISION: phones.supervision, CONFERENCE: phones.conference}
    return known.get(desk, phones.secretariat)


def _diary(_turn: Turn, _slots: Slots) -> Reply:
    """Where a leader is or goes is no matter of this channel; nothing hints whether there is a trip (domain.md 6.3)."""
    return Reply(NOT_IN_SCOPE)


def _emergency(turn: Turn, _slots: Slots) -> Reply:
    """The phone first; the bot is never the channel for it (domain.md 6.1)."""
    return Reply(
        f"疑似突发事件，请立即电话报区值班室{turn.office.phones.duty}，不要在群内转发现场图片。"
        "这里不受理突发事件信息报送，也没有保存您刚才的内容。"
    )


_EVENT = (
    r"(?:着火|起火|火灾|爆炸|坍塌|塌方|群体性事件|溺水|燃气泄漏|煤气泄漏|毒气|内涝|踩踏|车祸"
    r"|有人(?:受伤|伤亡|死亡|被困|落水))"
)
_NO_EVENT = r"(?!.*(?:演练|预案|培训|登记|通知|《|会议|工作|方案|投稿|反馈|进展|督办|宣传|整治))"


def _everyone(_person: object) -> bool:
    return True


def later_intents(built: Collection[str]) -> Sequence[Intent]:
    """Those of C.1 that no line has declared."""
    found = [
        Intent(name, label, "", patterns, _closed(label, desk), _everyone)
        for name, label, desk, patterns in LATER
        if name not in built
    ]
    if "emergency" not in built:
        emergency = ((rf"^{_NO_EVENT}.{{0,60}}{_EVENT}", 1.15),)
        found.append(Intent("emergency", "突发事件", "", emergency, _emergency, _everyone))
    if "leader_diary" not in built:
        where = (
            (
                r"(?:书记|区长|主任|领导|部长)(?:今天|明天|后天|上午|下午|晚上|现在|这周|下周|周[一二三四五六日]){0,3}(?:去哪|在哪|在不在|有空|出差|回来)",
                1.0,
            ),
        )
        found.append(Intent("leader_diary", "领导日程", "", where, _diary, _everyone))
    return tuple(found)
