"""What taking one file apart may cost."""

MOST_CHARACTERS = 1_000_000  # of one text
TASK_SECONDS = 5.0  # for one text, on the clock
BATCH_SECONDS = 20.0  # for all the texts of one change
START_SECONDS = 10.0  # for a new process to be ready, on a busy machine
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space of the process, its libraries included
IDLE_SECONDS = 120.0  # after which the process ends itself
MOST_PROCESSES = 2  # at a time
