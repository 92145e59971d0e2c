"""约稿, 去重, 采用, 上报, 批示, 编发, 作废, 增刊 and the file, as conversations (domain.md 5)."""

import io
from datetime import date

from docx import Document

from handlers.bulletins import figures
from storage.office import Role
from tests.bulletins.office import by_unit, issue, sign_one, submit_two
from tests.day import Day

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def counted(day: Day) -> dict[str, int]:
    """F03 to F07 of the year."""
    office = day.office
    return day.bot.db.read_now(
        lambda tx: {
            "F03": len(figures.issues(tx, office, *YEAR)),
            "F04": len(figures.submitted(tx, *YEAR)),
            "F05": len(figures.adopted_by_province(tx, *YEAR)),
            "F06": len(figures.adopted_by_city(tx, *YEAR)),
            "F07": len(figures.comments(tx, *YEAR)),
        }
    )


async def test_a_call_for_pieces(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = day.phone("zhaowan")
    asked = await editor.says("约稿：请围绕“稳就业”，工信局、教育局9月23日12点前报送")
    assert "区工信局、区教育局（2位信息员）" in asked
    assert "9月23日（星期三）12:00" in asked
    assert "已向2个单位发出约稿" in await editor.says("1")
    asked_unit, silent = day.phone("liaison-gongxinju"), day.phone("liaison-jiaoyuju")
    for fact in ("【约稿】", "“稳就业”", "9月23日（星期三）12:00前", "请勿涉密", "赵婉"):
        assert fact in asked_unit.last
    assert "“稳就业”" in await silent.says("约稿情况")
    assert "记为约稿“稳就业”的来稿" in await asked_unit.says(
        "投稿：《稳就业八条措施落地》今年以来，我区新增就业3200人。"
    )
    standing = await editor.says("约稿情况")
    assert "已报1个（区工信局），未报1个（区教育局）" in standing
    await day.until("2026-09-23 11:00")
    assert sum("尚未报送" in text for text in silent.texts) == 1
    assert not any("尚未报送" in text for text in asked_unit.texts)
    assert "如系约稿" in await silent.says("投稿：《开学第一课平安有序》各学校9月1日开学。")
    assert "记为约稿“稳就业”" in await silent.says("这是约稿")
    await day.until("2026-09-23 12:00")
    assert "【约稿截止】" in editor.last
    assert "全部报齐" in editor.last


async def test_a_call_that_is_taken_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = day.phone("zhaowan")
    assert "以后的时间" in await editor.says("约稿：围绕“稳就业”，工信局2026年9月18日12点前报送")
    assert "将向区工信局" in await editor.says("9月23日12点前")
    await editor.says("发送")
    await editor.says("撤销")
    assert "不必报送" in day.phone("liaison-gongxinju").last
    await day.until("2026-09-23 13:00")
    assert not any("尚未报送" in text for text in day.phone("liaison-gongxinju").texts)


async def test_one_matter_by_two_units_is_merged_and_both_are_credited(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await day.phone("liaison-gongxinju").says("投稿：《新增规上工业企业12家》今年以来，工业企业12家入规。")
    await day.phone("jiangtao").says("投稿：《我区新增规上工业企业12家》1—8月，新增12家。")
    await day.phone("liaison-jinxizhen").says("投稿：探索“一事快办”缩短企业开办时间")
    editor = day.phone("zhaowan")
    assert "疑似同一事项：①和②" in await editor.says("今日来稿")
    compared = await editor.says("合并①和②")
    assert "今年以来，工业企业12家入规" in compared
    assert "1—8月，新增12家" in compared
    assert "已合并" in await editor.says("1")
    edited = await editor.says("把工信局那条编入今日信息，可周知")
    assert "①区工信局、区发改局：新增规上工业企业12家（可周知）" in edited
    assert by_unit(day) == {"工信局": "采用", "发改局": "已并", "金溪镇": "来稿"}
    rows = {row["unit"]: row for row in day.rows("items")}
    assert rows["发改局"]["merged_into"] == rows["工信局"]["item_no"]
    assert rows["工信局"]["credits"] == "发改局"


async def test_adoption_sending_up_and_comments_are_counted_by_the_rules(day: Day) -> None:
    day.at("2026-09-18 09:00")
    editor = await submit_two(day)
    await editor.says("编入今日信息，两条都可周知")
    await day.phone("sunli").says("审核通过")
    await day.phone("guoping").says("签发231期")
    await day.until("2026-09-18 17:01")

    assert "计1篇" in await editor.says("上报市委办、省委办：231期第1条")
    assert "不重复计数" in await editor.says("231期第1条补报市委办")
    assert "市委办采用：《新增规上工业企业12家》（单篇），9月18日。" in await editor.says(
        "市委办采用：《新增规上工业企业12家》，单篇，9月18日"
    )
    assert "市委办采用" in day.phone("liaison-gongxinju").last
    assert "市委办采用" in day.phone("sunli").last
    assert "已登记过" in await editor.says("市委办采用：《新增规上工业企业12家》，综合")
    assert "怎么采用" in await editor.says("省委办采用了231期第1条")
    assert "（综合）" in await editor.says("2")

    assert "计1则" in await editor.says("周书记对231期第1条作了批示")
    assert "不提请督办" in await editor.says("2")
    assert "不重复计数" in await editor.says("周书记对231期第1条作了批示")
    assert "计1则" in await editor.says("231期第2条林区长批了")
    proposed = await editor.says("1")
    assert "已提请督查室立项" in proposed
    assert "金溪镇" in proposed
    decides = day.office.people_with(Role.SUPERVISION_CHIEF)[0]
    assert "落实林区长对信息“探索" in day.phone(decides.userid).last
    assert counted(day) == {"F03": 1, "F04": 1, "F05": 1, "F06": 1, "F07": 2}

    assert "哪一篇" in await editor.says("登记采用 市府办 单篇")
    assert "市府办采用" in await editor.says("《营商环境八条措施》")
    row = next(row for row in day.rows("items") if row["unit"] == "工信局")
    assert "市委办（单篇）2026-09-18" in row["adopted"]
    await editor.says("撤销")
    assert counted(day)["F06"] == 1


async def test_a_liaison_registers_for_his_own_leader_only(day: Day) -> None:
    day.at("2026-09-18 09:00")
    await sign_one(day, 231)
    await day.until("2026-09-18 17:01")
    feng = day.phone("fengkai")
    assert "冯凯代" in await feng.says("信息批示登记，周书记，231期")
    await feng.says("2")
    assert "未查询到相关信息" in await feng.says("林区长对231期信息作了批示")
    assert counted(day)["F07"] == 1
    assert "未查询到相关信息" in await day.phone("like").says("周书记对231期第1条作了批示")


async def test_issued_at_once_withdrawn_void_and_numbers_kept(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    chief, reader = day.phone("sunli"), day.phone("liaison-jiaoyuju")
    assert "编发" in await day.phone("zhaowan").says("231期现在编发")
    await day.until("2026-09-21 09:01")
    assert "第231期已编发" in reader.last
    assert "原因" in await chief.says("231期撤回")
    assert "确认撤回" in await chief.says("数据口径有误")
    assert "已撤回" in await chief.says("1")
    assert "【撤回】" in reader.last
    assert issue(day, 231)["state"] == "撤回"
    assert counted(day)["F03"] == 0
    await sign_one(day, 232)
    await chief.says("232期作废，原因：与OA内容不一致")
    assert "第232期（总第1874期）" in await chief.says("1")
    await day.until("2026-09-21 17:30")
    assert "第232期已编发" not in "".join(reader.texts)
    assert issue(day, 232)["reason"] == "与OA内容不一致"
    await day.phone("zhaowan").says("把工信局那条编入今日信息，可周知")
    await chief.says("审核通过")
    assert "第233期" in await day.phone("guoping").says("签发233期")


async def test_an_extra_issue_has_numbers_of_its_own(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    await day.phone("liaison-jinxizhen").says("投稿：《防汛专题经验》做法如下。")
    editor, signer = day.phone("zhaowan"), day.phone("guoping")
    assert "《云湾信息增刊》第1期" in await editor.says("把金溪镇那条编入增刊，可周知")
    await day.phone("sunli").says("增刊审核通过")
    assert "签发增刊1期" in signer.last
    signed = await signer.says("签发增刊1期")
    assert "《云湾信息增刊》第1期，" in signed
    await day.until("2026-09-21 17:00")
    assert counted(day)["F03"] == 2
    assert [(row["series"], row["no"], row["total_no"]) for row in day.rows("bulletins")] == [
        ("云湾信息", 231, 1873),
        ("云湾信息增刊", 1, None),
    ]


async def test_the_issue_as_a_file(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await editor.says("编入今日信息，两条都可周知")
    await editor.says("导出231期")
    assert "草稿" in editor.files[-1].name
    await day.phone("sunli").says("审核通过")
    await day.phone("guoping").says("签发231期")
    assert "Word稿已发给您" in await editor.says("231期word")
    doc = Document(io.BytesIO(editor.files[-1].content))
    lines = [paragraph.text for paragraph in doc.paragraphs if paragraph.text]
    assert lines == [
        "内部资料　注意保存",
        "云 湾 信 息",
        "第231期（总第1873期）",
        "区委办公室（区政府办公室）编\t2026年9月21日",
        "● 区工信局：新增规上工业企业12家",
        "今年以来，我区新增规上工业企业12家。",
        "● 金溪镇：探索“一事快办”缩短企业开办时间",
        "报：区委、区人大、区政府、区政协领导同志",
        "发：各镇（街道），区直各单位\t（共印120份）",
        "签发：郭平　　审核：孙立　　编辑：赵婉",
    ]
    section = doc.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin) if side] == [37, 35]
    assert "未查询到相关信息" in await day.phone("like").says("导出231期")


async def test_reasons_classes_and_what_does_not_belong_here(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    assert "原因：数据口径不一致" in await editor.says("金溪镇那条退稿，原因：数据口径不一致")
    unit = day.phone("liaison-jinxizhen")
    assert "原因：数据口径不一致" in unit.last
    assert "数据口径不一致" in await unit.says("我的投稿")
    assert "值班室" in await unit.says("投稿：紧急信息《镇区内涝》水深半米。")
    assert "审签人" in await unit.says("投稿：《群众办事少跑腿》群众反映办事更快。")
    rows = {row["title"]: row["category"] for row in day.rows("items")}
    assert rows["群众办事少跑腿"] == "社情民意"
    assert "不在这里计分、排名" in await editor.says("各单位信息得分排名")
