"""Another program: something goes in, something comes out, and it ends with a code."""

import asyncio
from subprocess import PIPE


async def main():
    child = await asyncio.create_subprocess_exec("sh", "-c", "tr a-z A-Z; exit 3", stdin=PIPE, stdout=PIPE)
    output, _ = await child.communicate(b"from here\n")
    print(output.decode().strip(), child.returncode)


asyncio.run(main())
