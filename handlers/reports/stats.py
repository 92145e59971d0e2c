"""今年收了多少文, 三季度开了几次常委会: one question about figures, answered as the report counts them (domain.md C.1).

It is asked by those who may read all rows of that line, or a report. Nobody is ranked (domain.md 7.9).
"""

import re
from dataclasses import replace

from handlers.line import Intent, Reply, Slots
from handlers.policy import Area, Right, may, not_found
from handlers.reports import figures_documents, figures_meetings, naming, standing
from handlers.reports.counted import Counted
from handlers.reports.definitions import BY_ID
from handlers.reports.numerals import rate
from handlers.reports.period import Period, Window, until_now, usual
from handlers.reports.reading import Reading
from handlers.reports.spoken import NO_SUCH_TIME, impossible, named, window_said
from handlers.reports.wording import against
from handlers.turn import Turn
from storage.office import Person

_RANKS = re.compile(
    r"排名|排行|排一?下|排个|排序|名次|第一名|倒数|最[快慢差好多少]|谁|哪个(?:单位|科室|部门|局|人)|使用(?:次数|率|情况)|各(?:科室|单位|部门)"
)
NO_RANKING = (
    "不对科室、单位和个人排名，也不统计使用次数（国办函〔2026〕12号要求为基层减负）。"
    "可以查总数，例如“三季度收文多少”“今年办结率多少”。"
)
_UNIT = re.compile(r"[局镇委办]的|街道的|我[局们]")
TOPICS: tuple[tuple[str, Area, tuple[str, ...]], ...] = (
    (r"改革调研", Area.REPORT, ("F09",)),
    (r"改革", Area.REPORT, ("F10", "F11", "F12", "F13", "F09")),
    (r"深?调研报告|深调研", Area.REPORT, ("F01", "F02")),
    (r"文稿|讲话稿", Area.REPORT, ("F08",)),
    (r"省委办.{0,3}采[用纳]", Area.BULLETIN, ("F05",)),
    (r"市委办.{0,3}采[用纳]", Area.BULLETIN, ("F06",)),
    (r"采[用纳]", Area.BULLETIN, ("F05", "F06")),
    (r"上报", Area.BULLETIN, ("F04",)),
    (r"批示", Area.BULLETIN, ("F07",)),
    (r"督查(?:刊物|简报|快报|专报|通报)|简报|快报|专报", Area.SUPERVISION, ("F17", "F19", "F20", "F21", "F22")),
    (r"(?:实地|现场)督查|督查活动|督查(?:了)?(?:多少|几)次", Area.SUPERVISION, ("F16", "F18")),
    (r"督[办查]|立项|办结率", Area.SUPERVISION, ("F14", "F15")),
    (r"信息|日报|编发", Area.BULLETIN, ("F03", "F04", "F05", "F06", "F07")),
    (r"常委会", Area.MEETINGS, ("F27",)),
    (r"党组会", Area.MEETINGS, ("F28",)),
    (r"常务会", Area.MEETINGS, ("F29",)),
    (r"纪要", Area.MEETINGS, ("F30",)),
    (r"班子会", Area.MEETINGS, ("F41",)),
    (r"例会", Area.MEETINGS, ("F42",)),
    (r"座谈会", Area.MEETINGS, ("F43",)),
    (r"会", Area.MEETINGS, ("F27", "F28", "F29", "F40", "F30")),
    (r"档案", Area.REPORT, ("F31",)),
    (r"印发|(?<!收)发文|发了.{0,4}文|出了.{0,4}文", Area.DOCUMENTS, ("F25",)),
    (r"收发文|公文|文件", Area.DOCUMENTS, ("F26", "F25")),
    (r"收|来文|到文|文", Area.DOCUMENTS, ("F26",)),
)
_COMPARED = re.compile(
    r"环比|同比|[比较](?:上|去年|前|[一二三四1-4]季|第[一二三四1-4]季|\d{1,2}月)|增长|增幅|[多少]了?多少|下降|上升"
)
_WITH_WHAT = re.compile(
    r"[比较跟与和](?:上年|去年|前年|上个?|前个?|第?[一二三四1-4](?=个?季)|\d{1,2}(?=月))(?:同期|个?季度?|月|半?年)*"
)
"""比去年同期: no part of the period that is asked about."""
_OF_PAPERS = re.compile(r"按期|及时|办结|逾期|率")


def stats(turn: Turn, _slots: Slots) -> Reply:
    """The figures of the first topic that is named, for the time that is named."""
    text = turn.said.text
    if _RANKS.search(text):
        return Reply(NO_RANKING)
    topic = next((found for found in TOPICS if re.search(found[0], text)), None)
    if topic is None:
        return Reply("可以统计收文、发文、督办、会议、信息、督查、改革、档案等，例如“三季度收文多少”“统计本月会议”。")
    _, area, ids = topic
    if not may_count(turn.person, area) or (_UNIT.search(text) and not standing.may_draft(turn.person)):
        return Reply(not_found(turn.office.phones.secretariat))
    if impossible(text):
        return Reply(NO_SUCH_TIME)
    about = _compared_period(turn)
    window, label = (
        (about.window, about.name) if about is not None else window_said(text, turn.said.times, turn.here.date())
    )
    if window.start > turn.here.date():
        return Reply("这个时段还没有开始，没有可统计的数据。")
    reading = Reading(turn.tx, turn.office)
    found = reading.figures(window)
    turn.looked("统计", area.value, after={"figures": list(ids), "start": str(window.start), "end": str(window.end)})
    lines = _lines(found, ids)
    if area is Area.MEETINGS and len(ids) > 1:
        lines.insert(0, f"召开会议{len(figures_meetings.held(turn.tx, window))}次（含区委、区政府会议）")
    if ids == ("F26",) and _OF_PAPERS.search(text):
        lines += _timely(turn, window)
    if ids == ("F14", "F15") and found["F14"].value:
        lines.append(f"办结率{reading.ledger(window).rate}")
    window = replace(window, end=max(window.start, min(window.end, turn.here.date())))
    head = f"{label}（{_span(window)}）：" if window.start != window.end else f"{label}："
    tail = _against(reading, about, ids) if about is not None else _examples(turn, found, ids)
    return Reply("\n".join([head + "；".join(lines) + "。", *tail, _meaning(found, ids)]))


def _meaning(found: dict[str, Counted], ids: tuple[str, ...]) -> str:
    """How the first figure that is told was counted, by its name where several are."""
    told = [id for id in ids if id in found and found[id].value] or ids[:1]
    name = f"（{_short(told[0])}）" if len(told) > 1 else ""
    return f"口径{name}：{BY_ID[told[0]].text}。"


def _compared_period(turn: Turn) -> Period | None:
    """The period whose figures are to be compared: the one named, else the last whole quarter; None otherwise."""
    text, today = turn.said.text, turn.here.date()
    if not _COMPARED.search(text):
        return None
    return until_now(named(_WITH_WHAT.sub("", text), turn.said.times, today) or usual(today), today)


def _against(reading: Reading, about: Period, ids: tuple[str, ...]) -> list[str]:
    """How they compare with the period before and with the year before (环比, 同比), a line for each."""
    if about.cut_off != about.end:
        return [f"{about.name}还没有结束，期满后再作比较。"]
    mine, lines = reading.figures(about.window), []
    others = [(about.before_word, about.before, "环比"), ("上年同期", about.year_before, "同比")]
    for id in ids:
        value, unit = mine[id].value if id in mine else 0, BY_ID[id].unit
        theirs = [(name, reading.compared(other).get(id), word) for name, other, word in others]
        said = [against(unit, value, name, then.value, word) for name, then, word in theirs if then is not None]
        if said and (value or any(then is not None and then.value for _, then, _ in theirs)):
            lines.append(f"{_short(id)}：{'；'.join(said)}。")
    if ids == ("F14", "F15"):
        lines += _rates(reading, about, others)
    return lines or ["没有可比较的上期、上年同期数据。"]


def _rates(reading: Reading, about: Period, others: list[tuple[str, Period, str]]) -> list[str]:
    """办结率：比上季度提高1.2个百分点 (domain.md 9.1)."""
    mine, said = reading.ledger(about.window), []
    for name, other, _ in others:
        theirs = reading.ledger(other.window)
        if mine.base and theirs.base:
            by = (mine.rate.percent or 0) - (theirs.rate.percent or 0)
            change = f"{'提高' if by > 0 else '降低'}{abs(by)}个百分点" if by else "持平"
            said.append(f"{name}{theirs.rate}，{change}")
    return [f"办结率{mine.rate}；{'；'.join(said)}。"] if said else []


def _short(id: str) -> str:
    return BY_ID[id].name.rstrip("份期篇则项次个场数")


def may_count(person: Person, area: Area) -> bool:
    """Whoever reads all rows of the line, or drafts reports."""
    return standing.may_draft(person) or (area is not Area.REPORT and may(person, Right.READ_ALL, area))


def may_ask(person: Person) -> bool:
    """Whether asking can lead anywhere."""
    return any(may_count(person, area) for area in Area if area is not Area.DUTY)


def _lines(found: dict[str, Counted], ids: tuple[str, ...]) -> list[str]:
    lines = []
    for id in ids:
        counted, definition = found.get(id, Counted(0)), BY_ID[id]
        if counted.value or len(ids) == 1:
            note = f"（{counted.note}）" if counted.note else ""
            lines.append(f"{_short(id)}{counted.value}{definition.unit}{note}")
    return lines or ["没有登记的数据"]


def _timely(turn: Turn, window: Window) -> list[str]:
    found = figures_documents.timeliness(turn.tx, window, turn.now)
    share = rate(found.on_time, found.due)
    said = [f"期内到期{found.due}件，按期办结率{share}"] if share else []
    return [*said, f"逾期未结{len(found.late_open)}件，逾期办结{len(found.late_finished)}件"]


def _examples(turn: Turn, found: dict[str, Counted], ids: tuple[str, ...]) -> list[str]:
    """The latest rows of a single figure."""
    rows = found[ids[0]].rows if len(ids) == 1 and ids[0] in found else ()
    return [f"最近：{'；'.join(naming.named(turn.tx, rows[-3:]))}"] if rows else []


def _span(window: Window) -> str:
    if window.start.year != window.end.year:
        return f"{window.start}至{window.end}"
    return f"{window.start.month}月{window.start.day}日至{window.end.month}月{window.end.day}日"


_COUNTED = r"(?:收文|发文|来文|会议|常委会|常务会|党组会|例会|班子会|信息|采用|批示|纪要|文稿|改革|印发|上报|文件|公文)"
STATS = Intent(
    "stats",
    "统计数字",
    "今年收了多少文",
    (
        (rf"{_COUNTED}(?:的)?(?:总)?(?:数量?|统计|汇总|多少|几[件份次项期篇个则])", 1.3),
        (rf"(?:统计|汇总)(?:一下)?[^：:]{{0,10}}{_COUNTED}", 1.32),
        (r"(?:收|发|印发|上报|采用|编发|开|召开)了(?:多少|几)[件份次项期篇个场]?(?:文|会|信息)?", 1.32),
        (r"(?:督办|办结率?).{0,8}(?:环比|同比)", 1.6),
        (rf"{_COUNTED}.{{0,12}}(?:环比|同比)|(?:环比|同比).{{0,8}}{_COUNTED}", 1.45),
        (rf"{_COUNTED}.{{0,4}}[比较].{{1,10}}(?:[多少]了?多少|增长|下降|上升|怎么样|如何)", 1.4),
        (r"(?:使用|登录)次数.{0,6}(?:排|统计)|给.{0,6}排.{0,6}(?:次数|科室)", 1.2),
    ),
    stats,
    may_ask,
)
