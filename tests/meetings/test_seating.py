"""Seats: the orders of 主席台 and long table, the words, the picture and the cards (domain.md 4.6)."""

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handlers.meetings.seating_draw import cards_docx, dais_picture
from handlers.meetings.seating_heard import number
from handlers.meetings.seating_rules import MOST, Even, across, card_name, dais, from_the_stage, seated, swapped
from storage.limits import Limits
from tests.day import Day
from tests.meetings.test_notices import draft

conventions = st.sampled_from(["86421357", "75312468"])


@pytest.mark.parametrize(
    ("count", "even", "row"),
    [
        (1, "86421357", "1"),
        (2, "86421357", "21"),
        (2, "75312468", "21"),
        (3, "86421357", "312"),
        (5, "75312468", "53124"),
        (7, "86421357", "7531246"),
        (9, "86421357", "975312468"),
        (4, "86421357", "4213"),
        (4, "75312468", "3124"),
        (8, "86421357", "86421357"),
        (8, "75312468", "75312468"),
    ],
)
def test_golden_orders_as_the_audience_sees_them(count: int, even: Even, row: str) -> None:
    assert "".join(map(str, dais(count, even))) == row


@given(st.integers(1, MOST), conventions)
def test_every_row_is_a_permutation_around_number_one_with_alternating_sides(count: int, even: Even) -> None:
    row = dais(count, even)
    assert sorted(row) == list(range(1, count + 1))
    centre = row.index(1)
    assert centre in {(count - 1) // 2, count // 2}
    assert count % 2 == 0 or row[centre + 1 : centre + 2] in ([], [2])
    for who in range(2, count):
        assert (row.index(who) < centre) != (row.index(who + 1) < centre)
    for who in range(2, count - 1):
        assert abs(row.index(who + 2) - centre) == abs(row.index(who) - centre) + 1
    assert from_the_stage(from_the_stage(row)) == row
    assert seated(range(1, count + 1), even) == row


@given(st.integers(1, MOST), st.integers(1, MOST), conventions)
def test_both_sides_of_a_long_table_face_each_other(guests: int, hosts: int, even: Even) -> None:
    far, near = across(guests, hosts, even)
    assert (far, from_the_stage(near)) == (dais(guests, even), dais(hosts, even))


@pytest.mark.parametrize("count", [0, -1, MOST + 1])
def test_no_row_of_nobody_or_of_too_many(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        dais(count)


def test_small_rules() -> None:
    assert [card_name(name) for name in ("李明", "周明远", "欧阳文华", "Li")] == ["李　明", "周明远", "欧阳文华", "Li"]
    assert swapped("ABCD", 2, 4) == ["A", "D", "C", "B"]
    for wrong in (0, 5):
        with pytest.raises(IndexError):
            swapped("ABCD", 1, wrong)
    assert [number(text) for text in ("3", "三", "十", "十一", "二十三", "两")] == [3, 3, 10, 11, 23, 2]


def test_the_convention_is_the_offices() -> None:
    assert Limits().seat.even == "86421357"
    assert Limits.model_validate({"seat": {"even": 75312468}}).seat.even == "75312468"


def test_the_sheet_has_a_card_for_each_and_the_picture_fits_the_phone() -> None:
    names = ["周明远", "沈岚", "李明"]
    table = Document(BytesIO(cards_docx(names))).tables[0]
    assert [cell.text for cell in table.columns[0].cells] == ["周明远", "沈　岚", "李　明"]
    size = table.cell(0, 0).paragraphs[0].runs[0].font.size
    assert size is not None
    assert size.pt >= 100
    for many in (1, 9, MOST):
        row = [(n, "周明远") for n in dais(many)]
        image = Image.open(BytesIO(dais_picture(f"主席台座次（{many}人）", row)))
        assert image.width == max(1080, image.width)
        assert image.height < 1000
        dark = sum(image.convert("L").histogram()[:100])
        assert dark > many * 300, "the names are drawn"


def cards(day: Day, userid: str) -> list[str]:
    table = Document(BytesIO(day.phone(userid).files[-1].content)).tables[0]
    return [cell.text for cell in table.columns[0].cells]


async def test_names_in_any_order_and_changes(day: Day) -> None:
    chen = day.phone("chenxi")
    said = await chen.says("主席台坐沈主任 何副区长、林区长 周书记")
    assert "台下看：4何晓东　2林知行　1周明远　3沈岚" in said
    assert "台上看：3沈岚　1周明远　2林知行　4何晓东" in said
    assert "席卡：周明远、林知行、沈　岚、何晓东" in said
    assert cards(day, "chenxi") == ["周明远", "林知行", "沈　岚", "何晓东"]
    [picture] = chen.pictures
    assert picture.title == "主席台座次"
    assert Image.open(BytesIO(picture.content)).format == "PNG"
    assert "台下看：4沈岚　2林知行　1周明远　3何晓东" in await chen.says("换一下3号和4号")
    assert "台下看：5郭平　3何晓东　1周明远　2林知行　4沈岚" in await chen.says("加一位郭副主任")
    assert cards(day, "chenxi") == ["周明远", "林知行", "何晓东", "沈　岚", "郭　平"]
    assert "已去掉何晓东副区长。\n主席台4人" in await chen.says("何副区长不来了")
    assert "台下看：4郭平　2林知行　1周明远　3沈岚" in chen.last
    assert "台下看：3林知行　1周明远　2沈岚　4郭平" in (
        await chen.says("双数按75312468排") + await chen.says("林区长和沈主任换一下")
    )
    assert "只有4个号" in await chen.says("换一下3号和9号")
    assert len(chen.files) == 3


async def test_numbers_first_then_names_and_a_long_table(day: Day) -> None:
    chen = day.phone("chenxi")
    assert "台下看（左→右）：4 2 1 3；" in await chen.says("那个 主席台怎么坐 四个领导")
    asked = await chen.says("主席台坐5个人，帮排座位")
    assert "台下看（左→右）：5 3 1 2 4" in asked
    said = await chen.says("周书记、林区长、沈主任、何副区长、王建国")
    assert "台下看：5王建国　3沈岚　1周明远　2林知行　4何晓东" in said
    assert "王建国不在通讯录" in said
    assert "请说“主方周书记" in await chen.says("长条桌座谈会，双方座次")
    said = await chen.says("主方周书记、林区长、沈主任，客方李总、王建国")
    assert "客方，面向门：2王建国　1李总" in said
    assert "主方，背对门：2林知行　1周明远　3沈岚" in said
    assert "席卡5张" in await chen.says("打印桌签")
    assert "2林知行　1周明远" in await chen.says("谁坐中间呀 周书记和林区长")
    assert "未查询到" in await day.phone("like").says("主席台坐周书记、林区长")


async def test_from_the_meeting(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    assert "没有找到您今天排的座次" in await chen.says("换一下3号和4号")
    await chen.says("9月24日上午9点到11点区委常委会会议，301，周书记主持，林区长、何副区长参加")
    assert "已发送" in await chen.says("发")
    said = await chen.says("9月24日会议的座次怎么排")
    assert "区委常委会会议　主席台3人" in said
    assert "台下看：3何晓东　1周明远　2林知行" in said
    assert chen.pictures[-1].title == "会议主席台座次"
    assert chen.files[-1].name == "会议主席台席卡.docx"
    await draft(day)
    await chen.says("发")
    said = await chen.says("安全生产会座位安排一下")
    assert "全区安全生产工作会议　主席台1人" in said
    assert "台下看：2何晓东　1沈岚" in await chen.says("加上沈主任")
