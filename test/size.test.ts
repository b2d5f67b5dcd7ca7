import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

interface MeasuredJob {
  readonly text: string
  readonly job: string
  readonly gzipped: number
  readonly ceiling: number
}

// Plain JavaScript without types, so imported by address.
const { sizes } = await import(new URL('../bench/size.mjs', import.meta.url).href)
const measured: readonly MeasuredJob[] = await sizes()

for (const { job, gzipped, ceiling } of measured) {
  test(`a bundle for one job takes at most ${ceiling} octets gzipped: ${job}`, (t) => {
    t.diagnostic(`${gzipped} octets`)
    assert.ok(gzipped <= ceiling, `${gzipped} octets`)
  })
}

/** Words of what a job never does: where one is in its bundle, so is code that nobody runs. */
const STRANGERS: { readonly [job: string]: readonly string[] } = {
  'sign with a JWK': [
    'keys at most',
    'clockTolerance',
    'or a function',
    'not empty',
    'JWS Payload',
    'importVerifier',
  ],
  'sign with a key made ready': ['clockTolerance', 'or a function', 'JWS Payload', 'importVerifier'],
  'sign with a PEM': ['clockTolerance', 'keyUsage', 'openssl x509', '-pubout', 'importVerifier'],
  verify: [
    'keys at most',
    'importSigner',
    'privateKey',
    'dq and qi do not match',
    'does not match its public key',
    'which was asked for',
  ],
  'verify by a key set’s URL': [
    'importSigner',
    'privateKey',
    'dq and qi do not match',
    'which was asked for',
  ],
  'the SMART client': [
    'clockTolerance',
    'or a function',
    'JWS Payload',
    'importVerifier',
    'if-none-match',
    'low order',
  ],
  'the SMART server': ['importSigner', 'dq and qi do not match', 'function issuer', 'requiredClaims'],
}

for (const { job, text } of measured) {
  test(`a bundle holds no word of what its job never does: ${job}`, () => {
    for (const word of STRANGERS[job]!) assert.ok(!text.includes(word), word)
  })
}

/** README.md's lines of octets, and the job that each is about. */
const STATED: readonly (readonly [line: string, job: string])[] = [
  ['octets to sign with a JWK', 'sign with a JWK'],
  ['octets to verify', 'verify'],
  ['octets to verify by a key set’s URL', 'verify by a key set’s URL'],
]

for (const [line, job] of STATED) {
  test(`README.md states a size that is true within a tenth: ${line}`, () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, cell] = new RegExp(`^\\| ${line} \\| ([\\d,]+) `, 'm').exec(readme) ?? assert.fail(line)
    const stated = Number(cell!.replace(',', ''))
    const { gzipped } = measured.find((one) => one.job === job)!
    assert.ok(Math.abs(stated / gzipped - 1) < 0.1, `stated ${stated}, measured ${gzipped}`)
  })
}
