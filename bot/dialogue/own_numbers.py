"""The numbers of our own registers in free text: 收〔2026〕1203号, 督0123, 1203 (scenarios.md SC03)."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from bot.dialogue.doc_numbers import CLOSE, OPEN, DocNumber
from bot.dialogue.numerals import CN_DIGIT, CN_NUMERAL, narrow, to_int
from handlers.said import OwnNumber

_OWN_YEAR = (
    rf"(?:{OPEN}?[ \t]*(?P<year>20\d{{2}}(?=[ \t]*[\]〕)）】﹞\-—年 ])|(?<=[〔\[(（【])[{CN_DIGIT}]{{4}})"
    rf"[ \t]*(?:{CLOSE}|[-—年 ]))?"
)
_OWN_SERIES = re.compile(
    rf"(?P<series>(?<![签接回征没验])收|督)(?:文|办|查|字)?(?:事项|编号|单|件)?[ \t]*{_OWN_YEAR}[ \t]*第?"
    rf"(?:(?P<seq>\d{{1,5}})(?:[ \t]*号|(?!\d|[ \t]*[份件期次年月日个项条%点:：.]))"
    rf"|(?P<han>[{CN_NUMERAL}]{{2,7}})号|(?P<plain>[{CN_NUMERAL}]{{4,7}})(?![{CN_NUMERAL}份件期次年月日个项条点]))"
)
_OWN_BARE = re.compile(
    r"(?:(?P<that>那个|这个|那份|这份|那件|这件|该|把|将)[ \t]*)?(?<![\d月第楼-])(?<![委府局厅函发政急财建教改令])"
    r"(?<![委府政局]办)"
    r"(?P<seq>\d{1,5})号(?P<what>文件?|件|来文)?(?!楼|房|会议室|台风|线|院|桌|令|馆|厅|门)"
)
_OWN_HAN = re.compile(
    rf"(?<![第{CN_NUMERAL}月年委府局厅函发政急财建教改令])(?<![委府政局]办)(?P<seq>[{CN_NUMERAL}]{{3,7}})号(?!楼|房|会议室|台风|线|院|令)"
)
_MEASURES = "份个次页人元万亿千米户亩吨分点年月日期名场家项条册套台辆斤度天款批群班门余多方平公栋幢艘棵株架"
_OWN_FOUR = re.compile(
    r"(?P<seq>\d\d\d\d)(?<![\d.〔\[(（【/\-~第年月日点A-Za-z█]....)(?<!\d[:：]....)(?<!19..)(?<!20..)"
    rf"(?!\d|[ \t]*(?!批[：:示了过“])(?:[{_MEASURES}%％.\-—/]|本(?![周月季年])|[:：]\d))"
)
"""Four digits without 号: 1203 办结, 督办 0098 红牌."""
_OWN_THREE = re.compile(
    r"(?P<seq>1\d\d)(?<![\d.〔\[(（【/\-~第年月日点:：A-Za-z█]...)(?<!110)(?<!120)"
    rf"(?!\d|[ \t]*(?:[{_MEASURES}位只件处座辆所根支亩%％.\-—/期号楼室]|[:：]\d))"
)
"""118 想延三天: one of 督办, beside a word of it."""
_EARLY = 12
"""Characters before such a number; further on it counts something, unless it ends the text."""
_NO_DAY = re.compile("0(?:00|[1-9]00|0[1-9]\\d|[1-9](?:3[2-9]|[4-9]\\d))")
"""0097: neither a day nor an hour, so a number of ours."""
_ABOUT_FOUR = re.compile(
    "办[结完好理掉了]|转|呈|签[收了给 ]|翻[过完了]|接[了下收]|收[着讫]|经手|把关|过目|瞧[过了]|不用办|存[了档]"
    r"|退|反馈|进展|延期?|越级|督|阅|看[过了完]|圈|批|到哪"
    "|在[哪谁]|改|查|归档|结[了掉案束]|牌|完成|逾期|超期|开工|销"
    "|回复|收文|来文|文件|牵头|主办|承办|协办|分给|派[到给]|交[给由办]|抄送|落实|不属|格式|递|那个文|过一下"
    "|[全正原]文|原件|扫描|电子版|[这那][份件个]|给|让|书记|[区市]长|主任|请.{1,8}[局镇办部委]|[局镇办部委道]办"
)
_ABOUT_TASK = re.compile(
    "任务|事项|督|查|办不完|延(?![安伸续长])|立项|反馈|进展|[红黄]牌|发牌|签收|办结|完成|开工"
    "|做不完|来不及|缓|拖|推[后到迟]|往后|难点|困难|已[建开拆装修改投]|建成|整改|回复|报一下"
    "|逾期|超期|销号|清零|剩|进度|目前|卡在|退办|申请|催|批了没|还有几天|报错|完了|办好|能完"
)
_NOT_FOUR = re.compile(r"(?:电话|座机|内线|分机|短号|手机号?|拨打?|密码|验证码)[是为：: ]{0,2}\d{4}")
_HOUR_BEFORE = re.compile(
    r"(?:上午|下午|晚上?|[今明后]天|早上|中午|周[一二三四五六日末天]|[日至]|(?<!销)号|(?<!收)到)[ \t]*$"
)
_HOUR_REACH = 16
_TIME_AFTER = re.compile(r"[ \t，,]*(?:$|前|之前|[上下中]午|晚|早|开|[到至~\-]|周|星期|礼拜|\d{1,2}[:：点])")
_STOPS = ("，", ",", "。", "；")
_TELLS_ON = re.compile(r"[：:](?!\d)")
"""应急局0119：物资补了八成."""
_MISREAD = re.compile(r"(?<=\d)[OoIl](?=\d)|(?<=\d\d\d)[OoIl]|(?<![A-Za-z\d])[OoIl](?=\d{3}(?!\d))")
"""O for 0, l for 1, among digits (domain.md C.2)."""
_LIKE_DIGITS = re.compile("[OoIl]")
_LONG = re.compile(r"\d\d\d")
"""A number without 号 has three digits at least."""
_BARE_DIGITS = 3
_LAST_DAY = 31


def find_own_numbers(text: str, docs: Collection[DocNumber] = ()) -> list[OwnNumber]:
    """Numbers of our registers: 收〔2026〕1203号, 收1203, 督0123 …; 1203号, 1203 and 那个89号 without a series.

    ``docs`` are the document numbers found in the text: their digits are not ours.
    Up to 31 号 is a day of the month unless 那个, 文 or the like says otherwise.
    Four digits without 号 are a number only beside a word of what is done with one, not after words of time.
    """
    plain = narrow(text)
    if _LIKE_DIGITS.search(plain):
        plain = _MISREAD.sub(lambda sign: "0" if sign[0] in "Oo" else "1", plain)
    numbered, long = "号" in plain, _LONG.search(plain) is not None
    if not (numbered or long or "收" in plain or "督" in plain):
        return []
    taken = {place for doc in docs for place in range(*doc.span)}
    found: list[OwnNumber] = []
    for match in _OWN_SERIES.finditer(plain) if "收" in plain or "督" in plain else ():
        if not _inside(match, taken):
            series: Literal["收", "督"] = "收" if match["series"] == "收" else "督"
            year = to_int(match["year"]) if match["year"] else None
            seq = int(match["seq"]) if match["seq"] else to_int(match["han"] or match["plain"])
            if seq:
                found.append(OwnNumber(series, seq, year, match.span()))
    taken |= {place for own in found for place in range(*own.span)}
    for match in _OWN_BARE.finditer(plain) if numbered else ():
        telling = int(match["seq"]) > _LAST_DAY or len(match["seq"]) >= _BARE_DIGITS or match["that"] or match["what"]
        if telling and not _inside(match, taken):
            found.append(OwnNumber(None, int(match["seq"]), None, (match.start("seq"), match.end())))
    taken |= {place for own in found for place in range(*own.span)}
    for match in _OWN_HAN.finditer(plain) if numbered else ():
        seq = to_int(match["seq"])
        if seq and seq > _LAST_DAY and not _inside(match, taken):
            found.append(OwnNumber(None, seq, None, match.span()))
    for match in _OWN_FOUR.finditer(plain) if long else ():
        if _means_number(plain, match) and not _inside(match, taken):
            found.append(OwnNumber(None, int(match["seq"]), None, match.span()))
    taken |= {place for own in found for place in range(*own.span)}
    for match in _OWN_THREE.finditer(plain) if long and _tells(_ABOUT_TASK, plain) else ():
        alone = not found and (match.start() <= _EARLY or match.end() == len(plain))
        if alone and not _inside(match, taken):
            found.append(OwnNumber(None, int(match["seq"]), None, match.span("seq")))
    return sorted(found, key=lambda own: own.span)


def _means_number(plain: str, match: re.Match[str]) -> bool:
    """Whether four bare digits are a number here, not a day, an hour or an extension."""
    seq = match["seq"]
    near = max(0, match.start() - _HOUR_REACH)
    if seq == "0000" or _HOUR_BEFORE.search(plain, near, match.start()) or _tells(_NOT_FOUR, plain):
        return False
    shown = plain[max(0, match.start() - 2) : match.start()] in ("那个", "这个", "那项")
    told = seq[0] == "0" and _TELLS_ON.match(plain, match.end()) is not None
    told = told or (seq[:2] == "01" and plain[match.start() - 1 : match.start()] in _STOPS)
    first = (shown or told or match.start() == 0) and seq[0] in "01" and not _TIME_AFTER.match(plain, match.end())
    return first or _NO_DAY.fullmatch(seq) is not None or _tells(_ABOUT_TASK if seq[0] == "0" else _ABOUT_FOUR, plain)


@lru_cache(maxsize=8)
def _tells(pattern: re.Pattern[str], plain: str) -> bool:
    """Whether it stands anywhere in the text; a text of many numbers is looked through once."""
    return pattern.search(plain) is not None


def _inside(match: re.Match[str], taken: set[int]) -> bool:
    place = match.start("seq") if match["seq"] else match.start()
    return not taken.isdisjoint(range(place, match.end()))
