"""What is said about the bulletin is recognised as such, beside all other lines (domain.md C.1)."""

import pytest

from bot.dialogue.recognise import recognise
from handlers.bulletins.intents import INTENTS
from storage.office import Office, load_office

OFFICE: Office = load_office(None)


def intent(text: str, userid: str) -> str | None:
    """The intent that the engine would take up for this person."""
    person = OFFICE.person(userid)
    assert person is not None
    return next((hit.intent.name for hit in recognise(text) if hit.intent.allowed(person)), None)


@pytest.mark.parametrize(
    ("userid", "text", "expected"),
    [
        ("liaison-gongxinju", "投稿：新增规上工业企业12家", "submit_info"),
        ("liaison-gongxinju", "投稿 新增规上工业企业12家", "submit_info"),
        ("liaison-gongxinju", "工信局投稿：关于召开工业经济会议的经验", "submit_info"),
        ("liaison-gongxinju", "报送信息：督办事项办结率提升", "submit_info"),
        ("liaison-gongxinju", "补稿：今年以来，我局完成技改投资12亿元。", "supplement_info"),
        ("liaison-gongxinju", "我的投稿采用了吗", "list_items"),
        ("zhaowan", "今日来稿", "list_items"),
        ("zhaowan", "编入今日信息，可周知；金溪镇那条是内部", "edit_issue"),
        ("zhaowan", "编入今日信息：工信局那条，可周知", "edit_issue"),
        ("zhaowan", "把工信局那条编入今日信息", "edit_issue"),
        ("zhaowan", "金溪镇那条改为内部", "edit_issue"),
        ("zhaowan", "金溪镇那条退稿", "edit_issue"),
        ("zhaowan", "送审", "send_review"),
        ("sunli", "审核通过", "review_issue"),
        ("sunli", "今日信息审核通过", "review_issue"),
        ("sunli", "审核不通过，第2条再核实", "return_issue"),
        ("guoping", "退回231期：第2条再核实", "return_issue"),
        ("guoping", "签发231期", "sign_issue"),
        ("guoping", "签发第231期云湾信息", "sign_issue"),
        ("guoping", "第二百三十一期签发", "sign_issue"),
        ("shenlan", "签发今日信息", "sign_issue"),
        ("zhaowan", "231期改个错别字重发", "correct_issue"),
        ("zhaowan", "更正第231期", "correct_issue"),
        ("like", "今日信息", "read_bulletin"),
        ("like", "看一下今天的日报", "read_bulletin"),
        ("like", "看231期", "read_bulletin"),
        ("like", "《云湾信息》第231期", "read_bulletin"),
        ("like", "退订日报", "unsubscribe"),
        ("like", "一天收到太多提醒，退订日报", "unsubscribe"),
        ("like", "恢复订阅日报", "unsubscribe"),
        ("like", "不要再发日报了", "unsubscribe"),
    ],
)
def test_words_and_what_they_mean(userid: str, text: str, expected: str) -> None:
    assert intent(text, userid) == expected


@pytest.mark.parametrize(
    ("userid", "text"),
    [
        ("wuyang", "出了督查快报第17期"),
        ("wuyang", "督〔2026〕0123号审核通过"),
        ("zhangmin", "登记收文：市委办，南委办〔2026〕88号，《关于加强信息报送工作的通知》，平件，阅件"),
        ("zhangmin", "白石街道的报告里夹着要钱的请示，退文"),
        ("like", "督〔2026〕0123号 进展：信息平台已上线"),
        ("chenxi", "9月23日上午9点全区信息化工作会议，3楼301"),
    ],
)
def test_other_business_is_left_alone(userid: str, text: str) -> None:
    ours = {found.name for found in INTENTS}
    assert intent(text, userid) not in ours
