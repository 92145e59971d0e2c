"""Names that are said without marks, and the words that belong to an intent: `title` and `text` (domain.md C.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.entities.people import stranger_named
from bot.dialogue.explain import explain
from bot.dialogue.heard_text import text, title
from bot.dialogue.understand import understand
from handlers import called
from handlers.meetings.naming import meeting_name
from handlers.said import Said
from scheduler.workdays import WorkCalendar
from storage.office import load_office
from tests.dialogue.utterance_eval import NOW

OFFICE, CALENDAR = load_office(None), WorkCalendar()


def said(words: str) -> Said:
    return understand(words, NOW, OFFICE, CALENDAR)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("周四那个食品安全会能不能往后放放", "食品安全会"),
        ("开个加装电梯碰头会，201，十来个人", "加装电梯碰头会"),
        ("下周二上午九点在三楼开二季度运行分析会林区长主持", "二季度运行分析会"),
        ("国庆安保调度会 301 明天下午三点", "国庆安保调度会"),
        ("9月30日上午9点区政府常务会议暨管委会主任办公会议，301", "区政府常务会议暨管委会主任办公会议"),
        ("帮占一下多功能厅 明天上午 读书论坛", "读书论坛"),
        ("201 周三下午 书记专题会用", "书记专题会"),
        ("例会挪到周二", "例会"),
        ("九月二十四号那个会我去不了", None),
        ("三楼会议室明天有人用吗", None),
        ("局长替会，派副局长代会", None),
        ("会议改到周四", None),
    ],
)
def test_what_a_meeting_is_called(words: str, name: str | None) -> None:
    assert meeting_name(said(words)) == name


@pytest.mark.parametrize(
    ("intent", "words", "name"),
    [
        ("adoption", "省里把咱们共享药房那篇用了", "共享药房"),
        ("adoption", "市府办采用，教育局课后托管那个", "课后托管"),
        ("info_comment", "林区长在夜市管理那条边上批了请推广", "夜市管理"),
        ("edit", "把南渡镇那条拿掉", None),
        ("find_doc", "上礼拜农水局那个水库加固的函在谁手上", "水库加固的函"),
        ("find_doc", "书记手里还有几份没看的文", None),
        ("sign", "那个防火通知我签了", "防火通知"),
        ("submit", "重阳慰问方案那份给何区长看看", "重阳慰问方案"),
        ("log_publication", "督查简报第七期今天印的", "督查简报"),
        ("query_task", "《道路大修》督办", None),
        ("adoption", "市里用了民政局那篇长者食堂", "长者食堂"),
        ("edit", "文旅局那条标题短一点，改成古巷夜里亮起来", "古巷夜里亮起来"),
        ("feedback", "河道清淤本月进展：清了两公里", "河道清淤"),
        ("reform", "报一下改革，多证合一那项系统连通了", "多证合一"),
        ("create_task", "把周书记在1203号的批示列入督办", None),
    ],
)
def test_what_a_piece_or_a_paper_is_called(intent: str, words: str, name: str | None) -> None:
    assert title(intent, said(words)) == name


@pytest.mark.parametrize(
    ("intent", "words", "told"),
    [
        ("find_doc", "六月份那个电动车的文帮我找找", "电动车"),
        ("find_doc", "台风那份文件流转到哪了", "台风"),
        ("query_task", "滨海大道那件督办眼下啥情况", "滨海大道"),
        ("query_task", "我们局的督办还有几项", None),
        ("close", "1203号办结，结果已落实", "已落实"),
        ("close", "督办0110的办结材料我看过了，同意", None),
        ("extend", "0109号延几天行不行？专家还没请到", "专家还没请到"),
        ("extend", "0101号申请延期到10月30日，原因：征地未完成，目前已签约八成", "征地未完成"),
        ("extend", "0101号申请延期到10月30日", None),
        ("feedback", "0098号，路基铺了两公里，剩桥头一段", "路基铺了两公里，剩桥头一段"),
        ("feedback", "重点项目那个督办，28个开工了26个", "28个开工了26个"),
        ("feedback", "体育馆封顶了，跟您说一声进展", "体育馆封顶了"),
        ("record_instruction", "林区长在1206上签了同意", "同意"),
        ("record_instruction", "何区长对1211批的是请应急局阅处", "请应急局阅处"),
        ("info_comment", "我批一句请认真总结推广", "请认真总结推广"),
        ("decisions", "常务会定了，教育局十月底前把校车隐患排查完", "把校车隐患排查完"),
        ("edit", "工信局那条标题太长了改短一点", "标题太长了改短一点"),
        ("duty", "交班了，昨晚收了一份传真", "昨晚收了一份传真"),
        ("feedback_to_admin", "建议：提醒别放在中午", "提醒别放在中午"),
        ("supplies", "订书钉有吗，给我拿一盒", "订书钉"),
        ("supplies", "扫描仪没了", "扫描仪"),
        ("log_inspection", "刚从金溪镇回来，看了农村公路，实地督查一次", "农村公路"),
        ("log_inspection", "疫情实地督查今天又跑3个点", "疫情"),
        ("smalltalk", "今天天气不错", None),
        ("find_doc", "有没有提到停车费的来文", "停车费"),
        ("find_doc", "教育局前几天发来一份校园安全的", "校园安全"),
        ("close", "1190已复文云湾府函〔2026〕18号，办结", "已复文云湾府函〔2026〕18号"),
        ("close", "0101干完了，申请销号", None),
        ("extend", "我局1190号文办不完 想延到月底 人手不够", "人手不够"),
        ("extend", "0101延期至10月20日，因电力迁改未完成", "电力迁改未完成"),
        ("extend", "把0102的时限放宽到11月15日，供货晚了", "供货晚了"),
        ("propose_card", "建议给城管局发黄牌，0112号逾期两天", "逾期两天"),
        ("propose_card", "0098连续两周没反馈，建议亮黄牌", "连续两周没反馈"),
        ("feedback", "领导好，现将0098进展汇报如下：路面完成", "路面完成"),
        ("feedback", "应急局0119：物资补了八成，帐篷下周到货", "物资补了八成，帐篷下周到货"),
        ("feedback", "不好意思报晚了哈，0119养老食堂开了两家", "养老食堂开了两家"),
        ("record_instruction", "书记批了1209：转应急局阅处", "转应急局阅处"),
        ("log_inspection", "记一次督查，前天，城管陪的，海泊夜市", "海泊夜市"),
        ("log_inspection", "现场督查 粮库 今天", "粮库"),
        ("create_meeting", "约应急局明天九点来201，研究台风复盘", "研究台风复盘"),
        ("supplies", "申领 碎纸袋 1卷", "碎纸袋"),
        ("reform", "改革事项有哪些没完成", None),
    ],
)
def test_the_words_of_an_intent(intent: str, words: str, told: str | None) -> None:
    assert text(intent, said(words)) == told


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("联络员换成王芳了", "王芳"),
        ("1201收到了 经办人谭小燕", "谭小燕"),
        ("派吴建国副局长参加", "吴建国"),
        ("家里黄志明顶着", "黄志明"),
        ("派金科长来", None),
        ("联络员改成谁了", None),
    ],
)
def test_somebody_who_is_not_in_the_profile(words: str, name: str | None) -> None:
    assert stranger_named(words) == name


def test_explain_shows_them() -> None:
    answer = explain("周四那个食品安全会我局去不了，出差", NOW, OFFICE, user="like")
    assert (answer["intent"], answer["slots"]["title"]) == ("reply_meeting", "食品安全会")
    answer = explain("0101号能不能宽限几天，等省里批复，10月12日报", NOW, OFFICE, user="like")
    assert (answer["intent"], answer["slots"]["text"]) == ("extend", "等省里批复")


@given(st.text(alphabet="会议那个的函通知篇条份件，。 《》“”1三批签报周局", max_size=40))
def test_a_name_stands_in_the_text(words: str) -> None:
    found = said(words)
    for name in (meeting_name(found), called.piece(found), called.paper(found), called.topic(found)):
        assert name is None or name in found.text
