"""Spaces keeps what a person, an enterprise or a project already gave to government: libraries, licences, materials.
It does not know applications."""
