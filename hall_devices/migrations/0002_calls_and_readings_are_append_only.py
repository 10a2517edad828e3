"""Calls and readings are evidence: they can be added, never changed or deleted."""

from django.db import migrations

TABLES = ("hall_devices_call", "hall_devices_visitorreading")
FORWARD = [
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
    for table in TABLES
]
BACKWARD = [f"DROP TRIGGER {table}_is_append_only ON {table}" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_events_are_append_only"),
        ("hall_devices", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
