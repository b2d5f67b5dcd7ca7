import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decodeJws,
  decodeJwt,
  encodeBase64url,
  generateJwk,
  importSigner,
  importVerifier,
  setSubtleCrypto,
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
      message: `the header's alg is "${alg}", and the key is for ES384`,
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

/** WebCrypto whose sign reads its input late, as no specification allows and some polyfills do. */
function lateSubtle(wait: () => Promise<unknown>): SubtleCrypto {
  async function sign(...args: Parameters<SubtleCrypto['sign']>): Promise<ArrayBuffer> {
    await wait()
    return crypto.subtle.sign(...args)
  }
  return new Proxy(crypto.subtle, {
    get: (subtle, name) =>
      name === 'sign' ? sign : (Reflect.get(subtle, name) as () => unknown).bind(subtle),
  })
}

test('200 tokens signed at once do not mix, even if WebCrypto reads its input late', async (t) => {
  t.after(() => setSubtleCrypto(undefined))
  for (const wait of [() => Promise.resolve(), () => new Promise((resolve) => setTimeout(resolve))]) {
    setSubtleCrypto(lateSubtle(wait))
    const jwk = await generateJwk('ES384')
    const signer = await importSigner({ ...jwk })
    for (const key of [signer, { ...jwk }]) {
      const signed = await Promise.all(Array.from({ length: 200 }, (_, i) => signJwt({ i }, key)))
      for (const [i, token] of signed.entries())
        assert.deepEqual((await verifyJwt(token, toPublicJwk(jwk))).claims, { i })
    }
  }
})

test('reads the payload and the header before it waits for anything', async () => {
  const jwk = await generateJwk('ES384', { kid: 'a' })
  const payload = Buffer.from('before')
  const header = { cty: 'before' }
  const claims = { iss: 'before' }
  const pending = [signJws(payload, { ...jwk }, header), signJwt(claims, { ...jwk }, header)]
  payload.write('after!')
  header.cty = 'after'
  claims.iss = 'after'
  const [jws, jwt] = await Promise.all(pending)
  const verified = await verifyJws(jws!, toPublicJwk(jwk))
  assert.equal(Buffer.from(verified.payload).toString(), 'before')
  assert.equal(verified.header.cty, 'before')
  assert.deepEqual((await verifyJwt(jwt!, toPublicJwk(jwk))).claims, { iss: 'before' })
})

test('a token is the same where the runtime has a toBase64 of its own', async () => {
  const key = await importSigner(RS384_PRIVATE)
  const payload = '€'.repeat(2000)
  const expected = await signJws(payload, key)
  const own = Object.getOwnPropertyDescriptor(Uint8Array.prototype, 'toBase64')
  let calls = 0
  function toBase64(this: Uint8Array): string {
    calls++
    return Buffer.from(this).toString('base64url')
  }
  Object.defineProperty(Uint8Array.prototype, 'toBase64', { value: toBase64, configurable: true })
  try {
    assert.equal(await signJws(payload, key), expected)
  } finally {
    if (own) Object.defineProperty(Uint8Array.prototype, 'toBase64', own)
    else Reflect.deleteProperty(Uint8Array.prototype, 'toBase64')
  }
  // The payload and the signature.
  assert.equal(calls, 2)
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
  const accepted: readonly (readonly [typ: string, expected: string | readonly string[]])[] = [
    ['application/AT+jwt', 'at+jwt'],
    ['at+JWT', 'application/at+jwt'],
    ['JWT', ['at+jwt', 'JWT']],
    ['at+jwt', ['application/at+jwt', 'JWT']],
    ['example/a', 'example/A'],
    ['application/a/b', 'application/a/b'],
  ]
  for (const [typ, expected] of accepted)
    await verifyJwt(await signJwt({}, keys, { typ }), keys, { typ: expected })
  const refused: readonly (readonly [
    header: object,
    expected: string | readonly string[],
    message: string,
  ])[] = [
    [{ typ: 'at+jwt' }, 'JWT', 'typ is "at+jwt", and must be "JWT"'],
    [{ typ: 'x' }, ['at+jwt', 'JWT'], 'typ is "x", and must be "at+jwt" or "JWT"'],
    [{ typ: 'application/a/b' }, 'a/b', 'typ is "application/a/b", and must be "a/b"'],
    [{ typ: 'a/b' }, 'application/a/b', 'typ is "a/b", and must be "application/a/b"'],
    [{ typ: 'JWT/' }, 'JWT', 'typ is "JWT/", and must be "JWT"'],
    [{ typ: '' }, 'JWT', 'typ is "", and must be "JWT"'],
    [{}, ['JWT', 'application/'], 'typ is absent, and must be "JWT" or "application/"'],
  ]
  for (const [header, typ, message] of refused) {
    const token = await signJws('{}', keys, header)
    await assert.rejects(verifyJwt(token, keys, { typ }), { code: 'ERR_CLAIM', claim: 'typ', message })
  }
})

test('types claims by an interface, when signing, verifying and decoding', async () => {
  interface AccessToken {
    iss: string
    scope: string
    roles?: readonly string[]
  }
  const claims: AccessToken = { iss: 'a', scope: 'system/*.rs' }
  const token = await signJwt(claims, keys)
  const verified = await verifyJwt<AccessToken>(token, keys)
  const scope: string = verified.claims.scope
  const exp: number | undefined = verified.claims.exp
  const decoded: AccessToken = decodeJwt<AccessToken>(token).claims
  assert.deepEqual([scope, exp, decoded], ['system/*.rs', undefined, claims])
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

test('refuses options whose checks would be lost: those of a class, a Map or a promise', async () => {
  const token = await signJwt({ iss: 'evil' }, keys)
  class Expected {
    get issuer(): string {
      return 'good'
    }
  }
  const rows: readonly (readonly [options: unknown, found: string])[] = [
    [new Expected(), 'an object'],
    [Object.create({ issuer: 'good' }), 'an object'],
    [new Map([['issuer', 'good']]), 'a Map'],
    [Promise.resolve({ issuer: 'good' }), 'a Promise'],
    [[{ issuer: 'good' }], 'a list'],
  ]
  for (const [options, found] of rows) {
    const message = `options is ${found}; it must be a plain object`
    await assert.rejects(verifyJwt(token, keys, hostile(options)), { name: 'TypeError', message })
  }
})

test('refuses each option that is no option, whatever the token', async () => {
  const rows: readonly (readonly [option: string, values: readonly unknown[]])[] = [
    ['algorithms', [null, '', 0, NaN, false, 'ES256K', {}, [''], [5], new Set(['ES384'])]],
    ['crit', [null, '', 0, false, 'exp', [null]]],
    ['maxLength', [null, '', NaN, Infinity, -1, 1.5, '5', false, []]],
    ['clockTolerance', ['5s', -1, NaN, Infinity, null, '']],
    ['maxAge', ['60', -1, NaN, Infinity, null]],
    ['typ', [null, '', 5, [], [''], ['JWT', 5], new Set(['JWT'])]],
    ['issuer', [null, '', 5, [], [''], {}, /a/]],
    ['now', [null, 1000, 'now']],
  ]
  for (const [option, values] of rows) {
    for (const value of values) {
      const refused = {
        name: 'TypeError',
        message: new RegExp(`^(?!.*(5s|ES256K|exp|60))option ${option} is .+; it must be `),
      }
      await assert.rejects(verifyJwt('no token', keys, hostile({ [option]: value })), refused)
      if (!['algorithms', 'crit', 'maxLength'].includes(option)) continue
      await assert.rejects(verifyJws('no token', keys, hostile({ [option]: value })), refused)
      if (option === 'maxLength')
        assert.throws(() => decodeJws('no token', hostile({ maxLength: value })), refused)
    }
  }
})

test('refuses options that are unknown or of a wrong type', async () => {
  const token = await signJwt({}, keys)
  const known = 'known: maxLength, algorithms, crit'
  const rows: readonly (readonly [options: unknown, message: string | RegExp])[] = [
    [{ algorithm: ['ES384'] }, `option "algorithm" is unknown; ${known}`],
    [{ algorithms: 'ES384' }, /^option algorithms is a string; it must be a list of strings/],
    [{ algorithms: [5] }, /^option algorithms is a list; it must be a list of strings/],
    [{ crit: 'exp' }, /^option crit is a string; it must be a list of strings/],
    [{ maxLength: '5' }, /^option maxLength is a string; it must be a whole number, 0 or more$/],
    [null, 'options is null; it must be a plain object'],
    ['ES384', 'options is a string; it must be a plain object'],
  ]
  for (const [options, message] of rows)
    await assert.rejects(verifyJws(token, keys, hostile(options)), { name: 'TypeError', message })
  const more: readonly (readonly [options: object, message: RegExp])[] = [
    [{ isuer: 'a' }, /^option "isuer" is unknown; known: .*\bissuer\b/],
    [{ typ: '' }, /^option typ is a string; it must be a string that is not empty, or a list of such$/],
    [{ now: 1000 }, /^option now is 1000; it must be a function$/],
  ]
  for (const [options, message] of more)
    await assert.rejects(verifyJwt(token, keys, options), { name: 'TypeError', message })
  for (const decode of [decodeJws, decodeJwt]) {
    assert.throws(() => decode(token, hostile({ max: 1 })), {
      name: 'TypeError',
      message: /known: maxLength$/,
    })
    assert.throws(() => decode(token, hostile({ maxLength: '9' })), {
      name: 'TypeError',
      message: /^option maxLength is a string/,
    })
    // Nothing is verified there, so an option that is undefined is as absent.
    assert.equal(decode(token, hostile({ maxLength: undefined })).header.alg, 'ES384')
  }
})

test('refuses keys that are none, whoever gives them, and shows nothing of them', async () => {
  const token = await signJwt({}, keys)
  for (const none of ['secret', 5, [], {}]) {
    const refused = {
      name: 'TypeError',
      message: /^key is (?!.*secret).+; it must be a JWK, a JWK Set or a (Signer|Verifier) \(/,
    }
    await assert.rejects(verifyJwt(token, hostile(none)), refused)
    await assert.rejects(
      verifyJwt(token, async () => hostile(none)),
      refused,
    )
    await assert.rejects(signJwt({}, hostile(none)), refused)
  }
  for (const none of [undefined, null]) {
    await assert.rejects(signJwt({}, hostile(none)), { name: 'TypeError', message: /^key is / })
    await assert.rejects(
      verifyJwt(token, async () => hostile(none)),
      { code: 'ERR_KEY_NOT_FOUND' },
    )
  }
})

test('decodeJwt reads a token without verifying its signature', async () => {
  const token = await signJwt({ a: 1 }, keys)
  assert.deepEqual(decodeJwt(`${token.slice(0, -4)}AAAA`).claims, { a: 1 })
  assert.throws(
    () => decodeJwt(`${encodeBase64url(Buffer.from('{"alg":"x"}'))}.${encodeBase64url(Buffer.from('[]'))}.`),
    { code: 'ERR_JSON' },
  )
  const text = await signJws('no claims', keys)
  await assert.rejects(verifyJwt(text, keys), {
    code: 'ERR_JSON',
    message: 'JWT Claims Set: it is not JSON in UTF-8',
  })
})

test('names the argument of a wrong type in a TypeError', async () => {
  await assert.rejects(signJws(hostile(1), keys), {
    name: 'TypeError',
    message: 'payload is 1; it must be a Uint8Array',
  })
  for (const [claims, found] of [
    [undefined, 'absent'],
    [null, 'null'],
    ['secret', 'a string'],
    [[1], 'a list'],
  ]) {
    await assert.rejects(signJwt(hostile(claims), keys), {
      name: 'TypeError',
      message: `claims is ${found}; it must be a plain object`,
    })
  }
})

test('names the kid for which the key function found no key', async () => {
  const token = await signJwt({}, keys)
  const message = `no key for kid "${ES384_PRIVATE.kid}"`
  await assert.rejects(
    verifyJwt(token, async () => hostile(undefined)),
    { code: 'ERR_KEY_NOT_FOUND', message },
  )
})

test('a key’s own alg wins over the accepted algorithms', async () => {
  const token = await signJwt({}, { ...RS384_PRIVATE, alg: 'RS512' })
  await assert.rejects(verifyJwt(token, RS384_PUBLIC, { algorithms: ['RS512'] }), {
    code: 'ERR_ALG',
    message: "the token's alg is RS512, and the key is for RS384",
  })
})

test('refuses claims that are not JSON, a typ that only ends alike and a long alg', async () => {
  const text = await signJws('text', keys)
  const refusal = { code: 'ERR_JSON', message: 'JWT Claims Set: it is not JSON in UTF-8' }
  await assert.rejects(verifyJwt(text, keys), refusal)
  assert.throws(() => decodeJwt(text), refusal)
  const typed = await signJwt({}, keys, { typ: 'aapplication/jwt' })
  await assert.rejects(verifyJwt(typed, keys, { typ: 'ajwt' }), { code: 'ERR_CLAIM', claim: 'typ' })
  const header = encodeBase64url(new TextEncoder().encode(JSON.stringify({ alg: 'x'.repeat(1000) })))
  await assert.rejects(verifyJws(`${header}.AAAA.AAAA`, keys), ({ message }: Error) => message.length < 300)
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
    message: 'the verifier failed; see cause',
    cause: gone,
  })
})

test('a crit that names kid or typ, of which the header has none, is refused', async () => {
  const nameless = without(ES384_PRIVATE, 'kid')
  for (const crit of [['kid'], ['typ']])
    await assert.rejects(signJws('x', nameless, { crit }), { name: 'TypeError', message: /crit lists/ })
})

test('verifying without keys is a TypeError, and with a function that finds none ERR_KEY_NOT_FOUND', async () => {
  const token = await signJws('x', keys)
  await assert.rejects(verifyJws(token, hostile(undefined)), { name: 'TypeError', message: /^key is absent/ })
  await assert.rejects(
    verifyJws(token, async () => hostile(undefined)),
    { code: 'ERR_KEY_NOT_FOUND' },
  )
})

test('an option of another library in the place of the header is refused, and told where it goes', async () => {
  const options = ['algorithm', 'audience', 'expiresIn', 'issuer', 'keyid', 'notBefore', 'subject']
  for (const option of options) {
    await assert.rejects(signJwt({}, keys, hostile({ [option]: '1h' })), {
      name: 'TypeError',
      message: `header has ${option}; exp (in seconds), aud and the like are claims, alg and kid the key’s`,
    })
  }
})

test('a header that is no object is refused, though it be empty', async () => {
  for (const header of [null, '', 0, false])
    await assert.rejects(signJws('x', keys, hostile(header)), { name: 'TypeError', message: /^header is / })
})
