"""The product's own role may read the history and add to it; the triggers stand behind this as the second lock."""

from django.db import migrations

FORWARD = """
REVOKE ALL ON core_event FROM CURRENT_USER, PUBLIC;
-- Foreign keys lock the row they point at, which asks for UPDATE on some column; the trigger refuses the update itself.
GRANT SELECT, INSERT, REFERENCES, UPDATE (id) ON core_event TO CURRENT_USER;
"""
BACKWARD = "GRANT ALL ON core_event TO CURRENT_USER"


class Migration(migrations.Migration):
    dependencies = [("core", "0003_events_are_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
