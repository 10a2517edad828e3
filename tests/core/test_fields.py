"""Encrypted columns: clear in Python, never clear in the row."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from core.encryption import Undecryptable, blind_index
from core.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField

NUMBER = "11010519491231002X"


@pytest.fixture
def person(db):
    """A model of its own, with a table that lives as long as the test's transaction."""
    with isolate_apps("core"):

        class Person(models.Model):
            name = models.CharField(max_length=40)
            id_number = EncryptedTextField(null=True)
            phone = EncryptedTextField(null=True)
            answers = EncryptedJSONField(default=dict)
            id_number_index = BlindIndexField(of="id_number", null=True, unique=True)
            phone_index = BlindIndexField(default=b"")

            class Meta:
                app_label = "core"
                db_table = "test_person"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


def raw(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_person")
        return bytes(cursor.fetchone()[0])


def test_values_come_back_clear_and_the_row_holds_no_clear_text(person):
    person.objects.create(name="张三", id_number=NUMBER, answers={"住址": "杨舍镇", "ok": True})
    found = person.objects.get()
    assert (found.id_number, found.answers) == (NUMBER, {"住址": "杨舍镇", "ok": True})
    row = raw("id_number") + raw("answers") + raw("id_number_index")
    assert NUMBER.encode() not in row
    assert "杨舍镇".encode() not in row


def test_g05_a_person_is_found_by_the_full_number_in_any_spelling(person):
    created = person.objects.create(name="张三", id_number=NUMBER)
    person.objects.create(name="李四", id_number="440524188001010014")
    assert person.objects.get(id_number_index="110105 19491231 002x") == created
    assert person.objects.get(id_number_index=blind_index(NUMBER, "id_number")) == created
    assert created.id_number_index == blind_index(NUMBER, "id_number")
    assert person.objects.filter(id_number_index__in=[NUMBER, "440524188001010014"]).count() == 2


def test_the_index_follows_a_changed_value_and_an_empty_one_has_none(person):
    created = person.objects.create(name="张三", id_number=NUMBER)
    created.id_number = "440524188001010014"
    created.save()
    assert person.objects.filter(id_number_index="440524188001010014").exists()
    assert not person.objects.filter(id_number_index=NUMBER).exists()
    created.id_number = None
    created.save()
    assert person.objects.get().id_number_index is None


def test_bulk_created_rows_are_indexed_too(person):
    person.objects.bulk_create([person(name="张三", id_number=NUMBER)])
    assert person.objects.filter(id_number_index=NUMBER).exists()


def test_an_index_without_a_purpose_wants_a_ready_digest(person):
    person.objects.create(name="张三", phone="13812345678", phone_index=blind_index("13812345678", "phone"))
    assert person.objects.filter(phone_index=blind_index("13812345678", "phone")).exists()
    with pytest.raises(FieldError, match="purpose"):
        person.objects.filter(phone_index="13812345678").exists()


def test_a_ciphertext_copied_into_another_column_is_refused(person):
    person.objects.create(name="张三", id_number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_person SET phone = id_number")
    with pytest.raises(Undecryptable):
        person.objects.get()


def test_a_search_inside_the_ciphertext_is_refused_instead_of_finding_nothing(person):
    with pytest.raises(FieldError, match="blind index"):
        person.objects.filter(id_number=NUMBER).exists()
    assert not person.objects.filter(id_number__isnull=True).exists()


def test_a_value_reads_after_its_key_was_rotated(person, settings):
    person.objects.create(name="张三", id_number=NUMBER)
    settings.FIELD_KEYS = {"newer": "ef" * 32, **settings.FIELD_KEYS}
    found = person.objects.get()
    found.save()
    assert b"newer" in raw("id_number")
    assert person.objects.get().id_number == NUMBER


def test_dates_inside_encrypted_json_come_back_as_text(person):
    person.objects.create(name="张三", answers={"day": date(2025, 3, 3)})
    assert person.objects.get().answers == {"day": "2025-03-03"}


def test_a_renamed_column_can_keep_its_binding():
    field = EncryptedTextField(context="old_table.old_column")
    assert field.deconstruct()[3] == {"context": "old_table.old_column"}
    assert BlindIndexField(of="id_number").deconstruct()[3]["purpose"] == "id_number"
