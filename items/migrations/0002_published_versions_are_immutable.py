"""A version that was ever published cannot be changed, nor any of its parts (I-12); only its state goes on."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION items_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
    state text;
    row_ jsonb;
BEGIN
    row_ := to_jsonb(CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END);
    EXECUTE TG_ARGV[1] INTO version USING (row_ ->> TG_ARGV[0])::bigint;
    SELECT v.state INTO state FROM items_itemversion v WHERE v.id = version;
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'version % was published: % cannot change', version, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION items_refuse_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft'
       OR (to_jsonb(OLD) - 'state' - 'ended_at') <> (to_jsonb(NEW) - 'state' - 'ended_at') THEN
        RAISE EXCEPTION 'version % was published and cannot change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER published_version_is_immutable BEFORE UPDATE OR DELETE ON items_itemversion
    FOR EACH ROW EXECUTE FUNCTION items_refuse_frozen_version();
"""

PARTS = [
    *("condition", "faq", "feespec", "formfield", "handlingoption", "legalbasis", "materialspec"),
    *("resultspec", "route", "servicedesk", "situation", "specialprocedurespec"),
]
NESTED = {
    "stage": ("route_id", "SELECT version_id FROM items_route WHERE id = $1"),
    "seat": (
        "stage_id",
        "SELECT r.version_id FROM items_stage s JOIN items_route r ON r.id = s.route_id WHERE s.id = $1",
    ),
    "situationoption": ("situation_id", "SELECT version_id FROM items_situation WHERE id = $1"),
    "situationeffect": (
        "option_id",
        "SELECT s.version_id FROM items_situationoption o JOIN items_situation s ON s.id = o.situation_id"
        " WHERE o.id = $1",
    ),
}


def trigger(table: str, column: str, path: str) -> str:
    return (
        f"CREATE TRIGGER part_of_published_version BEFORE INSERT OR UPDATE OR DELETE ON items_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION items_refuse_frozen('{column}', '{path}');"
    )


TRIGGERS = [trigger(table, "version_id", "SELECT $1") for table in PARTS]
TRIGGERS += [trigger(table, *path) for table, path in NESTED.items()]
TABLES = [*PARTS, *NESTED]
DROP = [f"DROP TRIGGER part_of_published_version ON items_{table};" for table in TABLES]
DROP += [
    "DROP TRIGGER published_version_is_immutable ON items_itemversion;",
    "DROP FUNCTION items_refuse_frozen(); DROP FUNCTION items_refuse_frozen_version();",
]


class Migration(migrations.Migration):
    dependencies = [("items", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + "\n".join(TRIGGERS), "\n".join(DROP))]
