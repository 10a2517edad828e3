"""Machine face of the catalogue: public, read-only, the same for everybody."""
