import json

from .tool import Seen, Tool


class Oha(Tool):
    name = "oha"
    install = "cargo install --locked oha"
    closed_figure = "latencyPercentiles: sent to last byte"
    rate_figure = "latencyPercentiles, corrected: due to last byte"
    tested = False

    def command(self, load):
        command = [self.find(), "--no-tui", "--output-format", "json", "-c", load.connections, "-z", f"{load.seconds}s"]
        rate = [] if load.rate is None else ["-q", load.rate, "--latency-correction"]
        return command + rate + [load.url]

    def read(self, output, load):
        result = json.loads(output)
        statuses = result["statusCodeDistribution"]
        # Requests still in flight at the end are counted as errors of this name; they are nobody's fault.
        errors = {what: count for what, count in result["errorDistribution"].items() if "deadline" not in what}
        answered = sum(statuses.values())
        failed = answered - statuses.get("200", 0) + sum(errors.values())
        times = result["latencyPercentiles"]
        return Seen(answered, result["summary"]["requestsPerSec"], times["p50"] * 1e3, times["p99"] * 1e3, failed)
