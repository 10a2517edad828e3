"""Database and broker brought along: they start when their addresses are missing and stop with their last user.

`services.services()` is the only door. Whoever enters holds a shared lock on the place for as long as it runs; whoever
leaves last stops the servers. The kernel drops the lock of a killed process, so nobody waits for the dead, and servers
left running by them are found and used again by the next one.
"""
