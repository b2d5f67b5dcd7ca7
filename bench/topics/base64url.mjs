/** Encoding and decoding base64url. */
import { calibrated, inSequence } from '../measure.mjs'

const SIZES = [16, 64, 256, 1024, 4096, 65536, 1048576]

/** The codecs: of a module, or of the runtime itself. */
const CODECS = [
  {
    name: 'subtle-jws',
    load: () => import('../../dist/index.js'),
    codec: ({ encodeBase64url, decodeBase64url }) => ({ encode: encodeBase64url, decode: decodeBase64url }),
  },
  {
    name: 'Buffer',
    load: () => ({}),
    codec: () =>
      globalThis.Buffer && {
        encode: (octets) =>
          Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64url'),
        decode: (text) => Buffer.from(text, 'base64url'),
      },
  },
  {
    name: 'native',
    load: () => ({}),
    codec: () =>
      Uint8Array.prototype.toBase64 && {
        encode: (octets) => octets.toBase64({ alphabet: 'base64url', omitPadding: true }),
        decode: (text) => Uint8Array.fromBase64(text, { alphabet: 'base64url', lastChunkHandling: 'loose' }),
      },
    lacks: 'no Uint8Array toBase64 here',
  },
  {
    name: 'jose',
    load: () => import('jose').catch(String),
    codec: ({ base64url: { encode, decode } }) => ({ encode, decode }),
  },
  {
    name: '@scure/base',
    load: () => import('@scure/base').catch(String),
    codec: ({ base64urlnopad: { encode, decode } }) => ({ encode, decode }),
  },
]

/** Pseudorandom octets, the same in every run. */
function octetsOf(size) {
  let state = size
  return Uint8Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

const same = (a, b) => a.length === b.length && a.every((octet, i) => octet === b[i])

async function entryFor({ name, load, codec, lacks = 'not here' }, way, octets, text) {
  const module = await load()
  if (typeof module === 'string') return { name, failed: module }
  const found = codec(module)
  if (!found) return { name, lacks }
  const { encode, decode } = found
  const good = encode(octets) === text && same(decode(text), octets)
  if (!good) return { name, failed: 'the round trip gives something else' }
  const act = way === 'encode' ? () => encode(octets) : () => decode(text)
  const least = Math.max(1, 4096 / octets.length)
  return { name, ...(await calibrated((ops) => inSequence(ops, act), least, 3)) }
}

export function sizeText(octets) {
  if (octets < 1024) return `${octets} B`
  if (octets < 1048576) return `${octets / 1024} KiB`
  return `${octets / 1048576} MiB`
}

export function groups({ lib }) {
  return ['encode', 'decode'].flatMap((way) =>
    SIZES.map((size) => ({
      name: `${way} ${sizeText(size)}`,
      unit: 'µs',
      less: true,
      base: 'jose',
      rounds: 11,
      time: 20,
      async entries() {
        const octets = octetsOf(size)
        const text = lib.encodeBase64url(octets)
        const entries = []
        for (const codec of CODECS) entries.push(await entryFor(codec, way, octets, text))
        return entries
      },
    })),
  )
}
