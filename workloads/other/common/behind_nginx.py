"""WORKERS instances of a server on ports of their own, and nginx in front of them: behind_nginx.py NGINX PROGRAM WORDS…

nginx hands the requests out in turn. /__info and /__stats are answered here, from what the instances say, so that no
server needs to know what it stands behind.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

HOST = "127.0.0.1"
KEEP_ALIVE_S = 75
STOP_S = 4  # of the 5 that a stop may take
READY_S = 15

# An instance that fails is not replaced by the next one: that would hide that it fails.
CONFIGURATION = """\
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{ use epoll; worker_connections 20000; }}
http {{
  access_log off; server_tokens off; tcp_nodelay on; keepalive_timeout {keep_alive_s}; keepalive_requests 1000000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream instances {{
    {instances}
    keepalive 256; keepalive_requests 1000000000; keepalive_timeout {keep_alive_s};
  }}
  server {{
    listen {host}:{port} backlog={backlog};
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass_header Server; proxy_pass_header Date;
    proxy_next_upstream off;
    location / {{ proxy_pass http://instances; }}
    location = /__info {{ proxy_pass http://{host}:{own_port}; }}
    location = /__stats {{ proxy_pass http://{host}:{own_port}; }}
  }}
}}
"""


class Stopped(Exception):
    pass


def stop(*_):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def get(port, path):
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return json.loads(body) if answer.status == 200 else None
    finally:
        connection.close()


def free_ports(count):
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Site:
    """What is behind nginx, and what it says of itself."""

    def __init__(self, nginx, stack):
        self.nginx = nginx
        self.stack = stack
        self.port = int(os.environ["PORT"])
        self.backlog = int(os.environ.get("BACKLOG") or 4096)
        self.version = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
        self.folder = tempfile.mkdtemp(prefix="bench-nginx-")
        os.chmod(self.folder, 0o711)  # started as root, nginx serves as nobody
        self.ports = free_ports(int(os.environ.get("WORKERS") or 1))
        self.instances = []
        self.front = None

    def start_instances(self, argv):
        for port in self.ports:
            environment = {**os.environ, "PORT": str(port), "WORKERS": "1"}
            self.instances.append(subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE))
        for instance in self.instances:
            if not instance.stdout.readline().startswith(b'{"ready":true'):
                sys.exit("an instance has ended before it was ready")

    def start_nginx(self, own_port):
        configuration = Path(self.folder, "nginx.conf")
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, host=HOST, port=self.port, own_port=own_port, backlog=self.backlog,
            keep_alive_s=KEEP_ALIVE_S, instances=" ".join(f"server {HOST}:{port} max_fails=0;" for port in self.ports)))
        self.front = subprocess.Popen([self.nginx, "-e", "stderr", "-c", configuration])
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline and self.front.poll() is None:
            try:
                return get(self.port, "/__info")["pids"]
            except OSError:
                time.sleep(0.005)
        sys.exit("nginx does not answer; what it says stands above")

    def info(self):
        said = [get(port, "/__info") for port in self.ports]
        return {
            **said[0],
            "stack": self.stack, "layer": "server", "concurrency_model": "prefork", "accept_mode": "rr",
            "http_parser": "nginx", "workers": len(said), "backlog": self.backlog, "keep_alive_s": KEEP_ALIVE_S,
            "third_party": [*said[0]["third_party"], re.search(r"nginx/\S+", self.version)[0].replace("/", " ")],
            "pids": [os.getpid(), self.front.pid, *(pid for one in said for pid in one["pids"])],
        }

    def stats(self):
        said = [get(port, "/__stats") for port in self.ports]
        return {
            "workers": [worker for one in said for worker in one["workers"]],
            "loop_lag_us": None,  # no figure stands for several loops
            "gc": None,
            "pss_kib": sum(one["pss_kib"] for one in said),
        }

    def end(self):
        """nginx first, which lets what is under way end."""
        deadline = time.monotonic() + STOP_S
        for processes, number in (([self.front] if self.front else [], signal.SIGQUIT), (self.instances, signal.SIGTERM)):
            for process in processes:
                process.send_signal(number)
            for process in processes:
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
        shutil.rmtree(self.folder)


def pages_of(site):
    """Listens for nginx, on a thread. -> its port"""

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802, a name of the library's
            body = json.dumps({"/__info": site.info, "/__stats": site.stats}[self.path]()).encode()
            self.send_response_only(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Server", "bench")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((HOST, 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main(nginx, *argv):
    # The folder of the manifest, in which it is started, is what the stack is called.
    site = Site(nginx, "/".join(Path.cwd().parts[-2:]))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        site.start_instances(argv)
        pids = site.start_nginx(pages_of(site))
        print(json.dumps({"ready": True, "pids": pids, "port": site.port}), flush=True)
        pid, status = os.wait()  # no process ends by itself
        sys.exit(f"process {pid} has ended with status {status}")
    except Stopped:
        pass
    finally:
        site.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
