"""An archived package and its test results never change: a correction is a further version (2.10)."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER archived_package_is_immutable BEFORE UPDATE OR DELETE ON cases_archivepackage
    FOR EACH ROW WHEN (OLD.state = 'archived') EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER package_check_is_append_only BEFORE UPDATE OR DELETE ON cases_packagecheck
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER transferred_package_is_append_only BEFORE UPDATE OR DELETE ON cases_transferredpackage
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
BACKWARD = """
DROP TRIGGER archived_package_is_immutable ON cases_archivepackage;
DROP TRIGGER package_check_is_append_only ON cases_packagecheck;
DROP TRIGGER transferred_package_is_append_only ON cases_transferredpackage;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_archives"), ("core", "0003_events_are_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
