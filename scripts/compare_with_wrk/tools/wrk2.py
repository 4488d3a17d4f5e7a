from .wrk import Wrk


class Wrk2(Wrk):
    """Its own build calls the binary wrk as well; only one that is called wrk2 is looked for."""

    name = "wrk2"
    install = "build github.com/giltene/wrk2 and copy its wrk to wrk2"
    closed_figure = "Recorded Latency at a rate beyond reach"
    rate_figure = "Recorded Latency: due to last byte"
    tested = False

    CALIBRATION_S = 10  # what it measures in its first ten seconds it does not report
    BEYOND_REACH = 10_000_000  # it has no closed loop; late for every request, it sends as fast as it can

    def command(self, load):
        return [self.find(), "-t1", f"-c{load.connections}", f"-d{self.CALIBRATION_S + load.seconds}s",
                f"-R{load.rate or self.BEYOND_REACH}", "--latency", load.url]
