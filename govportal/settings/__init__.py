"""Settings by place: base (shared), trial (make demo), test, production."""
