"""Verifies tokens as other services do, by PyJWT and by Authlib, which decrypts, too: cases come as JSON, what each said goes out as JSON."""

import json
import sys

import jwt
from authlib.jose import JsonWebEncryption, JsonWebKey, JsonWebToken, OctKey


def by_pyjwt(case):
    kid = jwt.get_unverified_header(case["token"])["kid"]
    keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(case["published"]).keys}
    return jwt.decode(
        case["token"],
        keys[kid].key,
        algorithms=[case["algorithm"]],
        issuer=case["issuer"],
        audience=case["audience"],
    )


def by_authlib(case):
    options = {
        "iss": {"essential": True, "value": case["issuer"]},
        "aud": {"essential": True, "value": case["audience"]},
    }
    keys = JsonWebKey.import_key_set(case["published"])
    claims = JsonWebToken([case["algorithm"]]).decode(case["token"], keys, claims_options=options)
    claims.validate()
    return dict(claims)


def by_authlib_with_key(case):
    key = OctKey.import_key({"kty": "oct", "k": case["encryption_key"]})
    signed = JsonWebEncryption().deserialize_compact(case["token"], key)["payload"].decode()
    return by_authlib({**case, "token": signed})


def attempt(verify, case):
    try:
        return verify(case)["sub"]
    except Exception as error:
        return type(error).__name__


verifiers = {"PyJWT": by_pyjwt, "Authlib": by_authlib, "Authlib with the key": by_authlib_with_key}
cases = json.load(sys.stdin)
json.dump([{name: attempt(verify, case) for name, verify in verifiers.items()} for case in cases], sys.stdout)
