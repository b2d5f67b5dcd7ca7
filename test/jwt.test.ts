import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decodeJwt,
  encodeBase64url,
  generateJwk,
  importSigner,
  importVerifier,
  signJws,
  signJwt,
  toPublicJwk,
  verifyJws,
  verifyJwt,
  type Jwk,
  type Signer,
  type Verifier,
} from '../src/index.ts'
import {
  ES384_PRIVATE,
  ES384_PUBLIC,
  ES384_SET as keys,
  RS384_PRIVATE,
  RS384_PUBLIC,
  RS384_SET,
  without,
} from './fixtures/keys.ts'
import { hostile } from './refusal.ts'

const headerOf = (token: string): string => Buffer.from(token.split('.')[0]!, 'base64url').toString()

test('writes header members in alphabetical order and claims in their given order (A1)', async () => {
  const token = await signJwt({ b: 1, a: { d: 1, c: 2 } }, keys, {
    zip: 'x',
    jku: 'https://a/jwks',
    cty: 'y',
    'x5t#S256': 't',
    x5t: 's',
  })
  const kid = ES384_PRIVATE.kid
  const members = [
    '"alg":"ES384"',
    '"cty":"y"',
    '"jku":"https://a/jwks"',
    `"kid":"${kid}"`,
    '"typ":"JWT"',
    '"x5t":"s"',
    '"x5t#S256":"t"',
    '"zip":"x"',
  ]
  assert.equal(headerOf(token), `{${members.join()}}`)
  assert.equal(Buffer.from(token.split('.')[1]!, 'base64url').toString(), '{"b":1,"a":{"d":1,"c":2}}')
})

test('the caller’s header sets typ and kid and cannot change alg', async () => {
  assert.equal(
    headerOf(await signJwt({}, keys, { typ: 'at+jwt', kid: 'a' })),
    '{"alg":"ES384","kid":"a","typ":"at+jwt"}',
  )
  assert.equal(headerOf(await signJws('', keys)), `{"alg":"ES384","kid":"${ES384_PRIVATE.kid}"}`)
  assert.equal(
    headerOf(await signJws('', keys, { alg: 'ES384' })),
    `{"alg":"ES384","kid":"${ES384_PRIVATE.kid}"}`,
  )
  for (const alg of ['none', 'RS384', 'ES256'])
    await assert.rejects(signJwt({}, keys, { alg }), {
      code: 'ERR_ALG',
      message: `alg ${alg}: expected ES384`,
    })
})

test('encodes the header once for each signer and typ', async () => {
  let reads = 0
  const { sign } = await importSigner(keys)
  const signer: Signer = {
    alg: 'ES384',
    get kid() {
      return `${++reads}`
    },
    sign,
  }
  for (let i = 0; i < 3; i++) await signJwt({}, signer)
  assert.equal(reads, 1)
  await signJws('', signer)
  assert.equal(reads, 2)
  assert.equal(headerOf(await signJwt({}, signer)), '{"alg":"ES384","kid":"1","typ":"JWT"}')
})

test('gives each signer its own JWS Signing Input, which it may overwrite', async () => {
  const inner = await importSigner(keys)
  const inputs: Uint8Array[] = []
  const own: Signer = {
    ...inner,
    async sign(input) {
      inputs.push(input)
      const signature = await inner.sign(input)
      input.fill(0)
      return signature
    },
  }
  const tokens = await Promise.all([signJws('x', own), signJws('y', inner), signJws('z', own)])
  for (const token of tokens) await verifyJws(token, toPublicJwk(ES384_PRIVATE))
  for (const input of inputs) assert.equal(input.buffer.byteLength, input.byteLength)
})

test('uses the runtime’s own toBase64 where there is one', () => {
  const octets = Object.assign(new Uint8Array([0xfb, 0xff]), {
    toBase64: ({ alphabet, omitPadding }: { alphabet: string; omitPadding: boolean }) =>
      `${alphabet} ${omitPadding}`,
  })
  assert.equal(encodeBase64url(octets), 'base64url true')
})

test('signs with RSA keys of 3072 and 4096 bits', async () => {
  for (const modulusLength of [3072, 4096]) {
    const jwk = await generateJwk('RS384', { modulusLength })
    for (let i = 0; i < 2; i++)
      assert.deepEqual((await verifyJwt(await signJwt({ i }, jwk), toPublicJwk(jwk))).claims, { i })
  }
})

test('refuses claims that are not an object and payloads that are not text or octets', async () => {
  for (const claims of [null, undefined, [], 'a', 1])
    await assert.rejects(signJwt(hostile(claims), keys), TypeError)
  for (const payload of [null, undefined, {}, new ArrayBuffer(1)])
    await assert.rejects(signJws(hostile(payload), keys), TypeError)
})

test('accepts a Verifier, a JWK, a set or a function of the header as key', async () => {
  const token = await signJwt({ a: 1 }, keys)
  const publicJwk = ES384_PUBLIC
  const verifier = await importVerifier(publicJwk)
  for (const key of [
    verifier,
    publicJwk,
    keys,
    async () => verifier,
    async () => publicJwk,
    async () => keys,
  ]) {
    assert.deepEqual((await verifyJwt(token, key)).claims, { a: 1 })
  }
  let asked: unknown
  await verifyJwt(token, async (header) => {
    asked = header
    return publicJwk
  })
  assert.deepEqual(asked, { alg: 'ES384', kid: publicJwk.kid, typ: 'JWT' })
})

test('refuses a token if no key or several keys of a set fit its kid and algorithm (V5)', async () => {
  const [one, other] = await Promise.all([
    generateJwk('ES384', { kid: 'a' }),
    generateJwk('ES384', { kid: 'b' }),
  ])
  const set = { keys: [one, other].map(toPublicJwk) }
  const token = await signJwt({}, one)
  await verifyJwt(token, set)
  await assert.rejects(verifyJwt(await signJwt({}, one, { kid: 'b' }), set), { code: 'ERR_SIGNATURE' })
  await assert.rejects(verifyJwt(await signJwt({}, one, { kid: 'c' }), set), { code: 'ERR_KEY_NOT_FOUND' })
  await assert.rejects(verifyJwt(token, { keys: [...set.keys, { ...set.keys[1]!, kid: 'a' }] }), {
    code: 'ERR_KEY_AMBIGUOUS',
  })
  await verifyJwt(token, { keys: [...set.keys, { ...RS384_PUBLIC, kid: 'a' }] })
  const nameless = await signJwt({}, without(one, 'kid'))
  await assert.rejects(verifyJwt(nameless, set), { code: 'ERR_KEY_AMBIGUOUS' })
  await verifyJwt(nameless, { keys: [set.keys[0]!, RS384_PUBLIC] })
})

test('never selects a key that is nested inside a key of a set', async () => {
  const [named, inner] = await Promise.all([
    generateJwk('ES384', { kid: 'a' }),
    generateJwk('ES384', { kid: 'b' }),
  ])
  const nested = { ...toPublicJwk(named), keys: [toPublicJwk(inner)] }
  await assert.rejects(verifyJwt(await signJwt({}, inner, { kid: 'a' }), { keys: [nested] }), {
    code: 'ERR_KEY_NOT_FOUND',
  })
})

test('a key without alg verifies only algorithms that the caller names (RFC 8725 §3.1)', async () => {
  const bare = without(RS384_PUBLIC, 'alg')
  const token = await signJwt({}, RS384_SET)
  await verifyJwt(token, bare, { algorithms: ['RS384'] })
  await verifyJwt(token, { keys: [bare] }, { algorithms: ['ES384', 'RS384'] })
  for (const key of [bare, { keys: [bare] }]) {
    await assert.rejects(verifyJwt(token, key), { code: 'ERR_JWK', message: /alg/ })
    await assert.rejects(verifyJwt(token, key, { algorithms: ['PS384'] }), { code: 'ERR_ALG' })
  }
})

test('refuses a token whose algorithm is not the key’s', async () => {
  const { verify } = await importVerifier(RS384_PUBLIC)
  const token = await signJwt({}, RS384_SET)
  await assert.rejects(verifyJwt(token, { alg: 'RS256', verify }), { code: 'ERR_ALG', message: /RS256/ })
  await assert.rejects(verifyJwt(token, { ...RS384_PUBLIC, alg: 'PS384' }), { code: 'ERR_ALG' })
  await assert.rejects(verifyJwt(token, RS384_PUBLIC, { algorithms: [] }), { code: 'ERR_ALG' })
})

test('refuses a token when the key function returns nothing or throws', async () => {
  const token = await signJwt({}, keys)
  await assert.rejects(verifyJwt(token, async () => hostile(undefined)))
  await assert.rejects(
    verifyJwt(token, async () => Promise.reject(new RangeError('mine'))),
    RangeError,
  )
  await assert.rejects(verifyJwt(token, hostile<Jwk>(undefined)))
})

test('refuses a token when a Verifier fails or answers anything but true', async () => {
  const token = await signJwt({}, keys)
  const failing: Verifier = { alg: 'ES384', verify: async () => Promise.reject(new Error('mine')) }
  await assert.rejects(
    verifyJwt(token, failing),
    ({ code, cause }: Error & { code: string }) =>
      code === 'ERR_CRYPTO' && (cause as Error).message === 'mine',
  )
  for (const answer of [1, 'true', {}, undefined]) {
    const verifier: Verifier = { alg: 'ES384', verify: async () => hostile(answer) }
    await assert.rejects(verifyJwt(token, verifier), { code: 'ERR_SIGNATURE' })
  }
})

test('compares typ as a media type (RFC 7515 §4.1.9)', async () => {
  const token = await signJwt({}, keys, { typ: 'application/AT+jwt' })
  for (const typ of ['at+jwt', 'application/at+JWT']) await verifyJwt(token, keys, { typ })
  await assert.rejects(verifyJwt(token, keys, { typ: 'JWT' }), { code: 'ERR_CLAIM', claim: 'typ' })
  await assert.rejects(verifyJwt(await signJws('{}', keys), keys, { typ: 'JWT' }), {
    code: 'ERR_CLAIM',
    claim: 'typ',
  })
})

test('reads the clock in milliseconds, and claims and tolerance in seconds', async () => {
  const token = await signJwt({ exp: 1000 }, keys)
  await verifyJwt(token, keys, { now: () => 999_999 })
  await verifyJwt(token, keys, { now: () => 1_004_999, clockTolerance: 5 })
  await assert.rejects(verifyJwt(token, keys, { now: () => 1_000_000 }), {
    code: 'ERR_EXPIRED',
    claim: 'exp',
  })
  await assert.rejects(verifyJwt(token, keys), { code: 'ERR_EXPIRED' })
})

test('refuses an option that is set to undefined instead of skipping its check', async () => {
  const token = await signJwt({ aud: 'a' }, keys)
  await assert.rejects(verifyJwt(token, keys, { audience: hostile(undefined) }), {
    name: 'TypeError',
    message: /audience/,
  })
  await assert.rejects(verifyJws(token, keys, { algorithms: hostile(undefined) }), TypeError)
})

test('decodeJwt reads a token without verifying its signature', async () => {
  const token = await signJwt({ a: 1 }, keys)
  assert.deepEqual(decodeJwt(`${token.slice(0, -4)}AAAA`).claims, { a: 1 })
  assert.throws(
    () => decodeJwt(`${encodeBase64url(Buffer.from('{"alg":"x"}'))}.${encodeBase64url(Buffer.from('[]'))}.`),
    { code: 'ERR_JSON' },
  )
  const text = await signJws('no claims', keys)
  await assert.rejects(verifyJwt(text, keys), { code: 'ERR_JSON', message: /Claims/ })
})

test('names the argument of a wrong type in a TypeError', async () => {
  await assert.rejects(signJws(hostile(1), keys), {
    name: 'TypeError',
    message: 'payload: expected a Uint8Array',
  })
  for (const claims of [undefined, 'a', [1]]) {
    await assert.rejects(signJwt(hostile(claims), keys), {
      name: 'TypeError',
      message: 'claims: expected an object',
    })
  }
})

test('names the kid for which the key function found no key', async () => {
  const token = await signJwt({}, keys)
  const message = `no key: expected one for kid "${ES384_PRIVATE.kid}"`
  await assert.rejects(
    verifyJwt(token, async () => hostile(undefined)),
    { code: 'ERR_KEY_NOT_FOUND', message },
  )
})

test('a key’s own alg wins over the accepted algorithms', async () => {
  const token = await signJwt({}, { ...RS384_PRIVATE, alg: 'RS512' })
  await assert.rejects(verifyJwt(token, RS384_PUBLIC, { algorithms: ['RS512'] }), {
    code: 'ERR_ALG',
    message: 'alg RS512: expected RS384',
  })
})

test('refuses claims that are not JSON, a typ that only ends alike and a long alg', async () => {
  const text = await signJws('text', keys)
  const refusal = { code: 'ERR_JSON', message: /^JWT Claims Set: expected a JSON object/ }
  await assert.rejects(verifyJwt(text, keys), refusal)
  assert.throws(() => decodeJwt(text), refusal)
  const typed = await signJwt({}, keys, { typ: 'aapplication/jwt' })
  await assert.rejects(verifyJwt(typed, keys, { typ: 'ajwt' }), { code: 'ERR_CLAIM', claim: 'typ' })
  const header = encodeBase64url(new TextEncoder().encode(JSON.stringify({ alg: 'x'.repeat(1000) })))
  await assert.rejects(verifyJws(`${header}.AAAA.AAAA`, keys), ({ message }: Error) => message.length < 200)
})

test('accepts a token of exactly maxLength characters', async () => {
  const token = await signJws('x', keys)
  await verifyJws(token, keys, { maxLength: token.length })
  await assert.rejects(verifyJws(token, keys, { maxLength: token.length - 1 }), { code: 'ERR_JWS_FORM' })
})

test('asks a Verifier only about signatures of the right length, and reports its failure', async () => {
  const token = await signJws('x', keys)
  const short = `${token.slice(0, token.lastIndexOf('.'))}.AAAA`
  await assert.rejects(verifyJws(short, { alg: 'ES384', verify: async () => true }), {
    code: 'ERR_SIGNATURE',
  })
  const gone = new Error('gone')
  await assert.rejects(verifyJws(token, { alg: 'ES384', verify: () => Promise.reject(gone) }), {
    code: 'ERR_CRYPTO',
    message: 'the verifier failed: expected an answer (see cause)',
    cause: gone,
  })
})
