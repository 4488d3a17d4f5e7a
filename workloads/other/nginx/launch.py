"""Writes nginx's configuration and becomes nginx: launch.py NGINX OPTIONS…; the configuration's path is the last word.

nginx does not know the ready line: a process beside it says it when the port answers, and is gone from then on.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

KEEP_ALIVE_S = 75
# What goes wrong before it serves it also says on stderr. The folder is gone by the time it looks for its pid file.
CONFIGURATION = """\
daemon off; master_process off; pid {folder}/pid; error_log /dev/null crit;
events {{ use epoll; worker_connections 20000; }}
http {{
  access_log off; server_tokens off; tcp_nodelay on; keepalive_timeout {keep_alive_s}; keepalive_requests 1000000000;
  default_type "text/plain; charset=utf-8";
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog={backlog};
    error_page 400 /bad_request;
    location = /bad_request {{ internal; return 400 "Bad Request"; }}
    location / {{ return 404 "Not Found"; }}
    location = /__info {{ default_type application/json; return 200 '{info}'; }}
    location = /plaintext {{
      if ($request_method != GET) {{ add_header Allow GET always; return 405 "Method Not Allowed"; }}
      return 200 "Hello, World!";
    }}
  }}
}}
"""


def identity(nginx, backlog):
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
    return {
        "stack": "other/nginx", "language": "c", "runtime": "nginx", "version": re.search(r"nginx/(\S+)", said)[1],
        "build": "release", "layer": "server", "flavour": "idiomatic", "concurrency_model": "event_loop",
        "accept_mode": "single", "loop": "epoll", "http_parser": "nginx", "json_lib": "none", "ws_impl": "none",
        "gil": "none", "workers": 1, "threads": 1, "backlog": backlog, "keep_alive_s": KEEP_ALIVE_S, "nodelay": True,
        "log": "none", "third_party": [], "pids": [os.getpid()],
    }


def say_when_ready(pid, port, folder):
    while os.path.exists(f"/proc/{pid}"):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/plaintext")
            if connection.getresponse().status == 200:
                print(json.dumps({"ready": True, "pids": [pid], "port": port}), flush=True)
                break
        except OSError:
            time.sleep(0.005)
    shutil.rmtree(folder)


nginx, *options = sys.argv[1:]
port, backlog = int(os.environ["PORT"]), int(os.environ.get("BACKLOG", "4096"))
folder = tempfile.mkdtemp(prefix="bench-nginx-")
with open(f"{folder}/nginx.conf", "w") as file:
    file.write(CONFIGURATION.format(folder=folder, port=port, backlog=backlog, keep_alive_s=KEEP_ALIVE_S,
                                    info=json.dumps(identity(nginx, backlog))))
pid = os.getpid()
if (child := os.fork()) == 0:
    if os.fork() == 0:  # a grandchild, so that nginx has no child it does not know
        say_when_ready(pid, port, folder)
    os._exit(0)
os.waitpid(child, 0)
os.execv(nginx, [nginx, *options, f"{folder}/nginx.conf"])
