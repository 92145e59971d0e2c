"""Short answers as people type them: politeness taken off; yes, no, stop, go on, wait, and 不对… (domain.md C.1)."""

import re
from functools import lru_cache

_GAP = r"[\s，,。.!！~～、：:;；]*"
_GREETING = (
    r"(?:您好|你好|[Hh]i(?![a-z])|[Hh]ello|在吗|上午好|下午好|早上好|请问(?:一下)?|请(?!示|辞|教|柬|求|.{0,3}假)"
    r"|麻烦(?:您|你)?(?:帮我|帮忙)?(?:一下)?|劳驾|帮忙|帮我(?!们)|那(?=[，,])|对了(?=[，, ])|另外|顺便"
    r"|再(?!次)|谢谢|辛苦(?:了|您)?)"
)
_HEAD = re.compile(rf"{_GAP}(?:{_GREETING}{_GAP})+")
_AGREED = re.compile(rf"^(?:嗯+|哦|噢|好的?|对的?|是的?|行|可以|没错|ok|OK)[，, 。!！]+{_GAP}(?=.)")
_TAIL = re.compile(
    rf"(?:{_GAP}(?:谢谢(?:您|你|了)?|多谢|辛苦(?:了|您)?|麻烦(?:您|你)?了?|拜托了?|[吧啊呀哈哦嘛]|的话))+{_GAP}$"
)

_YES_WORDS = (
    "是 是的 对 对的 好 好的 嗯 嗯嗯 行 可以 可以的 确认 确定 发 发送 发出 没问题 没错 无误 确认无误 同意 要 就这样 "
    "ok OK 没错的 对对 是是 好好 就是它 是这个 正确"
)
_NO_WORDS = "否 不 不是 不对 不用 不要 不要了 不行 不发 先不发 取消 不同意 算了 不用了 不需要 错了 不了 no NO No"
YES, NO = frozenset(_YES_WORDS.split(" ")), frozenset(_NO_WORDS.split(" "))

_STOP = re.compile(
    r"(?:那|就|还是|我|先|这个|都|全部)*(?:取消|算了|停|停止|停下|放弃|退出|撤[销回消]"
    r"|(?:先|暂)?不(?:登记?|用|办|弄|订|发|说|提交|转办?|立项?|搞|继续)(?!对|是|同意)(?:通知|会议室)?)"
    r"(?:登记|这个|这条|办理|操作|了|吧)*"
)
_UNDO = re.compile(r"撤[销回消](?:一下|了|吧)*")
_RESUME = re.compile(r"(?:继续|接着)(?:来|办|说|做|登记?|上一个|刚才的?|吧|下一[件个条])*")
_WAIT = re.compile(
    r"(?:请)?(?:明白了?|知道了?|收到了?|了解|好嘞|稍等|等一?等|等一?下|等会儿?|稍后|马上|别急|不急|慢着|我(?:先)?(?:去)?(?:看|查|问|找|想|核对?)(?:一下|看|查|问|找|下)?.{0,2})"
)
_ASKS = re.compile(
    r"^(?:什么意思|啥意思|什么|啥|怎么(?:写|填|办|说|回)|为什么|为啥|不(?:知道|清楚|会)|没有?看?懂|.{1,8}是什么(?:意思)?)$"
)
_CORRECTS = re.compile(
    r"^\W*(?:不对|不是|错了|说错了?|写错了?|打错了?|弄错了?|搞错了?|填错了?|更正|改一下|应该?[是为]|哦不|噢不|等等|等一?下[，,]|还是(?!.{0,6}(?:吗|呢)))"
    r"|改[成为到回]|更正[为成]|换成|应该?[是为]|写错了|说错了|登错了|不是.{1,20}[，,]\s*(?:而)?是"
)
_MARK = re.compile(
    r"^\W*(?:(?:不对|不是|错了|[说写打弄搞填]错了?|更正|改一下|应该?[是为]|应为|哦不|噢不|等等|等一?下|还是|我?(?:说|写|打)错了)[了啊呀]?[\s，,。：:！!]*"
    r"(?:应该?|而)?(?:[是为]|改[成为到])?[\s，,：:]*)+"
)

_TAKES_BACK = re.compile(r"^\W*(?:不对|错了|[说写打弄搞填登]错了?|[哦噢]不)")
_STATES = re.compile(
    r"^\W*(?:我们|我[局委办镇部]|我?单位|本单位|目前|现|截至[^，,]{2,8}|[今昨]天|[上下]午|刚刚?)*[，, ]*"
    r"(?:已(?!阅|签|批)|共|累计|完成|组织|出动|开展)|^.{0,10}(?:办完|办好|做完|完成|落实|报送)了[，,]"
)
_INQUIRES = re.compile(
    r"有什么|是什么|什么[会事时]|什么(?:状态|情况|进展)|怎么样|怎样|如何了|谁|哪[个些里儿天家]|多少|几[个号点家件项次]|(?:吗|行不行|可不可以|好不好|能不能行|[？?])$"
)


def head(text: str) -> int:
    """How many characters of greeting stand before what is wanted; 0 when nothing would be left."""
    found = _HEAD.match(text)
    return found.end() if found and len(text) - found.end() >= 2 else 0


@lru_cache(maxsize=8)
def plain_answer(bare: str) -> str:
    """The words without politeness around them: 好的，发送吧，谢谢 → 发送."""
    rest = _TAIL.sub("", bare) or bare
    agreed = _AGREED.match(rest)
    rest = rest[agreed.end() :] if agreed else rest
    start = _HEAD.match(rest)
    return (rest[start.end() :] if start and start.end() < len(rest) else rest).strip(" \t\r\n，。,.！!？?；;：:、~～")


def agrees(bare: str) -> bool | None:
    """Whether the whole message says yes or no."""
    for words in (bare, plain_answer(bare)):
        if words in YES:
            return True
        if words in NO:
            return False
    return None


def stops(bare: str) -> bool:
    """取消, 算了吧, 先不登了, 撤销."""
    return len(bare) <= 16 and _STOP.fullmatch(plain_answer(bare)) is not None


def undoes(bare: str) -> bool:
    """A bare 撤销."""
    return len(bare) <= 16 and _UNDO.fullmatch(plain_answer(bare)) is not None


def resumes(bare: str) -> bool:
    """继续."""
    return len(bare) <= 16 and _RESUME.fullmatch(plain_answer(bare)) is not None


def waits(bare: str) -> bool:
    """稍等, 我看一下, 明白: heard, but no answer yet."""
    return len(bare) <= 16 and _WAIT.fullmatch(bare) is not None


def asks_back(bare: str) -> bool:
    """什么意思, 怎么写: no answer to a question, but a question about it."""
    return len(bare) <= 16 and _ASKS.match(bare) is not None


def takes_back(text: str) -> bool:
    """写错了，…: says that something was wrong; alone it fills nothing."""
    return _TAKES_BACK.match(text) is not None


def says_nothing(bare: str) -> bool:
    """Pictures and punctuation only: neither a word nor a number."""
    return not any(sign.isalnum() for sign in bare)


def inquires(bare: str) -> bool:
    """明天有什么安排: a question of one's own, which is no answer to one."""
    return _INQUIRES.search(bare) is not None


def states(text: str) -> bool:
    """已排查主次干道42条: says what was done, and asks nothing."""
    return _STATES.match(text) is not None and not inquires(text)


def corrects(text: str) -> bool:
    """Whether something said before is put right: 不对，是……; ……改成……."""
    return _CORRECTS.search(text[:80]) is not None


def after_mark(text: str) -> str:
    """不对，是加急 → 加急."""
    found = _MARK.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text
