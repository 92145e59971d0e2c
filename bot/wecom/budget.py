"""Byte budgets: WeCom counts UTF-8 bytes and cuts silently what is longer (wecom.md 5.2). Here pages are turned."""

TEXT_LIMIT = 2048
"""Bytes of one text or markdown message."""

_LINE = (b"\n",)
_SENTENCE = tuple(mark.encode() for mark in "。！？；!?;")
_SMALLEST = 64


def utf8_len(text: str) -> int:
    """Bytes of ``text`` in UTF-8. Raises ValueError (UnicodeEncodeError) on half a surrogate pair."""
    return len(text.encode())


def pages(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """``text`` as messages of at most ``limit`` bytes, nothing left out but the line ends at which it was parted.

    Pages end at a line end, else at the end of a sentence, else inside one, never inside a character. More than one
    are numbered at their head: （1/3）. A text without any visible character gives no page.
    """
    if limit < _SMALLEST:
        raise ValueError(f"a page needs at least {_SMALLEST} bytes")
    if not text.strip():
        return []
    data = text.encode()
    if len(data) <= limit:
        return [text]
    digits = 1
    while True:
        parts = _split(data, limit - len(_number(10**digits - 1, 10**digits - 1).encode()))
        if len(parts) < 10**digits:
            break
        digits += 1
    return [_number(index, len(parts)) + part for index, part in enumerate(parts, 1)]


def _number(index: int, total: int) -> str:
    return f"（{index}/{total}）"


def _split(data: bytes, limit: int) -> list[str]:
    parts, start = [], 0
    while len(data) - start > limit:
        end = _cut(data, start, limit)
        parts.append(data[start:end].decode().rstrip("\n"))
        start = end
        while data[start : start + 1] == b"\n":
            start += 1
    parts.append(data[start:].decode())
    return [part for part in parts if part.strip()]


def _cut(data: bytes, start: int, limit: int) -> int:
    """Where the page that begins at ``start`` ends: best in its last two thirds: no lonely headings."""
    for low in (start + limit // 3, start):
        for marks in (_LINE, _SENTENCE):
            found = ((data.rfind(mark, low, start + limit), len(mark)) for mark in marks)
            end = max(at + size if at >= 0 else 0 for at, size in found)
            if end:
                return end
    end = start + limit
    while data[end] & 0xC0 == 0x80:  # a continuation byte: the character began before
        end -= 1
    return end
