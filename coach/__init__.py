"""A coach for the balance of giving and taking at work."""

import os

# Before numpy is loaded, which reads it once: one thread a calculation. The reader's network
# takes 23 ms with one and 16 ms with two, and several talks at once don't fight for the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
