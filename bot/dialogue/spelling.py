"""Width, old characters and slips of the keyboard or the voice input (domain.md C.2).

Everything is replaced character for character, so that places in the corrected text are places in what was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.homophones import misheard
from bot.dialogue.needles import needles
from bot.dialogue.numerals import CN_NUMERAL

_FULL_WIDTH = {i + 0xFEE0: i for i in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_SIGNS = {
    ord(wide): ord(narrow) for wide, narrow in zip("＊－／＋＝％＃＠＿＆～　\u00a0", "*-/+=%#@_&~  ", strict=True)
}
_OLD = (
    "項報關於辦發會議書記長區縣鎮鄉應財務農業環衛電話號碼級機計劃總單訂頁兩個這種為與從時間開門問題決類責辭復請轉簽閱讀領導處"
    "標準備註記錄檔條約編審議論說調查統計畫圖傳達聯繫絡網絕對雙關係國際東車專業務員課設備買賣費質量檢驗點線進還遞緩廳黨團體聲"
    "場所學習習慣經歷歲節慶風險壓實現見觀聽討訓練評獎懲罰補齊滿萬億貳參陳劉張楊趙吳鄭馮褚衛蔣韓許呂蘇範鄒雲灣頒佈啟動獻禮樓層廠"
)
_NEW = (
    "项报关于办发会议书记长区县镇乡应财务农业环卫电话号码级机计划总单订页两个这种为与从时间开门问题决类责辞复请转签阅读领导处"
    "标准备注记录档条约编审议论说调查统计画图传达联系络网绝对双关系国际东车专业务员课设备买卖费质量检验点线进还递缓厅党团体声"
    "场所学习习惯经历岁节庆风险压实现见观听讨训练评奖惩罚补齐满万亿贰参陈刘张杨赵吴郑冯褚卫蒋韩许吕苏范邹云湾颁布启动献礼楼层厂"
)
_HALF_SIGNS = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
"""Halves of a picture sign, as a broken phone sends them: no text."""
_CODES = _FULL_WIDTH | _SIGNS | _HALF_SIGNS | dict(zip(map(ord, _OLD), map(ord, _NEW), strict=True))
_FOLD = {chr(sign): chr(folded) for sign, folded in _CODES.items()}
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")
_NIL_IN_NUMBER = re.compile(r"[零〇](?<=\d.)(?=\d)")
_SPELT = re.compile(
    rf"(?<![{CN_NUMERAL}幺\d点第月年])(?!二[零〇○][零〇○一二三四五六七八九]{{2}}|一九)(?=[一二三四五六七八九幺]{{0,3}}[零〇○幺])"
    rf"[零〇○一二三四五六七八九幺]{{3,4}}(?![{CN_NUMERAL}幺\d年点月分])"
)
_DIGITS = str.maketrans("零〇○一幺二三四五六七八九", "0001123456789")
"""幺二零三, 三零一: dictated digit by digit. 二零二六 is a year."""
_OF_NUMBERS = re.compile("[零〇○幺：．]")
_PASSES = 3
"""One word put right may let its neighbour be seen."""
_BETWEEN_DIGITS = {"：": ":", "．": ".", "，": ","}
_WIDE_IN_NUMBER = re.compile(r"[：．](?<=\d.)(?=\d)")

_SLIPS = (
    ("收文", "收闻|(?<![选歌助对人新高二国])手文(?![化明档本书体章])"),
    ("督办", "赌办|(?<![禁缉戒拒])毒办"),
    ("请假", "清假(?!冒|期|货|账)|(?<![疫病行剧案])情假(?!期|设|装|如)"),
    ("会议室", "(?<=[订定借约占查找用换个间])会议是|会议师"),
    ("阅知", "阅至(?![第此今\\d])"),
    ("特急", "特级(?!教|厨|战|护|保|资|英|园|企|医|专|建|施|警|勤|人|风|灾|酒|景|飞)"),
    ("加急", "(?<![增叠附追参])加级(?!别)|(?<![增参添])加机(?=$|的(?=[市区省])|[，,、；;。 \\n]|办件|阅件|件)"),
    ("呈送", "乘送|陈送"),
    ("签收", "签受|(?<![拆搬动])迁收(?![尾入购费地])|(?<![\u4e00-\u9fff])前收(?=一下|了)"),
    ("延期", "延起"),
    ("纪要", "(?<=会议)记要(?!求)|(?<![\u4e00-\u9fff])记要(?=[印出已没 ，,发]|$)"),
    ("拟办", "你办(?=意见|[:：])"),
)
_SLIP = re.compile("|".join(f"(?P<s{n}>{pattern})" for n, (_, pattern) in enumerate(_SLIPS)))
_SUSPECT = re.compile("|".join(sorted(needle for _, pattern in _SLIPS for needle in needles(pattern) or ())))
"""The bare words of the slips; a text without any of them has no slip."""
_DOUBT = re.compile("(?<!保护)(?<!环保)(?<!警务)(?<!公安)督察(?!组|局|长|员|总队|支队|大队|整改|反馈|意见|问题|巡查)")


@dataclass(frozen=True, slots=True)
class Slip:
    """``said`` was read as ``meant``; ``sure`` is False where both words exist and the person must confirm."""

    said: str
    meant: str
    span: tuple[int, int]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Corrected:
    """The text as it is understood, as long as the one typed, and what was changed besides width and old characters."""

    text: str
    slips: tuple[Slip, ...] = ()


def fold(text: str) -> str:
    """Full-width letters and digits, old characters: one for one. Chinese punctuation and 〔〕《》「」 stay."""
    for sign in set(_FOLDED.findall(text)):
        text = text.replace(sign, _FOLD[sign])
    if not _OF_NUMBERS.search(text):
        return text
    folded = _NIL_IN_NUMBER.sub("0", text)
    folded = _SPELT.sub(lambda number: number[0].translate(_DIGITS), folded)
    return _WIDE_IN_NUMBER.sub(lambda sign: _BETWEEN_DIGITS[sign[0]], folded)


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def correct(text: str, verbatim: Sequence[tuple[int, int]] = ()) -> Corrected:
    """Fold the text and put right the known slips; 督察 is read as 督查 but marked for confirmation.

    No slip is put right in the `verbatim` places: a title is kept as it was typed.
    """
    folded = fold(text)
    slips = [
        Slip(hit[0], meant, hit.span())
        for hit in (_SLIP.finditer(folded) if _SUSPECT.search(folded) else ())
        for meant in [_SLIPS[int((hit.lastgroup or "s0")[1:])][0]]
    ]
    slips += [
        Slip("督察", "督查", hit.span(), sure=False) for hit in (_DOUBT.finditer(folded) if "督察" in folded else ())
    ]
    slips = [slip for slip in slips if not _overlaps(slip.span, verbatim)]
    folded = _put_right(folded, slips)
    for _ in range(_PASSES):
        taken = [*verbatim, *(slip.span for slip in slips)]
        more = [Slip(*other) for other in misheard(folded) if not _overlaps(other.span, taken)]
        if not more:
            break
        folded = _put_right(folded, more)
        slips += more
    return Corrected(folded, tuple(sorted(slips, key=lambda slip: slip.span)))


def _put_right(text: str, slips: Sequence[Slip]) -> str:
    for slip in slips:
        text = text[: slip.span[0]] + slip.meant + text[slip.span[1] :]
    return text
