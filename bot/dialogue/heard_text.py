"""What a message says in words of its own: the name of a thing, and the `text` of an intent (domain.md C.1).

For `explain` only; where a line keeps such words, its own reader stands before these.
"""

import re
from collections.abc import Callable, Mapping

from handlers import called
from handlers.said import Said

_CLAUSE = re.compile(r"[，,。；;！!？?\n]|(?<=[\u4e00-\u9fff”])\s+|\s+(?=[\u4e00-\u9fff“])")
_AROUND = " \t\r\n：:，,。！!；;～~、+＋-—"
_LEAST = 2
_CLOSES = re.compile(
    r"(?:代?我?们?局?承办的)?(?:申请|请予?|提请|报请?|可以|这件|[把将])*(?:注?办[结节掉完]|结[掉案了]|弄好|[可能]?以?销号?(?=了|吗|$)|了结|结果)[了是为吧吗：:]*|请予|麻烦|谢谢"
)
_CHECKED = re.compile("审核|看过|材料|同意|不归")
_DELAYS = re.compile(
    r"延[期起到至长后]|展期|[放往]?宽限?几?天|推[到迟后]|往后|放到|缓[到几]|晚[一两几个到]|再给|申请|请求|能不能|行不行|可不可以|可以不"
    r"|想请|多给|[1-9一两三]+[天周]|牌|督办单|提请|建议|报一?下?$|同意|领导好"
)
_REASON = re.compile(r"(?:原因|理由|因为|由于)(?:是|为|：|:)?[，, ]*(?P<why>[^。；;\n]+)")
_NUMBER_SAYS = re.compile(r"^(?:号|那个)?(?:上面|我们)?说(?:是)?")
_REPORTS = re.compile(
    r"^(?:[这本上]个?(?:周|礼拜|星期|月)(?![一二三四五六日])|(?:本周|这周|最新|近期)?[进近]展|.{0,8}(?:电话|口头)?回[：:]|(?:督办|反馈|汇报|报告|最新|阶段)?(?:进展|情况|进度|反馈|回复?)(?:一?下|情况)?|报(?:一?下|个)?(?:周)?进展?|说一?下|督办|号文?|办理情况|那个|这边"
    r"|[\u4e00-\u9fff]{2,12}(?:那个|那项|这个)(?:督办|事项|任务)?(?=[，, ])|[：:，, ])+"
)
_REPORTED = re.compile(
    r"[，,。 ]*(?:跟[您你]说一?[声下](?:进展)?|[\u4e00-\u9fff]{1,4}局报|"
    r"汇报完毕|我代[填报记]|记一?下|特此反馈|请知悉)[。！!]*$"
)
_ORDER = "请(?!登|帮|记|问|你|您|把)|同意(?!$)|拟同意|抓紧|尽快|速|务必|按.{1,8}意见|认真"
_INSTRUCTS = (
    re.compile(r"[批写示签].{0,12}[“\"「『‘'](?P<what>[^”\"」』’']{1,80})[”\"」』’']"),
    re.compile(r"^[^“]{0,24}[，, ]“(?P<what>[^”]{2,80})”$"),
    re.compile(
        r"(?:批示|批|签了|意见(?:下来了)?|批语|要求)(?:了|的是|的|下来了?)?(?:[：:是]|一句)[，, ]*(?P<what>[^。\n]{2,})"
    ),
    re.compile(r"签了(?P<what>同意|已阅|阅)"),
    re.compile(r"说(?P<what>全[区办]推广[^。]*)"),
    re.compile(rf"(?:批|示|阅|签|[，, 号]|\d)[了过字，, 号]*(?P<what>(?:{_ORDER})[^。—\n]*)"),
)
_NOTED = re.compile(r"[，,。 —]*(?:我?代?(?:记|登|录)(?:一?[下笔]|上)?|文[号是].*|第?\d{2,4}期.*|[，, ]\d{4}号?)$")
_DEMANDS = re.compile(
    r"(?:[之以]?前|内)?[，,]?(?P<what>(?:完成|把|将|报送?|拿出|建成|清理|落实|整改|启动|做好|开展|制定|提交|形成)[^，,。；;\s]{2,})"
)
_HANDED = re.compile(r"(?:交班|接班)[了啊啦，,：: ]+(?P<what>.{3,})")
_ORDERS = re.compile(
    r"(?P<what>(?:(?:第[一二三四五六七八九十\d]{1,3}|最后一|头)[条篇]|标题|题目)(?=.{0,16}(?:改|拿|删|换|压|撤|放|挪|调|太长|合|去掉|加|补)).+)"
)
_OPINES = re.compile(
    r"^.{0,6}?(?:(?:提|有|给)[个点一条]*(?:建[议意]|意见)|建[议意]|意见反馈|投诉|给管理员反映一?下|反映(?:一?[下个])?(?:问题)?|吐槽(?:一下)?"
    r"|(?:讲|说)句(?:老实|实在|公道|心里|不好听的)?话(?:啊|哈)?[，,]?(?:你们)?)[：:，,+＋！! ]*"
)
_OPINED = re.compile(r"[，, ]*(?:建议[一下]*|提个?建议|反映一下|谢谢)$")
_TAKES = re.compile(
    r"签字笔|中性笔芯?|圆珠笔|记号笔|荧光笔|笔记本|铅笔|笔芯|水笔|钢笔|A[34]纸?|打印纸|复印纸|硒鼓|墨盒|碳粉|文件[盒夹袋]|档案[盒袋]|订书[机钉针]"
    r"|回形针|长尾夹|夹子|胶水|固体胶|双面胶|胶带|U盘|移动硬盘|鼠标垫?|键盘|信封|电池|便[签利]贴?|便签纸?|纸杯|抽纸|纸巾|插线板|计算器|印泥|剪刀|美工刀"
    r"|白板笔|修正带|垃圾袋|拖把|茶叶|矿泉水|口罩|台历|标签纸|热水壶|水壶|灯管|茶杯|桌签纸"
)
_ITEM = re.compile(
    r"(?P<before>[\u4e00-\u9fffA-Za-z]{2,6}?)(?:还剩|还有几|还有多少|库存|入库|到货|没了|用完|不够|快没)"
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
_NO_PLACE = re.compile(
    "^[了过的下]|^实地|登记|补记|我|一[次笔下]|现场|今天|昨|上午|下午|前天|组织|开展|我们|记录|同志|跟|和|回来"
)
_SERIES = re.compile(r"(?:[\u4e00-\u9fff]{0,2}督[查办])?(?:快报|专报|简报|通报|要情)")
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
_QUESTION = re.compile(r"谁|哪|什么|怎么|多少|几|吗$|没有?$|呢$")


def title(intent: str, said: Said) -> str | None:
    """The name of the thing, in marks or without; None where the intent has none."""
    reader = _TITLES.get(intent)
    return (said.title or reader(said)) if reader is not None else None


def text(intent: str, said: Said) -> str | None:
    """The words that belong to the intent, without those that say what is wanted."""
    reader = _TEXTS.get(intent)
    found = reader(said) if reader is not None else None
    return found if found and len(found) >= _LEAST else None


def _clauses(said: Said, drop: re.Pattern[str]) -> list[str]:
    """What is left of each clause without numbers and the words that ask for something."""
    signs = list(said.text)
    for span in [own.span for own in said.own] + [doc.span for doc in said.docs]:
        signs[span[0] : span[1]] = "\x00" * (span[1] - span[0])
    parts = (part.replace("\x00", "") for part in _CLAUSE.split("".join(signs)))
    return [left for part in parts if len(left := drop.sub("", part).strip(_AROUND + "号")) > _LEAST]


def _result(said: Said) -> str | None:
    """1203号办结，结果已落实."""
    left = [part for part in _clauses(said, _CLOSES) if not _QUESTION.search(part)]
    told = (
        part for part in left if re.search(r"[已了完]|无需|到位|取得|通过|达标", part) and not _CHECKED.search(part)
    )
    return next(told, None)


def _why(said: Said) -> str | None:
    """0110延期几天行不行？评审专家凑不齐."""
    if given := _REASON.search(said.text):
        return re.split(r"[，,](?=目前|现|当前|已|申请|拟|督)", given["why"])[0].strip(_AROUND)
    timed = [said.text[slice(*when.span)] for when in said.times]
    left = [
        part
        for part in (_NUMBER_SAYS.sub("", one) for one in _clauses(said, re.compile("督办")))
        if not _DELAYS.search(part) and not any(time in part for time in timed) and not _QUESTION.search(part)
    ]
    left = [part for part in left if not any(unit.text == part for unit in said.units)]
    if len(_CLAUSE.split(said.bare)) == 1:
        return None
    return left[0] if left else None


def _progress(said: Said) -> str | None:
    """What was done, without whose and which it is."""
    signs = list(said.text)
    for own in said.own:
        start, end = own.span
        signs[start:end] = "\x00" * (end - start)
    words = re.sub(r"[，,]\s*\x00+\s*[，,]", "，", "".join(signs)).replace("\x00", "").strip(_AROUND)
    while (left := _REPORTS.sub("", words, count=1).strip(_AROUND)) != words:
        words = left
    words = _REPORTED.sub("", words).strip(_AROUND)
    return words or None


def _instruction(said: Said) -> str | None:
    for shape in _INSTRUCTS:
        if found := shape.search(said.text):
            words = next(one for one in found.groupdict().values() if one)
            return _NOTED.sub("", words).strip(_AROUND) or None
    return None


def _demand(said: Said) -> str | None:
    """由应急局负责，9月底前完成防汛物资补充."""
    behind = [match for when in said.times if when.deadline and (match := _DEMANDS.match(said.text, when.span[1]))]
    found = behind[0] if behind else _DEMANDS.search(said.text)
    return found["what"].strip(_AROUND) if found else None


def _opinion(said: Said) -> str | None:
    return _OPINED.sub("", _OPINES.sub("", said.text, count=1)).strip(_AROUND) or None


def _item(said: Said) -> str | None:
    named = list(dict.fromkeys(_TAKES.findall(said.text)))
    if named:
        return "、".join(named)
    found = _ITEM.search(said.text)
    return (found["before"] or found["behind"]) if found else None


def _by(shape: re.Pattern[str]) -> Callable[[Said], str | None]:
    def read(said: Said) -> str | None:
        found = shape.search(said.text)
        return next((one for one in found.groups() if one), None) if found and found.groups() else found and found[0]

    return read


def _looked_at(said: Said) -> str | None:
    """刚从金溪镇回来，看了农村公路: the matter or, where none is named, the place."""
    plain = called.bounded(said, units=False)
    for shape in _PLACES:
        for found in shape.finditer(plain):
            if not _NO_PLACE.search(found["what"]):
                return found["what"]
    return None


def _established(said: Said) -> str | None:
    """书记交代的那个河涌整治，立个督办."""
    plain = called.bounded(said)
    found = _ESTABLISHES.search(said.text)
    start = called.before(plain, found.start(), _ORDERED) if found else 0
    return said.text[start : found.start()] or None if found else None


def _matter(said: Said) -> str | None:
    """滨海大道那件督办."""
    plain = called.bounded(said)
    found = _MATTER.search(plain)
    words = found["what"].strip("“”") if found else ""
    return None if not words or re.search("我们|咱|我局|这|那|名下|手上|头上|查|看|问|催", words) else words


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
_TOPICS = dict.fromkeys(("find_doc", "transfer", "submit", "mark_read"), called.topic)
_TITLES: Mapping[str, Callable[[Said], str | None]] = {
    **_PIECES,
    **_PAPERS,
    "log_publication": _by(_SERIES),
    "create_task": _established,
}
_TEXTS: Mapping[str, Callable[[Said], str | None]] = {
    **_TOPICS,
    "query_task": _matter,
    "close": _result,
    "extend": _why,
    "propose_card": _why,
    "feedback": _progress,
    "record_instruction": _instruction,
    "info_comment": _instruction,
    "decisions": _demand,
    "create_task": _demand,
    "duty": _by(_HANDED),
    "edit": _by(_ORDERS),
    "feedback_to_admin": _opinion,
    "supplies": _item,
    "log_inspection": _looked_at,
    "book_room": _by(_USED_FOR),
    "unsubscribe": _by(_PUSHED),
}
