"""Several cases of one intake, projects of cases, papers demanded although they are held, changes of trust."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = (
    "CREATE TRIGGER cases_materialdemand_is_append_only BEFORE UPDATE OR DELETE ON cases_materialdemand "
    "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_events_are_append_only'),
        ('cases', '0014_money'),
        ('identity', '0005_offices_of_the_catalogue'),
        ('items', '0016_findings_stay'),
        ('spaces', '0003_life_of_a_licence'),
    ]

    operations = [
        migrations.AlterField(
            model_name='material',
            name='resolver',
            field=models.CharField(blank=True, choices=[('', 'Nothing yet'), ('wallet', 'Material library'), ('project', 'Project library'), ('licence', 'Licence library'), ('exchange', 'Fetched from its issuer'), ('form', 'Made from the form'), ('upload', 'Uploaded'), ('scan', 'Scanned at the window'), ('paper', 'Paper handed in')], default='', max_length=8),
        ),
        migrations.CreateModel(
            name='CaseProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='project_entry', to='cases.case')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_entries', to='spaces.project')),
            ],
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
                ('window', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.window')),
            ],
        ),
        migrations.CreateModel(
            name='IntakeCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake_entry', to='cases.case')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='cases.intake')),
            ],
        ),
        migrations.CreateModel(
            name='TrustChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=1)),
                ('now', models.CharField(blank=True, max_length=1)),
                ('ground', models.CharField(choices=[('original', 'Compared with the original'), ('files', 'Other files were handed in'), ('removed', 'What was handed in was taken away')], max_length=8)),
                ('who', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trust_changes', to='cases.material')),
            ],
        ),
        migrations.CreateModel(
            name='MaterialDemand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_in', models.CharField(choices=[('', 'Nothing yet'), ('wallet', 'Material library'), ('project', 'Project library'), ('licence', 'Licence library'), ('exchange', 'Fetched from its issuer'), ('form', 'Made from the form'), ('upload', 'Uploaded'), ('scan', 'Scanned at the window'), ('paper', 'Paper handed in')], max_length=8)),
                ('reason', models.CharField(max_length=300)),
                ('who', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='cases.case')),
                ('spec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='items.materialspec')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='material_demand_latest')],
                'constraints': [models.UniqueConstraint(fields=('case', 'spec'), name='paper_demanded_once_per_case')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER cases_materialdemand_is_append_only ON cases_materialdemand"),
    ]
