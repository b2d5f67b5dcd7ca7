// Tests examples/page.html in Chromium, opened from disk and used as a person would. dist/ must be built.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { decodeJwt } from '../../dist/index.js'
import { exitAfter } from '../runtimes/processes.mjs'
import { findRows } from '../runtimes/rows.mjs'

/** Milliseconds for a click to take effect, and for a test. */
const ACTION_TIME = 20_000
const TEST_TIME = 60_000

const root = join(import.meta.dirname, '../..')
const file = join(root, 'examples/page.html')
const { file: executablePath, install } = findRows().find(({ name }) => name === 'chromium')
const skip = !executablePath && `missing: ${install}`
if (skip && process.env.CI) throw new Error(skip)

exitAfter(300)

let browser
before(async () => {
  if (!skip) browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
})
after(() => browser?.close())

test('the page holds the vendored file as npm run build makes it', () => {
  const [, base64] = /"data:text\/javascript;base64,([^"]+)"/.exec(readFileSync(file, 'utf8'))
  const vendored = readFileSync(join(root, 'dist/vendor/subtle-jws.min.js'), 'utf8')
  assert.equal(Buffer.from(base64, 'base64').toString(), vendored, 'npm run build renews examples/page.html')
})

test('from disk, the page signs and verifies, and says why not', { skip, timeout: TEST_TIME }, async () => {
  const page = await browser.newPage()
  page.setDefaultTimeout(ACTION_TIME)
  const complaints = []
  const requests = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('request', (request) => requests.push(new URL(request.url()).protocol))
  await page.goto(pathToFileURL(file).href)
  const says = (text) => page.locator('#result', { hasText: text }).waitFor()

  await page.locator('#claims').fill('{ "iss": "Zoë" }')
  await page.locator('#sign:enabled').click()
  await says('Signed.')
  const token = await page.locator('#token').inputValue()
  const { header, claims } = decodeJwt(token)
  assert.equal(header.alg, 'ES384')
  assert.deepEqual([claims.iss, claims.exp - claims.iat], ['Zoë', 300])
  await page.locator('#verify').click()
  await says(/^Verified: \{"iss":"Zoë"/)

  const [head, payload, signature] = token.split('.')
  const forged = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  await page.locator('#token').fill([head, payload, forged].join('.'))
  await page.locator('#verify').click()
  await says(/signature/)
  await page.locator('#claims').fill('{')
  await page.locator('#sign').click()
  await says(/JSON/)

  assert.deepEqual(complaints, [])
  assert.deepEqual(requests, ['file:'])
})
