import json
import subprocess

from .tool import Seen, Tool


class Vegeta(Tool):
    name = "vegeta"
    install = "go install github.com/tsenart/vegeta/v12@latest"
    version_option = "-version"
    closed_figure = "latencies: begin of a hit to end of body"
    rate_figure = "latencies: begin of a hit to end of body"

    def command(self, load):
        targets = load.scratch / "targets"
        targets.write_text(f"GET {load.url}\n")
        return [self.find(), "attack", "-targets", targets, "-output", load.scratch / "results", f"-duration={load.seconds}s",
                f"-rate={load.rate or 0}", f"-workers={load.connections}", f"-max-workers={load.connections}",
                f"-connections={load.connections}", f"-max-connections={load.connections}"]

    def read(self, output, load):
        # A process of its own after the load, so reporting is not in its cost; writing every result down is.
        report = subprocess.run([self.find(), "report", "-type=json", load.scratch / "results"],
                                capture_output=True, text=True, check=True)
        result = json.loads(report.stdout)
        failed = result["requests"] - result["status_codes"].get("200", 0)
        times = result["latencies"]  # nanoseconds
        return Seen(result["requests"], result["throughput"], times["50th"] / 1e6, times["99th"] / 1e6, failed)
