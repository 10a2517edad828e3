"""Supervision watches every case: alarms, cards, ratings. It never changes business data (S-02)."""
