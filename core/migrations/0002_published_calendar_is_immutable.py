"""A published calendar never changes: a wrong day is corrected by the next version (T-36)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION core_calendar_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published calendar cannot be changed';
END $$;
CREATE TRIGGER calendar_version_is_immutable BEFORE UPDATE OR DELETE ON core_calendarversion
    FOR EACH ROW EXECUTE FUNCTION core_calendar_is_immutable();
CREATE TRIGGER calendar_day_is_immutable BEFORE UPDATE OR DELETE ON core_calendarday
    FOR EACH ROW EXECUTE FUNCTION core_calendar_is_immutable();
"""
UNGUARD = """
DROP TRIGGER calendar_day_is_immutable ON core_calendarday;
DROP TRIGGER calendar_version_is_immutable ON core_calendarversion;
DROP FUNCTION core_calendar_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
