"""Raw ASGI on uvicorn in several processes, as `uvicorn --workers N` starts them."""

import sys
from pathlib import Path

# Not its parent, which holds folders named like installed modules.
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "common"))

from bench_asgi import RawApp  # noqa: E402
from bench_uvicorn import serve  # noqa: E402

if __name__ == "__main__":
    serve(RawApp(), stack="python/uvicorn-workers", layer="server", supervised=True)
