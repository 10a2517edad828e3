"""The proof of what was taken away never changes (10.5)."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER retention_proof_is_append_only BEFORE UPDATE OR DELETE ON cases_retentionproof
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
BACKWARD = "DROP TRIGGER retention_proof_is_append_only ON cases_retentionproof"


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_retention"), ("core", "0003_events_are_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
