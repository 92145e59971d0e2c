"""The daily bulletin from the pieces to its readers."""

from bot.sandbox.stories.model import Clock, Say, Story, Watch

BULLETIN = Story(
    name="bulletin",
    title="每日《云湾信息》：来稿到编发",
    about="投稿、编辑、审核、签发、到点编发，内部条目不出办公室。",
    start="2026-09-21 08:50",
    cast=("liaison-gongxinju", "zhaowan", "guoping"),
    steps=(
        Say(
            "liaison-gongxinju",
            "投稿：新增规上工业企业12家",
            "工信局投稿，当场有收稿回执。",
            (Watch("liaison-gongxinju", "已收稿"),),
        ),
        Say(
            "liaison-jinxizhen",
            "投稿：探索“一事快办”缩短企业开办时间",
            "金溪镇也投了一条。",
            (Watch("liaison-jinxizhen", "已收稿"),),
        ),
        Say(
            "zhaowan",
            "编入今日信息，可周知；金溪镇那条是内部",
            "编辑赵婉一句话编成第231期，哪条可以周知、哪条内部，分得清。",
            (Watch("zhaowan", "第231期"),),
        ),
        Say("zhaowan", "送审", "编好送审，信息科科长孙立收到。", (Watch("sunli", "第231期"),)),
        Say("sunli", "审核通过", "孙立审核通过，机器人接着请郭副主任签发。", (Watch("guoping", "签发231期"),)),
        Say("guoping", "签发231期", "签发前核对期号：不缺号、不重号。", (Watch("guoping", "17:00编发"),)),
        Clock(
            "liaison-jiaoyuju",
            "2026-09-21 17:00",
            "17:00准时编发。教育局看到的只有可周知的一条，内部那条不出办公室。",
            (Watch("liaison-jiaoyuju", "新增规上工业企业12家"),),
        ),
        Say("guoping", "签发233期", "若跳号签发，机器人会指出缺哪一期。", (Watch("guoping", "缺号"),)),
    ),
    end="一天一期，不缺号、不漏审、不外泄。",
)
