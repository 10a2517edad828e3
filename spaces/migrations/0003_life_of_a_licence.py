"""Kinds with layouts, versions, further codes of holders, how licences are used, licences from paper."""

import core.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

KEEP_USES = """
CREATE FUNCTION licence_use_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR OLD.at > now() - interval '3 years' THEN
        RAISE EXCEPTION 'uses of licences are neither changed nor deleted within three years (L-10)';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER licence_use_is_kept BEFORE UPDATE OR DELETE ON spaces_licenceuse
    FOR EACH ROW EXECUTE FUNCTION licence_use_is_kept();
"""
FORGET_USES = """
DROP TRIGGER licence_use_is_kept ON spaces_licenceuse;
DROP FUNCTION licence_use_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_history_is_granted_for_adding_only'),
        ('identity', '0005_offices_of_the_catalogue'),
        ('spaces', '0002_licence_types'),
    ]

    operations = [
        migrations.CreateModel(
            name='Capture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('scanned', 'To be typed'), ('typed', 'To be checked'), ('differs', 'To be settled'), ('stored', 'In the library'), ('rejected', 'Set aside')], default='scanned', max_length=8)),
                ('typed', core.fields.EncryptedJSONField(default=dict)),
                ('checked', core.fields.EncryptedJSONField(default=dict)),
                ('typed_account_id', models.BigIntegerField(null=True)),
                ('typed_by', models.CharField(blank=True, max_length=120)),
                ('checked_account_id', models.BigIntegerField(null=True)),
                ('checked_by', models.CharField(blank=True, max_length=120)),
                ('settled_by', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='CaptureBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('licence_name', models.CharField(max_length=120)),
                ('fields', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='HolderCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('111', 'Resident identity card'), ('414', 'Passport'), ('516', 'Mainland travel permit of Hong Kong and Macao residents'), ('511', 'Mainland travel permit of Taiwan residents'), ('553', 'Permanent residence of foreigners'), ('001', 'Unified social credit code'), ('097', 'Organisation code'), ('096', 'Registration number')], max_length=3)),
                ('code', core.fields.EncryptedTextField()),
                ('code_index', core.fields.BlindIndexField(purpose=None)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('added_by', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='LicenceCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.CharField(max_length=120)),
                ('purpose', core.fields.EncryptedTextField()),
                ('until', models.DateField()),
                ('ordered_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LicenceCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=60)),
                ('wanted', core.fields.EncryptedTextField()),
                ('reason', core.fields.EncryptedTextField()),
                ('state', models.CharField(choices=[('open', 'Being looked at'), ('made', 'Corrected'), ('refused', 'Not corrected')], default='open', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='LicenceGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', models.CharField(max_length=120)),
                ('person_index', core.fields.BlindIndexField(purpose=None)),
                ('purpose', models.CharField(max_length=120)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('times', models.PositiveSmallIntegerField()),
                ('used', models.PositiveSmallIntegerField(default=0)),
                ('token', models.CharField(max_length=32, unique=True)),
                ('granted_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LicenceLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('fields', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='LicencePrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blank_no', models.CharField(max_length=40, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('who', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='LicenceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fetched', 'Fetched for a case'), ('shared', 'Fetched by another system'), ('lent', "Used with the holder's authorisation"), ('verified', 'Verified when it was shown'), ('looked', 'Looked at by its issuing body'), ('copied', 'Copied for a purpose')], max_length=8)),
                ('at', models.DateTimeField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=120)),
                ('purpose', models.CharField(max_length=200)),
                ('item', models.CharField(blank=True, max_length=200)),
                ('case_no', models.CharField(blank=True, max_length=50)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='ShowCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('scanned_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='licence',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='licence',
            name='origin',
            field=models.CharField(choices=[('issued', 'Issued'), ('changed', 'Changed'), ('captured', 'Captured from paper'), ('transferred', 'Transferred in')], default='issued', max_length=11),
        ),
        migrations.AddField(
            model_name='licence',
            name='previous',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='licence',
            name='receiver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licences_offered', to='identity.department'),
        ),
        migrations.AddField(
            model_name='licence',
            name='state_ground',
            field=models.CharField(blank=True, max_length=14),
        ),
        migrations.AddField(
            model_name='licence',
            name='trust_level',
            field=models.CharField(choices=[('A', 'Issued and sealed by an authority'), ('B', 'Checked against the original'), ('C', 'Uploaded by the user'), ('D', 'Made by the user')], default='A', max_length=1),
        ),
        migrations.AddField(
            model_name='licencetype',
            name='holder_kind',
            field=models.CharField(blank=True, choices=[('', 'Anybody'), ('person', 'Individuals'), ('enterprise', 'Enterprises')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='licencetype',
            name='validity',
            field=models.CharField(choices=[('item', 'As the item says'), ('years', 'For a number of years'), ('unlimited', 'Without limit')], default='item', max_length=9),
        ),
        migrations.AddField(
            model_name='licencetype',
            name='validity_years',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='licence',
            name='state',
            field=models.CharField(choices=[('01', 'Valid'), ('02', 'Withheld'), ('03', 'Rescinded'), ('04', 'Cancelled'), ('05', 'Lapsed'), ('06', 'Transferred elsewhere'), ('07', 'Revoked')], default='01', max_length=2),
        ),
        migrations.AddConstraint(
            model_name='licencetype',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('validity', 'years'), ('validity_years__gte', 1)), models.Q(models.Q(('validity', 'years'), _negated=True), ('validity_years', None)), _connector='OR'), name='licence_type_years_where_counted'),
        ),
        migrations.AddField(
            model_name='capture',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='capture',
            name='licence',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='capture', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='capturebatch',
            name='issuer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capture_batches', to='identity.department'),
        ),
        migrations.AddField(
            model_name='capture',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='captures', to='spaces.capturebatch'),
        ),
        migrations.AddField(
            model_name='holdercode',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holder_codes', to='identity.party'),
        ),
        migrations.AddField(
            model_name='licencecopy',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licence_copies', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='licencecopy',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='licencecorrection',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='licencegrant',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='licencelayout',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='layouts', to='spaces.licencetype'),
        ),
        migrations.AddField(
            model_name='licence',
            name='layout',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='spaces.licencelayout'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['issuer', 'number'], name='licence_of_issuer'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(condition=models.Q(('state__in', ['01', '02'])), fields=['valid_until'], name='licence_to_expire'),
        ),
        migrations.AddField(
            model_name='licenceprint',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prints', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='licenceuse',
            name='grant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='spaces.licencegrant'),
        ),
        migrations.AddField(
            model_name='licenceuse',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='showcode',
            name='licence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='show_codes', to='spaces.licence'),
        ),
        migrations.AddField(
            model_name='showcode',
            name='use',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shown_code', to='spaces.licenceuse'),
        ),
        migrations.AddConstraint(
            model_name='capture',
            constraint=models.UniqueConstraint(fields=('batch', 'file'), name='capture_scan_once'),
        ),
        migrations.AddConstraint(
            model_name='capture',
            constraint=models.CheckConstraint(condition=models.Q(('checked_account_id', None), models.Q(('checked_account_id', models.F('typed_account_id')), _negated=True), _connector='OR'), name='capture_checked_by_another'),
        ),
        migrations.AddIndex(
            model_name='holdercode',
            index=models.Index(fields=['code_index'], name='holder_by_code'),
        ),
        migrations.AddConstraint(
            model_name='holdercode',
            constraint=models.UniqueConstraint(fields=('type', 'code_index', 'holder'), name='holder_code_once'),
        ),
        migrations.AddConstraint(
            model_name='holdercode',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='holder_code_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='licencecorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('licence', 'field'), name='one_open_correction_per_field'),
        ),
        migrations.AddIndex(
            model_name='licencegrant',
            index=models.Index(fields=['person_index'], name='licence_grant_of_person'),
        ),
        migrations.AddConstraint(
            model_name='licencegrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='licence_grant_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='licencegrant',
            constraint=models.CheckConstraint(condition=models.Q(('used__lte', models.F('times'))), name='licence_grant_not_overused'),
        ),
        migrations.AddConstraint(
            model_name='licencelayout',
            constraint=models.UniqueConstraint(fields=('type', 'version'), name='licence_layout_version_once'),
        ),
        migrations.AddIndex(
            model_name='licenceuse',
            index=models.Index(fields=['licence', '-at'], name='licence_uses_latest'),
        ),
        migrations.AddIndex(
            model_name='showcode',
            index=models.Index(fields=['licence', '-made_at'], name='show_code_latest'),
        ),
        migrations.RunSQL(KEEP_USES, FORGET_USES),
    ]
