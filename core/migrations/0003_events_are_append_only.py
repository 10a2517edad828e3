"""Rows of the history can be added, never changed or deleted."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON core_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON core_event FROM PUBLIC;
"""
BACKWARD = """
DROP TRIGGER event_is_append_only ON core_event;
DROP TRIGGER event_is_never_truncated ON core_event;
DROP FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_published_calendar_is_immutable")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
