"""A part of a draft cannot be moved into a version that was published either (I-12): an update looks at both sides."""

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION items_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
    state text;
    row_ jsonb;
BEGIN
"""
BOTH_SIDES = """
    FOREACH row_ IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
        ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END
    LOOP
"""
ONE_SIDE = """
    row_ := to_jsonb(CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END);
"""
CHECK = """
        EXECUTE TG_ARGV[1] INTO version USING (row_ ->> TG_ARGV[0])::bigint;
        SELECT v.state INTO state FROM items_itemversion v WHERE v.id = version;
        IF state <> 'draft' THEN
            RAISE EXCEPTION 'version % was published: % cannot change', version, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
"""
TAIL = """
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("items", "0002_published_versions_are_immutable")]

    operations = [
        migrations.RunSQL(HEAD + BOTH_SIDES + CHECK + "    END LOOP;" + TAIL, HEAD + ONE_SIDE + CHECK + TAIL),
    ]
