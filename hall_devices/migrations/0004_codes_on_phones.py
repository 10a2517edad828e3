"""Visitors say who they are by phone; a clerk keeps an item for the next visitor."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hall_devices', '0003_tickets_left_open'),
        ('items', '0016_findings_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='windowstatus',
            name='kept_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='items.itemversion'),
        ),
        migrations.AlterField(
            model_name='visitorreading',
            name='kind',
            field=models.CharField(choices=[('card', 'Read from a card'), ('typed', 'Not read from a card'), ('shown', 'Shown on the phone')], max_length=5),
        ),
    ]
