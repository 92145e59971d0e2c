"""The states that people ask for, in their words: 没办完, 逾期, 快到期, 待呈送, 没签收 (domain.md 2.6)."""

import re
from dataclasses import dataclass

from handlers.documents.terms import CIRCLED, INSTRUCTED, OVER, READ, UNREAD, Status

SOON_WORKDAYS = 2
"""How many workdays ahead 快到期 looks."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A state asked for. `statuses` are those of the paper; `reading` those of a leader's; `by` what else must hold."""

    name: str
    statuses: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    by: str = ""


OPEN = tuple(str(state) for state in Status if state not in OVER)
"""In which a paper still owes something."""


def _of(*names: str) -> tuple[str, ...]:
    """Those of these states that there are."""
    known = {str(state) for state in Status}
    return tuple(name for name in names if name in known)


_NOT = r"(?:还?没有?|未|尚未|待|等待|等着)"
_SPOKEN: tuple[tuple[str, Wanted], ...] = (
    (r"逾期|超期|超时限?|超过时限|过了?期|过了?时限|已过时限", Wanted("逾期", OPEN, by="overdue")),
    (r"快要?到期|临期|即将到期|[将要]到期|临近(?:到期|时限)|快到时限|马上到期", Wanted("快到期", OPEN, by="soon")),
    (rf"{_NOT}签收", Wanted("未签收", OPEN, by="unsigned")),
    (rf"{_NOT}(?:呈送|呈批|呈阅|呈报|送阅|呈)", Wanted("待呈送", _of("待签收", "已登记", "初审", "拟办"))),
    (rf"{_NOT}(?:转办|转|交办|明确牵头)", Wanted("待转办", OPEN, by="unassigned")),
    (rf"{_NOT}(?:批示|签批|批)", Wanted("待批示", reading=(UNREAD, READ))),
    (rf"{_NOT}(?:看|阅办?|圈阅|阅示)完?", Wanted("未阅", reading=(UNREAD,))),
    (rf"{_NOT}反馈", Wanted("未反馈", _of("交办", "承办中", "退办"))),
    (rf"{_NOT}归档", Wanted("待归档", _of("办结", "阅毕", "待归档"))),
    (
        rf"{_NOT}(?:办[结完好理]?|完成|结)|在办|办理中|办着的|没弄完|没了结|待办",
        Wanted("未办结", OPEN),
    ),
    (r"(?:已经?)?(?:批示|签批|批)[过了]的?|已批示?", Wanted("已批示", reading=(INSTRUCTED, CIRCLED))),
    (r"(?:已经?)?(?:看|阅|圈阅)[过了]的?|已阅|已圈阅", Wanted("已阅", reading=(READ, CIRCLED, INSTRUCTED))),
    (r"已反馈|反馈[过了]的?", Wanted("已反馈", _of("已反馈"))),
    (r"承办中", Wanted("承办中", _of("承办中"))),
    (r"传阅中?", Wanted("传阅", _of("传阅"))),
    (r"阅毕", Wanted("阅毕", _of("阅毕"))),
    (r"已归档|归了?档的?", Wanted("已归档", _of("已归档"))),
    (r"已经?办[结完好]|办[结完好]了?的", Wanted("已办结", _of("办结", "待归档", "已归档"))),
    (r"作废|撤销登记", Wanted("作废", _of("作废"))),
    (r"退文|退回的", Wanted("退文", _of("退文"))),
    (r"挂起|搁置", Wanted("挂起", _of("挂起"))),
    (r"刚?登记了?没动的?|已登记", Wanted("已登记", _of("已登记"))),
)
_STATES = tuple((re.compile(pattern), wanted) for pattern, wanted in _SPOKEN)
_ASKS = re.compile(
    r"办[完好结]了?[没吗](?:有)?|有没有(?:办[完好结]|反馈|签收)|(?:反馈|签收|批|看)了?(?:没有?|吗)(?=[？?。]*$)"
)
"""办完没有 asks how a paper stands; it is no condition."""


def states_in(text: str) -> tuple[Wanted | None, str]:
    """The state that is asked for, and the text without those words."""
    rest = _ASKS.sub(lambda found: " " * len(found[0]), text)
    for pattern, wanted in _STATES:
        match = pattern.search(rest)
        if match:
            return wanted, rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    return None, rest
