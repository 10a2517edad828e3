"""Identity answers who and where: regions, departments, posts, duties, staff, parties, mandates, halls and windows,
and how each person signs in. It does not know what may be asked of government."""
