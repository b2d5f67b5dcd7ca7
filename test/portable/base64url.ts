import { equal, refuses, type Case } from './check.ts'

type Native = { toBase64?(options: object): string }

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Mulberry32: gives the same numbers for the same seed in every runtime. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Decode by RFC 4648 §5, slowly and independently: gives the octets, or undefined. */
function reference(text: string): Uint8Array | undefined {
  const sextets = [...text].map((char) => ALPHABET.indexOf(char))
  if (sextets.includes(-1)) return
  const bits = sextets.map((sextet) => sextet.toString(2).padStart(6, '0')).join('')
  const spare = bits.length % 8
  if (spare > 4 || bits.slice(bits.length - spare).includes('1')) return
  return Uint8Array.from({ length: (bits.length - spare) / 8 }, (_, i) =>
    parseInt(bits.slice(i * 8, i * 8 + 8), 2),
  )
}

const VECTORS = [
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
] as const

export const base64urlCases: readonly Case[] = [
  {
    name: 'base64url: the vectors of RFC 4648 §10, without padding',
    run({ encodeBase64url, decodeBase64url }) {
      for (const [plain, encoded] of VECTORS) {
        const octets = new TextEncoder().encode(plain)
        equal(encodeBase64url(octets), encoded)
        equal(decodeBase64url(encoded), octets)
      }
    },
  },
  {
    name: 'base64url: every octet and every sextet',
    run({ encodeBase64url, decodeBase64url }) {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i)
      equal(decodeBase64url(encodeBase64url(all)), all)
      equal(encodeBase64url(new Uint8Array([0xfb, 0xff, 0xbf])), '-_-_')
    },
  },
  {
    name: 'base64url: refuses padding, white space, the other alphabet, spare bits and a lone character',
    async run({ decodeBase64url }) {
      for (const text of [
        'Zg==',
        'Zg=',
        'Zm9v\n',
        ' Zm9v',
        'Zm 9',
        '+/+/',
        'Zm9vé',
        'Zm9v\u0000',
        'Zm9\u0141',
        'Z',
        'Zm9vZ',
        'Zh',
        'Zm9',
        'Zg.',
      ]) {
        await refuses(
          'ERR_BASE64URL',
          () => decodeBase64url(text),
          /^text (has "|is cut off, or has spare bits$)/,
        )
      }
      for (const wrong of [undefined, 1234]) {
        await refuses(
          'TypeError',
          () => decodeBase64url(wrong as unknown as string),
          /^text is (absent|1234); it must be a string$/,
        )
      }
    },
  },
  {
    name: 'base64url: a view encodes its own octets alone; other types are refused',
    async run({ encodeBase64url }) {
      const octets = new Uint8Array([9, 9, 102, 111, 111, 9, 9])
      equal(encodeBase64url(octets.subarray(2, 5)), 'Zm9v')
      for (const wrong of [undefined, 'foo']) {
        await refuses(
          'TypeError',
          () => encodeBase64url(wrong as unknown as Uint8Array),
          /^bytes is (absent|a string); it must be a Uint8Array$/,
        )
      }
      await refuses('TypeError', () => encodeBase64url(octets.buffer as unknown as Uint8Array))
    },
  },
  {
    name: 'base64url: 3 MiB and odd lengths around it come back as they were',
    run({ encodeBase64url, decodeBase64url }) {
      // About where the room that is kept for short texts ends, too.
      const short = Array.from({ length: 24 }, (_, i) => 3060 + i)
      for (const length of [...short, 3 * 2 ** 20, 3 * 2 ** 20 + 1, 3 * 2 ** 20 + 2]) {
        const octets = new Uint8Array(length).map((_, i) => (i * 31) ^ (i >> 8))
        const decoded = decodeBase64url(encodeBase64url(octets))
        equal(decoded.length, length)
        if (!decoded.every((octet, i) => octet === octets[i])) throw new Error('an octet changed')
      }
    },
  },
  {
    name: 'base64url: agrees with a slow reference and the runtime’s own methods on random texts',
    async run({ encodeBase64url, decodeBase64url }) {
      const seed = Math.floor(Math.random() * 2 ** 32)
      const next = random(seed)
      const characters = `${ALPHABET}=+/ .\n`
      try {
        for (let round = 0; round < 3000; round++) {
          const range = next() < 0.7 ? ALPHABET.length : characters.length
          const length = Math.floor(next() * 40)
          const sample = Array.from({ length }, () => characters[Math.floor(next() * range)]).join('')
          const expected = reference(sample)
          if (!expected) {
            await refuses('ERR_BASE64URL', () => decodeBase64url(sample))
            continue
          }
          equal(decodeBase64url(sample), expected, sample)
          equal(encodeBase64url(expected), sample)
          const native = (expected as unknown as Native).toBase64?.({
            alphabet: 'base64url',
            omitPadding: true,
          })
          if (native !== undefined) equal(encodeBase64url(expected), native)
        }
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`)
      }
    },
  },
]
