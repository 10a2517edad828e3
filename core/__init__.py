"""Core holds the words every floor shares: clock, working calendar, identifiers, masking, encryption, conditions,
events, files, numbers, jobs and invariants. It knows nothing of people, items or cases."""
