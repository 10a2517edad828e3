"""One correction names several errors; those known so far become the first place of theirs."""

import django.db.models.deletion
from django.db import migrations, models

import core.fields

COPY = """
INSERT INTO cases_amendedplace (amendment_id, number, document_id, field, fact, was, now)
    SELECT id, 1, document_id, field, '', was, now FROM cases_amendment;
SET CONSTRAINTS ALL IMMEDIATE;
"""
ONE_OF_THREE = (
    models.Q(document__isnull=False, field="", fact="")
    | models.Q(document=None, fact="") & ~models.Q(field="")
    | models.Q(document=None, field="") & ~models.Q(fact="")
)
FACTS = [("holder", "Name of the holder"), ("valid_from", "First valid day"), ("valid_until", "Last valid day")]
KEPT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):

    dependencies = [("cases", "0032_traces_are_forgotten"), ("spaces", "0007_what_a_licence_calls_its_holder")]

    operations = [
        migrations.CreateModel(
            name="AmendedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("field", models.CharField(blank=True, max_length=60)),
                ("fact", models.CharField(blank=True, choices=FACTS, max_length=11)),
                ("was", core.fields.EncryptedTextField(context="cases_amendment.was")),
                ("now", core.fields.EncryptedTextField(context="cases_amendment.now")),
                ("amendment", models.ForeignKey(on_delete=KEPT, related_name="places", to="cases.amendment")),
                (
                    "document",
                    models.ForeignKey(null=True, on_delete=KEPT, related_name="amended_places", to="cases.document"),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="amendedplace",
            constraint=models.UniqueConstraint(fields=("amendment", "number"), name="amended_place_once"),
        ),
        migrations.AddConstraint(
            model_name="amendedplace",
            constraint=models.CheckConstraint(
                condition=ONE_OF_THREE, name="an_amended_place_is_in_a_paper_a_field_or_a_fact"
            ),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="amendment", name="an_amendment_is_about_a_paper_or_a_field"),
        migrations.RemoveField(model_name="amendment", name="document"),
        migrations.RemoveField(model_name="amendment", name="field"),
        migrations.RemoveField(model_name="amendment", name="now"),
        migrations.RemoveField(model_name="amendment", name="was"),
    ]
