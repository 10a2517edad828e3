from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_material_ticks")]

    operations = [
        migrations.AddField("clock", "calendar", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField("clock", "overran_at", models.DateTimeField(null=True)),
        migrations.AddField("clock", "provisional", models.BooleanField(default=False)),
        migrations.AddIndex(
            "clock",
            models.Index(
                condition=models.Q(("finished_at__isnull", True)), fields=["calendar", "id"], name="clock_by_calendar"
            ),
        ),
    ]
