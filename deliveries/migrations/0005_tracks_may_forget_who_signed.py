"""A track may lose the places and notes that name people, once its case is anonymous (10.5)."""

from django.db import migrations

FORWARD = """
DROP TRIGGER track_is_append_only ON deliveries_parcelevent;
CREATE TRIGGER track_is_append_only BEFORE DELETE ON deliveries_parcelevent
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER track_only_forgets BEFORE UPDATE ON deliveries_parcelevent
    FOR EACH ROW EXECUTE FUNCTION core_only_empties('place', 'note');
"""
BACKWARD = """
DROP TRIGGER track_only_forgets ON deliveries_parcelevent;
DROP TRIGGER track_is_append_only ON deliveries_parcelevent;
CREATE TRIGGER track_is_append_only BEFORE UPDATE OR DELETE ON deliveries_parcelevent
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_what_names_a_person_may_be_emptied"),
        ("deliveries", "0004_parcels_found_by_an_index"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
