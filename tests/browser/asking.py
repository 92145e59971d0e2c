"""Pages of the demo, asked for without a browser."""

import aiohttp


async def got(http: aiohttp.ClientSession, path: str, status: int = 200, **headers: str) -> str:
    async with http.get(path, headers=headers) as response:
        assert response.status == status, await response.text()
        return await response.text()


async def posted(http: aiohttp.ClientSession, path: str, status: int = 204, **form: str) -> str:
    async with http.post(path, data=form) as response:
        assert response.status == status, await response.text()
        return await response.text()
