"""`manage.py add_staff zhangwei 张伟 10001 政务服务管理办公室:系统管理岗`: a member of staff who can sign in."""

import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Post
from identity.services.staffing import NewStaff, add_staff


class Command(BaseCommand):
    """Asks for the password, or reads it from standard input, and prints the address of the second factor once."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """User name, name, badge number and posts, each as department:post."""
        parser.add_argument("username", help="what he signs in with")
        parser.add_argument("name", help="his name")
        parser.add_argument("number", help="the number on his badge")
        parser.add_argument("posts", nargs="+", help="department:post, such as 政务服务管理办公室:系统管理岗")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for a post nobody knows, a weak password, or a person who is there already."""
        posts = [_post(text) for text in options["posts"]]
        person = NewStaff(options["username"], options["name"], options["number"], posts)
        try:
            device = add_staff(person, password=_password(), by=SYSTEM)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as error:
            raise CommandError(str(error)) from error
        self.stdout.write("For the app that makes his codes; it is not shown again:")
        self.stdout.write(device.config_url)


def _post(text: str) -> Post:
    department, _colon, name = text.partition(":")
    post = Post.objects.filter(department__key=department, name=name).select_related("department").first()
    if post is None:
        raise CommandError(f"there is no post {text}")
    return post


def _password() -> str:
    return getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
