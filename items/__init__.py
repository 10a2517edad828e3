"""Items is the catalogue: what may be asked of government, in immutable published versions with materials, forms,
routes and fees. It does not know who asked."""
