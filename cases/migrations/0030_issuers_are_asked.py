"""What the bodies that issue materials answered when a window asked them."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = (
    "CREATE TRIGGER cases_issuerenquiry_is_append_only BEFORE UPDATE OR DELETE ON cases_issuerenquiry "
    "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_proceedings"), ("identity", "0007_archivist"), ("items", "0018_signers")]

    operations = [
        migrations.CreateModel(
            name="IssuerEnquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("has_it", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enquiries", to="cases.case"
                    ),
                ),
                (
                    "spec",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="items.materialspec"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.staff"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER cases_issuerenquiry_is_append_only ON cases_issuerenquiry"),
    ]
