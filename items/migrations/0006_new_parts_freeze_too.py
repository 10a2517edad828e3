"""Intermediary services and templates of papers freeze with their version (I-12); a version in force may be given the
day on which it ends, and the reason (I-13)."""

from importlib import import_module

from django.db import migrations

FORMER = import_module("items.migrations.0004_suspensions_and_frozen_themes")
FREE = FORMER.FUNCTION % (
    "ARRAY['state', 'ended_at', 'suspended_at', 'suspended_because', 'cancel_on', 'cancelled_because']"
)
TABLES = ("items_intermediaryservice", "items_papertemplate")
FREEZE = "\n".join(
    f"CREATE TRIGGER part_of_published_version BEFORE INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION items_refuse_frozen('version_id', 'SELECT $1');"
    for table in TABLES
)
THAW = "\n".join(f"DROP TRIGGER part_of_published_version ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("items", "0005_the_whole_item")]

    operations = [migrations.RunSQL(FREE, FORMER.FREE), migrations.RunSQL(FREEZE, THAW)]
