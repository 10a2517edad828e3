"""Tables of the identity floor."""

from identity.models.accounts import Account, AccountKind, ApiKey, SignIn, SmsCode
from identity.models.organisation import Department, DepartmentKind, Duty, Post, Region, RegionLevel, Role, Staff
from identity.models.parties import CodeType, Mandate, MandateState, Party, PartyKind
from identity.models.places import Hall, Window, Zone

__all__ = [
    "Account",
    "AccountKind",
    "ApiKey",
    "CodeType",
    "Department",
    "DepartmentKind",
    "Duty",
    "Hall",
    "Mandate",
    "MandateState",
    "Party",
    "PartyKind",
    "Post",
    "Region",
    "RegionLevel",
    "Role",
    "SignIn",
    "SmsCode",
    "Staff",
    "Window",
    "Zone",
]
