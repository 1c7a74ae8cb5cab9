from __future__ import annotations
import random
import secrets
A = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
def new_reference_code(rng: random.Random) -> str:
    s = "".join(rng.choice(A) for _ in range(6)); return s[:4] + "-" + s[4:]
def parse(text: str) -> str | None:
    t = text.strip().upper().replace(" ", "").replace("-", ""); return t[:4] + "-" + t[4:] if len(t) == 6 else None
def new_ref(prefix: str) -> str:
    return prefix + "-" + "".join(secrets.choice(A) for _ in range(8))
def propose_code_name(rng: random.Random) -> str:
    return "Blå Björk"
