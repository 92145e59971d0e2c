"""WeCom sends the same message three times."""

from bot.sandbox.stories.model import Check, Say, Story, Watch

THRICE = Story(
    name="thrice",
    title="企业微信把同一条消息发了三遍",
    about="应答丢在路上，企业微信会重发；机器人只办一次。",
    start="2026-09-21 09:10",
    cast=("zhangmin", "like", "fengkai"),
    steps=(
        Say(
            "zhangmin",
            "登记收文：平件，市发改局，南发改函〔2026〕57号，关于报送重点项目进度的函，办件",
            "故意让头两次应答丢失：企业微信把这条消息推送了三遍。",
            (Watch("zhangmin", "收〔2026〕1203号"),),
            lost=2,
        ),
        Check("zhangmin", "deliveries", "三次推送，一份登记，一条答复：重复的在收件箱里就被认出来了。"),
        Say(
            "zhangmin",
            "登记收文：平件，市府办，南府办函〔2026〕42号，关于国庆值班安排的通知，阅件",
            "下一份接着是1204号：编号没有被重复的消息跳掉。",
            (Watch("zhangmin", "收〔2026〕1204号"),),
        ),
        Say("zhangmin", "撤销", "撤销也一样，只撤一次。这回应答又丢了两次。", (Watch("zhangmin", "撤销"),), lost=2),
        Check("zhangmin", "rows", "库里只剩1203号一份有效收文，不多也不少。"),
    ),
    end="网络不可靠，账必须可靠。",
)
