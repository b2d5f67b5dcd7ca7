// Tries what docs/migrating.md says about other packages on those packages. Each trial gets the page's block
// as a module, and the URLs of the stack.
import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import '../plain.mjs'

const require = createRequire(new URL('../interop/package.json', import.meta.url))
const now = Math.floor(Date.now() / 1000)
const pair = (curve) => generateKeyPairSync('ec', { namedCurve: curve })

export const TRIALS = {
  fastJwt,
  hono,
  jose,
  jsonwebtoken,
  jwksRsa,
  launches,
  oauth4webapi,
  pyJwt,
  pythonJose,
}

async function jose({ sign }) {
  const { createLocalJWKSet, jwtVerify, SignJWT } = require('jose')
  const { privateKey, publicKey } = pair('P-384')
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES384', kid: 'a' }
  const make = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES384', kid: 'a' }).sign(privateKey)
  const code = (promise, expected) => rejects(promise, { code: expected })

  const { payload, protectedHeader } = await jwtVerify(await sign(jwk), publicKey, {
    maxTokenAge: '5m',
    clockTolerance: '5s',
  })
  equal(payload.exp - payload.iat, 240)
  equal(protectedHeader.kid, 'a')
  const expired = await make({ exp: now - 9 })
  await code(jwtVerify(expired, publicKey), 'ERR_JWT_EXPIRED')
  await jwtVerify(expired, publicKey, { currentDate: new Date((now - 10) * 1000) })
  const plain = await make({ iat: now + 60 })
  await jwtVerify(plain, publicKey)
  await code(jwtVerify(plain, publicKey, { maxTokenAge: '5m' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
  for (const option of ['audience', 'issuer', 'subject']) {
    await code(jwtVerify(plain, publicKey, { [option]: 'x' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED')
    await jwtVerify(plain, publicKey, { [option]: undefined })
  }
  await code(jwtVerify(plain, pair('P-384').publicKey), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
  const published = { ...publicKey.export({ format: 'jwk' }), alg: 'ES384', kid: 'a' }
  await code(
    jwtVerify(plain, createLocalJWKSet({ keys: [{ ...published, kid: 'b' }] })),
    'ERR_JWKS_NO_MATCHING_KEY',
  )
  await code(
    jwtVerify(plain, createLocalJWKSet({ keys: [published, published] })),
    'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  )
}

/** What the page says of jwks-rsa: a request for each unknown kid, and a new key under an old kid is not found. */
async function jwksRsa({ verifier }) {
  const { sign } = require('jsonwebtoken')
  const published = (kid, { publicKey }) => ({
    ...publicKey.export({ format: 'jwk' }),
    alg: 'ES384',
    use: 'sig',
    kid,
  })
  const [old, replacing] = [pair('P-384'), pair('P-384')]
  const tokenOf = (kid, { privateKey }) =>
    sign({ iss: 'my-client' }, privateKey, { algorithm: 'ES384', keyid: kid })
  let keys = [published('a', old)]
  let requests = 0
  const server = createServer((_, response) => {
    requests++
    response.end(JSON.stringify({ keys }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const verify = verifier(`http://127.0.0.1:${server.address().port}/jwks.json`)
    equal((await verify(tokenOf('a', old))).iss, 'my-client')
    for (const kid of ['b', 'c', 'd']) await rejects(verify(tokenOf(kid, replacing)))
    equal(requests, 4)
    keys = [published('a', replacing)]
    await rejects(verify(tokenOf('a', replacing)), { message: 'invalid signature' })
    equal(requests, 4)
  } finally {
    server.close()
  }
}

async function jsonwebtoken({ default: module, ...functions }) {
  const { sign, verify } = functions.sign ? functions : module
  const jwt = require('jsonwebtoken')
  const { privateKey, publicKey } = pair('P-384')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' })
  const { iat, exp } = verify(sign(pem), publicPem)
  equal(exp - iat, 240)
  const { header, payload } = jwt.verify(sign(pem), publicPem, {
    complete: true,
    maxAge: '5m',
    clockTimestamp: now,
  })
  deepEqual([header.kid, payload.iss], ['2026-11', 'my-client'])
  await new Promise((resolve, reject) =>
    jwt.verify(
      sign(pem),
      (_, done) => done(null, publicPem),
      (error) => (error ? reject(error) : resolve()),
    ),
  )
  const make = (claims) => jwt.sign(claims, pem, { algorithm: 'ES384' })
  throws(() => jwt.verify(make({ exp: now - 9 }), publicPem), { name: 'TokenExpiredError' })
  jwt.verify(make({ exp: now - 9 }), publicPem, { ignoreExpiration: true })
  throws(() => jwt.verify(make({ nbf: now + 99 }), publicPem), { name: 'NotBeforeError' })
  throws(() => jwt.verify(make({ aud: 'a' }), publicPem, { audience: /b/ }), { name: 'JsonWebTokenError' })
  jwt.verify(make({ aud: 'a' }), publicPem, { audience: /a/ })
  equal(jwt.decode('no token'), null)
  throws(() => jwt.sign({}, pem), /HS256/)
  equal(jwt.decode(jwt.sign({}, pem, { algorithm: 'ES384', noTimestamp: true })).iat, undefined)
  const passphrase = 'secret'
  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  jwt.verify(jwt.sign({}, { key: encrypted, passphrase }, { algorithm: 'ES384' }), publicPem)
}

function fastJwt({ signer, verifier }) {
  const { privateKey, publicKey } = pair('P-384')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' })
  const { iat, exp } = verifier(publicPem)(signer(pem)({}))
  equal(exp - iat, 240)
  const { createSigner, createVerifier } = require('fast-jwt')
  const make = (claims) => createSigner({ key: pem, algorithm: 'ES384' })(claims)
  const code = (act, expected) => throws(act, { code: expected })
  const verify = (token, options) => createVerifier({ key: publicPem, ...options })(token)
  code(() => verify(make({ exp: now - 9 })), 'FAST_JWT_EXPIRED')
  verify(make({ exp: now - 9 }), { clockTolerance: 60_000 })
  verify(make({ iss: 'abc' }), { allowedIss: /b/ })
  for (const [option, claim] of Object.entries({ allowedIss: 'iss', allowedAud: 'aud', allowedSub: 'sub' })) {
    verify(make({}), { [option]: 'a' })
    const required = { [option]: 'a', requiredClaims: [claim] }
    code(() => verify(make({}), required), 'FAST_JWT_MISSING_REQUIRED_CLAIM')
  }
  const other = pair('P-384').publicKey.export({ type: 'spki', format: 'pem' })
  code(() => createVerifier({ key: other })(make({})), 'FAST_JWT_INVALID_SIGNATURE')
}

async function hono({ signToken, verifyToken }) {
  const { jwt, sign, verify, verifyWithJwks } = require('hono/jwt')
  const { jwk: jwkMiddleware } = require('hono/jwk')
  const { Hono } = require('hono')
  const { privateKey, publicKey } = pair('P-384')
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES384' }
  const open = { ...publicKey.export({ format: 'jwk' }), alg: 'ES384' }
  const other = { ...pair('P-384').publicKey.export({ format: 'jwk' }), alg: 'ES384' }
  equal((await verifyToken(await signToken(jwk), open)).iss, 'my-client')
  await rejects(verify(await sign({ exp: now - 9 }, jwk, 'ES384'), open, 'ES384'), {
    name: 'JwtTokenExpired',
  })
  await rejects(verify(await signToken(jwk), other, 'ES384'), { name: 'JwtTokenSignatureMismatched' })

  const early = await sign({ iat: now + 99 }, jwk, 'ES384')
  await rejects(verify(early, open, 'ES384'), { name: 'JwtTokenIssuedAt' })
  await verify(early, open, { alg: 'ES384', iat: false })
  await rejects(verifyWithJwks(early, { keys: [open], allowedAlgorithms: ['ES384'] }), {
    name: 'JwtHeaderRequiresKid',
  })
  const app = new Hono()
  app.use('/jwt', jwt({ secret: open, alg: 'ES384' }))
  app.use('/jwk', jwkMiddleware({ keys: [open], alg: ['ES384'] }))
  for (const path of ['/jwt', '/jwk']) equal((await app.request(path)).status, 401)
}

/** The request that the page's function makes, and how an answer without token_type is taken. */
async function oauth4webapi({ accessToken }) {
  const oauth = await import(require.resolve('oauth4webapi'))
  const key = await crypto.subtle
    .generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    .then((made) => made.privateKey)
  let asked
  const answer = (body) => ({
    [oauth.customFetch]: async (_, { body: form }) => {
      asked = new URLSearchParams(form)
      return Response.json(body)
    },
  })
  const good = { access_token: 'a', token_type: 'bearer', expires_in: 300 }
  equal(await accessToken('https://auth.example/token', 'c', key, 'k', answer(good)), 'a')
  const claims = JSON.parse(Buffer.from(asked.get('client_assertion').split('.')[1], 'base64url'))
  equal(claims.aud, 'https://auth.example/token')
  equal(claims.exp - claims.iat, 60)
  equal(claims.nbf, claims.iat)
  equal(asked.get('client_id'), 'c')
  await rejects(accessToken('https://auth.example/token', 'c', key, 'k', answer({ access_token: 'a' })))
}

/** Calls the two functions as Express would; the browser comes back with a code. */
async function launches({ default: { launch, landed } }, { tokenEndpoint }) {
  const kept = new Map()
  const storage = {
    get: async (key) => kept.get(key),
    set: async (key, value) => {
      kept.set(key, value)
      return value
    },
    unset: async (key) => kept.delete(key),
  }
  const at = (url) => ({ url, headers: { host: 'app.example' }, socket: { encrypted: true } })
  const sent = []
  const response = { writeHead: (_, { location }) => sent.push(location), end() {} }
  const jwk = { ...pair('P-384').privateKey.export({ format: 'jwk' }), alg: 'ES384', kid: 'a' }
  await launch(at('/launch'), response, storage, jwk)
  const redirect = new URL(sent[0])
  equal(redirect.searchParams.get('redirect_uri'), 'https://app.example/app')

  // From here on, a server answers that gives a token to everybody.
  const asked = []
  const patient = { resourceType: 'Patient' }
  const pageOf = (next) => {
    const link = next ? [{ relation: 'next', url: serverUrl + next }] : []
    return { resourceType: 'Bundle', entry: [{ resource: patient }], link }
  }
  const server = createServer(async (request, reply) => {
    asked.push(await text(request))
    const token = { access_token: 'a', token_type: 'bearer', expires_in: 300, scope: '' }
    const bodies = { '/token': token, '/Patient': pageOf('/Patient?page=2'), '/Patient?page=2': pageOf() }
    const body = bodies[request.url] ?? patient
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const serverUrl = `http://127.0.0.1:${server.address().port}`
  const state = redirect.searchParams.get('state')
  equal(kept.get(state).tokenUri, tokenEndpoint)
  kept.set(state, { ...kept.get(state), serverUrl, tokenUri: `${serverUrl}/token` })
  try {
    deepEqual(await landed(at(`/app?code=c&state=${state}`), response, storage), patient)
    const client = require('fhirclient')(at('/app'), response, storage).client(serverUrl)
    deepEqual(await client.request('Patient', { pageLimit: 0, flat: true }), [patient, patient])
  } finally {
    server.closeAllConnections()
    server.close()
  }
  const assertion = new URLSearchParams(asked[0]).get('client_assertion')
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1], 'base64url'))
  equal(claims.aud, `${serverUrl}/token`)
  match(`${claims.exp - now}`, /^1(19|2\d)$/)
}

function pythonJose() {
  execFileSync('/usr/bin/python3', ['-c', PYTHON], { timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] })
}

function pyJwt(out) {
  execFileSync('/usr/bin/python3', ['-c', PYJWT], { timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] })
  match(out, /^eyJ/)
}

const PYJWT = `
import datetime, http.server, json, jwt, threading, time
from cryptography.hazmat.primitives.asymmetric import ec
key, other = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
make = lambda claims: jwt.encode(claims, key, algorithm='ES384')
def refuses(kind, claims, key=key, **options):
    try:
        jwt.decode(make(claims), key.public_key(), algorithms=['ES384'], **options)
    except jwt.PyJWTError as error:
        assert type(error) is kind, error
    else:
        raise AssertionError(claims)
jwt.decode(make({'aud': 'a'}), key.public_key(), algorithms=['ES384'], audience='a')
refuses(jwt.InvalidAudienceError, {'aud': 'a'})
refuses(jwt.ExpiredSignatureError, {'exp': 1})
refuses(jwt.InvalidSignatureError, {}, key=other)
refuses(jwt.MissingRequiredClaimError, {}, options={'require': ['exp']})
refuses(jwt.ImmatureSignatureError, {'iat': time.time() + 99})
assert make({'exp': datetime.datetime(2100, 1, 1)})
assert jwt.get_unverified_header(jwt.encode({}, 'a secret that is long enough for SHA-256'))['alg'] == 'HS256'

asked = []
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        self.send_response(200)
        self.send_header('cache-control', 'max-age=0')
        self.end_headers()
        x, y = ('MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM')
        key = {'kty': 'EC', 'crv': 'P-256', 'x': x, 'y': y, 'kid': 'a', 'use': 'sig'}
        self.wfile.write(json.dumps({'keys': [key]}).encode())
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = jwt.PyJWKClient(f'http://127.0.0.1:{server.server_port}/')
for _ in range(3):
    client.get_signing_key('a')
assert len(asked) == 1, asked
for _ in range(3):
    try:
        client.get_signing_key('b')
    except jwt.PyJWKClientError:
        continue
    raise AssertionError('found')
assert len(asked) == 4, asked
server.shutdown()
`

const PYTHON = `
import base64, datetime, json
from jose import jwt
from jose.exceptions import ExpiredSignatureError, JWTClaimsError, JWTError
from jose.backends import ECKey
from cryptography.hazmat.primitives.asymmetric import ec
key, other = (ECKey(ec.generate_private_key(ec.SECP384R1()), 'ES384') for _ in range(2))
make = lambda claims: jwt.encode(claims, key.to_dict(), algorithm='ES384')
def refuses(kind, claims, key=key, **options):
    try:
        jwt.decode(make(claims), key.public_key().to_dict(), algorithms=['ES384'], **options)
    except JWTError as error:
        assert type(error) is kind, error
    else:
        raise AssertionError(claims)
jwt.decode(make({'aud': 'a'}), key.public_key().to_dict(), algorithms=['ES384'], audience='a')
refuses(JWTClaimsError, {'aud': 'a'})
refuses(ExpiredSignatureError, {'exp': 1})
refuses(JWTError, {}, key=other)
token = make({'exp': datetime.datetime(2100, 1, 1), 'name': 'Zo\u00eb'})
claims = base64.urlsafe_b64decode(token.split('.')[1] + '==')
assert json.loads(claims)['exp'] == 4102444800 and b'Zo\\u00eb' in claims, claims
assert make({}) != make({})
`
