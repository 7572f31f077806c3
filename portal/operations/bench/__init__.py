"""Benchmarks: synthetic pages by the thousand, measures beside their targets."""
