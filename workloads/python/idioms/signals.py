"""Signals arrive between other work, which goes on, until one of them ends it."""

import asyncio
import signal

heard = 0


def hear():
    global heard
    heard += 1
    print("heard", heard, flush=True)


async def main():
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hear)
    loop.add_signal_handler(signal.SIGINT, ended.set)
    print("ready", flush=True)
    await ended.wait()
    print("ended after", heard)


asyncio.run(main())
