"""Kinds of licences get rows of their own, and those of licences issued so far keep the code they were issued under."""

import django.db.models.deletion
from django.db import migrations, models

BACKFILL = """
INSERT INTO spaces_licencetype (name, publisher_id, code)
SELECT DISTINCT ON (type_code) name, issuer_id, type_code
  FROM (SELECT DISTINCT ON (name, issuer_id) name, issuer_id, type_code FROM spaces_licence ORDER BY name, issuer_id, id) kinds
 ORDER BY type_code, name
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0004_separated_administrators'),
        ('spaces', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LicenceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('code', models.CharField(max_length=21, unique=True)),
                ('publisher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licence_types', to='identity.department')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'publisher'), name='licence_type_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
