"""Regions, departments, posts and halls of a town."""

from govportal.founding.files import TownFolder
from identity.models import Department, Hall, Post, Region, Window, Zone


def load_regions(folder: TownFolder) -> dict[str, Region]:
    """All regions by code; parents come before children in the file."""
    regions: dict[str, Region] = {}
    for row in folder.read("regions.yaml"):
        parent = regions.get(row["parent"])
        regions[row["code"]] = Region.objects.create(
            code=row["code"], name=row["name"], level=row["level"], parent=parent
        )
    return regions


def load_departments(folder: TownFolder, regions: dict[str, Region]) -> dict[str, Department]:
    """All departments by short key, with their posts and the roles of each post. What a department does not say about
    hours, complaints and remedies is as `usual` for the whole town.
    """
    roles, file = folder.read("roles.yaml"), folder.read("departments.yaml")
    usual = {"hours": "", "complaint_phone": "", "review_body": "", "court": "", **file.get("usual", {})}
    departments: dict[str, Department] = {}
    for row in file["departments"]:
        more = [*roles["more_posts"].get(row["key"], []), *(roles.get("posts_everywhere") or [])]
        names = list(dict.fromkeys([*row["posts"], *more]))
        columns = {key: row[key] for key in ("key", "name", "short", "uscc", "level", "kind", "own_system")}
        answers = {key: row.get(key) or value for key, value in usual.items()}
        department = Department.objects.create(
            **columns,
            **answers,
            code2=row["code2"] or "",
            region=regions[row["region"]],
            phone=row.get("phone") or "",
            desks=row.get("desks") or [],
        )
        Post.objects.bulk_create(Post(department=department, name=name, roles=roles["roles"][name]) for name in names)
        departments[row["key"]] = department
    return departments


def load_halls(folder: TownFolder, regions: dict[str, Region]) -> None:
    """All halls with zones and windows."""
    for row in folder.read("departments.yaml")["halls"]:
        columns = {key: row[key] for key in ("name", "address", "phone", "hours", "floors", "windows_total")}
        hall = Hall.objects.create(**columns, region=regions[row["region"]])
        for zone_row in row["zones"]:
            zone = Zone.objects.create(
                hall=hall, floor=zone_row["floor"], name=zone_row["zone"], purpose=zone_row["purpose"]
            )
            Window.objects.bulk_create(Window(zone=zone, number=number) for number in zone_row["windows"])
