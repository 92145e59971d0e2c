"""Periods, 余, percentages, slips, and the page of the docx."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.understand import understand
from handlers.reports import docx
from handlers.reports.lint import slips
from handlers.reports.numerals import rate, yu
from handlers.reports.period import Period, parse, usual, whole
from handlers.reports.report import build
from handlers.reports.sections import section_said
from handlers.reports.spoken import impossible, named, said, window_said
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.db import Database
from storage.office import load_office
from tests.console import zhongshu

TODAY = date(2026, 10, 9)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("生成三季度工作总结", "2026Q3"),
        ("生成第三季度总结", "2026Q3"),
        ("2026Q1总结", "2026Q1"),
        ("上季度总结", "2026Q3"),
        ("去年四季度总结", "2025Q4"),
        ("上半年总结", "2026H1"),
        ("9月总结", "2026-09"),
        ("十一月总结", "2025-11"),
        ("上个月总结", "2026-09"),
        ("2025年度总结", "2025"),
        ("本月总结", "2026-10"),
    ],
)
def test_the_period_that_is_said(text: str, key: str) -> None:
    found = said(text, TODAY)
    assert found is not None
    assert found.key == key


CALENDAR, OFFICE = WorkCalendar(), load_office(None)
ASKED = [
    ("前三季度收文多少", "2026-01-01", "2026-09-30", "2026Q1-3"),
    ("1至9月收文多少", "2026-01-01", "2026-09-30", "2026Q1-3"),
    ("截至9月底收文多少", "2026-01-01", "2026-09-30", "2026Q1-3"),
    ("上一季度收文多少", "2026-07-01", "2026-09-30", "2026Q3"),
    ("上上个月收文多少", "2026-09-01", "2026-09-30", "2026-09"),
    ("4月到6月收文多少", "2026-04-01", "2026-06-30", "2026Q2"),
    ("2025Q4收文多少", "2025-10-01", "2025-12-31", "2025Q4"),
    ("12月收文多少", "2025-12-01", "2025-12-31", "2025-12"),
    ("前十个月收文多少", "2026-01-01", "2026-10-31", None),
    ("二季度到三季度收文多少", "2026-04-01", "2026-09-30", None),
    ("到今天一共收了多少文", "2026-01-01", "2026-11-16", None),
    ("9月18日到20日收文多少", "2026-09-18", "2026-09-20", None),
    ("昨天收文多少", "2026-11-15", "2026-11-15", None),
    ("12月1日至15日收文多少", "2025-12-01", "2025-12-15", None),
    ("明早要三季度总结", "2026-07-01", "2026-09-30", "2026Q3"),
    ("半年总结", "2026-01-01", "2026-06-30", "2026H1"),
    ("年终总结", "2026-01-01", "2026-12-31", "2026"),
]


@pytest.mark.parametrize(("text", "first", "last", "key"), ASKED, ids=[case[0] for case in ASKED])
def test_the_time_of_a_question(text: str, first: str, last: str, key: str | None) -> None:
    """In November; whatever is no month, quarter, half, 前三季度 or year is counted, and is no report."""
    now = datetime(2026, 11, 16, 10, tzinfo=SHANGHAI)
    heard = understand(text, now, OFFICE, CALENDAR)
    window, _ = window_said(heard.text, heard.times, now.date())
    assert (str(window.start), str(window.end)) == (first, last)
    found = named(heard.text, heard.times, now.date())
    assert (found and found.key) == key


def test_what_no_year_has() -> None:
    assert all(impossible(text) for text in ("生成第五季度工作总结", "13月收文多少", "0月总结", "6季度总结"))
    assert not any(
        impossible(text) for text in ("十二月总结", "2026年12月", "三个季度", "10月", "近五个月", "2026Q3", "四季度")
    )


def test_the_usual_period() -> None:
    assert usual(TODAY).key == "2026Q3"
    assert usual(date(2026, 12, 28)).key == "2026Q4"
    assert usual(date(2027, 1, 5)).key == "2026Q4"
    assert said("生成工作总结", TODAY) is None


@given(st.integers(2020, 2040), st.sampled_from(["Q", "Q1-", "H", "-", ""]), st.integers(1, 12))
def test_periods_join_and_read_back(year: int, kind: str, n: int) -> None:
    code = {
        "Q": f"{year}Q{(n - 1) % 4 + 1}",
        "Q1-": f"{year}Q1-3",
        "H": f"{year}H{(n - 1) % 2 + 1}",
        "-": f"{year}-{n:02d}",
        "": str(year),
    }[kind]
    found: Period = parse(code)
    assert found.key == code
    assert (found.start - found.before.end).days == (93 if kind == "Q1-" else 1)
    assert found.cut_off == found.end
    assert sum((q.end - q.start).days + 1 for q in found.quarters) in (0, (found.end - found.start).days + 1)


def test_a_wrong_period_is_refused() -> None:
    with pytest.raises(ValueError, match="2026Q3"):
        parse("2026Q5")
    with pytest.raises(ValueError, match="截止日"):
        parse("2026Q3", date(2026, 10, 1))


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (15, "15"),
        (20, "20"),
        (21, "20余"),
        (123, "120余"),
        (120, "120"),
        (199, "190余"),
        (205, "200余"),
        (987, "980余"),
    ],
)
def test_yu(n: int, words: str) -> None:
    assert yu(n) == words
    assert yu(987, "hundreds") == "900余"


def test_rates() -> None:
    assert rate(193, 200) == "96.5%"
    assert rate(17, 18) == "94.4%（17/18）"
    assert rate(2999, 3000) == "99.9%"
    assert rate(0, 0) == ""


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("已完成xxx项，开展疫情防控开展实地督查xx余次", "“开展”重复"),
        ("考核评价的第一类、第二类位）和第四类共xx个单位", "没有与之成对的前半"),
        ("对全区xx个相关保密责任主任单位完成自查", "责任主体单位"),
        ("拟制微信泄密度专项整顿行动方案", "“泄密”"),
        ("做好xx区年机关事业单位年度考评迎检工作", "年份漏写"),
        ("截止xx月xx日，共计", "截至"),
        ("编发信息231，上报12篇", "量词"),
        ("起草文稿约120余篇", "概数重复"),
        ("各项工作。。推进", "标点"),
        ("完成【待补】", "空栏"),
    ],
)
def test_slips_of_the_seed_and_more(text: str, slip: str) -> None:
    assert any(slip in found.advice for found in slips(text)), slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "围绕区委区政府中心工作、重点工作、基础工作，做好2026年公务员年度考核。",
        "截至9月30日，印发文件231份、收文1256份，起草文稿120余篇。",
        "《区委常委会会议规范》《区政府常务会会议规范》（2026年版）……均已印发。",
    ],
)
def test_good_text_has_no_slips(text: str) -> None:
    assert slips(text) == []


def test_sections_by_name() -> None:
    names = {
        "总结第一部分": "一（一）",
        "督查部分": "一（三）",
        "总结二（二）": "二（二）",
        "开头": "开头",
        "下一步计划": "计划",
    }
    assert {words: found.key for words in names if (found := section_said(words))} == names


async def test_the_page(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    now = datetime(2026, 10, 9, 2, tzinfo=UTC)
    made = database.read_now(lambda tx: build(tx, load_office(None), whole("季度", 2026, 3), now))
    await database.close()
    with zipfile.ZipFile(io.BytesIO(docx.render(made))) as package:
        body, styles, settings = (
            package.read(f"word/{name}.xml").decode() for name in ("document", "styles", "settings")
        )
        feet = [package.read(f"word/footer{n}.xml").decode() for n in (1, 2)]
        heads = [package.read(f"word/header{n}.xml").decode() for n in (1, 2)]
        fonts = package.read("word/fontTable.xml").decode()
    assert 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="850" w:footer="1417"' in body
    assert 'w:w="11906" w:h="16838"' in body
    assert 'w:linePitch="579" w:type="linesAndChars" w:charSpace="-849"' in body
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"):
        assert font in styles
    assert re.search(r'w:spacing [^>]*w:line="576"[^>]*/>', styles)
    assert 'w:lineRule="exact"' in styles
    assert 'w:firstLineChars="200"' in styles
    assert "evenAndOddHeaders" in settings
    assert ['w:jc w:val="right"' in feet[0], 'w:jc w:val="left"' in feet[1]] == [True, True]
    assert all("— " in foot and 'w:instr="PAGE"' in foot and "宋体" in foot for foot in feet)
    assert all("草稿 不作正式文件使用" in head for head in heads)
    assert body.count("由机要保密部门线下填报") == 7
    assert body.count("<w:keepNext/>") == 3, "the last words, a blank line and the office's name stay with the date"
    assert "收文0" not in body
    _as_looked_at(body, styles, feet, fonts)


def _as_looked_at(body: str, styles: str, feet: list[str], fonts: str) -> None:
    """What was wrong when the page was first rendered and looked at."""
    defaults = styles[styles.index("<w:docDefaults>") : styles.index("</w:docDefaults>")]
    assert '<w:sz w:val="32"/>' in defaults
    assert 'w:eastAsia="zh-CN"' in defaults
    assert "Theme" not in defaults
    assert 'w:after="0"' in defaults
    style = styles[styles.index('w:styleId="自动生成"') :]
    style = style[: style.index("</w:style>")]
    assert style.count('<w:snapToGrid w:val="0"/>') == 2
    closer = re.search(r'<w:rPr>.*<w:spacing w:val="(-?\d+)"/>', style)
    assert closer is not None
    sign, line, width, height = 320 + int(closer[1]), 576, 11906 - 1587 - 1474, 16838 - 2098 - 1984
    assert width // sign == 28
    assert height // line == 22
    assert 'w:line="660"' in styles
    assert 660 + 21 * line <= height
    runs = re.findall(r"<w:r>(.*?)</w:r>", body)
    assert len(runs) > 20
    assert all('w:hint="eastAsia"' in run for run in runs)
    assert all('w:ascii="宋体"' in foot and "Times" not in foot for foot in feet)
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


@pytest.mark.parametrize(
    ("asked", "cut_off", "key"),
    [
        (("2026Q3",), "2026-09-18", "2026Q3"),
        (("2026Q3", "--cut-off", "2026-09-30"), "2026-09-30", "2026Q3"),
        (("2026Q1-3",), "2026-09-18", "2026Q1-3"),
        (("2026H1",), "2026-06-30", "2026H1"),
    ],
)
def test_a_period_that_still_runs_is_cut_off_today(
    sqlite_url: str, asked: tuple[str, ...], cut_off: str, key: str
) -> None:
    """On 18 September, on the command line as in chat: no report bears a date to come unless it is told to."""
    made = zhongshu("report", *asked, "--format", "json", url=sqlite_url, CLOCK="2026-09-18T15:20:00+08:00")
    period = json.loads(made.stdout)["period"]
    assert (period["key"], period["cut_off"]) == (key, cut_off)
