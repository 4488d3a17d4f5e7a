"""The load generators this comparison knows. Another one is another file here, and its line below."""

from .bombardier import Bombardier
from .h2load import H2load
from .harness_load import HarnessLoad
from .k6 import K6
from .oha import Oha
from .tool import Load, Seen, Tool, ToolFailed
from .vegeta import Vegeta
from .wrk import Wrk
from .wrk2 import Wrk2

OTHERS = [Wrk2(), Oha(), Bombardier(), Vegeta(), K6(), H2load()]
