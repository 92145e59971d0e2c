"""A 特急 paper from its arrival to 办结."""

from bot.sandbox.stories.model import Clock, Press, Say, Story, Watch

URGENT = Story(
    name="urgent",
    title="一份特急件，从收文到办结",
    about="登记、呈送、转办、催签、反馈、办结，一份特急件走完全程。",
    start="2026-09-18 15:20",
    cast=("zhangmin", "fengkai", "liaison-yingjiju"),
    steps=(
        Say(
            "zhangmin",
            "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈",
            "文书张敏一句话登记。机器人编号、算时限，并提醒明天是周六。",
            (Watch("zhangmin", "收〔2026〕1203号"),),
        ),
        Say(
            "zhangmin",
            "呈送周书记",
            "同步呈送：周书记的联络员冯凯当即收到。",
            (Watch("zhangmin", "牵头单位"), Watch("fengkai", "南委办〔2026〕88号")),
        ),
        Say(
            "zhangmin",
            "应急局牵头，住建局配合",
            "说出牵头和配合单位，机器人拟好转办单，先请张敏过目。",
            (Watch("zhangmin", "1发送 2修改"),),
        ),
        Say(
            "zhangmin",
            "1",
            "发出后，应急局联络员的手机上出现待签收的卡片。",
            (Watch("liaison-yingjiju", "请签收"),),
        ),
        Clock(
            "liaison-yingjiju",
            "2026-09-18 16:20",
            "一小时没有人签收。时钟拨到16:20，机器人催了一次，只催该催的人。",
            (Watch("liaison-yingjiju", "尚未签收"),),
        ),
        Press(
            "liaison-yingjiju",
            "签收",
            "应急局按下“签收”，卡片变灰，催签到此为止。",
            (Watch("liaison-yingjiju", "已签收"),),
        ),
        Say(
            "fengkai",
            "1203号阅毕",
            "冯凯代书记登记阅毕，谁代录的记得清清楚楚。",
            (Watch("fengkai", "周明远书记已阅，由冯凯代录"),),
        ),
        Say(
            "liaison-yingjiju",
            "反馈1203号：已启动防风Ⅳ级应急响应，转移安置工作就绪",
            "应急局反馈办理情况，张敏随即收到。",
            (Watch("zhangmin", "应急响应"),),
        ),
        Say(
            "zhangmin",
            "1203号办结，已落实",
            "办结销号：后面的催办自动取消，时间线上不再有这份文件。",
            (Watch("zhangmin", "已办结"),),
        ),
    ),
    end="特急件办结。没有表格，没有漏催，每一步都有据可查。",
    then=("1203号到哪了", "待办", "撤销"),
)
