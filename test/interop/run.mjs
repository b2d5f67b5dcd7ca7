// Tests dist/ against other implementations in both directions, with every algorithm that both sides know.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import {
  decodeBase64url,
  encodeBase64url,
  generateJwk,
  signJwt,
  toPublicJwk,
  verifyJwt,
} from '../../dist/index.js'
import { installPackages, missingFromDebian } from '../packages.mjs'
import { makeFolder } from '../runtimes/processes.mjs'

/** The peers, each a file in peers/, with the Debian packages that they need. */
const PEERS = {
  jose: [],
  jsonwebtoken: [],
  'fast-jwt': [],
  jsrsasign: [],
  hono: [],
  fhirclient: [],
  'python-jose': ['python3-jose'],
  pyjwt: ['python3-jwt'],
  jwcrypto: ['python3-jwcrypto'],
  openssl: ['openssl'],
  'openssl-files': ['openssl'],
  softhsm: ['softhsm2', 'opensc'],
}

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const now = Math.floor(Date.now() / 1000)
const CLAIMS = {
  iss: 'https://client.example',
  sub: 'https://client.example',
  aud: 'https://server.example/token',
  iat: now,
  exp: now + 300,
  name: 'Zoë €😀',
  nested: [1.5, { empty: {} }],
}

const missing = missingFromDebian(Object.values(PEERS).flat())
installPackages(import.meta.dirname)

const packages = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies
const scratch = makeFolder('interop')
const keys = Object.fromEntries(
  await Promise.all(ALGORITHMS.map(async (alg) => [alg, await generateJwk(alg)])),
)

const failures = []
let passed = 0
console.log(row('', '', ALGORITHMS))
for (const [name, needed] of Object.entries(PEERS)) {
  if (needed.some((debian) => missing.includes(debian))) {
    console.log(row(name, `skipped: it needs ${needed.join(', ')}`, []))
    continue
  }
  const { default: open } = await import(`./peers/${name}.mjs`)
  let peer
  try {
    peer = await open(scratch)
    await holdAgainst(peer, `${name} ${peer.version ?? packages[name]}`)
  } catch (error) {
    failures.push(`${name}: ${error.stack}`)
  } finally {
    await peer?.close?.()
  }
}
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length ? 1 : 0

async function holdAgainst(peer, name) {
  for (const [direction, checks] of Object.entries({ ...directions(peer), ...peer.checks })) {
    const cells = []
    for (const alg of ALGORITHMS)
      cells.push(checks[alg] ? await judge(`${name} ${direction} ${alg}`, checks[alg]) : '-')
    console.log(row(name, direction, cells))
  }
}

/**
 * The checks of a peer, by direction and algorithm. A peer names its algorithms, or those that it lacks; a
 * peer that cannot sign or verify has no such method.
 */
function directions({ lacks = [], algorithms, sign, verify, publicJwk = (alg) => toPublicJwk(keys[alg]) }) {
  const known = algorithms ?? ALGORITHMS.filter((alg) => !lacks.includes(alg))
  const forEach = (check) => Object.fromEntries(known.map((alg) => [alg, () => check(alg)]))
  return {
    // This comes first: the next row shows that the peer refuses altered tokens only.
    ...(verify && {
      refuse: forEach(async (alg) => {
        const token = await signJwt(CLAIMS, keys[alg])
        for (const part of [1, 2])
          await mustReject(() => verify(alg, publicJwk(alg), withOneBitChanged(token, part)))
      }),
      'ours->theirs': forEach(async (alg) => {
        mustEqual(await verify(alg, publicJwk(alg), await signJwt(CLAIMS, keys[alg])), CLAIMS)
      }),
    }),
    ...(sign && {
      'theirs->ours': forEach(async (alg) => {
        const { claims } = await verifyJwt(await sign(alg, keys[alg], CLAIMS), publicJwk(alg))
        mustEqual(claims, CLAIMS)
      }),
    }),
  }
}

async function judge(what, check) {
  try {
    await check()
    passed++
    return 'ok'
  } catch (error) {
    failures.push(`${what}: ${error.stack}`)
    return 'FAILED'
  }
}

/** The token with one bit of its payload (1) or signature (2) changed; the payload stays valid JSON. */
function withOneBitChanged(token, part) {
  const parts = token.split('.')
  const octets = decodeBase64url(parts[part])
  octets[10] ^= 1
  parts[part] = encodeBase64url(octets)
  return parts.join('.')
}

async function mustReject(act) {
  let accepted
  try {
    accepted = await act()
  } catch {
    return
  }
  throw new Error(`accepted an altered token: ${JSON.stringify(accepted)}`)
}

function mustEqual(found, expected) {
  if (!isDeepStrictEqual(found, expected)) throw new Error(`claims came back as ${JSON.stringify(found)}`)
}

function row(name, direction, cells) {
  const padded = [name.padEnd(20), direction.padEnd(13), ...cells.map((cell) => cell.padEnd(7))]
  return padded.join(' ').trimEnd()
}
