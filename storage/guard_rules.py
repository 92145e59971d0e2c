"""The rules of the secrecy guard (domain.md 7.3, Annex D), on texts made plain by ``guard_text``.

Punctuation is folded there too: comma, colon, semicolon and round brackets are the ASCII ones here, 。【】〔〕 are not.
HARD rules by number, in the order in which they are tried; the allow-list is taken out before H3 and those after it.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """``needles``: words of which the pattern needs one; looking for them first is what makes the guard fast."""

    id: str
    needles: tuple[str, ...]
    pattern: re.Pattern[str]

    def hits(self, text: str) -> bool:
        return any(needle in text for needle in self.needles) and self.pattern.search(text) is not None


def _rule(name: str, needles: str, pattern: str) -> Rule:
    return Rule(name, tuple(needles.split()), re.compile(pattern))


LEVEL = "(?:绝密|机密|秘密)"
_NOUN = (
    "(?:文件|公文|文电|文稿|件|电报|电文|传真|会议|材料|资料|信息(?!系统|化|技术)|信函|函|来文|发文|通知|批示|载体|事项|内容|档案|图纸"
    "|纪要|报告|简报|专报|方案|邮件|光盘|[uU]盘)"
)
_NUMBER = r"[\d一二两三四五六七八九十几]"
_YEARS = r"(?:\d{1,2}|[一二三五十]{1,3})(?:年|个月)|长期"
_GOT = "(?:收到|领取|领了|领回|取回|拿到|送来|转来|来了|登记|传阅|呈送)(?:一下|了|的)?"
_PAPER = "(?:文件|公文|材料|资料|来文|电报|通知|会议|内容|份|件)"

ALLOWED = re.compile(
    "保守国家秘密法|(?:商业|技术|个人)(?:秘密|机密)|个人隐私|工作秘密(?![级★])|秘密(?:投票|武器|花园|战线|侦查)|定密(?!级)|[脱解]密|失?泄密|窃密|密件抄送"
    "|保密(?:工作|教育|培训|检查|自查|局|办|委|员|承诺|协议|宣传|法|意识|纪律|制度|管理|审查|期限|电话|柜|室|部门|责任|常识|知识|条例)"
    rf"|(?:保守|严守|保护|侵犯)[^,。;\n★]{{0,4}}(?:秘密|机密)(?![级★])(?!的?{_NOUN})|(?:泄露|窃取)[^,。;\n★]{{0,4}}(?:秘密|机密)"
    rf"|(?:不得|严禁|禁止|请勿|切勿|不准|严防|防止|杜绝)[^,。;!\n的★]{{0,12}}(?:涉密|{LEVEL})(?!{_NOUN}?了?{_NUMBER}{{1,3}}[份件])"
    rf"|{LEVEL}(?:[、和及与或/]{LEVEL}){{1,2}}(?!级?的?{_NOUN})(?!级?★)"
    rf"|(?:涉密|{LEVEL})级?的?{_NOUN}(?:保密)?(?:管理|防护|清查|规定|制度|办法)"
    rf"|(?:(?:非|(?<!是)不是|不属于|不含|没有)(?:涉密|{LEVEL})|[不未无否]涉密)的?{_NOUN}?|国家秘密(?![级★\d])|{LEVEL}性"
)

_LEVELS = "绝密 机密 秘密"
BEFORE = (
    _rule(
        "H1",
        "密",
        rf"(?<![保涉加泄])密级?★|{LEVEL}级?[×xX]|{LEVEL}级?[(:\[【]{{0,2}}(?:保密)?(?:期限)?[:为是]?(?:{_YEARS})",
    ),
    _rule("H2", "密级", rf"密级(?:标注|标识|确定|应|定|等级|[:为是属于(\[【\s]){{0,5}}(?:国家)?{LEVEL}"),
    _rule("H8", "密级", rf"(?<!非){LEVEL}级"),
    _rule(
        "H6", "国家秘密", rf"{_GOT}(?:{_NUMBER}{{1,3}}[份件])?国家秘密(?:文件|公文|文电|电报|材料|资料|载体)(?!管理)"
    ),
    _rule("H7", "国家秘密 国家机密", rf"{_PAPER}[^,。;\n]{{0,3}}(?<!不)(?:属于|属|是|涉及)国家(?:秘密|机密)"),
    _rule("H7", "国家秘密 国家机密", rf"(?<!不)属于?国家(?:秘密|机密)的?{_NOUN}"),
)
"""Tried before the allow-list is taken out."""

_STOP = r"[\s,;:!|/()\[\]【】「」『』〔〕。★]"
ALONE = re.compile(
    rf"(?:^|(?<={_STOP}))(?<!工作\s)(?<!商业\s){LEVEL}(?:级|件)?(?={_STOP}|$)|[(\[【〔]密[)\]】〕]", re.MULTILINE
)
"""H4: a level that stands alone, as a line, in brackets or as one field of many; on the spaced form."""

_PRECISE = "(?<![非加解精紧气严保])"
AFTER = (
    _rule("H3", _LEVELS, rf"{LEVEL}级?的?[(:]?{_NOUN}"),
    _rule(
        "H3",
        _LEVELS,
        rf"{_NUMBER}[份件封本]{LEVEL}|{LEVEL}{_NUMBER}{{1,3}}[份件封本]|{_GOT}(?:{_NUMBER}?[份件])?{LEVEL}",
    ),
    _rule("H5", "密码 密传", "密码(?:电报|传真|电文)|密传电报"),
    _rule("H5", "密电 密件", rf"{_PRECISE}(?:密电(?![话脑源器视池力子机路气缆梯])|密件(?!抄送))"),
    _rule(
        "H5", "机要", rf"机要(?:件|信函|信件|函件|文件(?!交换)|电报|邮件|材料|资料|来文|公文|{_NUMBER}{{1,3}}[份件封])"
    ),
    _rule("H6", "涉密", rf"涉密的?(?:{_NOUN}|会(?!计))(?!系统)"),
    _rule("H6", "涉密", rf"(?:{_PAPER}|[个场])(?:是|属于|属)?涉密(?:的|了|$|[,。;!\n]|[怎如请要不])"),
    _rule("H7", "绝密 机密", r"(?<!不)(?:是|属于|属)[个份]?(?:绝密|机密(?![切码集封度谋闭布钥室]))"),
    _rule(
        "H7",
        _LEVELS,
        f"(?:标注|列为|列入|定为|标为|划为|标明|注明|标有|标着|印有|印着|盖有|盖着|写着|打着)(?:为|了|是)?{LEVEL}"
        f"|{LEVEL}(?:字样|标志|标识|标记|印章|章|戳)",
    ),
    _rule("H7", "秘密", rf"(?<!不)属于?秘密|{_PAPER}[^,。;\n]{{0,3}}(?<!不)是秘密|(?<!不)是秘密的"),
)
"""Tried on what is left when the allow-list is out."""

BARE = re.compile("绝密(?!押)|机密(?![切码集封度谋闭布钥室计])")
"""H9: 绝密 or 机密 near a word of the registry."""
REGISTRY = re.compile(
    r"登记|收文|来文|收到|领[了取]|取回|呈[送阅批]|传阅|转办|〔\d{4}〕|文件|公文|文号|标题|通知|电报|\d份|一份"
)
REACH = 30

_CHIEF = "(?:书记|区长|市长|主任|领导|常委|部长|主席|局长|县长|镇长)"
_TRIPS = "行程 航班 车次 车牌 行踪 去向 入住 住宿 机票"
_TRIP = f"(?:{_TRIPS.replace(' ', '|')})"
SOFT = (
    _rule("S1", "工作秘密", "工作秘密"),
    _rule("S2", "内部 外传", "内部(?:文件|资料|材料|刊物|掌握|参考|参阅|传阅|使用)|(?:不得|不要|请勿|禁止|严禁)外传"),
    _rule("S2", "注意保存 仅供", "注意保存|仅供(?!参考)"),
    _rule("S3", "公开", "不予公开|依申请公开|不宜公开|不公开(?!招标)|不得公开"),
    _rule("S4", "稿 草案", "征求意见稿|送审稿|讨论稿|草案"),
    _rule("S5", "任免 拟任 免职 调整", "任免|拟任|免职|干部调整|人事调整"),
    _rule("S5", "考察 人选", "(?:干部|组织|任前|换届)考察|考察(?:对象|人选|组|谈话)|(?:换届|后备|推荐)人选"),
    _rule("S5", "线索 函询 审查 留置", "(?<!招商)(?<!项目)(?<!就业)线索|谈话函询|立案审查|审查调查|留置(?!针)"),
    _rule("S6", _TRIPS, rf"{_CHIEF}[^,。;\n]{{0,10}}{_TRIP}|{_TRIP}[^,。;\n]{{0,6}}{_CHIEF}"),
    _rule("S6", "航班 车牌", r"航班号?[:是为]?[A-Za-z0-9]{2}\d{3,4}|车牌号?[:是为]?[\u4e00-\u9fff][A-Za-z]"),
    _rule("S10", "保密", rf"(?:{_NUMBER}[份件]|{_GOT})保密(?:文件|件|材料|资料|电报)"),
)
SOFT_WORDS = re.compile("|".join(sorted({needle for rule in SOFT for needle in rule.needles})))
"""A text without any of these keeps every soft rule but those of numbers."""
IDENTITY = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|\d{6}[ -]\d{8}[ -]\d{3}[\dXx])(?![\dXx])|身份证号?码?[:是为]?\s*\d{15}(?!\d)"
)
"""S7"""
BANK_CARD = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)")
"""S8"""
MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
"""S9, from three different numbers on."""
LONG_NUMBER = re.compile(r"\d[\d -]{9}")
"""Without one there is no S7, S8 or S9."""
