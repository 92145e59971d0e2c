"""One access token for all servers on one PostgreSQL: the first to need it fetches it, the others read it (wecom.md 4).

It is kept sealed under the app's own secrets, so that the database, its copies and its backups do not hold it.
"""

import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import SQLAlchemyError

from bot.wecom.token import EARLY
from scheduler.clock import Clock
from storage import settings
from storage.db import Database, Unreachable
from storage.turns import turn

KEY = "wecom_token"
_NONCE = 12

Ask = Callable[[], Awaitable[tuple[str, float]]]


class SharedToken:
    """Stands between the keeper of a server's token and WeCom. `secret` seals what is kept in the database."""

    def __init__(self, db: Database, clock: Clock, secret: str) -> None:
        self._db, self._clock = db, clock
        self._cipher = AESGCM(hashlib.sha256(f"{KEY}:{secret}".encode()).digest())

    async def fetch(self, refused: str, ask: Ask) -> tuple[str, float]:
        """A token other than the refused one, and its life in seconds. Raises what `ask` raises.

        Without its database a server asks for itself: WeCom gives the same token to all.
        """
        async with turn(self._db, KEY):
            token, renew_at = await self._kept()
            left = renew_at - self._clock.real()
            if token and token != refused and left > 0:
                return token, left / EARLY
            token, life = await ask()
            await self._keep(token, self._clock.real() + life * EARLY)
            return token, life

    async def _kept(self) -> tuple[str, float]:
        with suppress(SQLAlchemyError, InvalidTag, ValueError):
            sealed = await self._db.read(lambda tx: settings.get(tx, KEY))
            if sealed is not None:
                raw = base64.b64decode(sealed)
                token, renew_at = orjson.loads(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None))
                return str(token), float(renew_at)
        return "", 0.0

    async def _keep(self, token: str, renew_at: float) -> None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = base64.b64encode(nonce + self._cipher.encrypt(nonce, orjson.dumps([token, renew_at]), None)).decode()
        now = self._clock.now()
        with suppress(SQLAlchemyError, Unreachable):
            await self._db.write(lambda tx: settings.put(tx, KEY, sealed, by="sender", at=now), alone=True)
