"""Files are looked at before they are kept, and kept once."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from core.models import StoredFile
from core.refusal import Refusal
from core.services.files import open_file, store_file
from tests.core.papersamples import action, pdf, picture

pytestmark = pytest.mark.django_db


def refusal(content, name="文件.pdf", **options):
    before = StoredFile.objects.count()
    with pytest.raises(Refusal) as refused:
        store_file(content, name=name, **options)
    assert refused.value.field == "file"
    assert StoredFile.objects.count() == before
    return refused.value.code


def test_a_pdf_is_kept_unchanged_under_its_digest():
    content = pdf()
    stored = store_file(BytesIO(content), name="营业执照.PDF")
    assert stored.digest == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.media_type) == (len(content), "application/pdf")
    with open_file(stored) as kept:
        assert kept.read() == content


def test_equal_contents_are_kept_once():
    content = pdf()
    assert store_file(content, name="a.pdf") == store_file(content, name="b.pdf")
    assert StoredFile.objects.count() == 1


def test_a_content_whose_row_was_rolled_back_is_found_again():
    content = pdf(lambda writer: writer.add_blank_page(100, 100))
    stored = store_file(content, name="a.pdf")
    StoredFile.objects.all().delete()
    again = store_file(content, name="a.pdf")
    assert default_storage.listdir(again.path.rpartition("/")[0])[1] == [stored.digest]


def test_a_picture_loses_its_metadata_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "camera of Zhang San"
    stored = store_file(picture(exif=exif, comment=b"secret place"), name="照片.jpg")
    with open_file(stored) as kept:
        content = kept.read()
    with Image.open(BytesIO(content)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()
    assert b"Zhang San" not in content
    assert b"secret place" not in content


def test_what_hides_behind_a_picture_is_cut_off():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("evil.txt", "evil" * 50)
    stored = store_file(picture("PNG") + archive.getvalue(), name="照片.png")
    with open_file(stored) as kept:
        assert b"PK\x03\x04" not in kept.read()


def test_a_transparent_picture_stays_transparent():
    stored = store_file(picture("PNG", mode="RGBA"), name="章.png")
    with open_file(stored) as kept, Image.open(kept) as image:
        assert image.mode == "RGBA"


def test_a_huge_photograph_is_reduced():
    stored = store_file(picture(size=(6000, 300)), name="照片.jpeg")
    with open_file(stored) as kept, Image.open(kept) as image:
        assert image.size == (5000, 250)


def test_a_decompression_bomb_is_refused_without_unpacking():
    assert refusal(picture("PNG", size=(9000, 9000), mode="1"), "照片.png") == "file_image_too_large"


def test_empty_and_oversized_files_are_refused(settings):
    assert refusal(b"") == "file_empty"
    settings.MAX_FILE_BYTES = 100
    assert refusal(pdf()) == "file_too_large"


@pytest.mark.parametrize("name", ["archive.zip", "form.docx", "script.exe", "picture.svg", "noextension", "a.pdf.html"])
def test_other_types_and_archives_are_refused(name):
    assert refusal(pdf(), name) == "file_type"


def test_a_narrower_choice_of_types_is_kept_to():
    assert refusal(pdf(), "a.pdf", allowed=("jpg", "png")) == "file_type"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf(), "photo.jpg"),
        (picture(), "paper.pdf"),
        (picture("PNG"), "photo.jpg"),
        (b"MZ" + bytes(200), "paper.pdf"),
        (b"<html>%PDF-1.7", "paper.pdf"),
        (b"text", "paper.pdf"),
    ],
)
def test_a_disguised_file_is_refused(content, name):
    assert refusal(content, name) == "file_disguised"


@pytest.mark.parametrize("content", [pdf()[:60], b"%PDF-1.7\n" + bytes(100), pdf(lambda writer: writer.encrypt("x"))])
def test_damaged_and_protected_pdfs_are_refused(content):
    assert refusal(content) == "file_damaged"


def test_a_damaged_picture_is_refused():
    assert refusal(picture(size=(400, 400))[:300], "照片.jpg") == "file_damaged"


def add_open_action(writer):
    writer._root_object[NameObject("/OpenAction")] = action("JavaScript", JS="app.alert(1)")


def add_launch(writer):
    writer._root_object[NameObject("/OpenAction")] = action("Launch", F="cmd.exe")


def add_page_action(writer):
    writer.pages[0][NameObject("/AA")] = action("JavaScript", JS="app.alert(1)")


def add_named_script(writer):
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([action("JavaScript", JS="app.alert(1)")])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})


@pytest.mark.parametrize(
    "change",
    [
        add_open_action,
        add_launch,
        add_page_action,
        add_named_script,
        lambda writer: writer.add_attachment("evil.exe", b"MZ"),
    ],
)
def test_pdfs_with_active_content_are_refused(change):
    assert refusal(pdf(change)) == "file_active_content"


def test_a_pdf_that_opens_on_a_page_or_links_to_a_site_is_no_danger():
    def change(writer):
        writer.add_outline_item(title="page 1", page_number=0)
        writer._root_object[NameObject("/OpenAction")] = action("GoTo", D="page 1")

    assert store_file(pdf(change), name="a.pdf").media_type == "application/pdf"


def refuse_everything(content, media_type):
    raise Refusal("file_malware", f"malware in {media_type}", field="file")


def test_a_scanner_may_refuse(settings):
    settings.FILE_SCANNER = f"{__name__}.refuse_everything"
    assert refusal(pdf()) == "file_malware"
