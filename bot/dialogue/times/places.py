"""Where in a text a time expression can begin: what stands there, and what has to stand beside it."""

import re
from typing import Final

from bot.dialogue.needles import starts
from bot.dialogue.times.holidays import HOLIDAY_STARTS
from bot.dialogue.times.lexicon import compiled

DIGITS: Final = "零〇○一二两三四五六七八九十百千万廿卅"
_SOME: Final = rf"\s*(?:[0-9]{{1,2}}|[{DIGITS}]{{1,3}})\s*"
_LISTED: Final = rf"(?:、{_SOME}){{1,9}}[日号月季]"
_UNIT: Final = rf"(?:{_LISTED}|[几年月日号点點时分秒个周星礼天小刻钟季世工交法旬代多余来半ap/\-.:~〜—–到至千万亿])"
_COUNTED: Final = "0-9一二两三四五六七八九十"
_TIMELY: Final = (
    rf"(?:大[前后年]|[0-9{DIGITS}今明昨前后上下周星礼本这当去每早凌中晚农阴正元腊冬春国次翌现此年月半几第最夏秋清端])"
)
_ALTERNATIVES: Final = (
    rf"(?<![0-9])(?:[0-9]{{1,9}}(?![0-9]|\.[0-9]+%)(?=\s*{_UNIT})|(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])|(?:19|20)[0-9]{{6}}(?![0-9]))",
    rf"(?<![{DIGITS}])(?:[{DIGITS}]{{1,12}}(?=\s*{_UNIT})|一大?早|两?[{DIGITS}]{{1,4}}(?=小时|刻钟))",
    r"十[一二三四五六]五(?=[”\"」]?(?:规划)?(?:时期|期[间内]|[末初](?!期)))",
    r"半(?=[个年天小月日夜刻])|[几数](?=[个天年周日小十分])|若干",
    r"今[天日儿年早晚晨夜明后礼星周月个起]|明[天日儿年早晚晨后起]|昨[天日儿晚夜早晨]|即日(?=[起至到])|白天|(?<!不)[早晚]于|不早于",
    r"(?<![如至迄当目])今(?=[上下中]午|凌晨|傍晚|深夜|半夜)|昨(?=[上下中]午|凌晨|傍晚|深夜|半夜)",
    r"(?<![说声证表申阐注标查简文聪光分])明(?=[上下中]午|凌晨|傍晚|深夜|半夜)|(?:(?<![\u4e00-\u9fff])|(?<=[在于到至是成]))后(?=[上下中]午)",
    r"(?<![最延推错押移])后[天日年晚早面三两二五十一四六七八九0-9续边几]|大{1,4}[前后]|大年",
    r"(?<!提)(?<!公元)前[天年晚早三两二五十一四六七八九几0-9面边]|(?<![目以之当此提])前日",
    r"[次翌][日年月]|当[天日晚月年季前]|[本这][日周月季年个一星礼两几会世双]|第[一二三四五六七八九十1-9]|来年|去年",
    r"[上中下]{1,2}旬|[本这]?旬(?=[末底内])",
    r"(?<!上)上{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世双次])",
    r"(?<!下)下{1,4}(?=[周星礼月季半个一二三四五六七八九十两年0-9旬班世午双次])",
    r"(?:周|星期|礼拜)[一二三四五六日天末1-7]|双休日|[双单]周|工作日",
    rf"(?:再|(?<![\u4e00-\u9fff]))过(?=[{_COUNTED}半几])",
    r"月[底末初中内尾]|年(?:[底末初中内尾前后]|终(?!止|结|身|究|审|点|端|于))|季[度末初底]|首季",
    r"(?<![每一二两三四五六七八九十本上下这个0-9半双单])(?:周[初中内]|周?[上下前后]半周)",
    rf"每(?=[隔逢个{_COUNTED}半天日周月年季早晚夜星礼小工分刻秒旬间])|隔(?=[{_COUNTED}半天日周月年季夜星礼小个])",
    rf"逢(?=[周星礼])|[每逢](?=“?(?:{'|'.join(HOLIDAY_STARTS)}))|[按逐](?=[年季月周旬天日])",
    rf"会议?(?:召开|开始)?前(?=[{_COUNTED}半])|会议?(?:召开|开始)(?=[{_COUNTED}半])",
    r"凌晨|拂晓|清[晨早]|早[晨上间\s0-9一二三四五六七八九十]|上午|午[前间后夜]|中午|正[午月]|晌午|傍晚|黄昏",
    r"晚[上间\s0-9一二三四五六七八九十]|夜[里间晚]|深夜|[上下前后]?半夜|子夜|[ap]m\b",
    r"(?:自从?|从|由|打|[时期]限(?:在|于|[为是:到至])*|(?<![宽权有上下极界局无年])限期?|大?约|大概|差不多|截[止至][^,。]?"
    rf"|最[迟晚][^,。]?|不(?:得|能)?(?:[晚迟]于|超过)|务必于|至迟)(?={_TIMELY})",
    rf"截[止至](?:时间|日期)|差(?=(?:一刻钟?|{_SOME}分钟?)\s*到?{_SOME}点)",
    rf"未来|[今往此随]后|接下来|最?近(?=[{_COUNTED}几半这])|最近|过去|[之以向往][前后](?=[面边]?\s*的?\s*[{DIGITS}0-9半几数若])|还[剩有]",
    r"现在|此[时刻]|目前(?=\s*$)|(?<=[到至])目前|眼下|这会儿|即刻",
    r"节日?[前后之以过结]|[双两]节|[放收休]?假期?(?:放假)?[前后之以结过]|小?长假(?=[前后之以结期过])",
    r"农历|阴历|旧历|[元腊冬闰]月|[元冬]|闰|[春夏秋冬][天季日]|q[1-4]",
    *HOLIDAY_STARTS,
)


def _by_first() -> dict[str, re.Pattern[str]]:
    """What can begin with each character: trying that alone costs a tenth of trying all."""
    found: dict[str, list[str]] = {}
    for alternative in _ALTERNATIVES:
        for first in starts(alternative) or ():
            found.setdefault(first, []).append(alternative)
    patterns = {"|".join(some): compiled("|".join(some)) for some in found.values()}
    return {first: patterns["|".join(some)] for first, some in found.items()}


_BY_FIRST: Final = _by_first()
_FIRST: Final = re.compile(f"[0-9]+|[{''.join(sorted(_BY_FIRST))}]")
"""A number begins where its digits do."""


def next_place(text: str, pos: int) -> int:
    """The next position from ``pos`` on where an expression can begin, -1 when there is none."""
    for m in _FIRST.finditer(text, pos):
        begin = m.start()
        if _BY_FIRST[text[begin]].match(text, begin):
            return begin
    return -1
