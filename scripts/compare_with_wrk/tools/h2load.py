import re

from .tool import Seen, Tool


class H2load(Tool):
    name = "h2load"
    install = "apt-get install nghttp2-client"
    closed_figure = "log file: sent to end of response"
    rate_figure = "log file: sent to end of response"

    def command(self, load):
        command = [self.find(), "--h1", "-t1", f"-c{load.connections}", f"-D{load.seconds}"]
        # Its rate is per connection; its summary has no quantiles, only the log of each request.
        command += [] if load.rate is None else [f"--rps={load.rate / load.connections:g}"]
        command += [f"--log-file={self.log(load)}"] if load.quantiles else []
        return command + [load.url]

    def read(self, output, load):
        rps = float(re.search(r"finished in .*?, ([\d.]+) req/s", output)[1])
        done, failed = map(int, re.search(r"(\d+) done, \d+ succeeded, (\d+) failed", output).groups())
        if not load.quantiles:
            return Seen(done, rps, failed=failed)
        took_us = sorted(int(line.split("\t")[2]) for line in self.log(load).read_text().splitlines())
        return Seen(done, rps, self.quantile_ms(took_us, 0.5), self.quantile_ms(took_us, 0.99), failed)

    @staticmethod
    def log(load):
        return load.scratch / "requests.tsv"

    @staticmethod
    def quantile_ms(ordered_us, q):
        return ordered_us[min(len(ordered_us) - 1, int(q * len(ordered_us)))] / 1e3
