"""Persons' own codes, and looks of staff into libraries."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = (
    "CREATE TRIGGER spaces_libraryread_is_append_only BEFORE UPDATE OR DELETE ON spaces_libraryread "
    "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_events_are_append_only'),
        ('identity', '0005_offices_of_the_catalogue'),
        ('spaces', '0003_life_of_a_licence'),
    ]

    operations = [
        migrations.CreateModel(
            name='LibraryRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=120)),
                ('what', models.CharField(max_length=120)),
                ('why', models.CharField(max_length=120)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='library_reads', to='identity.party')),
            ],
            options={
                'indexes': [models.Index(fields=['party', '-at'], name='library_reads_latest')],
            },
        ),
        migrations.CreateModel(
            name='PersonCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('scanned_at', models.DateTimeField(null=True)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_codes', to='identity.party')),
            ],
            options={
                'indexes': [models.Index(fields=['party', '-made_at'], name='person_code_latest')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER spaces_libraryread_is_append_only ON spaces_libraryread"),
    ]
