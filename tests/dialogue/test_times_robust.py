"""What is no time, and inputs that nobody would write: no exception, no false time, no long wait."""

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.times import find_times, to_json
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from tests.effort import grows_calmly

NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    "text",
    [
        "云湾府办〔2026〕15号",
        "马发【2021】8号",
        "国办函12号",
        "2026年15号",
        "2026年第15期",
        "关于2026年15号台风的通知",
        "15号台风",
        "15号会议室",
        "3号文件",
        "第15号",
        "3楼301",
        "13800138000",
        "0000-8128123",
        "领10支签字笔 2包A4纸",
        "231期改个错别字重发",
        "1203号 周书记已批示",
        "那个89号改成特急",
        "增长3.3%",
        "同比增长3.5，其中",
        "3.5万人",
        "1.2 工作要求",
        "周书记、周局长、周志强",
        "一点意见",
        "有3点建议",
        "早一点来",
        "省十五次党代会",
        "五届一次全会",
        "一是提高认识，二是",
        "目前已完成方案报审",
        "《关于做好2026年国庆值班工作的通知》",
        "尽快",
        "",
    ],
)
def test_no_time(text: str) -> None:
    assert find_times(text, NOW, CALENDAR) == []


_WORDS = [
    "今天",
    "明天",
    "后天",
    "大",
    "前",
    "后",
    "上",
    "下",
    "周",
    "星期",
    "礼拜",
    "一",
    "二",
    "三",
    "五",
    "十",
    "百",
    "千",
    "万",
    "0",
    "1",
    "2",
    "9",
    "12",
    "2026",
    "年",
    "月",
    "日",
    "号",
    "点",
    "时",
    "分",
    "半",
    "刻",
    "秒",
    ":",
    "-",
    "/",
    ".",
    "~",
    "到",
    "至",
    "从",
    "自",
    "起",
    "之",
    "以",
    "内",
    "个",
    "工作日",
    "季度",
    "上旬",
    "底",
    "初",
    "末",
    "第",
    "最后",
    "每",
    "隔",
    "逢",
    "国庆",
    "春节",
    "中秋",
    "除夕",
    "农历",
    "闰",
    "腊",
    "凌晨",
    "下午",
    "晚上",
    "中午",
    "早",
    "晚",
    "pm",
    "差",
    "多",
    "余",
    "几",
    "（",
    "）",
    "，",
    "、",
    "《",
    "》",
    "9999",
    "0000",
    "世纪",
    "年代",
    "夏天",
    "节前",
    "节后上班第一天",
    "下班前",
    "截至",
    "最迟",
    "大约",
    "未来",
    "近",
    "过去",
    "还剩",
    "前夕",
    "期间",
    "和",
    "之间",
    "至今",
    "现在",
    "左右",
    "遇节假日顺延",
    "天",
    "周末",
    "小时",
    "分钟",
    "亿",
    "两",
    "廿",
    "零",
    "〇",
    "12月31日",
    "99",
    "31",
    "29",
    "2月",
    "明",
    "后",
    "上午",
    "午夜",
    "下半夜",
    "同期",
    "八月十五",
    "十五五",
    "值班",
    "第一周",
    "以来",
    "登的那个",
    "9.22",
    "22/9",
    "-24",
    "到30",
    "晚于",
]
_phrases = st.lists(st.sampled_from(_WORDS), max_size=14).map("".join)
_moments = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2098, 12, 31))  # noqa: DTZ001


@settings(max_examples=300, deadline=None)
@given(st.one_of(_phrases, st.text(max_size=60)), _moments)
def test_anything_can_be_said(text: str, now: datetime) -> None:
    found = find_times(text, now.replace(tzinfo=SHANGHAI), CALENDAR)
    assert found == find_times(text, now.replace(tzinfo=SHANGHAI), CALENDAR)
    for expr in found:
        assert text[expr.span[0] : expr.span[1]] == expr.text
        assert expr.start or expr.end or expr.duration is not None or expr.rrule
        assert to_json(expr)["text"] == expr.text
        pairs = [(expr.start, expr.end), *((c.start, c.end) for c in expr.candidates)]
        assert all(start < end for start, end in pairs if start and end)
        assert len(expr.candidates) > 1 or not expr.ambiguous
        if expr.candidates:
            assert (expr.candidates[0].start, expr.candidates[0].end) == (expr.start, expr.end)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


_HOSTILE = [
    "一",
    "1",
    "上",
    "下",
    "每",
    "1到",
    "今天",
    "3点到",
    "每年1月1日、",
    "1月1日",
    "大约",
    "农历",
    "《",
    "9月10日、",
    "一个",
    "差",
    "最后",
    "1-",
    "自",
    "节后",
    "会前",
    "每月5日前",
    "201",
    "遇节假日",
    "9月1日" + " " * 60,
    "18、",
    "周一、三、五、",
    "2月30日",
    "国庆假期最后一天",
    "中秋国庆",
    "自收到之日起",
    "差五分",
    "9:30-",
    "（9月1日",
]


@pytest.mark.parametrize("unit", _HOSTILE)
def test_long_inputs_are_read_calmly(unit: str) -> None:
    assert grows_calmly(lambda text: find_times(text, NOW, CALENDAR), unit)


def test_the_zone_of_the_moment_does_not_matter() -> None:
    said = "明天上午10点前"
    naive = NOW.replace(tzinfo=None)
    assert find_times(said, NOW) == find_times(said, naive)
