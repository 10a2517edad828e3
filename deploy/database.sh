#!/bin/sh
# Runs once, on an empty data folder: the product's own role, which is no superuser, so that grants bind it.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE govportal LOGIN PASSWORD :'password';
CREATE DATABASE govportal OWNER govportal;
SQL
