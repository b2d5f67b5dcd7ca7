// Makes README.md's comparison by trying each package. It fails if README.md says otherwise; with --write it
// writes the table.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign as signOctets } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'esbuild'
import * as ours from '../../dist/index.js'
import * as server from '../../dist/server.js'
import * as smart from '../../dist/smart.js'
import { installPackages } from '../packages.mjs'
import { readBlock, writeBlock } from '../readme.mjs'
import { exitAfter } from '../runtimes/processes.mjs'

const here = import.meta.dirname
installPackages(here)
const { CLIENTS } = await import('./clients.mjs')
const require = createRequire(import.meta.url)
exitAfter(100)

const CLAIMS = { iss: 'my-client', aud: 'https://server.example' }
const NEVER = 4_102_444_800
const CLOCK = Math.floor(Date.now() / 1000)
const octets = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

/** Whether the call gives something and does not throw. */
async function works(act) {
  try {
    return Boolean(await act())
  } catch {
    return false
  }
}

const jose = await import('jose')
const oauth = await import('oauth4webapi')
const openid = await import('openid-client')
const hono = await import('hono/jwt')
const tsndr = await import('@tsndr/cloudflare-worker-jwt')
const fhirLaunch = require('fhirclient/lib/smart.js')
const fhirSecurity = require('fhirclient/lib/security/server.js')
const { default: FhirClient } = require('fhirclient/lib/Client.js')
const jsonwebtoken = require('jsonwebtoken')
const fastJwt = require('fast-jwt')
const jsrsasign = require('jsrsasign')
const { KEYUTIL, KJUR } = jsrsasign

/**
 * The packages of the columns: what they export, and how they sign and verify, if they do. A token is
 * verified at the time `now`, in seconds, if it is given.
 */
const PACKAGES = {
  'subtle-jws': {
    exports: [ours, smart, server],
    sign: (key) => ours.signJwt(CLAIMS, key),
    verify: (token, jwk, alg, now) =>
      ours.verifyJwt(token, jwk, { algorithms: [alg], ...(now && { now: () => now * 1000 }) }),
  },
  jose: {
    exports: [jose],
    sign: (key, alg) => new jose.SignJWT(CLAIMS).setProtectedHeader({ alg }).sign(key),
    verify: (token, jwk, alg, now) => {
      const date = now && { currentDate: new Date(now * 1000) }
      return jose.jwtVerify(token, jwk, { algorithms: [alg], ...date })
    },
  },
  oauth4webapi: { exports: [oauth] },
  'openid-client': { exports: [openid] },
  fhirclient: {
    exports: [fhirLaunch],
    sign: async (key, alg) => fhirSecurity.signCompactJws(alg, await fhirSecurity.importJWK(key), {}, CLAIMS),
  },
  jsonwebtoken: {
    exports: [jsonwebtoken],
    sign: (key, alg) => jsonwebtoken.sign(CLAIMS, key.kty ? { key, format: 'jwk' } : key, { algorithm: alg }),
    verify: (token, key, alg, now) =>
      jsonwebtoken.verify(
        token,
        { key, format: 'jwk' },
        { algorithms: [alg], ...(now && { clockTimestamp: now }) },
      ),
  },
  'fast-jwt': {
    exports: [fastJwt],
    sign: (key, alg) => fastJwt.createSigner({ key, algorithm: alg })(CLAIMS),
    verify: (token, jwk, alg, now) => {
      const key = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
      const clock = now && { clockTimestamp: now * 1000 }
      return fastJwt.createVerifier({ key, algorithms: [alg], ...clock })(token)
    },
  },
  'hono/jwt': {
    exports: [hono],
    sign: (key, alg) => hono.sign(CLAIMS, key, alg),
    verify: (token, jwk, alg, now) => at(now, () => hono.verify(token, jwk, alg)),
  },
  '@tsndr/cloudflare-worker-jwt': {
    exports: [tsndr],
    sign: (key, alg) => tsndr.sign(CLAIMS, key, alg),
    verify: (token, jwk, alg, now) =>
      at(now, () => tsndr.verify(token, jwk, { algorithm: alg, throwError: true })),
  },
  jsrsasign: {
    exports: [jsrsasign, KJUR.jws],
    sign: (key, alg) => {
      const usable = HMAC.includes(alg) ? { utf8: key } : KEYUTIL.getKey(key)
      return KJUR.jws.JWS.sign(alg, { alg }, CLAIMS, usable)
    },
    verify: (token, jwk, alg, now = CLOCK) =>
      KJUR.jws.JWS.verifyJWT(token, KEYUTIL.getKey(jwk), { alg: [alg], verifyAt: now }),
  },
}

/** Set the clock of this process, for packages that take no other time. */
async function at(now, act) {
  const time = Date.now
  if (now) Date.now = () => now * 1000
  try {
    return await act()
  } finally {
    Date.now = time
  }
}

const ec = await ours.generateJwk('ES256', { kid: 'a' })
const { use, ...plain } = ec
const { d, key_ops, ...publicEc } = plain
const weak = {
  ...generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }),
  alg: 'RS384',
  key_ops: ['sign'],
}

/** An ES256 token of this payload; a string is not made into JSON. */
function tokenOf(payload, header = { alg: 'ES256', kid: 'a', typ: 'JWT' }) {
  const input = `${octets(header).toString('base64url')}.${octets(payload).toString('base64url')}`
  const key = { key: plain, format: 'jwk', dsaEncoding: 'ieee-p1363' }
  return `${input}.${signOctets('sha256', Buffer.from(input), key).toString('base64url')}`
}

const good = { ...CLAIMS, exp: NEVER }
const accepts = (name, token, now) => works(() => PACKAGES[name].verify(token, publicEc, 'ES256', now))

/** A row about a token that must be refused; the package must accept the sound one. */
const refuses = (make, now) => async (name) => {
  if (!PACKAGES[name].verify) return '–'
  const [sound, token] = make()
  if (!(await accepts(name, sound, now))) throw new Error(`${name} refuses a sound token`)
  return !(await accepts(name, token, now))
}
const signs = (make) => async (name) =>
  PACKAGES[name].sign ? works(() => make(PACKAGES[name].sign, name)) : '–'
const exporting = (pattern) => async (name) => {
  const members = PACKAGES[name].exports.flatMap((exports) => Object.keys(exports))
  return members.some((member) => pattern.test(member))
}

/** How many packages one depends on, directly or not, by the lock file. */
function dependenciesOf(name) {
  const { packages } = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'))
  const found = new Set()
  const visit = (path) => {
    for (const dependency of Object.keys(packages[path].dependencies ?? {})) {
      // As Node does, look in each node_modules from here up.
      let from = path
      while (from && !packages[`${from}/node_modules/${dependency}`])
        from = from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')
      const next = `${from ? `${from}/` : ''}node_modules/${dependency}`
      if (!packages[next] || found.has(next)) continue
      found.add(next)
      visit(next)
    }
  }
  visit(`node_modules/${name}`)
  return found.size
}

/** Whether the package can be bundled for browsers without a module of Node. */
async function bundles(name) {
  const entry = name === 'subtle-jws' ? join(here, '../../dist/index.js') : name
  const foreign = []
  const note = {
    name: 'note',
    setup: ({ onResolve }) =>
      onResolve({ filter: /./ }, ({ path }) => {
        if (!isBuiltin(path)) return undefined
        foreign.push(path)
        return { path, external: true }
      }),
  }
  const stdin = { contents: `export * from ${JSON.stringify(entry)}`, resolveDir: here }
  await build({
    stdin,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
    plugins: [note],
  })
  return foreign.length === 0
}

const HMAC = ['HS256', 'HS384', 'HS512']
const NAMES = [
  ...HMAC,
  ...['RS', 'PS', 'ES'].flatMap((family) => [256, 384, 512].map((bits) => family + bits)),
  'ES256K',
  'EdDSA',
  'Ed25519',
  'Ed448',
]
const SECRET = 'a secret that is as long as it has to be, and longer; for SHA-512 it takes 64 octets'

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', ES256K: 'secp256k1' }

function generatePair(alg) {
  if (CURVES[alg]) return generateKeyPairSync('ec', { namedCurve: CURVES[alg] })
  if (alg === 'Ed448') return generateKeyPairSync('ed448')
  if (/^Ed/.test(alg)) return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

/** A new private key for an algorithm, as a JWK and as PEM. */
function keysOf(alg) {
  const { privateKey } = generatePair(alg)
  return [
    { ...privateKey.export({ format: 'jwk' }), alg, key_ops: ['sign'] },
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ]
}
const keys = Object.fromEntries(NAMES.filter((alg) => !HMAC.includes(alg)).map((alg) => [alg, keysOf(alg)]))

/** Keys for an algorithm in the forms that packages take. */
const candidatesOf = (alg) =>
  keys[alg] ?? [
    SECRET,
    Buffer.from(SECRET),
    { kty: 'oct', k: octets(SECRET).toString('base64url'), alg, key_ops: ['sign'] },
  ]

async function signsWith(name, alg) {
  for (const key of candidatesOf(alg)) if (await works(() => PACKAGES[name].sign(key, alg))) return true
  return false
}

async function algorithmsOf(name) {
  if (!PACKAGES[name].sign) return '–'
  const signed = await Promise.all(NAMES.map((alg) => signsWith(name, alg)))
  return signed.filter(Boolean).length
}

/** Whether the call returns a token and not a promise. */
function givesText(act) {
  try {
    const given = act()
    if (typeof given === 'string') return true
    Promise.resolve(given).catch(() => {})
  } catch {
    // The package does not take this key.
  }
  return false
}

/** Sign with an encrypted PEM, in each package's own way. */
async function encryptedPem(sign, name) {
  const { privateKey: key } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
  })
  if (name === 'jsrsasign')
    return KJUR.jws.JWS.sign('ES256', { alg: 'ES256' }, CLAIMS, KEYUTIL.getKey(key, 'secret'))
  if (name === 'fast-jwt' || name === 'jsonwebtoken') return sign({ key, passphrase: 'secret' }, 'ES256')
  if (name === 'jose') return sign(await jose.importPKCS8(key, 'ES256'), 'ES256')
  if (name === 'subtle-jws') return sign(await ours.privateJwkFromPem(key), 'ES256')
  return sign(key, 'ES256')
}

/** Work with a server on this machine that counts its requests. */
async function counting(answer, work) {
  let asked = 0
  const listener = createServer(async (request, response) => {
    asked++
    await answer(request, response)
  })
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${listener.address().port}`, () => asked)
  } finally {
    listener.closeAllConnections()
    listener.close()
  }
}

/** By package: a verification with the key set at a URL, which it may keep for the next token. */
const REMOTE = {
  'subtle-jws': (url) => {
    const remote = ours.createRemoteJwks(url)
    return (token) => ours.verifyJwt(token, () => remote.get())
  },
  jose: (url) => {
    const remote = jose.createRemoteJWKSet(new URL(url))
    return (token) => jose.jwtVerify(token, remote)
  },
  'hono/jwt': (url) => (token) => hono.verifyWithJwks(token, { jwks_uri: url, allowedAlgorithms: ['ES256'] }),
}

async function keepsRemoteSet(name) {
  if (!PACKAGES[name].verify) return '–'
  if (!REMOTE[name]) return exportingRemote(name)
  const token = tokenOf(good)
  const asks = (control, pause) =>
    counting(
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': control })
          .end(JSON.stringify({ keys: [publicEc] })),
      async (url, asked) => {
        const verify = REMOTE[name](url)
        await verify(token)
        await delay(pause)
        await verify(token)
        return asked()
      },
    )
  const kept = (await asks('max-age=60', 0)) === 1
  if (!kept) return 'not kept'
  const renewed = (await asks('max-age=1', 1500)) === 2
  return renewed || 'kept, by its own time'
}

/** Refuse to say that a package has no remote key sets if it exports something that looks like them. */
async function exportingRemote(name) {
  if (await exporting(/jwks/i)(name)) throw new Error(`${name} exports something for key sets: try it`)
  return false
}

const answerToken = async (_, response) => {
  await delay(100)
  response.writeHead(200, { 'content-type': 'application/json' })
  const token = { access_token: 'a', token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' }
  response.end(JSON.stringify(token))
}
const rs384 = { ...keys.RS384[0], kid: 'b' }

async function authenticates(name) {
  const ask = CLIENTS[name]
  if (!ask) return (await exporting(/assertion|private_?key_?jwt/i)(name)) ? undefined : false
  return counting(
    answerToken,
    async (url) =>
      (await ask({ url, issuer: url, clientId: 'c', jwk: rs384, jwksUri: 'https://c.example/jwks' })) === 'a',
  )
}

async function sharesRequests(name) {
  if (name !== 'subtle-jws' && !CLIENTS[name]) return '–'
  return counting(answerToken, async (url, asked) => {
    if (name === 'subtle-jws') {
      const client = smart.createBackendServicesClient({
        tokenEndpoint: url,
        clientId: 'c',
        key: rs384,
        scope: 'system/Patient.rs',
      })
      await Promise.all(Array.from({ length: 10 }, () => client.accessToken()))
    } else if (name === 'fhirclient') {
      // Its app launch needs a code for each token, so that no requests can be shared.
      return '–'
    } else {
      const ask = () => CLIENTS[name]({ url, issuer: url, clientId: 'c', jwk: rs384 })
      await Promise.all(Array.from({ length: 10 }, ask))
    }
    return asked() === 1
  })
}

/** Whether the package looks for a FHIR server's SMART configuration. */
async function discoversSmart(name) {
  const paths = []
  const found = await counting(
    (request, response) => {
      paths.push(request.url)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({
          issuer: 'x',
          token_endpoint: 'https://x.example/token',
          authorization_endpoint: 'https://x.example/a',
        }),
      )
    },
    async (url) => {
      const ask = {
        'subtle-jws': () => smart.fetchSmartConfiguration(url),
        fhirclient: () => fhirLaunch.fetchWellKnownJson(url),
        oauth4webapi: () => oauth.discoveryRequest(new URL(url), { [oauth.allowInsecureRequests]: true }),
        'openid-client': () =>
          openid.discovery(new URL(url), 'c', undefined, undefined, {
            execute: [openid.allowInsecureRequests],
          }),
      }[name]
      await ask?.().catch(() => {})
      return paths.some((path) => path.endsWith('/.well-known/smart-configuration'))
    },
  )
  return paths.length ? found : '–'
}

/** Whether a search that is answered in two pages gives the entries of both. */
async function followsPages(name) {
  const answer = async (request, response) => {
    if (request.method === 'POST') return answerToken(request, response)
    const link = request.url.includes('page=2')
      ? []
      : [{ relation: 'next', url: `http://${request.headers.host}/Patient?page=2` }]
    response.writeHead(200, { 'content-type': 'application/fhir+json' })
    response.end(
      JSON.stringify({
        resourceType: 'Bundle',
        link,
        entry: [{ resource: { resourceType: 'Patient', id: '1' } }],
      }),
    )
  }
  const ask = {
    'subtle-jws': async (url) => {
      const client = smart.createBackendServicesClient({
        fhirBaseUrl: url,
        tokenEndpoint: `${url}/token`,
        clientId: 'c',
        key: rs384,
        scope: 'system/Patient.rs',
      })
      return (await (await client.fetch('Patient')).json()).entry
    },
    fhirclient: (url) =>
      new FhirClient({}, { serverUrl: url }).request('Patient', { flat: true, pageLimit: 0 }),
  }[name]
  return ask ? counting(answer, async (url) => (await ask(url)).length === 2) : '–'
}

async function refusesReplay(name) {
  if (!PACKAGES[name].verify) return '–'
  const now = CLOCK
  const jwk = { ...publicEc, alg: 'ES256' }
  const token = tokenOf({ iss: 'c', sub: 'c', aud: 'https://s.example/token', exp: now + 60, jti: '1' })
  if (name !== 'subtle-jws') return !(await accepts(name, token)) || !(await accepts(name, token))
  const verifier = server.createAssertionVerifier({
    audience: 'https://s.example/token',
    algorithms: ['ES256'],
    client: async () => ({ jwks: { keys: [jwk] } }),
  })
  const once = () => works(() => verifier.verify(smart.clientAssertionParams(token)))
  return (await once()) && !(await once())
}

async function codeOfError(name) {
  if (!PACKAGES[name].verify) return '–'
  const [head, payload] = tokenOf(good).split('.')
  const forged = `${head}.${payload}.${Buffer.alloc(64, 1).toString('base64url')}`
  try {
    const result = await PACKAGES[name].verify(forged, publicEc, 'ES256')
    return result ? undefined : false
  } catch (error) {
    return typeof error.code === 'string' || (error.name !== 'Error' && 'a name')
  }
}

const manifest = (name) => require(`./node_modules/${name.replace('/jwt', '')}/package.json`)

/** The rows: a function gives the cell of a package, where true and false become yes and no. */
const ROWS = {
  version: async (name) =>
    name === 'subtle-jws' ? require('../../package.json').version : manifest(name).version,
  'dependencies and theirs, without optional ones': async (name) =>
    name === 'subtle-jws' ? 0 : dependenciesOf(name.replace('/jwt', '')),
  'bundles for Workers and browsers, no Node module': bundles,
  'of 16 JOSE algorithms, signs with': algorithmsOf,
  'signs at once, without a promise': signs(async (sign) =>
    ['ES256', 'HS256'].some((alg) => {
      const signsAtOnce = (key) => givesText(() => sign(key, alg))
      return candidatesOf(alg).some(signsAtOnce)
    }),
  ),
  HS256: async (name) => (PACKAGES[name].sign ? signsWith(name, 'HS256') : '–'),
  'encrypted tokens (JWE)': async (name) =>
    (await exporting(/Encrypt$/)(name)) || ((await exporting(/decrypt/i)(name)) && 'decrypts'),
  'JWS JSON serialization': exporting(/GeneralSign|^JWSJS$/),
  'encrypted PEM keys': signs(encryptedPem),
  'a private JWK as the key': signs((sign) => sign(plain, 'ES256')),
  'a JWK Set as the key: finds the one that signs': signs((sign) =>
    sign({ keys: [publicEc, plain] }, 'ES256'),
  ),
  'a signer of yours (KMS, HSM) as the key': signs((sign) =>
    sign({ alg: 'ES256', kid: 'a', sign: async () => new Uint8Array(64) }, 'ES256'),
  ),
  'refuses to sign with RSA of 1024 bits': async (name) => {
    if (name === 'oauth4webapi' || name === 'openid-client') {
      return !(await counting(answerToken, (url) =>
        works(() => CLIENTS[name]({ url, issuer: url, clientId: 'c', jwk: weak })),
      ))
    }
    const pem = createPrivateKey({ key: weak, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
    const key = name === 'fast-jwt' ? pem : weak
    return !(await works(() => PACKAGES[name].sign(key, 'RS384')))
  },
  'refuses base64url in a second spelling': refuses(() => {
    const token = tokenOf(good)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return [token, token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)) + 1]]
  }),
  'refuses a claim given twice': refuses(() => [
    tokenOf(good),
    tokenOf(`{"iss":"a","iss":"b","exp":${NEVER}}`),
  ]),
  'refuses an unknown `crit`': refuses(() => [
    tokenOf(good),
    tokenOf(good, { alg: 'ES256', crit: ['x'], x: 1 }),
  ]),
  'refuses an `exp` that is a string': refuses(() => [tokenOf(good), tokenOf({ ...good, exp: `${NEVER}` })]),
  'refuses a token in the second that `exp` names': refuses(
    () => [tokenOf({ ...CLAIMS, exp: CLOCK + 11 }), tokenOf({ ...CLAIMS, exp: CLOCK + 10 })],
    CLOCK + 10,
  ),
  'errors have a stable code': codeOfError,
  'a JWK Set by URL, kept as Cache-Control says': keepsRemoteSet,
  '`private_key_jwt` in a token request': authenticates,
  'ten callers at once make one token request': sharesRequests,
  'SMART discovery': discoversSmart,
  'authorization code with PKCE': exporting(/pkce|^authorize$/i),
  'OpenID Connect discovery': exporting(/^discovery(Request)?$/),
  'follows the pages of a FHIR search': followsPages,
  'refuses an assertion that was used before': refusesReplay,
}

const shown = { true: 'yes', false: 'no' }
const names = Object.keys(PACKAGES)
const lines = [`| | ${names.join(' | ')} |`, `| --- |${' --- |'.repeat(names.length)}`]
for (const [row, probe] of Object.entries(ROWS)) {
  const cells = []
  for (const name of names) {
    const cell = await probe(name)
    if (cell === undefined) throw new Error(`${row}, ${name}: no answer`)
    cells.push(shown[cell] ?? `${cell}`)
  }
  lines.push(`| ${row} | ${cells.join(' | ')} |`)
}

console.log(lines.join('\n'))
if (process.argv.includes('--write')) console.log(writeBlock('comparison', lines))
else if (readBlock('comparison') !== `${lines.join('\n')}\n`) {
  console.error('README.md says otherwise: node test/interop/comparison.mjs --write')
  process.exitCode = 1
}
