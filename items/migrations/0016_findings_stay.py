"""That somebody looked at an item, or was reminded, is never changed; nor what a finished spot check found (I-16)."""

from django.db import migrations

TABLES = ("items_itemconfirmation", "items_reviewreminder")
FINISHED = """
CREATE FUNCTION items_refuse_finished() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_ jsonb;
    finished boolean;
BEGIN
    row_ := to_jsonb(CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END);
    EXECUTE TG_ARGV[1] INTO finished USING (row_ ->> TG_ARGV[0])::bigint;
    IF finished THEN
        RAISE EXCEPTION 'the spot check is finished: % cannot change', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER finished_check_stays BEFORE UPDATE OR DELETE ON items_spotcheck FOR EACH ROW
    EXECUTE FUNCTION items_refuse_finished('id', 'SELECT finished_at IS NOT NULL FROM items_spotcheck WHERE id = $1');
CREATE TRIGGER finished_check_stays BEFORE INSERT OR UPDATE OR DELETE ON items_spotcheckitem FOR EACH ROW
    EXECUTE FUNCTION items_refuse_finished(
        'spot_check_id', 'SELECT finished_at IS NOT NULL FROM items_spotcheck WHERE id = $1');
CREATE TRIGGER finished_check_stays BEFORE INSERT OR UPDATE OR DELETE ON items_spotfinding FOR EACH ROW
    EXECUTE FUNCTION items_refuse_finished(
        'row_id', 'SELECT c.finished_at IS NOT NULL FROM items_spotcheck c
                   JOIN items_spotcheckitem i ON i.spot_check_id = c.id WHERE i.id = $1');
"""
NOT_FINISHED = """
DROP TRIGGER finished_check_stays ON items_spotfinding;
DROP TRIGGER finished_check_stays ON items_spotcheckitem;
DROP TRIGGER finished_check_stays ON items_spotcheck;
DROP FUNCTION items_refuse_finished();
"""
FORWARD = [
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
    for table in TABLES
]
BACKWARD = [f"DROP TRIGGER {table}_is_append_only ON {table}" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_events_are_append_only"),
        ("items", "0015_quality"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD), migrations.RunSQL(FINISHED, NOT_FINISHED)]
