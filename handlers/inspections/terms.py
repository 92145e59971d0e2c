"""The words of 督查活动 and 督查刊物: topics, modes, series, counts (domain.md 1.3 F16–F22, 3.8, 3.10)."""

import re

ISSUED, VOID = "已印发", "作废"
ON_SITE, FIELD, COVERT, TALK, FILES = "现场", "实地", "暗访", "座谈", "调阅"
EPIDEMIC, PROJECT, ASSIGNED, OTHER = "疫情防控", "重大项目", "领导交办", "其他"
CIRCULAR, BRIEF, EXPRESS, SPECIAL = "督查通报", "督查简报", "督查快报", "督查专报"
SERIES = (BRIEF, EXPRESS, SPECIAL, CIRCULAR)
EPIDEMIC_EXPRESS = "疫情督查快报"

_TOPICS = (
    (EPIDEMIC, r"疫情|防疫|防控|核酸|隔离点|疫苗|新冠|流感"),
    (ASSIGNED, r"交办|批示|(?:书记|区长|领导|主任)[^，,。]{0,4}(?:要求|指示|安排|部署)"),
    ("安全生产", r"安全生产|安全隐患|隐患排查|消防|燃气|危化|施工安全"),
    ("防汛防台", r"防汛|三防|防台|台风|内涝|排涝"),
    ("生态环保", r"环保|环境整治|污染|水质|河涌|黑臭|垃圾分类|扬尘"),
    ("民生实事", r"民生|实事|学校|学位|医院|养老|老旧小区|农贸市场"),
    ("信访维稳", r"信访|维稳|热线"),
    (PROJECT, r"(?<!改革)项目|工程|工地|在建|开工|建设现场|征地|拆迁"),
)
TOPICS = (EPIDEMIC, PROJECT, ASSIGNED, OTHER)
"""Offered when the words do not tell; any topic of the office may be said instead."""
_NUMERAL = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
NUMERAL = rf"(?:{_NUMERAL})"
_SITES = re.compile(
    rf"({_NUMERAL})\s*(?:个|处|家|所|间)(?:点位?|地方|工地|项目|村居?|社区|企业|单位|场所|小区|学校|市场|部位|现场|镇街?|站点?)?"
)
_NOT_SITES = re.compile(r"^(?:组|人|小时|半天|月|星期|问题|隐患|人大|政协|专家|代表|委员|部门|记者)")
_KINDS = (
    r"(?:省|市|区|镇|民主党派)?"
    r"(?:人大代表|政协委员|党代表|群众代表|特邀监督员|监督员|专家|记者|顾问|代表|委员)"
)
_EXTERNAL = re.compile(rf"(?:({_NUMERAL})\s*(?:名|位|个|人))?(?:的)?({_KINDS})(?:\s*({_NUMERAL})\s*(?:名|位|人|个))?")
_PLAIN = {"代表": "人大代表", "委员": "政协委员"}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def integer(word: str) -> int:
    """12, 十二 and 两 as numbers, up to 999."""
    if word.isdigit():
        return int(word)
    tens, found, ones = word.rpartition("十")
    if not found:
        return _DIGITS[word] if len(word) == 1 else int("".join(str(_DIGITS[sign]) for sign in word))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def topic_of(text: str) -> str | None:
    """The topic whose word stands first: an event is never two (F18)."""
    found = [(match.start(), name) for name, words in _TOPICS if (match := re.search(words, text))]
    return min(found)[1] if found else None


def mode_of(text: str) -> str | None:
    """How it was inspected, where the words say so."""
    if (found := re.search(r"现场|实地", text)) is not None:
        return found[0]
    if "暗访" in text:
        return COVERT
    if re.search(r"[到去赴]|跑了|看了|查了", text):
        return ON_SITE
    return next((mode for mode, words in ((TALK, r"座谈|约谈"), (FILES, r"调阅|书面")) if re.search(words, text)), None)


def mode_for(mode: str | None, topic: str) -> str:
    """现场 and 实地 are one act: 疫情防控 is counted as 实地 (F16), 重大项目 and 领导交办 as 现场 (F18)."""
    if mode in (None, ON_SITE, FIELD):
        return FIELD if topic == EPIDEMIC or (mode == FIELD and topic not in (PROJECT, ASSIGNED)) else ON_SITE
    return mode or ON_SITE


def sites_of(text: str) -> int | None:
    """How many places, where a number of them is said; people are none."""
    for found in _SITES.finditer(text):
        if not _NOT_SITES.match(text[found.end(1) + 1 :]):
            return integer(found[1])
    return None


def externals_of(text: str) -> dict[str, int | None]:
    """People from outside by kind (domain.md 3.1: art. 8); None where no number is said."""
    found: dict[str, int | None] = {}
    for match in _EXTERNAL.finditer(text):
        kind = re.sub(r"^[省市区镇](?=.{3})", "", match[2])
        kind = _PLAIN.get(kind, kind)
        number = match[1] or match[3]
        if kind == match[2] and kind in _PLAIN.values() and kind in found and number is None:
            continue
        many = integer(number) if number else None
        if match[2] not in _PLAIN or many is not None:
            found[kind] = (found.get(kind) or 0) + many if many is not None else found.get(kind)
    return found


_TOPIC_WORDS = (
    r"疫情(?:防控)?|安全生产|防汛|三防|环保|生态环保|重大项目|重点项目|民生实事|信访|创文|乡村振兴"
    r"|消防|作风|营商环境|专项"
)
_SERIES = re.compile(rf"(?P<topic>{_TOPIC_WORDS})?(?:工作)?的?(?:督[查办])?(?P<kind>简报|快报|专报|通报)")


def series_of(text: str, known: tuple[str, ...] = ()) -> str | None:
    """The series that is named: 疫情快报 is 疫情督查快报, its own series (F17); `known` ones as they are written."""
    written = [name for name in known if name in text]
    if written:
        return max(written, key=len)
    found = _SERIES.search(text)
    if found is None:
        return None
    topic = "疫情" if (found["topic"] or "").startswith("疫情") else (found["topic"] or "")
    return f"{topic}督查{found['kind']}"


def is_circular(series: str) -> bool:
    """督查通报 names units: a 区领导 approves it (domain.md 3.1 art. 21, 3.8)."""
    return series.endswith("通报")


_SEQ = re.compile(rf"({_NUMERAL})\s*期?\s*(?:[-—–~～至到]+)\s*第?\s*({_NUMERAL})\s*(?:期|号)")
_LISTED = re.compile(rf"第\s*((?:{_NUMERAL})(?:\s*期?\s*[、,，和]\s*第?\s*(?:{_NUMERAL}))*)\s*期")
_BARE = re.compile(rf"(?<![\d第总])({_NUMERAL})\s*期(?!间|限)")
_TOTAL = re.compile(rf"[（(]?\s*总第?\s*(\d{{1,5}}|{_NUMERAL})\s*(?:[-—–~～至到]+\s*第?\s*(\d{{1,5}}))?\s*期\s*[)）]?")
_COUNT = re.compile(rf"(?<!第)({_NUMERAL})\s*(?:份|本|篇|个)")
_ITEMS = re.compile(rf"(?<!第)({_NUMERAL})\s*则")
MOST = 60


def total_of(text: str) -> int | None:
    """The last 总第M期 that is said."""
    found = _TOTAL.search(text)
    return integer(found[2] or found[1]) if found else None


def numbers_of(text: str) -> list[int]:
    """The numbers of issues: 第17期, 第12至16期, 12-16期, 第3、5期; a bare 17期 is in `bare_number`."""
    plain = _TOTAL.sub(" ", text)
    span = _SEQ.search(plain)
    if span is not None:
        first, last = integer(span[1]), integer(span[2])
        return list(range(first, last + 1)) if first <= last < first + MOST else []
    found: list[int] = []
    for listed in _LISTED.finditer(plain):
        found += [integer(word) for word in re.findall(_NUMERAL, listed[1])]
    return sorted(set(found))


def bare_number(text: str) -> int | None:
    """17期 without 第: a number or a count."""
    found = _BARE.search(_TOTAL.sub(" ", text))
    return integer(found[1]) if found else None


def count_of(text: str) -> int | None:
    """5份."""
    found = _COUNT.search(text)
    return integer(found[1]) if found else None


def items_of(text: str) -> int | None:
    """3则: how many items an issue of 督查简报 has (F19)."""
    found = _ITEMS.search(text)
    return integer(found[1]) if found else None
