"""A process that used the file store ends as any other: no thread of the library aborts it while Python exits."""

import asyncio
import sys
from pathlib import Path

TIMES = 12
PROGRAM = """
import asyncio, pathlib, sys
from datetime import UTC, datetime
from parlour.files import file_store
from parlour.settings import Settings

async def use() -> None:
    store = file_store(Settings(data_dir=pathlib.Path(sys.argv[1])))
    await store.write("1/a.webp", b"x")
    found = await store.find("1/a.webp")
    assert found is not None and [piece async for piece in found.content] == [b"x"]
    await store.delete(await store.list_unchanged_since(datetime.now(UTC)))

asyncio.run(use())
"""


async def test_a_process_that_used_the_store_ends_with_success(tmp_path: Path) -> None:
    async def code_of(number: int) -> int | None:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, str(tmp_path / str(number)))
        await process.wait()
        return process.returncode

    codes = [await code_of(number) for number in range(TIMES)]
    assert codes == [0] * TIMES
