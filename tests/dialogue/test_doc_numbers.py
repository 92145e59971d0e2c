"""发文字号: the golden table of domain.md 2.5, and what people type besides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.doc_numbers import find_doc_numbers
from bot.dialogue.own_numbers import find_own_numbers
from storage.office import load_office

CODES = load_office(None).codes

GOLDEN = [
    ("国办函〔2026〕12号", "国办函〔2026〕12号", "ok"),
    ("粤府办〔2008〕19号", "粤府办〔2008〕19号", "ok"),
    ("国办发明电〔2024〕12号", "国办发明电〔2024〕12号", "ok"),
    ("六政办秘〔2013〕36号", "六政办秘〔2013〕36号", "ok"),
    ("渭深改发〔2016〕3号", "渭深改发〔2016〕3号", "ok"),
    ("珠府〔2018〕14 号", "珠府〔2018〕14号", "ok"),
    ("兰政发[2010]94号", "兰政发〔2010〕94号", "ok"),
    ("淄政办发［2004］8号", "淄政办发〔2004〕8号", "ok"),
    ("云湾府办（2026）15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办(2026)15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办【2026】15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办﹝2026﹞15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔２０２６〕１５号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔2026〕015号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔2026〕第15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔二〇二六〕15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔2026〕15", "云湾府办〔2026〕15号", "confirm"),
    ("云湾府办2026 15号", "云湾府办〔2026〕15号", "confirm"),
    ("云湾府办2026-15号", "云湾府办〔2026〕15号", "confirm"),
    ("云湾府办2026年15号", "云湾府办〔2026〕15号", "confirm"),
    ("益赫政发201612号", "益赫政发〔2016〕12号", "confirm"),
    ("开江委办202312号", "开江委办〔2023〕12号", "confirm"),
    ("湘财绩〔20207号", "湘财绩〔2020〕7号", "confirm"),
    ("国务院令第733号", "国务院令第733号", "ok"),
    ("国家档案局令第13号", "国家档案局令第13号", "ok"),
    ("云湾府办〔26〕15号", None, "reject"),
    ("收到市委办来的南委办〔2026〕8号文", "南委办〔2026〕8号", "ok"),
    ("云湾府办〔2026〕15-1号", "云湾府办〔2026〕15号", "confirm"),
]
MORE = [
    ("南发改函２０２６ ５７号", "南发改函〔2026〕57号", "confirm"),
    ("南发改函〔２０２６〕０５７号", "南发改函〔2026〕57号", "ok"),
    ("南发改函202657号", "南发改函〔2026〕57号", "confirm"),
    ("南发改函〔26〕57号", None, "reject"),
    ("云湾府办二〇二六年十五号", "云湾府办〔2026〕15号", "confirm"),
    ("云湾府办〔2026〕十五号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办〔2O26〕l5号", "云湾府办〔2026〕15号", "confirm"),
    ("云湾府办[2026〕15号", "云湾府办〔2026〕15号", "ok"),
    ("云湾府办2026〕15号", "云湾府办〔2026〕15号", "confirm"),
    ("来政办发〔2022〕28号", "来政办发〔2022〕28号", "ok"),
    ("省委办粤委办发〔2026〕3号", "粤委办发〔2026〕3号", "ok"),
    ("市教育局南教函〔2026〕3号", "南教函〔2026〕3号", "ok"),
    ("关于做好防汛工作的通知云应急〔2026〕3号", "云应急〔2026〕3号", "ok"),
    ("六盘水市住房公积金管委会通字〔2022〕4号", "六盘水市住房公积金管委会通字〔2022〕4号", "ok"),
    ("财政部 税务总局公告2024年第16号", "财政部税务总局公告2024年第16号", "ok"),
    ("学习国务院令第733号", "国务院令第733号", "ok"),
    ("国务院\n国发〔2019〕4号", "国发〔2019〕4号", "ok"),
    ("〔2026〕15号文", None, "reject"),
]


@pytest.mark.parametrize(("text", "canonical", "confidence"), GOLDEN + MORE)
@pytest.mark.parametrize("codes", [(), CODES])
@pytest.mark.parametrize("frame", ["{}", "登记收文：{}，请查收", "麻烦登记 {} 关于防汛的通知 特急"])
def test_one_number(text: str, canonical: str | None, confidence: str, codes: tuple[str, ...], frame: str) -> None:
    [number] = find_doc_numbers(frame.format(text), codes)
    assert (number.canonical, number.confidence) == (canonical, confidence)


@pytest.mark.parametrize(
    "text",
    [
        "关于2026年15号台风的通知",
        "2026年第15期",
        "督查快报第17期",
        "2026年9月21号开会",
        "做好2026年15号台风防御",
        "收〔2026〕1203号",
        "督〔2026〕0123号延期",
        "《规划（2018—2035年）》",
        "国办发明电报",
        "订301会议室 9:00-11:30",
        "登记收文",
        "",
    ],
)
def test_no_number(text: str) -> None:
    assert find_doc_numbers(text, CODES) == []


def test_a_code_broken_over_two_lines() -> None:
    assert find_doc_numbers("韶公积\n委〔2019〕4号 关于贷款的通知")[0].canonical == "韶公积委〔2019〕4号"


def test_several_numbers_in_prose_with_their_places() -> None:
    text = "市府办来了两份：南府办〔2026〕8号和南府办函(2026)12号，另有国务院令第733号，收〔2026〕1203号那件先放着"
    found = find_doc_numbers(text, CODES)
    assert [n.canonical for n in found] == ["南府办〔2026〕8号", "南府办函〔2026〕12号", "国务院令第733号"]
    assert all(text[slice(*n.span)] == n.text for n in found)
    assert [(n.code, n.year, n.seq) for n in found][:1] == [("南府办", 2026, 8)]


def test_the_year_may_stand_first_as_courts_write() -> None:
    [number] = find_doc_numbers("南澜市中级人民法院关于商请的函 （2026）南法函12号", CODES)
    assert (number.canonical, number.confidence) == ("（2026）南法函12号", "ok")


def test_untidy_numbers_get_a_hint() -> None:
    hints = [find_doc_numbers(f"云湾府办〔2026〕{seq}号")[0].hint for seq in ("15", "015", "第15")]
    assert hints == [None, "序号前不写“第”和“0”", "序号前不写“第”和“0”"]


@given(
    st.sampled_from(CODES),
    st.integers(1990, 2040),
    st.integers(1, 9999),
    st.sampled_from(["〔〕", "[]", "（）", "【】"]),
)
def test_every_canonical_number_is_read_back(code: str, year: int, seq: int, brackets: str) -> None:
    text = f"来文{code}{brackets[0]}{year}{brackets[1]}{seq}号"
    assert [n.canonical for n in find_doc_numbers(text, CODES)] == [f"{code}〔{year}〕{seq}号"]


@given(st.text("云湾府办〔〕[]20261年第号 \n令公告收督一二〇", max_size=60))
def test_spans_are_true_and_apart(text: str) -> None:
    docs = find_doc_numbers(text, CODES)
    assert all(text[slice(*n.span)] == n.text for n in docs)
    spans = [n.span for n in docs] + [own.span for own in find_own_numbers(text, docs)]
    assert all(0 <= start < end <= len(text) for start, end in spans)


OWN = [
    ("收〔2026〕1203号", ("收", 1203, 2026)),
    ("收(2026)1203号", ("收", 1203, 2026)),
    ("收1203", ("收", 1203, None)),
    ("收文1203号 周书记已批示", ("收", 1203, None)),
    ("收文编号1203", ("收", 1203, None)),
    ("督0123延期到10月15日", ("督", 123, None)),
    ("督〔２０２６〕０１２３号", ("督", 123, 2026)),
    ("督办123号办结", ("督", 123, None)),
    ("1203号 周书记已批示", (None, 1203, None)),
    ("那个89号改成特急", (None, 89, None)),
    ("89号文办结", (None, 89, None)),
    ("1203 办结", (None, 1203, None)),
    ("签收 1203", (None, 1203, None)),
    ("12O3号呈送", (None, 1203, None)),
    ("收一二零三 已阅", ("收", 1203, None)),
    ("一千二百零三号文件到哪了", (None, 1203, None)),
    ("督一百二十三号 延至十月", ("督", 123, None)),
    ("督查事项0123 查询", ("督", 123, None)),
    ("督字101号", ("督", 101, None)),
    ("督2026-0123 进展", ("督", 123, 2026)),
    ("黄牌 0098", (None, 98, None)),
    ("0101 延期 10月底", (None, 101, None)),
]


@pytest.mark.parametrize(("text", "number"), OWN)
def test_own_numbers(text: str, number: tuple[str | None, int, int | None]) -> None:
    [own] = find_own_numbers(text, find_doc_numbers(text, CODES))
    assert (own.series, own.seq, own.year) == number


@pytest.mark.parametrize(
    "text",
    [
        "28号开会",
        "9月28号",
        "收文1256份",
        "督办3件",
        "督查快报第17期",
        "301号房间",
        "南委办〔2026〕88号",
        "收到3份",
        "国务院令第733号",
        "南委办88号来过吗",
        "下午1430 转播",
        "0928前开会",
        "秘书科电话8056，转办找他",
        "转发3000份",
        "2026年办结率",
        "二十三号办结",
    ],
)
def test_not_own_numbers(text: str) -> None:
    assert find_own_numbers(text, find_doc_numbers(text, CODES)) == []
