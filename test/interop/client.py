"""A token request with an assertion by python-jose."""
import json
import sys
import time
import urllib.parse
import urllib.request
import uuid

from jose import jwt

asked = json.load(sys.stdin)
jwk = asked['jwk']
claims = {
    'iss': asked['clientId'],
    'sub': asked['clientId'],
    'aud': asked['audience'],
    'exp': int(time.time()) + 240,
    'jti': str(uuid.uuid4()),
}
form = {
    'grant_type': 'client_credentials',
    'scope': asked['scope'],
    'client_assertion_type': 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    'client_assertion': jwt.encode(claims, jwk, algorithm=jwk['alg'], headers={'kid': jwk['kid']}),
}
with urllib.request.urlopen(asked['url'], urllib.parse.urlencode(form).encode(), timeout=10) as answer:
    print(answer.read().decode())
