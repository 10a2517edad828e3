"""Portal is the public face: home, search, guide, progress query, verification, sign-in pages."""
