"""Views of the hall by who stands before the glass: clerks, visitors at a machine, everybody before a screen."""
