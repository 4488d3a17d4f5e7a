import json

from .tool import Seen, Tool, ToolFailed


class HarnessLoad(Tool):
    name = "ours"
    closed_figure = "service: sent to last byte"
    rate_figure = "response: due to last byte"

    def __init__(self, binary):
        self.binary = str(binary)

    def find(self):
        return self.binary

    def command(self, load):
        command = [self.binary, "load", load.url, "-c", load.connections, "-t", 1, "-d", f"{load.seconds}s",
                   "--check", "contract", "--format", "json"]
        if load.rate is None:
            return command + ["--warm-up", "0ms"]
        return command + ["--warm-up", "200ms", "-r", f"{load.rate}/s", "--spin", "always"]

    def read(self, output, load):
        result = json.loads(output)
        ledger = result["ledger"]
        if ledger["ok"] != ledger["scheduled"]:
            raise ToolFailed(f"requests failed: {ledger}")
        times = result["service_us" if load.rate is None else "response_us"]
        return Seen(result["sent_in_all"], result["throughput_rps"], times["p50"] / 1e3, times["p99"] / 1e3)
