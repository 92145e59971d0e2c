"""Several wishes in one message: one by one, the queue always in sight (issue 3, point 4)."""

from tests.day import Day

A = "登记收文：平件，市发改局，《关于报送重点项目进度的函》，办件"
ROOM = "订201，9月24日9点到10点"


async def test_one_by_one_with_the_queue_in_sight(day: Day) -> None:
    zhang = day.phone("zhangmin")
    first = await zhang.says(f"{A}；{ROOM}；查文 重点项目")
    assert "这条里有3件事，一件一件办" in first and "收〔2026〕1203号" in first
    assert "还有2件没办：1 订201，9月24日9点到10点；2 查文 重点项目" in first
    assert day.rows("bookings") == []
    second = await zhang.says("下一件")
    assert "已订：2楼201会议室" in second and "还有1件没办：1 查文 重点项目" in second
    third = await zhang.says("好的")
    assert "标题：关于报送重点项目进度的函" in third and "没办" not in third
    assert "没有没办完的事项" in await zhang.says("继续")
    assert len(day.rows("incoming")) == len(day.rows("bookings")) == 1


async def test_a_question_in_the_middle_then_the_next(day: Day) -> None:
    """登记 lacks something: it is asked, answered, and only then the rest is named again."""
    zhang = day.phone("zhangmin")
    first = await zhang.says(f"登记收文，市发改局，《关于报送重点项目进度的函》，另外{ROOM}")
    assert "缓急？" in first and "办完这件，还有1件" in first
    middle = await zhang.says("平件")
    assert "阅件还是办件" in middle and "还有" not in middle
    assert "还有1件没办：1 订201" in await zhang.says("办件")
    assert "已订" in await zhang.says("1")


async def test_skip_choose_and_let_go(day: Day) -> None:
    zhang = day.phone("zhangmin")
    many = f"登记收文，市发改局，《关于A工作的函》；{ROOM}；订301，9月28日9点到10点；查文 A工作"
    await zhang.says(many)
    put_aside = await zhang.says("下一件")
    assert "已订：2楼201会议室" in put_aside and "“登记收文”先放下，回复“继续”接着办" in put_aside
    assert "已跳过“订301，9月28日9点到10点”，未作登记" in await zhang.says("跳过")
    assert "都不办了" in await zhang.says("剩下的都不办了")
    assert "缓急？" in await zhang.says("继续")
    assert "未作登记" in await zhang.says("算了")
    await zhang.says(many)
    skipped = await zhang.says("这件跳过")
    assert "已跳过" in skipped and "还有3件没办" in skipped
    chosen = await zhang.says("2")
    assert "已订：3楼301会议室，9月28日" in chosen and "1 订201" in chosen
    assert day.rows("incoming") == []


async def test_another_wish_in_between_leaves_the_queue(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(f"{A}；{ROOM}")
    between = await zhang.says("今天下午哪个会议室空着")
    assert "空闲" in between and "还有1件没办：1 订201" in between
    undone = await zhang.says("撤销")
    assert "1203号登记作废" in undone and "还有1件没办" in undone
    await day.until("2026-09-18 15:51")
    late = await zhang.says("下一件")
    assert "已超过30分钟，未保存" in late and day.rows("bookings") == []


async def test_two_papers_of_one_message(day: Day) -> None:
    """Nothing said of one is taken for the other."""
    zhang = day.phone("zhangmin")
    first = await zhang.says(
        "登记收文：市委办南委办〔2026〕92号《关于做好值守的通知》，市府办南府办〔2026〕93号《关于报送材料的通知》，平件，阅件"
    )
    assert "2件事" in first and "缓急？" in first and day.rows("incoming") == []
    await zhang.says("特急")
    assert "1203号" in await zhang.says("办件")
    assert "1204号" in await zhang.says("下一件")
    rows = [(row["sender"], row["doc_no"], row["urgency"], row["kind"]) for row in day.rows("incoming")]
    assert rows == [
        ("市委办", "南委办〔2026〕92号", "特急", "办件"),
        ("市府办", "南府办〔2026〕93号", "平件", "阅件"),
    ]


async def test_a_title_is_not_taken_apart(day: Day) -> None:
    zhang = day.phone("zhangmin")
    answer = await zhang.says("登记收文：平件，市委办，《关于召开会议；1203号办结；订会议室的通知》，办件")
    assert "件事" not in answer and "收〔2026〕1203号" in answer
