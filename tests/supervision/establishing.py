"""Steps that the dialogues about tasks share."""

from bot.wecom.inbound import CardPress
from tests.day import Day

FULL = (
    "立项督办：加快推进云湾港片区道路工程前期工作，住建局牵头，发改局、财政局配合，"
    "10月20日前完成施工图审查，依据：9月21日区政府常务会议"
)
NO = "督〔2026〕0123号"


async def establish(office: Day, words: str = FULL) -> str:
    du = office.phone("duheng")
    await du.says(words)
    return await du.says("1")


def keys(office: Day, userid: str) -> list[str]:
    """The keys of the buttons of the newest card on a phone."""
    card = next(message.card for message in reversed(office.phone(userid).messages) if message.card is not None)
    return [button.key for button in card.buttons if button.key]


async def press(office: Day, userid: str, key: str, n: int = 0) -> None:
    """A press as the callback brings it, whoever sends it and however late."""
    await office.bot.flow.handle(
        CardPress(
            sender=userid,
            created=1,
            agent_id=1000002,
            dedupe_key=f"press-{userid}-{key}-{n}",
            key=key,
            task_id="any",
            card_type="button_interaction",
            response_code=f"code-{n}",
            selected={},
        )
    )
