"""What the clauses of a message tell beside what is wanted: a reason, a result, progress, the one thing named. Pure."""

import re
from collections.abc import Iterator

from handlers import called
from handlers.said import Said

AROUND = " \t\r\n：:，,。！!；;～~、+＋-—"
_CLAUSE = re.compile(r"[，,。；;！!？?\n]|(?<=[\u4e00-\u9fff”])\s+|\s+(?=[\u4e00-\u9fff“])")
_LEAST = 2
_CLOSES = re.compile(
    r"(?:代?我?们?局?承办的)?(?:申请|请予?|提请|报请?|可以|这件|[把将])*(?:注?办[结节掉完]|结[掉案了]"
    r"|弄好|[可能]?以?销号?(?=了|吗|$)|了结|结果)[了是为吧吗：:]*|请予|麻烦|谢谢"
)
_JUST_DONE = re.compile("(?:我们|这[件项个])?(?:都|已经?)?(?:[干做办弄搞]完|完成|办好|弄好|做好)了?")
_CHECKED = re.compile("审核|看过|同意|不归")
_DELAYS = re.compile(
    r"延(?![误安伸])|放宽|[时期]限|展期|[放往]?宽限?几?天|推[到迟后]|往后|放到|缓[到几]|晚[一两几个到]|再给|申请"
    r"|请求|能不能|行不行|可不可以|可以不|[得行好]唔[得好]|[行好]吗"
    r"|想请|多给|[1-9一两三]+[天周]|提请|建议|报一?下?$|同意|领导好|^.{0,8}(?:来不及|[办做赶]不[完及出上]|完不成)$"
)
_CARDS = re.compile(
    "[蓝黄红][色灯]?牌|牌[子吧了]?$|督办单|提请|建议|^报一?下?$|同意|领导好|[发出亮].{0,3}牌"
    "|[发出亮给]一?张|^[督办查室]*拟?对"
)
_REASON = re.compile(r"(?:原因|理由|因为|由于)(?:是|为|：|:)?[，, ]*(?P<why>[^。；;\n]+)")
_BECAUSE = re.compile("^(?:主要)?(?:是)?(?:因为?|由于)(?!此)")
_OF_NUMBER = re.compile(r"^(?:号?[件文]|号|那个|这[个件])?(?:上面|我们)?(?:说(?:是)?)?")
_ANSWERS = re.compile("(?:复文|复函|回复|[已以]|发文|印发)$")
"""已复文云湾府函〔2026〕18号: the number is what came of it."""
_REPORTS = re.compile(
    r"^(?:[这本上]个?(?:周|礼拜|星期|月)(?![一二三四五六日])|(?:本周|这周|本月|最新|近期)?[进近]展"
    r"|.{0,8}(?:电话|口头)?回[：:]"
    r"|(?:督办|反馈|汇报|报告|最新|阶段性?|更新)?(?:进展|情况|进度|反馈|回复?|督办)(?:一?下|情况|如下)?"
    r"|[我们局来再]{0,4}(?:报|反馈|汇报|说)(?:一?下|[一个条])?(?:周)?(?:督办)?(?:的)?(?:进展|进度"
    r"|情况)?(?:哈|啊)?(?=[：:，, ]|$)|报(?:一?下|个)?(?:周)?进展?"
    r"|说一?下|督办|号文?|办理情况|那个|这边|就是(?:那个)?|嗯+|(?:各位)?领导好?(?=[：:，, ])|您好"
    r"|不好意思[^，,。]{0,8}(?=[，,])|(?:号)?事项"
    r"|现?将(?=进展|情况|有关|办理)|汇报如下"
    r"|[\u4e00-\u9fff]{2,12}(?:那个|那项|这个)(?:督办|事项|任务)?(?=[，, ])"
    r"|[\u4e00-\u9fff“”]{2,14}?(?:本[周月]|阶段性|最新)?(?:进展|反馈|进度|情况)(?:报一?下"
    r"|如下)?(?=[：:，,])"
    r"|[：:，, ])+"
)
_REPORTED = re.compile(
    r"[，,。 ]*(?:跟[您你]说一?[声下](?:进展)?|[\u4e00-\u9fff]{1,4}局报|以上作为.*|(?:这是)?(?:本[周月]"
    r"|这周|阶段性?)?(?:的)?(?:反馈|进展)(?:报一?下)?|"
    r"汇报完毕|我代[填报记]|记一?下|特此(?:反馈|汇报|报告)|请知悉|(?<=[^\u4e00-\u9fff])的|(?<=[左上]右)\s*的)[。！!]*$"
)
_SUBJECT = re.compile(
    r"^(?:[^，,。：:]{0,8}(?:报|反馈|更新|改革|督办)[^，,。：: ]{0,4}[，, ])?(?P<name>[\u4e00-\u9fff“”]{2,14}?)"
    r"(?:那[个项件](?:督办|事项|任务)?|(?:本[周月]|阶段性|最新)?进展(?=[：:，,]))"
)
_NO_SUBJECT = re.compile(r"我们|我局|我镇|报|督办|反馈|目前|最新|[这那本]|领导|汇报")
_OF_REFORM = re.compile(
    r"^(?:(?:请|帮|给|我|查|看|报|填|登记?|更新|录|记)(?:一?下|个)?|[的那]|今年)*[\u4e00-\u9fff]{0,6}?改革(?:事项|任务|清单|台账|工作|要点)?"
    r"(?:的?(?:进展|进度|情况)(?:报?一?下)?)?(?:里头?|里面|上面)?(?:那[个项])?"
)
_ABOUT_REFORM = re.compile("^(?:.{0,2}|.{0,6}(?:列|发|看|报)[一出]?下?.{0,3})$|^(?:完成|进展|情况)")
_NAMES = re.compile("[\u4e00-\u9fff]{2}")
_FORWARDED = re.compile(r"^[（(]转[^）)]{1,12}[）)]")
_QUESTION = re.compile(r"谁|哪|什么|怎么|多少|几|吗$|没有?$|呢$")


def clauses(said: Said, drop: re.Pattern[str]) -> list[str]:
    """What is left of each clause without numbers and the words that ask for something."""
    signs = list(said.text)
    for start, end in _numbers(said):
        signs[start:end] = "，" * (end - start)
    parts = (_OF_NUMBER.sub("", part.strip(AROUND)) for part in _CLAUSE.split("".join(signs)))
    return [left for part in parts if len(left := drop.sub("", part).strip(AROUND)) > _LEAST]


def _numbers(said: Said) -> Iterator[tuple[int, int]]:
    yield from (own.span for own in said.own)
    yield from (doc.span for doc in said.docs if not _ANSWERS.search(said.text, 0, doc.span[0]))


def result(said: Said) -> str | None:
    """1203号办结，结果已落实."""
    left = [part for part in clauses(said, _CLOSES) if not _QUESTION.search(part)]
    told = (
        part
        for part in left
        if re.search(r"[已了完]|无需|到位|取得|通过|达标|齐$", part)
        and not _CHECKED.search(part)
        and not _JUST_DONE.fullmatch(part)
    )
    return next(told, None)


def reason(said: Said) -> str | None:
    """0110延期几天行不行？评审专家凑不齐."""
    return _why(said, _DELAYS)


def faults(said: Said) -> str | None:
    """建议给城管局发黄牌，0112号逾期两天."""
    return _why(said, _CARDS)


def _why(said: Said, asks: re.Pattern[str]) -> str | None:
    if given := _REASON.search(said.text):
        return re.split(r"[，,](?=目前|现|当前|已|申请|拟|督)", given["why"])[0].strip(AROUND)
    timed = [said.text[slice(*when.span)] for when in said.times]
    left = [
        part
        for part in clauses(said, re.compile("督办$"))
        if not asks.search(part) and _NAMES.search(_without(part, timed)) and not _QUESTION.search(part)
    ]
    left = [part for part in left if not any(part in (unit.text, unit.short) for unit in said.units)]
    if len(_CLAUSE.split(said.bare)) == 1:
        return None
    return _BECAUSE.sub("", left[0]) if left else None


def _without(part: str, times: list[str]) -> str:
    for time in times:
        part = part.replace(time, "")
    return part


def progress(said: Said) -> str | None:
    """What was done, without whose and which it is."""
    words = _FORWARDED.sub("", said.text.strip())
    for own in said.own:
        words = words.replace(said.text[slice(*own.span)], "\x00")
    for unit in said.units:
        words = re.sub(rf"^{re.escape(unit.text)}[，,：: ]*\x00", "\x00", words)
    words = re.sub(r"[，,]\s*\x00+\s*[，,]", "，", words).replace("\x00", "").strip(AROUND)
    while (left := _REPORTS.sub("", words, count=1).strip(AROUND)) != words:
        words = left
    words = _REPORTED.sub("", words).strip(AROUND)
    return words or None


def subject(said: Said) -> str | None:
    """菜市场整治进展：拆了违建12处; 一网通办那项接口都打通了."""
    found = _SUBJECT.match(said.text)
    name = found["name"].strip("“”") if found else ""
    return name if len(name) > 1 and not _NO_SUBJECT.search(name) and name not in _units(said) else None


def _units(said: Said) -> set[str]:
    return {unit.text for unit in said.units}


def reform(said: Said) -> str | None:
    """What is told, or asked for, of a matter of reform: 报一下改革，一网通办那项接口都打通了."""
    words = _OF_REFORM.sub("", said.text.strip(AROUND), count=1).strip(AROUND)
    found = _SUBJECT.match(words)
    told = words[found.end() :].strip(AROUND) if found else ""
    words = told or words
    return None if _QUESTION.search(words) or _ABOUT_REFORM.search(words) or words in _units(said) else words


def alone(said: Said, else_: re.Pattern[str]) -> str | None:
    """The first clause that names a thing and nothing else: no time, person, unit, room or wish."""
    plain = called.bounded(said, units=False)
    for room in said.rooms:
        plain = plain.replace(room.name, called.EDGE)
    taken = _units(said)
    parts = (part.strip() for part in re.split(rf"[{called.EDGE}]+", plain))
    return next(
        (
            part
            for part in parts
            if _LEAST <= len(part) <= _LONGEST
            and part not in taken
            and not else_.search(part)
            and not re.search(r"[\dA-Za-z]", part)
        ),
        None,
    )


_LONGEST = 14
