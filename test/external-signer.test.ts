import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  externalSigner,
  generateSigner,
  signJws,
  signJwt,
  verifyJws,
  verifyJwt,
  type Jwk,
  type JwsAlgorithm,
  type Signer,
  type Verifier,
} from '../src/index.ts'
import { hostile } from './refusal.ts'

const CURVES = [
  ['ES256', 'P-256', 'sha256'],
  ['ES384', 'P-384', 'sha384'],
  ['ES512', 'P-521', 'sha512'],
] as const

test('an external signer accepts signatures in DER and raw', async () => {
  for (const [alg, namedCurve, hash] of CURVES) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    for (const [format, dsaEncoding] of [
      ['der', 'der'],
      ['raw', 'ieee-p1363'],
    ] as const) {
      const sign = async (input: Uint8Array) =>
        createSign(hash).update(input).sign({ key: privateKey, dsaEncoding })
      const token = await signJwt({ a: 1 }, externalSigner({ alg, kid: 'k', sign, format }))
      const { header } = await verifyJwt(token, hostile<Jwk>(publicKey.export({ format: 'jwk' })))
      assert.deepEqual(header, { alg, kid: 'k', typ: 'JWT' })
    }
  }
})

test('refuses an external signer that fails, is late or gives no signature', async () => {
  const refused = (sign: () => Promise<unknown>, message: RegExp, alg: JwsAlgorithm = 'ES384') =>
    assert.rejects(signJwt({}, externalSigner({ alg, sign: hostile(sign), timeout: 50 })), {
      code: 'ERR_SIGNATURE',
      message,
    })
  await refused(() => new Promise(() => {}), /^the signer gave no signature within 50 ms$/)
  for (const sign of [
    async () => Promise.reject(new Error('denied')),
    () => {
      throw new Error('denied')
    },
  ]) {
    await refused(sign, /^the signer failed; see cause$/)
    await assert.rejects(externalSigner({ alg: 'ES384', sign }).sign(new Uint8Array(1)), ({ cause }: Error) =>
      /denied/.test(`${cause}`),
    )
  }
  await refused(async () => 'c2lnbmF0dXJl', /^the signer gave a string, not a signature's octets$/)
  await refused(async () => new Uint8Array(103), /gave 103 octets, not the 96 octets of ES384$/)
  await refused(
    async () => new Uint8Array(64),
    /gave 64 octets, not the 256 to 1024 octets of RS384$/,
    'RS384',
  )
  const texts = { alg: 'ES384', sign: async () => 'a'.repeat(96) }
  await assert.rejects(signJwt({}, hostile(texts)), {
    code: 'ERR_SIGNATURE',
    message: 'the signer gave a string, not the 96 octets of ES384',
  })
  assert.throws(() => externalSigner({ alg: hostile('HS256'), sign: async (input) => input }), {
    code: 'ERR_ALG',
  })
})

test('takes an ArrayBuffer for a signature, as WebCrypto gives it', async () => {
  const { signer, publicJwk } = await generateSigner('ES384')
  const sign = async (input: Uint8Array): Promise<ArrayBuffer> => {
    const signature = await signer.sign(input)
    return signature.slice().buffer as ArrayBuffer
  }
  for (const key of [externalSigner({ alg: 'ES384', sign }), hostile<Signer>({ alg: 'ES384', sign })])
    assert.equal((await verifyJws(await signJws('x', key), publicJwk)).header.alg, 'ES384')
})

test('names DER where r‖s belongs, and the option that takes it', async () => {
  for (const [alg, namedCurve, hash] of CURVES) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const sign = async (input: Uint8Array) =>
      createSign(hash).update(input).sign({ key: privateKey, dsaEncoding: 'der' })
    for (const key of [externalSigner({ alg, sign }), { alg, sign }]) {
      await assert.rejects(signJws('x', key), {
        code: 'ERR_SIGNATURE',
        message: new RegExp(`not the \\d+ octets of ${alg}; it is DER: .* format: 'der'$`),
      })
    }
  }
})

test('refuses DER for an algorithm whose signatures are not in DER', () => {
  for (const alg of ['RS384', 'PS256', 'Ed25519'] as const) {
    const sign = async (input: Uint8Array) => input
    assert.throws(() => externalSigner({ alg, sign, format: 'der' }), {
      name: 'TypeError',
      message: `option format is "der", and signatures of ${alg} are not in DER; leave it out`,
    })
  }
})

test('says which alg a Signer or a Verifier of one’s own must have', async () => {
  const { signer, publicJwk } = await generateSigner('ES384')
  const { sign } = signer
  for (const [own, found] of [
    [{ sign }, 'absent'],
    [{ sign, alg: 'HS256' }, '"HS256"'],
    [{ sign, alg: 5 }, '5'],
  ] as const) {
    await assert.rejects(signJws('x', hostile<Signer>(own)), {
      code: 'ERR_ALG',
      message: new RegExp(`^the Signer's alg ${found} is none of RS256, .*ML-DSA-87$`),
    })
  }
  const jws = await signJws('x', signer)
  const verify = async () => true
  await assert.rejects(verifyJws(jws, hostile<Verifier>({ verify })), {
    code: 'ERR_ALG',
    message: /^the Verifier's alg absent is none of RS256, .*ML-DSA-87$/,
  })
  assert.equal((await verifyJws(jws, publicJwk)).header.alg, 'ES384')
})

test('an external signer has a kid only if it is given one, and leaves no timer', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const sign = async () => new Uint8Array(96)
  const signer = externalSigner({ alg: 'ES384', sign })
  assert.deepEqual(Object.keys(signer), ['alg', 'sign'])
  assert.equal(externalSigner({ alg: 'ES384', kid: 'a', sign }).kid, 'a')
  assert.deepEqual(Object.keys(externalSigner({ alg: 'ES384', kid: undefined, sign })), ['alg', 'sign'])
  await signJws('x', signer)
  assert.equal(timers(), before)
})

test('a signer may keep its input and read it later: no other call has it or changes it', async () => {
  const { signer, publicJwk } = await generateSigner('ES384')
  const inputs: Uint8Array[] = []
  const late = async (input: Uint8Array): Promise<Uint8Array> => {
    inputs.push(input)
    await new Promise((resolve) => setTimeout(resolve))
    return signer.sign(input)
  }
  const payloads = Array.from({ length: 200 }, (_, i) => `${i}`.repeat(i + 1))
  for (const key of [externalSigner({ alg: 'ES384', sign: late }), { alg: 'ES384', sign: late } as const]) {
    inputs.length = 0
    const signed = await Promise.all(payloads.map((payload) => signJws(payload, key)))
    assert.equal(new Set(inputs.map(({ buffer }) => buffer)).size, payloads.length)
    for (const [i, token] of signed.entries()) {
      const { payload } = await verifyJws(token, publicJwk)
      assert.equal(Buffer.from(payload).toString(), payloads[i])
      assert.equal(Buffer.from(inputs[i]!).toString(), token.slice(0, token.lastIndexOf('.')))
    }
  }
})

test('refuses options that are missing, unknown or of a wrong type', () => {
  const sign = async (input: Uint8Array) => input
  const rows: readonly (readonly [options: unknown, message: string])[] = [
    [undefined, 'options is absent; it must be a plain object'],
    [{ sign }, 'option alg is absent; it must be a string'],
    [{ alg: 'ES384' }, 'option sign is absent; it must be a function'],
    [{ alg: 'ES384', sign: 'secret' }, 'option sign is a string; it must be a function'],
    [{ alg: 'ES384', sign, kid: 5 }, 'option kid is 5; it must be a string that is not empty'],
    [{ alg: 'ES384', sign, kid: '' }, 'option kid is a string; it must be a string that is not empty'],
    [{ alg: 'ES384', sign, format: 'DER' }, 'option format is a string; it must be "raw" or "der"'],
    [
      { alg: 'ES384', sign, timeout: 0 },
      'option timeout is 0; it must be a number of milliseconds, 1 to 700,000,000',
    ],
    [
      { alg: 'ES384', sign, timeout: 7e8 + 1 },
      'option timeout is 700000001; it must be a number of milliseconds, 1 to 700,000,000',
    ],
    [{ alg: 'ES384', sign, key: 1 }, 'option "key" is unknown; known: alg, kid, sign, format, timeout'],
  ]
  for (const [options, message] of rows)
    assert.throws(() => externalSigner(hostile(options)), { name: 'TypeError', message })
})
