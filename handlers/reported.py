"""A sentence that only reports what was done: 已排查主次干道42条，整改占道128处 (domain.md 3.3). Pure.

Whoever owes a report may mean it as one; it is asked, never supposed (domain.md C.1 d).
"""

import re

from handlers.said import Said

_SHORTEST, _LONGEST = 8, 300
_DONE = re.compile(
    r"已|完成|组织|开展|出动|排查|整改|检查|转移|到位|落实|召开|发放|建成|开工|取得|办理了|报送|清理|拆除|关停|下发|印发"
    r"|培训|演练|核查|走访"
)
_MEASURED = re.compile(
    r"\d|[一二三四五六七八九十百千两]{1,4}(?:个|家|次|处|项|条|人|公里|份|场|台|辆|户|宗|起)|全部|均已|全面"
)
_ELSE = re.compile(
    r"[？?]|吗\s*$|呢\s*$|谁|哪|怎么|多少|几[个项条家次]|投稿|供稿|信息[：:]|建议|提醒|登记|预订|请假|参加会|会议室|立项"
    r"|^(?:请|帮|麻烦|能不能|可以|查|看|问|订|改|撤|取消)"
)


def reports_work(said: Said) -> bool:
    """Whether it says what was done, with something that can be counted, and wants nothing else."""
    text = said.text.strip()
    if not _SHORTEST <= len(text) <= _LONGEST or _ELSE.search(text):
        return False
    return _DONE.search(text) is not None and _MEASURED.search(text) is not None
