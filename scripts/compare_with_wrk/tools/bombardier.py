import json

from .tool import Seen, Tool


class Bombardier(Tool):
    name = "bombardier"
    install = "go install github.com/codesenberg/bombardier@latest"
    closed_figure = "latency percentiles: call to answer"
    rate_figure = "latency percentiles: call to answer"

    def command(self, load):
        rate = [] if load.rate is None else ["--rate", load.rate]
        return [self.find(), "-c", load.connections, "-d", f"{load.seconds}s", "--latencies", "--print", "result",
                "--format", "json", *rate, load.url]

    def read(self, output, load):
        result = json.loads(output)["result"]
        answered = result["req2xx"]
        failed = sum(result[kind] for kind in ("req1xx", "req3xx", "req4xx", "req5xx", "others"))
        times = result["latency"]["percentiles"]  # microseconds
        return Seen(answered, answered / result["timeTakenSeconds"], times["50"] / 1e3, times["99"] / 1e3, failed)
