"""What can be said about 办公用品 (domain.md C.1 supplies; SC35)."""

import re
from collections import Counter
from datetime import date, timedelta

from handlers.line import Intent, Reply, Slot, Slots
from handlers.policy import not_found
from handlers.registers import stock, supplies, supply_words
from handlers.registers.declaring import STAFF, any_of
from handlers.registers.reading import number
from handlers.registers.stock import REQUEST
from handlers.registers.store import LINE, Stored, by_number, find, snapshot
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Role

_M = f"[{supply_words.MEASURES}]"
_N = r"(?:\d{1,5}|[一二两三四五六七八九十几]{1,3})"
_WHERE = r"(?!.*(?:█|《|收文|来文|投稿|督办|会议室|开会|征订|报刊|信息|红牌|黄牌|进展|反馈|座|参加|出席|议定))"
_ITEM = (
    r"签字笔|中性笔|圆珠笔|记号笔|笔记本|铅笔|笔芯|A4|[打复]印纸|硒鼓|墨盒|文件[盒夹袋]|档案[盒袋]|订书[机钉]"
    r"|胶水|胶带|U盘|碳粉|信封|电池|便签|回形针|纸杯|办公用品|纸"
)
_BOUGHT = "入库|到货|进货|购[入进]|新购|采购了|买了|新进|进了|补货"
_TAKE = r"(?:请|麻烦|帮我|我们?)?(?:想|要|需要)?(?:申请|申领|领用?|领取|要|拿)(?:一?下|一?[点些])?"
_STAFF = any_of(*STAFF)
_KEEPER = any_of(Role.LOGISTICS)
_DECIDERS = any_of(*STAFF)


def _items(said: Said, _asked: bool, _slots: Slots) -> list[list[object]] | None:
    found, _ = supply_words.items(said.text)
    return [list(one) for one in found] or None


def _purpose(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return supply_words.items(said.text)[1] or None


def _count(said: Said, _asked: bool, _slots: Slots) -> int | None:
    found, _ = supply_words.items(said.text)
    return found[0][1] if len(found) == 1 and found[0][1] else None


def _never(_slots: Slots) -> bool:
    return False


def ask(turn: Turn, slots: Slots) -> Reply:
    """领用, or a question about the stock that came by the same words."""
    text = turn.said.text
    if re.search(r"还有(?:多少|几)|还剩|库存|有没有|有(?:多少|几)", text):
        return show_stock(turn, slots)
    return supplies.ask_for(turn, slots)


def _row(turn: Turn, states: tuple[str, ...]) -> Stored | None:
    match = re.search(r"领用\s*(?:单)?第?(\d{1,5})号?|(\d{1,5})号领用", turn.said.text)
    if match:
        return by_number(turn.tx, REQUEST.name, int(match[1] or match[2]), turn.here.year)
    rows = [row for state in states for row in find(turn.tx, REQUEST.name, state=state)]
    named = [row for row in rows if row.data["who"] in turn.said.text]
    rows = named or rows
    lately = turn.lately(REQUEST.name)
    return rows[0] if len(rows) == 1 else next((row for row in rows if lately and row.id == int(lately)), None)


def decide(turn: Turn, _slots: Slots) -> Reply:
    row = _row(turn, (supplies.WAITING,))
    if row is None or not supplies.may_decide(turn.person, row):
        return Reply(not_found(turn.office.phones.secretariat))
    return supplies.decide(turn, row, agree=not re.search(r"不同意|不批|驳回", turn.said.text))


def withdraw(turn: Turn, _slots: Slots) -> Reply:
    """取消领用3号."""
    row = _row(turn, (supplies.WAITING, supplies.APPROVED))
    if row is None:
        return Reply(not_found(turn.office.phones.secretariat))
    return supplies.withdraw(turn, row)


def hand_out(turn: Turn, _slots: Slots) -> Reply:
    """领用3号已发放; 发放 陈曦 签字笔10支."""
    row = _row(turn, (supplies.APPROVED,))
    if row is None:
        waiting = find(turn.tx, REQUEST.name, state=supplies.APPROVED)
        listed = "\n".join(f"领用{one.seq}号 {one.data['who']}：{one.title}" for one in waiting[:8])
        return Reply(f"请写明哪一单，如“领用3号已发放”。{chr(10) if listed else '现在没有待发放的领用。'}{listed}")
    return supplies.hand_out(turn, row)


def put_in(turn: Turn, _slots: Slots) -> Reply:
    """A4纸入库20包; A4纸库存8包，最低10包."""
    text = turn.said.text
    least = re.search(rf"(?:最低|最少|不少于|下限|警戒)(?:库存)?[^\d]{{0,4}}({_N})", text)
    plain = re.sub(rf"[，,、\s]*(?:最低|最少|不少于|下限|警戒)(?:库存)?[^\d]{{0,4}}{_N}\s*{_M}?", "", text)
    adds = re.search(rf"{_BOUGHT}", plain)
    plain = re.sub(
        rf"办公用品|用品|登记|(?:{_BOUGHT})了?|库存|盘点|改[为成到]|设[为成]|现有|有|为|是|[：:]",
        " ",
        plain,
    )
    wanted, _ = supply_words.items(plain.strip())
    if not wanted or (not any(n for _, n, _ in wanted) and least is None):
        return Reply("请写品名和数量，例如“A4纸入库20包”“A4纸库存8包，最低10包”。")
    stock.held(turn)
    told, before = [], []
    for said, n, measure in wanted:
        there = stock.like(stock.items(turn), said)
        name = there[0].title if len(there) == 1 else said
        before += [snapshot(there[0])] if len(there) == 1 else []
        low = number(least[1]) if least else None
        now = None if adds or not n else n
        row = stock.put(turn, name, measure, add_n=n if adds else None, now_n=now, least=low)
        floor = f"，最低{row.data['min_stock']}{row.data['measure']}" if row.data.get("min_stock") is not None else ""
        told.append(f"{name}库存{row.data['stock']}{row.data['measure']}{floor}")
    if len(wanted) == 1:
        kind, data = ("change", before[0]) if before else ("add", {"id": row.id, "version": row.version})
        turn.undoable(LINE, kind, row.object, data)
    return Reply(f"已登记：{'；'.join(told)}。{'写错了回复“撤销”。' if len(wanted) == 1 else ''}", about=(row.object,))


def show_stock(turn: Turn, _slots: Slots) -> Reply:
    """What there is of an item, or of all; the keeper sees what is low."""
    known = stock.items(turn)
    named = [item for item in known if item.title in turn.said.text]
    if not named:
        word = re.search(_ITEM, turn.said.text)
        named = stock.like(known, word[0]) if word and word[0] != "办公用品" else []
        if word and word[0] != "办公用品" and not named:
            return Reply(f"“{word[0]}”没有登记库存，请问行政科。")
    rows = named or known
    if not rows:
        return Reply("还没有登记办公用品库存。行政科可回复“A4纸库存8包，最低10包”登记。")
    shown = [f"{item.title}{item.data['stock']}{item.data['measure']}" for item in rows[:20]]
    low = stock.low(turn, [item.title for item in rows]) if turn.person.has(Role.LOGISTICS) else []
    tail = f"\n库存偏低：{'；'.join(low)}。" if low else ""
    return Reply(f"库存：{'，'.join(shown)}。{tail}", about=tuple(item.object for item in rows[:5]))


def show_requests(turn: Turn, _slots: Slots) -> Reply:
    """One's own requests; 行政科 and the approvers see what waits for them; usage of a month by item, not by person."""
    rows = find(turn.tx, REQUEST.name)
    if re.search(r"用量|领(?:用|取)?(?:情况|统计|了?多少|汇总)|消耗|用了多少", turn.said.text):
        return _usage(turn, rows)
    person = turn.person
    if person.has(Role.LOGISTICS):
        rows = [row for row in rows if row.state in (supplies.WAITING, supplies.APPROVED)]
    else:
        rows = [row for row in rows if person.userid in (row.data.get("who_id"), row.data.get("approver"))][-10:]
    if not rows:
        return Reply("没有待办的领用。申领可回复“领10支签字笔 2包A4纸”。")
    body = "\n".join(f"领用{row.seq}号 {row.data['who']}：{row.title}｜{row.state}" for row in rows[:10])
    return Reply(f"领用共{len(rows)}单：\n{body}", about=tuple(row.object for row in rows[:10]))


def _usage(turn: Turn, rows: list[Stored]) -> Reply:
    when = next((w for w in turn.said.times if w.start is not None and w.end is not None), None)
    here = turn.here.date()
    first = when.start.date() if when and when.start else here.replace(day=1)
    last = (when.end - timedelta(seconds=1)).date() if when and when.end else here
    used: Counter[tuple[str, str]] = Counter()
    for row in rows:
        on = row.closed_on or date.min
        if row.state == supplies.ISSUED and first <= on <= last:
            for name, n, measure in row.data["items"]:
                used[str(name), str(measure)] += int(n)
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    if not used:
        return Reply(f"{span}没有发放办公用品。")
    return Reply(f"{span}全办发放：{'，'.join(f'{name}{n}{measure}' for (name, measure), n in used.most_common(20))}。")


INTENTS: tuple[Intent, ...] = (
    Intent(
        "supplies",
        "领用办公用品",
        "领10支签字笔 2包A4纸",
        (
            (
                rf"^\W*{_WHERE}{_TAKE}[：:，, ]*{_N}{_M}[^号]",
                1.36,
            ),
            (
                rf"^\W*{_WHERE}{_TAKE}[：:，, ]*(?:{_ITEM})",
                1.36,
            ),
            (rf"^{_WHERE}.{{0,4}}(?:{_ITEM}).{{0,4}}{_N}{_M}(?!.*(?:入库|库存|发放|到货))", 1.2),
            (r"领用办公用品|领办公用品", 1.3),
        ),
        ask,
        _STAFF,
        (
            Slot("items", _items, "领什么、多少？例：10支签字笔 2包A4纸"),
            Slot("count", _count, required=_never),
            Slot("purpose", _purpose, required=_never),
        ),
    ),
    Intent(
        "approve_supplies",
        "审批领用",
        "",
        (
            (r"^\W*(?:同意|批准|不同意|不批|驳回)(?:.{1,4}的)?领用", 1.55),
            (r"^\W*领用\s*(?:单)?\d+号?[，, ]*(?:同意|批准|不同意|不批|驳回)", 1.6),
        ),
        decide,
        _DECIDERS,
        family="supplies",
    ),
    Intent(
        "cancel_supplies",
        "取消领用",
        "",
        ((r"^\W*(?:取消|撤回|不要了?)领用\s*\d+号?|领用\s*\d+号?.{0,3}(?:取消|撤回|不要了|不领了)", 1.6),),
        withdraw,
        _STAFF,
        family="supplies",
    ),
    Intent(
        "issue_supplies",
        "发放用品",
        "领用3号已发放",
        (
            (r"领用\s*(?:单)?\d+号?.{0,4}(?:已?发放|发了|已领|已?给)", 1.6),
            (rf"^\W*{_WHERE}.{{0,7}}(?:已?发放|发给)[^，,。]{{0,6}}.{{0,10}}(?:{_ITEM}|{_N}{_M})", 1.5),
            (r"^\W*(?:已?发放|发放了?)\s*(?:领用)?\d+号", 1.5),
        ),
        hand_out,
        _KEEPER,
        family="supplies",
    ),
    Intent(
        "stock_supplies",
        "登记库存",
        "A4纸库存8包，最低10包",
        (
            (rf"^{_WHERE}.{{1,20}}(?:入库|到货|库存)[^？?吗]{{0,6}}{_N}\s*{_M}", 1.5),
            (rf"^\W*{_WHERE}(?:今天|刚|又|登记)*(?:库存|{_BOUGHT})了?[：:，, ]*.{{0,20}}{_N}\s*{_M}", 1.5),
            (rf"^{_WHERE}.{{1,14}}最低(?:库存)?.{{0,4}}{_N}", 1.45),
        ),
        put_in,
        _KEEPER,
        family="supplies",
    ),
    Intent(
        "find_supplies",
        "查用品",
        "",
        (
            (
                rf"^{_WHERE}.{{0,6}}(?:{_ITEM}|用品).{{0,4}}(?:还有|还剩|有没有|有多少|库存(?:有)?多少|剩多少|够不够|库存[？?]?$)",
                1.48,
            ),
            (r"^\W*(?:查|看)?(?:一下)?(?:办公)?用品库存|库存(?:还有|有)(?:什么|哪些|多少)", 1.45),
            (r"^\W*(?:查|看|发我)?(?:一下)?(?:办公)?(?:用品)?(?:的)?库存(?:清单|情况|表|台账|怎么样|明细)?\W*$", 1.45),
        ),
        show_stock,
        _STAFF,
        family="supplies",
    ),
    Intent(
        "list_supplies",
        "查领用",
        "",
        (
            (
                r"(?:待(?:审批|发放)的?)领用|领用(?:单|台账|情况|统计|记录|到哪|批了(?:吗|没)|汇总|进度)|我的领用|用品(?:用量|领用情况|消耗)",
                1.48,
            ),
            (r"^\W*领用\s*\d+号(?:$|[？?到批怎])", 1.56),
            (rf"^\W*{_WHERE}(?:本月|这个?月|上个?月|今年)(?:一共|总共|全办)?领(?:用|取)?了?(?:多少|什么|哪些)", 1.48),
            (
                rf"^\W*{_WHERE}(?:我们?|我科)(?:刚才?|昨天|上次|之前)?(?:申?领|申请|要)的.{{0,10}}"
                r"(?:批|发|同意|下来|好|到)了?(?:没有?|吗|么)",
                1.48,
            ),
        ),
        show_requests,
        _STAFF,
        family="supplies",
    ),
)
