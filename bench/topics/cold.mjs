/** The time to the first token, in a process and in a Worker, beyond that of one that does nothing. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import * as lib from '../../dist/index.js'
import { outputOf, within } from '../../test/runtimes/processes.mjs'
import { serveWorkers } from '../../test/runtimes/workerd.mjs'
import { CLAIMS, keyFor } from '../contenders.mjs'
import { measure } from '../measure.mjs'
import { quantile } from '../statistics.mjs'

const EMPTY = 'empty'

/** Seconds that a start may take. */
const PATIENCE = 20

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const ours = (from) => `import { signJwt } from '${from}'
export default () => signJwt(CLAIMS, JWK)`

const jose = (from) => `import { importJWK, SignJWT } from '${from}'
export default async () => {
  const header = { alg: JWK.alg, kid: JWK.kid, typ: 'JWT' }
  return new SignJWT(CLAIMS).setProtectedHeader(header).sign(await importJWK(JWK, JWK.alg))
}`

/** The least code that makes a token: anything more is the cost of a library. */
const RAW = `const { kid, alg, ...jwk } = JWK
const parameters = { ...PARAMETERS }
const base64url = (binary) => btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
export default async () => {
  const key = await crypto.subtle.importKey('jwk', jwk, parameters, false, ['sign'])
  const input = base64url(JSON.stringify({ alg, kid, typ: 'JWT' })) + '.' + base64url(JSON.stringify(CLAIMS))
  const signature = await crypto.subtle.sign(parameters, key, new TextEncoder().encode(input))
  return input + '.' + base64url(String.fromCharCode(...new Uint8Array(signature)))
}`

const PARAMETERS = {
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
}

/** The location of a package. If it is not installed, its name: then the import fails. */
function resolved(name) {
  try {
    return import.meta.resolve(name)
  } catch {
    return name
  }
}

/** The programs to start, and whether each is bundled into one file first. */
const programs = () => [
  { name: EMPTY, code: `export default async () => ''` },
  { name: 'raw WebCrypto', code: RAW },
  { name: 'subtle-jws', code: ours(pathToFileURL(here('../../dist/index.js'))) },
  {
    name: 'subtle-jws, vendored file',
    code: ours(pathToFileURL(here('../../dist/vendor/subtle-jws.min.js'))),
  },
  { name: 'jose', code: jose(resolved('jose')) },
  { name: 'jose, one file', code: jose('jose'), oneFile: true },
]

async function oneFileOf(code) {
  const options = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'error',
  }
  const stdin = { contents: code.replaceAll('file://', ''), resolveDir: here('..') }
  const { outputFiles } = await build({ ...options, stdin })
  return outputFiles[0].text
}

async function checkToken(token, publicJwk) {
  const { claims } = await lib.verifyJwt(token.trim(), publicJwk)
  if (claims.jti !== CLAIMS.jti) throw new Error('not the token that was to be made')
}

/** Measure what `startOf` starts: it returns the answer, and how many milliseconds that took. */
async function groupOf({ kind, alg, codes, rounds, startOf }) {
  const jwk = await keyFor(alg)
  const publicJwk = lib.toPublicJwk(jwk)
  const constants = Object.entries({ CLAIMS, JWK: jwk, PARAMETERS: PARAMETERS[alg] })
  const head = constants.map(([constant, value]) => `const ${constant} = ${JSON.stringify(value)}\n`).join('')
  const group = {
    name: `${kind}, ${alg}`,
    unit: 'ms',
    less: true,
    base: 'jose',
    rounds,
    async entries() {
      const entries = []
      for (const { name, code, oneFile } of codes) {
        try {
          const whole = head + code
          const begin = await startOf(`cold-${entries.length}`, oneFile ? await oneFileOf(whole) : whole)
          if (name !== EMPTY) await checkToken((await begin()).answer, publicJwk)
          entries.push({ name, begin })
        } catch ({ message }) {
          entries.push({ name, failed: message })
        }
      }
      return entries
    },
  }
  return overEmpty(await measure(group, async ({ begin }) => (await begin()).ms))
}

/**
 * Subtract the figures of the empty program, the quickest from the quickest and so on: a start that the
 * machine delayed says nothing about its neighbour.
 */
function overEmpty({ rows: [empty, ...rows], ...group }) {
  const floor = quantile(empty.figures)
  const sorted = (figures) => figures.toSorted((a, b) => a - b)
  const floors = sorted(empty.figures)
  const over = (figures) =>
    figures && sorted(figures).map((ms, i) => Math.round((ms - floors[i]) * 100) / 100)
  return {
    ...group,
    unit: `ms over the ${floor.toFixed(1)} of an empty one`,
    rows: rows.map((row) => ({ ...row, figures: over(row.figures) })),
  }
}

/** A group of processes that print the token and end. */
function processGroup({ file, args }, alg, site) {
  const startOf = async (name, code) => {
    writeFileSync(join(site, `${name}.mjs`), code)
    const path = join(site, `${name}-run.mjs`)
    writeFileSync(path, `import main from './${name}.mjs'\nconsole.log(await main())\n`)
    return async () => {
      const begun = performance.now()
      const answer = await within(PATIENCE, (start) => outputOf(start(file, [...args, path], { cwd: site })))
      return { answer, ms: performance.now() - begun }
    }
  }
  return groupOf({ kind: 'process', alg, codes: programs(), rounds: 15, startOf })
}

/** A group of Workers, each in a workerd that was just started. */
function workerGroup({ file }, alg, site) {
  const codes = programs().filter(({ name }) => name !== 'subtle-jws, vendored file' && name !== 'jose')
  const bundled = codes.map((program) => ({
    ...program,
    oneFile: true,
    name: program.name.replace(', one file', ''),
  }))
  const startOf = async (name, code) => {
    writeFileSync(join(site, `${name}.mjs`), code)
    writeFileSync(join(site, `${name}-worker.mjs`), worker(name))
    return () =>
      within(PATIENCE, async (begin) => {
        const start = (program, args) => begin(program, args, { cwd: site })
        const begun = performance.now()
        const { main } = await serveWorkers(
          file,
          { site, start },
          { main: [`${name}-worker.mjs`, `${name}.mjs`] },
        )
        const response = await fetch(`http://127.0.0.1:${main}/`)
        const answer = await response.text()
        return { answer, ms: performance.now() - begun }
      })
  }
  return groupOf({ kind: 'workerd', alg, codes: bundled, rounds: 7, startOf })
}

const worker = (name) => `import main from './${name}.mjs'
export default { fetch: async () => new Response(await main()) }`

/** The groups of a runtime that has processes to start, or of workerd. */
export async function coldGroups(row, site, algs = Object.keys(PARAMETERS)) {
  const groupFor = row.name === 'workerd' ? workerGroup : processGroup
  const groups = []
  for (const alg of Object.keys(PARAMETERS)) {
    if (algs.includes(alg)) groups.push(await groupFor(row, alg, site))
  }
  return groups
}
