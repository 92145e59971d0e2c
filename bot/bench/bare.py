"""The yardstick: aiohttp and wechatpy that only verify, decrypt and answer (design.md 4, measurements.md D no. 2)."""

import contextlib
import os

from aiohttp import web
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto


def make_app(token: str, aes_key: str, corp_id: str) -> web.Application:
    """A server that answers every text with a text."""
    crypto = WeChatCrypto(token, aes_key, corp_id)

    async def receive(request: web.Request) -> web.Response:
        query = request.query
        body = await request.text()
        plain = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        reply = create_reply("收到", parse_message(plain)).render()
        return web.Response(text=crypto.encrypt_message(reply, query["nonce"], query["timestamp"]))

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = web.Application(client_max_size=128 * 1024)
    app.router.add_post("/wecom/callback", receive)
    app.router.add_get("/healthz", healthz)
    return app


def main() -> None:
    """Serve with the same environment variables as the bot."""
    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    env = os.environ
    app = make_app(env["ZHONGSHU_TOKEN"], env["ZHONGSHU_ENCODING_AES_KEY"], env["ZHONGSHU_CORP_ID"])
    web.run_app(app, host="127.0.0.1", port=int(env["ZHONGSHU_PORT"]), print=None, access_log=None)


if __name__ == "__main__":
    main()
