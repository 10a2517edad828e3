from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("alarm", "alarm_once_per_level"),
        migrations.AddConstraint(
            "alarm",
            models.UniqueConstraint(fields=["clock", "due_at", "rule", "level"], name="alarm_once_per_level"),
        ),
    ]
