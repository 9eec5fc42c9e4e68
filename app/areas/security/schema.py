"""Tables of users, roles, PIN verifiers and sign-ins."""

from __future__ import annotations

from app.storage.tables import (
    document_table,
    fact_table,
    ident,
    instant,
    local_table,
    made,
    whole,
    words,
    yes_no,
)

role = document_table(
    "role",
    words("name"),
    words("permissions", "names of permissions, separated by spaces"),
    yes_no("system", "a preset"),
    yes_no("active"),
    comment="What a group of users may do",
)

app_user = document_table(
    "app_user",
    words("number", "badge or staff number"),
    words("name"),
    ident("role_id"),
    yes_no("active"),
    comment="A person who signs in",
)

user_person = document_table(
    "user_person",
    ident("user_id"),
    ident("person_id", "the account this person had first"),
    comment="Accounts that one and the same person signs in with",
)

sign_in = fact_table(
    "sign_in",
    *made(),
    ident("user_id"),
    words("outcome", "signed_in, wrong_pin, dead, signed_out, recovered"),
    comment="Every sign-in, sign-out and failure",
)

pin_verifier = local_table(
    "pin_verifier",
    ident("user_id"),
    words("verifier", "argon2id encoded hash; the PIN is nowhere"),
    whole("failures", "consecutive wrong tries"),
    instant("last_failure_at", null=True),
    instant("set_at"),
    key=["user_id"],
    comment="What checks a PIN on this station",
)

recovery_code = local_table(
    "recovery_code",
    whole("one", "always 1"),
    words("verifier", "argon2id encoded hash"),
    whole("failures"),
    instant("last_failure_at", null=True),
    instant("set_at"),
    key=["one"],
    comment="The way back in for a lost administrator",
)
