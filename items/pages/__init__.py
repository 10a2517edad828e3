"""View models of the catalogue's pages."""
