import re

from .tool import Seen, Tool, ToolFailed, milliseconds


class Wrk(Tool):
    name = "wrk"
    install = "./scripts/setup --for-tests"
    version_option = "-v"
    closed_figure = "Latency Distribution: sent to last byte"

    def command(self, load):
        return [self.find(), "-t1", f"-c{load.connections}", f"-d{load.seconds}s", "--latency", load.url]

    def read(self, output, load):
        requests, seconds = re.search(r"(\d+) requests in ([\d.]+)s", output).groups()
        errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
        wrong_status = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
        failed = sum(map(int, (errors.groups() if errors else ()) + (wrong_status.groups() if wrong_status else ())))
        return Seen(int(requests), int(requests) / float(seconds), self.quantile(output, 50), self.quantile(output, 99), failed)

    @staticmethod
    def quantile(output, percent):
        found = re.search(rf"^\s*{percent}(?:\.0+)?%\s+([\d.]+)(us|ms|s|m|h)\s*$", output, re.M)
        if not found:
            raise ToolFailed(f"no {percent} % in what it printed")
        return milliseconds(*found.groups())
