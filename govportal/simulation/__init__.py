"""A month of the town in compressed time: fictional people drive the real services under a simulated clock.

Feeds the demonstration, benchmarks and rehearsals; never part of a production installation's data.
"""
