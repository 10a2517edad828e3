"""Accounts and licences are kept for a time of their own; sheets, clock lines and demands may lose who they name."""

import django.db.models.deletion
from django.db import migrations, models

CHANGES = "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
FORWARD = f"""
DROP TRIGGER clock_lines_are_append_only ON cases_clockline;
CREATE TRIGGER clock_lines_are_append_only BEFORE DELETE ON cases_clockline {CHANGES};
CREATE TRIGGER clock_lines_keep_their_doer BEFORE UPDATE ON cases_clockline
    FOR EACH ROW WHEN (OLD.actor_kind <> 'citizen') EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER clock_lines_only_forget_citizens BEFORE UPDATE ON cases_clockline
    FOR EACH ROW WHEN (OLD.actor_kind = 'citizen') EXECUTE FUNCTION core_only_empties('actor_id', 'actor_label');
DROP TRIGGER cases_materialdemand_is_append_only ON cases_materialdemand;
CREATE TRIGGER cases_materialdemand_is_append_only BEFORE DELETE ON cases_materialdemand {CHANGES};
CREATE TRIGGER cases_materialdemand_only_forgets BEFORE UPDATE ON cases_materialdemand
    FOR EACH ROW EXECUTE FUNCTION core_only_empties('reason');
"""
BACKWARD = f"""
DROP TRIGGER clock_lines_only_forget_citizens ON cases_clockline;
DROP TRIGGER clock_lines_keep_their_doer ON cases_clockline;
DROP TRIGGER clock_lines_are_append_only ON cases_clockline;
CREATE TRIGGER clock_lines_are_append_only BEFORE UPDATE OR DELETE ON cases_clockline {CHANGES};
DROP TRIGGER cases_materialdemand_only_forgets ON cases_materialdemand;
DROP TRIGGER cases_materialdemand_is_append_only ON cases_materialdemand;
CREATE TRIGGER cases_materialdemand_is_append_only BEFORE UPDATE OR DELETE ON cases_materialdemand {CHANGES};
"""
TO_PACK = """
UPDATE cases_case AS c SET pack_at = c.closed_at WHERE c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM cases_archivepackage AS p WHERE p.case_id = c.id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0031_one_way_to_rescind'),
        ('core', '0006_what_names_a_person_may_be_emptied'),
    ]

    operations = [
        migrations.AlterField(
            model_name='intakebatch',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AlterField(
            model_name='retentionact',
            name='kind',
            field=models.CharField(choices=[('draft', 'Applications never submitted'), ('case', 'Personal data of ended cases'), ('money', 'Payers in the accounts'), ('licence', 'Holders of licences that ended'), ('read', 'Records of who looked at a case'), ('sign_in', 'Records of signing in'), ('sms_code', 'Codes sent by text message')], max_length=8),
        ),
        migrations.AlterField(
            model_name='retentionrule',
            name='kind',
            field=models.CharField(choices=[('draft', 'Applications never submitted'), ('case', 'Personal data of ended cases'), ('money', 'Payers in the accounts'), ('licence', 'Holders of licences that ended'), ('read', 'Records of who looked at a case'), ('sign_in', 'Records of signing in'), ('sms_code', 'Codes sent by text message')], max_length=8, unique=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddField(model_name='case', name='pack_at', field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(
                condition=models.Q(('pack_at__isnull', False)), fields=['pack_at'], name='case_to_pack'
            ),
        ),
        migrations.AlterField(
            model_name='archivepackage',
            name='ordered_by',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.staff'
            ),
        ),
        migrations.RunSQL(TO_PACK, migrations.RunSQL.noop),
    ]
