import asyncio
import os

from pyston import File, PystonClient


async def main():
    client = PystonClient(api_key=os.environ["TOKEN"], base_url=os.environ["ADDRESS"] + "/api/v2/piston/")
    assert "python" in await client.languages()
    done = await client.execute("python", [File("import part; print(part.x)", "main.py"), File("x = 5", "part.py")])
    assert done.run_stage.output == "5\n" and done.run_stage.code == 0, done.raw_json
    await client.close_session()
    print("all is well", flush=True)
    os._exit(0)  # the library schedules work while it is torn down


asyncio.run(main())
