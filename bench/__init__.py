"""Benchmarks: what an operation costs beside the same rows written by plain SQL, in one run on one machine."""
