"""A 秘密 paper is refused without a trace."""

from bot.sandbox.stories.model import Check, Say, Story, Watch

WORDS = ("粤委办发", "机密", "有关事项的通知")

SECRET = Story(
    name="secret",
    title="涉密文件：不收、不存、不留痕",
    about="带密级的话当场拦下，库里一个字都没有，追问也不回显。",
    start="2026-09-21 11:00",
    cast=("zhangmin", "qianjin", "fengkai"),
    steps=(
        Say(
            "zhangmin",
            "登记：省委办文件，机密★1年，粤委办发〔2026〕3号，关于有关事项的通知",
            "张敏误把涉密文件报给了机器人。它当场拦下，不追问、不复述文号。",
            (Watch("zhangmin", "机要"),),
        ),
        Check("zhangmin", "rows", "看数据库：没有收文，没有待发消息，也没有这句话的任何一个片段。", WORDS),
        Say(
            "zhangmin",
            "那我只登记标题行吗？",
            "换个说法也不行：涉密文件的名称、文号同样不能出现在企业微信里。",
            (Watch("zhangmin", "涉密"),),
        ),
        Say(
            "zhangmin",
            "登记收文：平件，市府办，南府办函〔2026〕41号，关于报送信息化项目的函，办件",
            "换成非密文件，立刻照常登记，时限也算好了。",
            (Watch("zhangmin", "收〔2026〕1203号"),),
        ),
        Check("zhangmin", "rows", "只多了这一件非密收文。先前那句话仍然哪里都没有。", WORDS),
    ),
    end="拦得住，也不误伤：保密靠规则，不靠自觉。",
)
