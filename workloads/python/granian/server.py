"""Raw ASGI on Granian with uvloop."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules (this one is called granian).
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import RawApp  # noqa: E402
from bench_granian import serve  # noqa: E402

if __name__ == "__main__":
    serve(RawApp(headers=[(b"server", b"bench")]), stack="python/granian")
