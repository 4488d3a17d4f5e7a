"""../kernels/job.py with the kernels of this folder, which leave the work to NumPy. Leaves with 4 where that is not
installed."""

import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

_python = Path(__file__).resolve().parent.parent

if find_spec("numpy") is None:
    print(f"job.py: NumPy is needed, which {sys.executable} does not have; ./scripts/setup installs it", file=sys.stderr)
    sys.exit(4)
# Behind this folder, so that `matmul` is the one that stands here. With the second, the one that stands there is
# `kernels.matmul`: input and line are its own.
sys.path += [str(_python / "kernels"), str(_python)]
runpy.run_path(str(_python / "kernels" / "job.py"), run_name="__main__")
