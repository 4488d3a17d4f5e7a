import json

from .tool import Seen, Tool

_SCRIPT = """
import http from 'k6/http';
export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ['med', 'p(99)'],
  scenarios: { load: SCENARIO },
};
export default function () { http.get('URL'); }
"""


class K6(Tool):
    name = "k6"
    install = "go install go.k6.io/k6@latest"
    version_option = "version"
    closed_figure = "http_req_duration: sending + waiting + receiving"
    rate_figure = "http_req_duration: sending + waiting + receiving"
    tested = False

    def command(self, load):
        scenario = {"executor": "constant-vus", "vus": load.connections, "duration": f"{load.seconds}s"}
        if load.rate is not None:
            scenario = {"executor": "constant-arrival-rate", "rate": load.rate, "timeUnit": "1s", "duration": f"{load.seconds}s",
                        "preAllocatedVUs": load.connections, "maxVUs": load.connections}
        script = load.scratch / "script.js"
        script.write_text(_SCRIPT.replace("SCENARIO", json.dumps(scenario)).replace("URL", load.url))
        return [self.find(), "run", "--quiet", "--no-usage-report", f"--summary-export={load.scratch / 'summary.json'}", script]

    def read(self, output, load):
        metrics = json.loads((load.scratch / "summary.json").read_text())["metrics"]
        requests = metrics["http_reqs"]
        # A rate of failures, and 'passes' counts the requests for which it is true that they failed.
        failed = metrics["http_req_failed"]["passes"]
        times = metrics["http_req_duration"]
        return Seen(requests["count"], requests["rate"], times["med"], times["p(99)"], failed)
