"""A Python library as a peer: JSON lines in, JSON lines out."""
import importlib.metadata
import json
import sys


class PythonJose:
    distribution = 'python-jose'

    def sign(self, alg, jwk, claims):
        from jose import jwt
        return jwt.encode(claims, jwk, algorithm=alg, headers={'kid': jwk['kid']})

    def verify(self, alg, jwk, token):
        from jose import jwt
        return jwt.decode(token, jwk, algorithms=[alg], options={'verify_aud': False})


class PyJWT:
    distribution = 'PyJWT'

    def sign(self, alg, jwk, claims):
        import jwt
        return jwt.encode(claims, jwt.PyJWK(jwk).key, algorithm=alg, headers={'kid': jwk['kid']})

    def verify(self, alg, jwk, token):
        import jwt
        return jwt.decode(token, jwt.PyJWK(jwk).key, algorithms=[alg], options={'verify_aud': False})


class JWCrypto:
    distribution = 'jwcrypto'

    def sign(self, alg, jwk, claims):
        from jwcrypto.jwk import JWK
        from jwcrypto.jwt import JWT
        token = JWT(header={'alg': alg, 'kid': jwk['kid']}, claims=claims)
        token.make_signed_token(JWK(**jwk))
        return token.serialize()

    def verify(self, alg, jwk, token):
        from jwcrypto.jwk import JWK
        from jwcrypto.jwt import JWT
        return json.loads(JWT(jwt=token, key=JWK(**jwk), algs=[alg]).claims)


peer = {kind.distribution: kind for kind in (PythonJose, PyJWT, JWCrypto)}[sys.argv[1]]()
print(json.dumps({'version': importlib.metadata.version(peer.distribution)}), flush=True)
for line in sys.stdin:
    method, *arguments = json.loads(line)
    try:
        answer = {'result': getattr(peer, method)(*arguments)}
    except Exception as error:
        answer = {'error': repr(error)}
    print(json.dumps(answer), flush=True)
