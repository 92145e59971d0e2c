"""查文, as it is spoken: numbers, words, conditions, pages, and what one may not see (issue 4, item 5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.documents import store
from handlers.documents.finding import index as finding_index
from handlers.documents.rules import number
from scheduler.clock import SHANGHAI
from tests.day import Day

NOT_FOUND = "未查询到相关信息"
NOON = datetime(2026, 9, 10, 12, tzinfo=SHANGHAI)
SUBJECTS = ("防汛", "台风", "消防", "信访", "校园")


def paper(seq: int, **more: Any) -> dict[str, Any]:
    """A row of the register."""
    at = NOON + timedelta(minutes=seq)
    return {
        "no": number(2026, seq),
        "year": 2026,
        "seq": seq,
        "received_at": at,
        "received_by": "zhangmin",
        "identities": ["区委办"],
        "sender": "市委办",
        "sender_level": "市",
        "title": f"关于做好{SUBJECTS[seq % 5]}工作的通知",
        "urgency": "平件",
        "important": False,
        "kind": "办件",
        "status": "已登记",
        "co_units": [],
        "chaser": "zhangmin",
        "created_by": "zhangmin",
        "created_at": at,
        "updated_at": at,
        **more,
    }


def register(day: Day, rows: Sequence[dict[str, Any]]) -> None:
    """Put papers into the register as the program itself does."""

    def unit(tx: Connection) -> None:
        for row in rows:
            store.add(tx, row)

    day.bot.db.write_now(unit)


async def test_one_paper_is_found_by_any_writing_of_its_numbers(day: Day) -> None:
    zhang = day.phone("zhangmin")
    register(day, [paper(1203, doc_no="南委办〔2026〕88号", title="关于做好台风防御工作的紧急通知", urgency="特急")])
    register(day, [paper(88, doc_no="云湾府办〔2026〕7号"), paper(1204, doc_no="省府办〔2025〕88号")])
    for said in (
        "查收1203",
        "收1203",
        "1203号在谁手里",
        "收〔2026〕1203号到哪了",
        "查南委办88号",
        "南委办88号文在哪",
        "南委办〔2026〕88号",
        "查一下南委办(2026)88号",
        "紧急通知 那个文件在谁手里",
        "查台风",
        "有没有关于台风防御的文",
        "查《关于做好台风防御工作的紧急通知》",
        "查一下台风紧急通知的文",
        "特急件",
    ):
        answer = await zhang.says(said)
        assert "收〔2026〕1203号｜市委办｜南委办〔2026〕88号" in answer, said
    assert "现在：张敏 8123，待转办" in answer
    events = [event for event in day.rows("audit") if event["action"] == "查文"]
    assert len(events) >= 14 and "台风" not in str(events)


async def test_the_whole_way_of_a_paper_stands_in_its_card(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件")
    await zhang.says("呈送周书记")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await day.until("2026-09-18 16:00")
    await like.says("签收")
    await like.says("收1203号反馈：已排查在建工地12处，整改隐患3处")
    answer = await zhang.says("查中秋")
    for fact in (
        "9月18日15:20 张敏登记",
        "9月18日15:20 呈送周明远书记",
        "9月18日15:20 转办区住建局（牵头）",
        "9月18日16:00 区住建局签收（李可）",
        "9月18日16:00 区住建局反馈：已排查在建工地12处",
    ):
        assert fact in answer
    mine = await like.says("查中秋")
    assert "区住建局签收" in mine and "周明远" not in mine


async def test_conditions_narrow_a_list_and_a_number_opens_one(day: Day) -> None:
    zhang = day.phone("zhangmin")
    today = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    late, soon = today - timedelta(days=3), datetime(2026, 9, 21, 17, 30, tzinfo=SHANGHAI)
    register(
        day,
        [
            paper(1, status="办结", closed_on=today.date(), result_kind="已存"),
            paper(2, sender="市发改局", received_at=today, urgency="特急"),
            paper(3, sender="市发改局", received_at=today - timedelta(days=7), due_at=late, status="承办中"),
            paper(4, received_at=today, kind="阅件", due_at=soon, chaser="mishukezhang", created_by="mishukezhang"),
            paper(5, received_at=today - timedelta(days=40), urgency="特急", status="承办中", due_at=soon),
        ],
    )
    wanted = {
        "今天收了哪些文": {2, 4},
        "上周市发改局来的文": {3},
        "市发改局的文": {2, 3},
        "8月的收文": {5},
        "还有哪些没办完": {2, 3, 4, 5},
        "逾期的文有哪些": {3},
        "快到期的文": {4, 5},
        "待呈送的文": {2, 4},
        "今天办结的文": {1},
        "特急的还剩哪些没办": {2, 5},
        "三季度的阅件": {4},
        "我经手的还有哪些没办结": {2, 3, 5},
        "已办结的文": {1},
        "防汛和通知的文件": {5},
    }
    for said, numbers in wanted.items():
        answer = await zhang.says(said)
        assert {n for n in range(1, 6) if number(2026, n) in answer} == numbers, said
    answer = await zhang.says("还有哪些没办完")
    assert answer.index("0005号") < answer.index("0002号") and "共4件" in answer
    assert "0003号" in await zhang.says("3") and "流程" not in zhang.last
    assert NOT_FOUND in await zhang.says("查地震")


async def test_a_long_list_is_paged_within_what_wecom_takes(day: Day) -> None:
    zhang = day.phone("zhangmin")
    long = "关于进一步做好全区建筑施工领域安全生产大检查和隐患排查整治工作有关事项的通知" * 2
    register(day, [paper(seq, title=f"{long}{seq}") for seq in range(1, 121)])
    first = await zhang.says("查隐患排查")
    assert "共100件以上" in first and "0120号" in first and "下一页" in first
    assert all(len(text.encode()) <= 2048 for text in zhang.texts) and "（1/" not in first
    seen = 8
    second = await zhang.says("下一页")
    assert "0112号" in second and "0120号" not in second
    assert "0111号" in await zhang.says("2")
    await zhang.says("查隐患排查")
    while "下一页" in (answer := await zhang.says("下一页")):
        seen += 8
        assert seen < 120
    assert "只列最近100件" in answer and "0021号" in answer
    assert "后面没有了" in await zhang.says("下一页")
    await zhang.says("查隐患排查")
    assert await zhang.says("那个呢") == "好的，需要时再查。"


async def test_everybody_finds_what_is_his_and_nothing_else(day: Day) -> None:
    """What one may not see sounds like what is not there (domain.md 7.6)."""
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件")
    await zhang.says("呈送林区长")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕90号，《关于中秋慰问活动的通知》，阅件")
    assert "共2件" in await zhang.says("查中秋")
    for userid in ("like", "lian-lin"):
        answer = await day.phone(userid).says("查中秋")
        assert "1203号" in answer and "慰问" not in answer
        assert NOT_FOUND in await day.phone(userid).says("查收1204")
    for userid in ("jiangtao", "fengkai", "youhong", "chenxi", "tangwei"):
        refused = await day.phone(userid).says("查中秋")
        assert "值守" not in refused and "慰问" not in refused
    plain = await day.phone("jiangtao").says("查收1203")
    assert plain == await day.phone("jiangtao").says("查收4321") and NOT_FOUND in plain
    assert "1203号" in await day.phone("like").says("哪些文要我办")
    assert "1203号" in await day.phone("lian-lin").says("林区长那还有几件没看")
    assert "1203号" in await zhang.says("住建局手里有哪些文") and "1203号" in await zhang.says("没签收的文")


async def test_a_change_of_the_title_is_found_at_once_and_the_old_one_no_more(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕91号，《关于开展消防检查的通知》，办件")
    await zhang.says("标题改为关于开展燃气检查的通知")
    assert "1203号" in await zhang.says("查燃气")
    assert NOT_FOUND in await zhang.says("查消防")
    before = day.bot.db.read_now(lambda tx: finding_index.having(tx, ["燃气"], limit=5))
    day.bot.db.write_now(finding_index.rebuild)
    assert day.bot.db.read_now(lambda tx: finding_index.having(tx, ["燃气"], limit=5)) == before == [1]
