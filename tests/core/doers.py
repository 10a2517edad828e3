"""Somebody who does things in tests of core, which knows no accounts."""

from core.events import PastDoer

CLERK = PastDoer("staff", 7, "王芳")
