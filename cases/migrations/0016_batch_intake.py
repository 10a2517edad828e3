"""Spreadsheets of applications and their rows."""

import core.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_workbench'),
        ('core', '0004_history_is_granted_for_adding_only'),
        ('identity', '0005_offices_of_the_catalogue'),
        ('items', '0016_findings_stay'),
    ]

    operations = [
        migrations.CreateModel(
            name='IntakeBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('who', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.department')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.staff')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='items.itemversion')),
            ],
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('values', core.fields.EncryptedJSONField(default=dict)),
                ('applicant_name', models.CharField(blank=True, max_length=120)),
                ('faults', models.JSONField(default=list)),
                ('key', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('sound', 'In order'), ('faulty', 'To be mended'), ('filed', 'Taken in')], max_length=6)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch_row', to='cases.case')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='cases.intakebatch')),
            ],
        ),
        migrations.AddConstraint(
            model_name='intakebatch',
            constraint=models.UniqueConstraint(fields=('version', 'department', 'digest'), name='intake_batch_once'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='batch_row_once'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state', 'filed')), models.Q(models.Q(('state', 'filed'), _negated=True), ('case', None)), _connector='OR'), name='filed_rows_have_their_case'),
        ),
    ]
