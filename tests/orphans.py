"""No process that a test or a bench has started outlives it (Linux)."""

import ctypes
import signal

PR_SET_PDEATHSIG = 1


def ends_with_parent() -> None:
    """Said by the process itself, between its fork and what it is to run or from then on."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
