"""A meeting: a room that is taken, a substitute, seats."""

from bot.sandbox.stories.model import Press, Say, Story, Watch

MEETING = Story(
    name="meeting",
    title="开一个会：撞期、替会、排座",
    about="会议室撞期时给出空当，通知与回执一条线，替会须批准，排座出图。",
    start="2026-09-21 09:40",
    cast=("chenxi", "like", "lian-he"),
    before=(Say("liaison-caizhengju", "订301，9月23日9点到10点30分", "财政局先订了301。"),),
    steps=(
        Say(
            "chenxi",
            "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，应急局、住建局主要负责人，两个小时",
            "会务员陈曦一句话发起会议。301已被财政局订走，机器人直接给出空当。",
            (Watch("chenxi", "1"),),
        ),
        Say("chenxi", "1", "陈曦选了一个空当，机器人拟好会议通知，发之前先给她看。", (Watch("chenxi", "1发送"),)),
        Say(
            "chenxi",
            "发",
            "通知进了会务群，也到了每个人手机上，带“参加、请假、替会”三个按钮。",
            (Watch("like", "全区安全生产工作会议"),),
        ),
        Say(
            "like",
            "周局长去不了，派吴副局长",
            "住建局联络员李可报替会。替会不是报了就算，要说明缘由。",
            (Watch("like", "1公务"),),
        ),
        Say("like", "1", "选“公务”，申请转到主持会议的何副区长的联络员。", (Watch("lian-he", "吴副局长替会"),)),
        Press("lian-he", "同意", "何副区长的联络员代为同意，会务和住建局同时知道。", (Watch("like", "同意"),)),
        Press(
            "liaison-yingjiju",
            "参加",
            "应急局按“参加”，一下就回执好了。",
            (Watch("liaison-yingjiju", "已回执"),),
        ),
        Press("chenxi", "刷新", "会务员的回执卡上只有人数，名单一按才看，不在群里晒。", (Watch("chenxi", "参加：1"),)),
        Say(
            "chenxi",
            "主席台坐沈主任 何副区长、林区长 周书记",
            "排主席台：领导按次序落座，1号居中，座次图和席卡一并出来。",
            (Watch("chenxi", "席卡"),),
        ),
    ),
    end="撞期有空当，替会有人批，座次有图。",
    then=("回执情况怎么样",),
)
