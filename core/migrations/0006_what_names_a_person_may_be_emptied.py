"""Append-only rows may be emptied of what names a person, and of nothing else (10.5)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_only_empties() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    will jsonb := to_jsonb(NEW);
    was jsonb := to_jsonb(OLD);
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF will->name IS DISTINCT FROM was->name AND coalesce(will->>name, '') NOT IN ('', '（已匿名）') THEN
            RAISE EXCEPTION 'rows of % may lose their %, not change it', TG_TABLE_NAME, name
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        will := will - name;
        was := was - name;
    END LOOP;
    IF will IS DISTINCT FROM was THEN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
GRANT TRIGGER ON core_event TO CURRENT_USER;
DROP TRIGGER event_is_append_only ON core_event;
CREATE TRIGGER event_is_append_only BEFORE DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER event_keeps_its_doer BEFORE UPDATE ON core_event
    FOR EACH ROW WHEN (OLD.actor_kind <> 'citizen') EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER event_only_forgets_citizens BEFORE UPDATE ON core_event
    FOR EACH ROW WHEN (OLD.actor_kind = 'citizen') EXECUTE FUNCTION core_only_empties('actor_id', 'actor_label');
REVOKE TRIGGER ON core_event FROM CURRENT_USER;
GRANT UPDATE (actor_id, actor_label) ON core_event TO CURRENT_USER;
"""
BACKWARD = """
REVOKE UPDATE (actor_id, actor_label) ON core_event FROM CURRENT_USER;
GRANT TRIGGER ON core_event TO CURRENT_USER;
DROP TRIGGER event_only_forgets_citizens ON core_event;
DROP TRIGGER event_keeps_its_doer ON core_event;
DROP TRIGGER event_is_append_only ON core_event;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
REVOKE TRIGGER ON core_event FROM CURRENT_USER;
DROP FUNCTION core_only_empties();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_uploads")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
