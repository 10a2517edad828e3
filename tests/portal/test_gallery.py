"""The component gallery shows every component, in Chinese, without inline code."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    answer = Client().get("/dev/components/", headers={"accept-language": "zh-CN"})
    assert answer.status_code == 200
    return answer.content.decode()


MARKS = (
    "gp-clock gp-badge gp-btn gp-material gp-timeline gp-notice gp-empty gp-steps gp-known gp-docs gp-upload gp-tiles "
    "gp-alarmcard gp-tabset gp-pages__end gp-job gp-errors gp-celltable"
)


@pytest.mark.parametrize("mark", MARKS.split())
def test_the_gallery_shows_each_component(mark: str, page: str) -> None:
    assert f'class="{mark}' in page or f" {mark}" in page


def test_no_page_part_needs_inline_code_or_style(page: str) -> None:
    assert not re.search(r"<[a-z][^>]* (style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]*(src|application/json))", page)


def test_every_id_on_the_page_is_one_of_a_kind(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_label_and_description_points_at_something(page: str) -> None:
    ids = set(re.findall(r' id="([^"]+)"', page))
    pointed = re.findall(r' (?:for|aria-labelledby|aria-describedby)="([^"]+)"', page)
    assert {name for names in pointed for name in names.split()} <= ids
