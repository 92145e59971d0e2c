"""What a message says in words of its own: the name of a thing, and the `text` of an intent (domain.md C.1).

For `explain` only; where a line keeps such words, its own reader stands before these.
"""

import re
from collections.abc import Callable, Mapping

from bot.dialogue.heard_clauses import AROUND, alone, faults, progress, reason, reform, result, subject
from handlers import called
from handlers.said import Said

_LEAST = 2
_ORDER = "请(?!登|帮|记|问|你|您|把)|同意(?!$)|拟同意|抓紧|尽快|速|务必|按.{1,8}意见|认真"
_INSTRUCTS = (
    re.compile(r"[批写示签].{0,12}[“\"「『‘'](?P<what>[^”\"」』’']{1,80})[”\"」』’']"),
    re.compile(r"^[^“]{0,24}[，, ]“(?P<what>[^”]{2,80})”$"),
    re.compile(
        r"(?:批示|批|签了|意见(?:下来了)?|批语|要求)(?:了|的是|的|下来了?)?(?:[：:是]|一句)[，, ]*(?P<what>[^。\n]{2,})"
    ),
    re.compile(r"[签批]了?[个句]?(?P<what>同意|已阅|阅[知处示研]?(?!件))"),
    re.compile(r"[批签示]了?(?:收?\d{2,4}号?)[：:，, ]+(?P<what>[^。\n]{2,})"),
    re.compile(r"[上中里]写[了着道][：:， ]*(?P<what>[^。\n]{2,})"),
    re.compile(r"说(?P<what>全[区办]推广[^。]*)"),
    re.compile(rf"(?:批|示|阅|签|[，, 号]|\d)[了过字，, 号]*(?P<what>(?:{_ORDER})[^。—\n]*)"),
)
_NOTED = re.compile(r"[，,。 —]*(?:我?代?(?:记|登|录)(?:一?[下笔]|上)?|文[号是].*|第?\d{2,4}期.*|[，, ]\d{4}号?)$")
_DEMANDS = re.compile(
    r"(?:[之以]?前|内)?[，,]?(?P<what>(?:完成|把|将|报送?|拿出|建成|清理|落实|整改|启动|做好|开展|制定"
    r"|提交|形成)[^，,。；;\s]{2,})"
)
_ABOUT = re.compile(
    r"(?:关于|讲的?是?|提到|涉及|说的?是?)(?P<what>[\u4e00-\u9fff]{2,12}?)(?:的|方面|$|(?=\x00))"
    r"|(?:一[份个件]|那[份个件])(?P<that>[\u4e00-\u9fff]{2,10}?)的(?=$|\x00)"
)
_TAKES_UP = re.compile("立个?项|报一次|督办|[列纳]入|[列纳]进|立起来")
_HANDED = re.compile(r"(?:交班|接班)[了啊啦，,：: ]+(?P<what>.{3,})")
_ORDERS = re.compile(
    r"(?P<what>(?:(?:第[一二三四五六七八九十\d]{1,3}|最后一|头)[条篇]|标题|题目)(?=.{0,16}(?:改|拿|删|换"
    r"|压|撤|放|挪|调|太长|合|去掉|加|补)).+)"
)
_OPINES = re.compile(
    r"^.{0,6}?(?:(?:提|有|给)[个点一条]*(?:建[议意]|意见)|建[议意]|意见反馈|投诉|给管理员反映一?下"
    r"|反映(?:一?[下个])?(?:问题)?|吐槽(?:一下)?"
    r"|(?:讲|说)句(?:老实|实在|公道|心里|不好听的)?话(?:啊|哈)?[，,]?(?:你们)?)[：:，,+＋！! ]*"
)
_OPINED = re.compile(r"[，, ]*(?:(?:一个|个|小小的?|小)*建议[一下]*|提个?建议|反映一下|谢谢)$")
_TAKES = re.compile(
    r"签字笔|中性笔芯?|圆珠笔|记号笔|荧光笔|笔记本|铅笔|笔芯|水笔|钢笔|A[34]纸?|打印纸|复印纸|硒鼓|墨盒"
    r"|碳粉|文件[盒夹袋]|档案[盒袋]|订书[机钉针]"
    r"|回形针|长尾夹|夹子|胶水|固体胶|双面胶|胶带|U盘|移动硬盘|鼠标垫?|键盘|信封|电池|便[签利]贴?"
    r"|便签纸?|纸杯|抽纸|纸巾|插线板|计算器|印泥|剪刀|美工刀"
    r"|白板笔|修正带|垃圾袋|拖把|茶叶|矿泉水|口罩|台历|标签纸|热水壶|水壶|灯管|茶杯|桌签纸"
)
_ITEM = re.compile(
    r"(?P<before>[\u4e00-\u9fffA-Za-z]{2,6}?)(?:还剩|还有几|还有多少|库存|入库|到货|没了|用完|不够|快没)"
    r"|(?:领|要|拿|补|换|买)用?"
    r"[ ：:]*(?P<named>[\u4e00-\u9fffA-Za-z]{2,6}?)\s*[\d一二两三四五六七八九十百]+[支包个本盒箱把卷瓶只套桶袋张块]"
    r"|(?:领|要|拿|补|换|买)[点些]?[\d一二两三四五六七八九十百]+[支包个本盒箱把卷瓶只套桶袋张块节台副条打](?P<behind>[\u4e00-\u9fffA-Za-z]{2,6})"
)
_PLACES = (
    re.compile(
        r"(?:看|[督巡检]?查|暗访)(?:的|了)?[：: ]*(?:[一两二三四五六七八九十\d]+[个家处])?"
        r"(?P<what>[\u4e00-\u9fff]{2,10}?)"
        r"(?=补?记|实地|[，, \x00]|[一两二三四五六七八九十\d]+[个家处]|$)"
    ),
    re.compile(r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?:的)?(?:实地|现场|专项)?督[查察](?!组|室|员|通报|记录)"),
    re.compile(r"(?:从|到|去了?趟?|跑了?趟?)(?P<what>[\u4e00-\u9fff]{2,12}?)(?=回来|转|看|现场|实地|[，, \x00]|$)"),
)
_NO_MATTER_THERE = re.compile(
    "督|现场|实地|登|记|陪|参加|我|他|她|去|了|查|[个点家处]$|单位|通知|暗访|谢|麻烦|帮|吗|呢|没"
)
_UP_TO = re.compile("^.{0,8}[到去]")
_NO_PLACE = re.compile(
    "^[了过的下]|^实地|登记|补记|我|一[次笔下趟]|^跑|现场|今天|昨|上午|下午|前天|组织|开展|我们|记录|同志|跟|和|回来"
)
_SERIES = re.compile(r"(?:(?:(?![一二三两几第]|[篇期份个])[\u4e00-\u9fff]){0,2}督[查办])?(?:快报|专报|简报|通报|要情)")
_NEW_TITLE = re.compile('(?:标题|题目).{0,12}?(?:改[成为]|换成|叫|就用)[：:“"]?(?P<title>[^”"，,。]{4,40})')
_TALKS_OF = re.compile(
    r"(?:关于|议题是?|主题是?|说的是|讲的是|碰一?[下头][：:，, ]?)(?P<of>[\u4e00-\u9fff]{2,14}?)(?=$"
    r"|[，,。 \d])|(?P<on>(?:研究|讨论|商[量议]|部署)[\u4e00-\u9fff]{2,14})"
)
_USED_FOR = re.compile(
    r"搞([\u4e00-\u9fff]{2,10})|[，, ]([\u4e00-\u9fff]{2,8}?)用(?:一?下)?$"
    r"|开([\u4e00-\u9fff]{2,8}(?:表彰|评审|比赛|面试|宣讲|答辩))"
)
_ESTABLISHES = re.compile(
    r"[，, ]*(?:这[件个]?事?|那项)?(?:也|先|要|给)*(?:立[个一起]?(?:督办|项|来)|[列上立]进?[入到]?督办)"
)
_ORDERED = re.compile("那个|这个|[交办定]的|交代|交办|[点提]名?的|的|把|要")
_PUSHED = re.compile(r"(?:每日|今日|云湾)?信息日报|每日信息|日报|早报|简报|每天早上那个[\u4e00-\u9fff]{2}|信息推送")
_MATTER = re.compile(
    r"(?P<what>[\u4e00-\u9fff“”]{2,14}?)(?:那[件项个条](?:督办|事)?|这[件项个]|的督办|督办|的事(?!情|项))"
)
_NO_MATTER = re.compile(
    "哪|我们|咱|我局|这|那|名下|手上|头上|查|看|问|催|到期|分管|牵头|[逾超]期|单位|批示|[协主]办|^全部|^所有|^[这本上]"
)


def title(intent: str, said: Said) -> str | None:
    """The name of the thing, in marks or without; None where the intent has none."""
    reader = _TITLES.get(intent)
    return (said.title or reader(said)) if reader is not None else None


def text(intent: str, said: Said) -> str | None:
    """The words that belong to the intent, without those that say what is wanted."""
    reader = _TEXTS.get(intent)
    found = reader(said) if reader is not None else None
    return found if found and len(found) >= _LEAST else None


def _instruction(said: Said) -> str | None:
    for shape in _INSTRUCTS:
        if found := shape.search(said.text):
            words = next(one for one in found.groupdict().values() if one)
            return _NOTED.sub("", words).strip(AROUND) or None
    return None


def _demand(said: Said) -> str | None:
    """由应急局负责，9月底前完成防汛物资补充."""
    behind = [match for when in said.times if when.deadline and (match := _DEMANDS.match(said.text, when.span[1]))]
    told = (match for match in _DEMANDS.finditer(said.text) if not _TAKES_UP.search(match["what"]))
    found = behind[0] if behind else next(told, None)
    return found["what"].strip(AROUND) if found else None


def _opinion(said: Said) -> str | None:
    return _OPINED.sub("", _OPINES.sub("", said.text, count=1)).strip(AROUND) or None


def _item(said: Said) -> str | None:
    named = list(dict.fromkeys(_TAKES.findall(said.text)))
    if named:
        return "、".join(named)
    found = _ITEM.search(said.text)
    return (found["before"] or found["named"] or found["behind"]) if found else None


def _by(shape: re.Pattern[str]) -> Callable[[Said], str | None]:
    def read(said: Said) -> str | None:
        found = shape.search(said.text)
        return next((one for one in found.groups() if one), None) if found and found.groups() else found and found[0]

    return read


def _use(said: Said) -> str | None:
    found = _by(_USED_FOR)(said)
    return found if found and all(unit.text != found for unit in said.units) else None


def _headline(said: Said) -> str | None:
    """标题短一点，改成规上企业又添12家; else the piece that is spoken of."""
    found = _NEW_TITLE.search(said.text)
    return found["title"] if found else called.piece(said)


def _looked_at(said: Said) -> str | None:
    """刚从金溪镇回来，看了农村公路: the matter or, where none is named, the place."""
    plain = called.bounded(said, units=False)
    for shape in _PLACES:
        for found in shape.finditer(plain):
            if not _NO_PLACE.search(found["what"]):
                return _UP_TO.sub("", found["what"])
    return alone(said, _NO_MATTER_THERE)


def _established(said: Said) -> str | None:
    """书记交代的那个河涌整治，立个督办."""
    plain = called.bounded(said)
    found = _ESTABLISHES.search(said.text)
    start = called.before(plain, found.start(), _ORDERED) if found else 0
    name = said.text[start : found.start()] if found else ""
    return None if name in ("", "督办", "批示", "意见", "要求") else name


def _topic(said: Said) -> str | None:
    """校车那个文; 一份讲充电桩的, 提到学位的."""
    about = None if said.title else _ABOUT.search(called.bounded(said))
    return called.topic(said) or (about and (about["what"] or about["that"])) or None


def _matter(said: Said) -> str | None:
    """滨海大道那件督办."""
    plain = called.bounded(said)
    found = _MATTER.search(plain)
    words = found["what"].strip("“”").removeprefix("那个").removeprefix("这个") if found else ""
    return None if not words or _NO_MATTER.search(words) else words


_PIECES = dict.fromkeys(("adoption", "info_comment", "edit"), called.piece)
_OF_PAPERS = (
    "find_doc",
    "sign",
    "mark_read",
    "return",
    "transfer",
    "submit",
    "close",
    "record_instruction",
    "log_outgoing",
)
_PAPERS = dict.fromkeys(_OF_PAPERS, called.paper)
_TOPICS = dict.fromkeys(("find_doc", "transfer", "submit", "mark_read"), _topic)
_TITLES: Mapping[str, Callable[[Said], str | None]] = {
    **_PIECES,
    **_PAPERS,
    "log_publication": _by(_SERIES),
    "create_task": _established,
    "feedback": subject,
    "reform": subject,
    "edit": _headline,
}
_TEXTS: Mapping[str, Callable[[Said], str | None]] = {
    **_TOPICS,
    "query_task": _matter,
    "close": result,
    "extend": reason,
    "propose_card": faults,
    "feedback": progress,
    "record_instruction": _instruction,
    "info_comment": _instruction,
    "decisions": _demand,
    "create_task": _demand,
    "duty": _by(_HANDED),
    "edit": _by(_ORDERS),
    "feedback_to_admin": _opinion,
    "supplies": _item,
    "reform": reform,
    "log_inspection": _looked_at,
    "book_room": _use,
    "create_meeting": _by(_TALKS_OF),
    "unsubscribe": _by(_PUSHED),
}
