// Makes the comparisons of README.md and docs/comparison.md by trying each package. It fails if a page says
// otherwise; with --write it writes the tables.
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
  if (!kept) return false
  const renewed = (await asks('max-age=6', 6500)) === 2
  return renewed
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
  dependencies: async (name) => (name === 'subtle-jws' ? 0 : dependenciesOf(name.replace('/jwt', ''))),
  'runs in browsers': bundles,
  'algorithms, of 16': algorithmsOf,
  'signs synchronously': signs(async (sign) =>
    ['ES256', 'HS256'].some((alg) => {
      const signsAtOnce = (key) => givesText(() => sign(key, alg))
      return candidatesOf(alg).some(signsAtOnce)
    }),
  ),
  'encryption (JWE)': async (name) =>
    (await exporting(/Encrypt$/)(name)) || ((await exporting(/decrypt/i)(name)) && 'decrypts'),
  'key: encrypted PEM': signs(encryptedPem),
  'key: a private JWK': signs((sign) => sign(plain, 'ES256')),
  'key: a JWK Set': signs((sign) => sign({ keys: [publicEc, plain] }, 'ES256')),
  'key: in a KMS or HSM': signs((sign) =>
    sign({ alg: 'ES256', kid: 'a', sign: async () => new Uint8Array(64) }, 'ES256'),
  ),
  'refuses RSA-1024': async (name) => {
    if (name === 'oauth4webapi' || name === 'openid-client') {
      return !(await counting(answerToken, (url) =>
        works(() => CLIENTS[name]({ url, issuer: url, clientId: 'c', jwk: weak })),
      ))
    }
    const pem = createPrivateKey({ key: weak, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
    const key = name === 'fast-jwt' ? pem : weak
    return !(await works(() => PACKAGES[name].sign(key, 'RS384')))
  },
  'refuses odd base64url': refuses(() => {
    const token = tokenOf(good)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return [token, token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)) + 1]]
  }),
  'refuses a claim twice': refuses(() => [tokenOf(good), tokenOf(`{"iss":"a","iss":"b","exp":${NEVER}}`)]),
  'refuses unknown `crit`': refuses(() => [
    tokenOf(good),
    tokenOf(good, { alg: 'ES256', crit: ['x'], x: 1 }),
  ]),
  'refuses `exp` as a string': refuses(() => [tokenOf(good), tokenOf({ ...good, exp: `${NEVER}` })]),
  'refuses a token at `exp`': refuses(
    () => [tokenOf({ ...CLAIMS, exp: CLOCK + 11 }), tokenOf({ ...CLAIMS, exp: CLOCK + 10 })],
    CLOCK + 10,
  ),
  'errors with a code': codeOfError,
  'obeys Cache-Control': keepsRemoteSet,
  '`private_key_jwt` in a token request': authenticates,
  'ten callers at once make one token request': sharesRequests,
  'SMART discovery': discoversSmart,
  'authorization code with PKCE': exporting(/pkce|^authorize$/i),
  'OpenID Connect discovery': exporting(/^discovery(Request)?$/),
  'follows the pages of a FHIR search': followsPages,
  'refuses replays': refusesReplay,
}

const ABOUT = ['version', 'dependencies', 'runs in browsers']

/** The rows about OAuth and FHIR; all others are about tokens. */
const CLIENT_ROWS = [
  '`private_key_jwt` in a token request',
  'ten callers at once make one token request',
  'SMART discovery',
  'authorization code with PKCE',
  'OpenID Connect discovery',
  'follows the pages of a FHIR search',
]
const tokenRows = Object.keys(ROWS).filter((row) => !CLIENT_ROWS.includes(row))

/** The tables: the page and the name of its block, its columns and its rows. */
const TABLES = [
  {
    page: 'README.md',
    block: 'comparison',
    columns: {
      'subtle-jws': 'subtle-jws',
      jose: 'jose',
      jsonwebtoken: 'jsonwebtoken',
      'fast-jwt': 'fast-jwt',
      'hono/jwt': 'Hono',
      '@tsndr/cloudflare-worker-jwt': '@tsndr',
    },
    rows: tokenRows,
  },
  {
    page: 'docs/comparison.md',
    block: 'clients',
    columns: {
      'subtle-jws': 'subtle-jws',
      oauth4webapi: 'oauth4webapi',
      'openid-client': 'openid-client',
      fhirclient: 'fhirclient',
    },
    rows: [...ABOUT, ...CLIENT_ROWS],
  },
]

const shown = { true: 'yes', false: 'no' }

async function cellOf(row, name) {
  const cell = await ROWS[row](name)
  if (cell === undefined) throw new Error(`${row}, ${name}: no answer`)
  return shown[cell] ?? `${cell}`
}

async function linesOf({ columns, rows }) {
  const lines = [
    `| | ${Object.values(columns).join(' | ')} |`,
    `| --- |${' --- |'.repeat(Object.keys(columns).length)}`,
  ]
  for (const row of rows) {
    const cells = []
    for (const name of Object.keys(columns)) cells.push(await cellOf(row, name))
    lines.push(`| ${row} | ${cells.join(' | ')} |`)
  }
  return lines
}

for (const table of TABLES) {
  const { page, block } = table
  const lines = await linesOf(table)
  console.log(`${page}\n${lines.join('\n')}\n`)
  if (process.argv.includes('--write')) console.log(writeBlock(block, lines, page))
  else if (readBlock(block, page) !== `${lines.join('\n')}\n`) {
    console.error(`${page} says otherwise: node test/interop/comparison.mjs --write`)
    process.exitCode = 1
  }
}
