"""All benchmarks, one after the other: `make bench`."""

import sys

from tests.bench import bench_analysis, bench_core, bench_ledger, bench_server

sys.exit(max(bench_core.main(), bench_analysis.main(), bench_ledger.main(), bench_server.main()))
