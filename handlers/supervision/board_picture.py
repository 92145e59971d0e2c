"""The board as a picture for a phone: 1000 px wide, readable at 390 (domain.md 3.5). Drawn here; nothing leaves."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont

from handlers.supervision.board_rows import Board, Shown, counts
from handlers.supervision.terms import Light
from handlers.supervision.wording import label, short
from scheduler.wording import WEEKDAYS, long_day
from storage.office import Office

WIDTH, EDGE, GAP = 1000, 40, 24
_SIMPLIFIED = 2
"""The face of the collection that has the forms of simplified Chinese."""
_FONT = "NotoSansCJK-Regular.ttc"
_PAPER, _INK, _SOFT, _LINE, _CARD, _HEAD = "#F3F5F8", "#1F2937", "#6B7280", "#E5E7EB", "#FFFFFF", "#1E3A5F"
_COLOURS = {
    Light.RED: "#D93025",
    Light.YELLOW: "#E8A400",
    Light.ORANGE: "#EE7B1C",
    Light.BLUE: "#2F6FDE",
    Light.GREEN: "#2E9E5B",
}
_MOST_LEADERS, _MOST_DUE = 10, 8
_SHADES = 128
_HEADER, _TILES, _TITLE, _ROW, _DUE_ROW, _FOOT = 150, 210, 84, 70, 104, 76
_BAR_LEFT, _BAR_RIGHT = 330, 820


def draw(board: Board, office: Office, whose: str, now: datetime) -> bytes:
    """The PNG. `now` is Beijing time; `whose` name and the time stand across it as a watermark."""
    leaders, due = board.by_leader[:_MOST_LEADERS], board.this_week[:_MOST_DUE]
    tall = _HEADER + GAP + _TILES + GAP
    middle = _TITLE + max(1, len(leaders)) * _ROW + GAP
    last = _TITLE + max(1, len(due)) * _DUE_ROW + GAP
    image = Image.new("RGB", (WIDTH, tall + middle + GAP + last + _FOOT), _PAPER)
    pen = ImageDraw.Draw(image)
    _header(pen, office, len(board.shown), now)
    _tiles(pen, board, _HEADER + GAP)
    _leaders(pen, board, leaders, tall, middle)
    _week(pen, board, due, office, tall + middle + GAP, last)
    foot = f"灯色按工作日计算　·　截至{now.month}月{now.day}日{now:%H:%M}　·　内部使用"
    pen.text((WIDTH / 2, image.height - _FOOT / 2), foot, font=_font(26), fill=_SOFT, anchor="mm")
    out = io.BytesIO()
    _watermarked(image, f"{whose} {now:%Y-%m-%d %H:%M}").quantize(_SHADES).save(out, "PNG", optimize=True)
    return out.getvalue()


def _header(pen: ImageDraw.ImageDraw, office: Office, many: int, now: datetime) -> None:
    pen.rectangle((0, 0, WIDTH, _HEADER), fill=_HEAD)
    pen.text((EDGE, 54), f"{office.district}督查督办看板", font=_font(50), fill="#FFFFFF", anchor="lm")
    pen.text((EDGE, 113), long_day(now), font=_font(30), fill="#C9D6E6", anchor="lm")
    pen.text((WIDTH - EDGE, 54), f"{many}", font=_font(64), fill="#FFFFFF", anchor="rm")
    pen.text((WIDTH - EDGE, 113), "在办事项（项）", font=_font(30), fill="#C9D6E6", anchor="rm")


def _tiles(pen: ImageDraw.ImageDraw, board: Board, top: int) -> None:
    """One tile for each colour: how many."""
    names = {Light.BLUE: "蓝灯·临期", Light.GREEN: "绿灯·正常"}
    width = (WIDTH - 2 * EDGE - 3 * GAP) / 4
    for at, (light, shown) in enumerate(board.by_light):
        left = EDGE + at * (width + GAP)
        pen.rounded_rectangle((left, top, left + width, top + _TILES), 20, fill=_CARD)
        pen.rounded_rectangle((left, top, left + width, top + 26), 20, fill=_COLOURS[light])
        pen.rectangle((left, top + 12, left + width, top + 26), fill=_CARD)
        middle = left + width / 2
        pen.text((middle, top + 92), str(len(shown)), font=_font(84), fill=_COLOURS[light], anchor="mm")
        pen.text((middle, top + 170), names.get(light, f"{light}灯"), font=_font(32), fill=_INK, anchor="mm")


def _leaders(
    pen: ImageDraw.ImageDraw, board: Board, leaders: Sequence[tuple[str, list[Shown]]], top: int, height: int
) -> None:
    """A bar for each leader, in rank order; its length is the number of tasks, its parts the lights."""
    _card(pen, top, height, "按责任领导", "")
    most = max((len(shown) for _, shown in leaders), default=1)
    for at, (name, shown) in enumerate(leaders):
        middle = top + _TITLE + at * _ROW + _ROW / 2
        pen.text((EDGE + 30, middle), name, font=_font(36), fill=_INK, anchor="lm")
        left = float(_BAR_LEFT)
        unit = (_BAR_RIGHT - _BAR_LEFT) / most
        for light, many in counts(board.lights, shown).items():
            if many:
                pen.rectangle((left, middle - 19, left + many * unit, middle + 19), fill=_COLOURS[light])
                left += many * unit
        pen.text((WIDTH - EDGE - 30, middle), f"{len(shown)}项", font=_font(36), fill=_INK, anchor="rm")
    if not leaders:
        _nothing(pen, top, "没有在办事项")


def _week(pen: ImageDraw.ImageDraw, board: Board, due: Sequence[Shown], office: Office, top: int, height: int) -> None:
    many = len(board.this_week)
    _card(pen, top, height, "本周到期", f"{many}项" + (f"，列{len(due)}项" if many > len(due) else ""))
    for at, one in enumerate(due):
        row = top + _TITLE + at * _DUE_ROW
        if at:
            pen.line((EDGE + 30, row, WIDTH - EDGE - 30, row), fill=_LINE, width=2)
        pen.ellipse((EDGE + 30, row + 22, EDGE + 56, row + 48), fill=_COLOURS[one.light])
        pen.text((EDGE + 76, row + 35), short(one.task.title, 17), font=_font(36), fill=_INK, anchor="lm")
        under = f"{one.task.no}　{short(label(office, one.task.lead_unit), 12)}"
        pen.text((EDGE + 76, row + 79), under, font=_font(28), fill=_SOFT, anchor="lm")
        if one.due is not None:
            day = f"{one.due.month}月{one.due.day}日"
            pen.text((WIDTH - EDGE - 30, row + 35), day, font=_font(34), fill=_INK, anchor="rm")
            weekday = f"周{WEEKDAYS[one.due.weekday()]}" + ("·今天" if one.due == board.today else "")
            pen.text((WIDTH - EDGE - 30, row + 79), weekday, font=_font(28), fill=_SOFT, anchor="rm")
    if not due:
        _nothing(pen, top, "本周没有到期事项")


def _card(pen: ImageDraw.ImageDraw, top: int, height: int, title: str, more: str) -> None:
    pen.rounded_rectangle((EDGE, top, WIDTH - EDGE, top + height), 20, fill=_CARD)
    pen.rectangle((EDGE + 30, top + 28, EDGE + 38, top + 62), fill=_HEAD)
    pen.text((EDGE + 56, top + 45), title, font=_font(38), fill=_INK, anchor="lm")
    pen.text((WIDTH - EDGE - 30, top + 45), more, font=_font(32), fill=_SOFT, anchor="rm")


def _nothing(pen: ImageDraw.ImageDraw, top: int, words: str) -> None:
    pen.text((WIDTH / 2, top + _TITLE + _ROW / 2), words, font=_font(34), fill=_SOFT, anchor="mm")


def _watermarked(image: Image.Image, words: str) -> Image.Image:
    """Name and time across the picture, faint: whoever passes it on is known."""
    mark = Image.new("RGBA", (520, 300), (0, 0, 0, 0))
    ImageDraw.Draw(mark).text((260, 150), words, font=_font(30), fill=(31, 41, 55, 26), anchor="mm")
    mark = mark.rotate(24, Image.Resampling.BICUBIC)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    for row, top in enumerate(range(40, image.height, 260)):
        for left in range(-120 if row % 2 else -360, image.width, 520):
            layer.alpha_composite(mark, (max(left, 0), top), (max(-left, 0), 0))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The face from the package; nothing is looked for on the machine."""
    package = noto_cjk_sans_otc.__file__ or ""
    return ImageFont.truetype(str(Path(package).parent / _FONT), size, index=_SIMPLIFIED)
