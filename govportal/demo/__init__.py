"""The demonstration: a city to load and the people in it to sign in as. Never part of a production installation."""
