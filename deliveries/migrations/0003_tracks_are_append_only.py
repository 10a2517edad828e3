"""What carriers said can be added to, never changed or deleted."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER track_is_append_only BEFORE UPDATE OR DELETE ON deliveries_parcelevent
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
BACKWARD = "DROP TRIGGER track_is_append_only ON deliveries_parcelevent"


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0002_parcels_and_hand_overs"), ("core", "0003_events_are_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
