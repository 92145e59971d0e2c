"""The quarter's report writes itself, and says where its figures come from."""

from bot.sandbox.stories.model import Clock, Say, Story, Watch

QUARTER = Story(
    name="quarter",
    title="三季度工作总结，自己写好",
    about="数据来自台账，一句话出总结，每个数都说得出来历。",
    start="2026-09-28 08:40",
    cast=("guoping", "sunli", "zhangmin"),
    before=(
        Say("zhangmin", "登记收文：平件，市府办，南府办函〔2026〕51号，关于报送重点项目进度的函，办件", ""),
        Say("zhangmin", "登记收文：平件，市发改局，南发改函〔2026〕52号，关于编报投资计划的函，办件", ""),
        Say("zhangmin", "登记收文：平件，市应急局，南应急〔2026〕19号，关于开展安全检查的通知，阅件", ""),
        Say("zhangmin", "登记调研报告：《云湾区低空经济发展研究》，收入《2026年深调研》，9月10日定稿", ""),
        Say("zhangmin", "登记文稿：起草周书记在区党代会上的报告，9月16日", ""),
        Say("zhangmin", "登记改革调研：9月16日至17日到金溪镇，主题：放管服改革", ""),
        Say("zhaowan", "登记采用：市委办9月20日单篇采用《我区推进数字政府建设》", ""),
        Say("wuyang", "今天上午去云湾港项目现场督查，发改局、住建局参加", ""),
        Say("wuyang", "登记督查简报第8期，今天印发", ""),
        Say("duheng", "登记试点：5G政务晓屋，金溪镇政务服务中心，9月10日建成", ""),
        Say("duheng", "登记项目：云湾智造产业园，2026年1月6日开工，9月10日建成投产", ""),
    ),
    steps=(
        Clock(
            "mishukezhang",
            "2026-09-28 09:00",
            "季末前，机器人先报一遍数据初稿，请秘书科核对。",
            (Watch("mishukezhang", "总结"),),
        ),
        Say(
            "guoping",
            "生成三季度工作总结",
            "郭副主任说一句话，总结文稿和数据来源表就到了手机上。",
            (Watch("guoping", "总结草稿已生成"),),
        ),
        Say(
            "guoping",
            "收文这个数怎么来的",
            "问任何一个数，都能列到每一份文件。",
            (Watch("guoping", "收〔2026〕1203号"),),
        ),
        Say("guoping", "收文数改成5", "要改数可以，先说理由，原数不动，附表两个都印。", (Watch("guoping", "理由"),)),
        Say("guoping", "补录2件", "理由入账，谁改的、为什么改，都在来源表里。", (Watch("guoping", "补录2件"),)),
    ),
    end="总结不用熬夜，数字不怕追问。",
)
