"""A suspended version says since when and why (I-13); the themes of a published version are frozen like its parts
(I-12)."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION items_refuse_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := %s;
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR (to_jsonb(OLD) - free) <> (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'version %% was published and cannot change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FREE = FUNCTION % "ARRAY['state', 'ended_at', 'suspended_at', 'suspended_because']"
FORMERLY_FREE = FUNCTION % "ARRAY['state', 'ended_at']"
THEMES = """
CREATE TRIGGER part_of_published_version BEFORE INSERT OR UPDATE OR DELETE ON items_itemversion_themes
    FOR EACH ROW EXECUTE FUNCTION items_refuse_frozen('itemversion_id', 'SELECT $1');
"""


class Migration(migrations.Migration):
    dependencies = [("items", "0003_nothing_moves_into_a_published_version")]

    operations = [
        migrations.AddField("itemversion", "suspended_at", models.DateTimeField(null=True)),
        migrations.AddField("itemversion", "suspended_because", models.CharField(blank=True, max_length=200)),
        migrations.RunSQL(FREE, FORMERLY_FREE),
        migrations.RunSQL(THEMES, "DROP TRIGGER part_of_published_version ON items_itemversion_themes;"),
    ]
