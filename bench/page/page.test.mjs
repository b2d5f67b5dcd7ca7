/**
 * Tests the page in Chromium, by clicks and keys as a person would use them.
 *
 *   node bench/page/page.test.mjs [--screenshot]
 *
 * --screenshot renews screenshot.png and screenshot-dark.png. The page must be built.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { generateJwk, signJwt, toPublicJwk } from '../../dist/index.js'
import { findRows } from '../../test/runtimes/rows.mjs'
import { servePage } from './run.mjs'

/** Milliseconds for a click to take effect, and for a test. */
const ACTION_TIME = 20_000
const TEST_TIME = 120_000

const CONTESTANTS = ['raw subtle.sign', 'subtle-jws, prepared signer', 'subtle-jws, plain JWK', 'jose']

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1180, height: 900 }

const here = import.meta.dirname
const screenshot = process.argv.includes('--screenshot')
const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8')
const { file: executablePath, install } = findRows().find(({ name }) => name === 'chromium')
const skip = !executablePath && `missing: ${install}`
if (skip && process.env.CI) throw new Error(skip)

let server
let browser
before(async () => {
  if (skip) return
  server = await servePage()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
})
after(async () => {
  await browser?.close()
  await server?.close()
})

/** A test with its own page, which must not log an error or request anything except itself. */
function pageTest(name, { address = () => server.url, ...options }, run) {
  test(name, { skip, timeout: TEST_TIME }, async () => {
    const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(ACTION_TIME)
    try {
      const page = await context.newPage()
      const complaints = []
      const requests = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', ({ message }) => complaints.push(message))
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url())) requests.push(request.url())
      })
      await page.goto(address())
      await page.locator('#bench-run:enabled').waitFor()
      await run(page, context)
      assert.deepEqual(complaints, [])
      assert.deepEqual([...new Set(requests)], [address()])
    } finally {
      await context.close()
    }
  })
}

const versionOf = (name) =>
  JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8')).version

const text = (page, selector) => page.locator(selector).textContent()

/** Wait until an element's text matches. */
async function reads(page, selector, pattern) {
  const shows = ([within, source]) => new RegExp(source, 's').test(document.querySelector(within).textContent)
  await page.waitForFunction(shows, [selector, pattern.source]).catch(async () => {
    assert.match(await text(page, selector), pattern)
  })
}

async function runBenchmark(page, choices) {
  for (const [id, value] of Object.entries({ 'bench-seconds': '2', ...choices }))
    await page.selectOption(`#${id}`, value)
  await page.click('#bench-run')
  await reads(page, '#bench-status', /^Done: \d+ rounds/)
}

async function openToken(page, alg = 'ES384') {
  await page.getByRole('tab', { name: 'Token' }).click()
  await page.selectOption('#generate-alg', alg)
  await page.getByRole('button', { name: 'Generate' }).click()
  await reads(page, '#verdict', /^Verified\./)
}

async function violations(page) {
  await page.evaluate(axe)
  const { violations: found } = await page.evaluate(() => globalThis.axe.run())
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

pageTest(
  'a benchmark runs to its end with plausible ratios, and is copied as Markdown',
  {},
  async (page, context) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await runBenchmark(page, { 'bench-alg': 'ES384', 'bench-at-once': '4' })
    assert.equal(await page.locator('#bench-bits').isDisabled(), true)
    assert.equal(await page.locator('#bench-progress').evaluate((bar) => bar.value), 1)
    const ratios = await page.locator('#bench-table tbody td:last-child').allTextContents()
    assert.equal(ratios.length, 4)
    assert.equal(ratios[0], '1.000')
    for (const ratio of ratios) assert.ok(Number(ratio) > 0.1 && Number(ratio) < 10, ratio)

    await page.getByText('The chart as a table').click()
    const rounds = await page.locator('#bench-rounds tbody tr').count()
    assert.ok(rounds >= 3)
    assert.match(
      await page.locator('#bench-chart').getAttribute('aria-label'),
      new RegExp(`over ${rounds} rounds`),
    )
    const drawn = await page.locator('#bench-chart canvas').evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      return data.some((octet) => octet > 0)
    })
    assert.ok(drawn)

    await page.getByRole('button', { name: 'Copy as Markdown' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const markdown = await page.evaluate(() => navigator.clipboard.readText())
    assert.match(markdown, /^### Signatures per second: ES384, 4 at once\n\n\| contestant \|/)
    for (const [i, name] of CONTESTANTS.entries()) {
      const row = `^\\| ${name} \\| [\\d,.]+ \\| [\\d,.]+ to [\\d,.]+ \\| ${ratios[i]} \\|$`
      assert.match(markdown, new RegExp(row, 'm'))
    }
    assert.ok(markdown.includes(`jose ${versionOf('jose')}`))
    assert.ok(markdown.includes(browser.version()), markdown)
  },
)

pageTest('if the clipboard is refused, the page shows the Markdown to copy by hand', {}, async (page) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'))
  })
  await runBenchmark(page, { 'bench-alg': 'ES256' })
  await page.getByRole('button', { name: 'Copy as Markdown' }).click()
  await page.locator('#bench-markdown').waitFor()
  assert.match(await page.locator('#bench-markdown').inputValue(), /^### Signatures per second: ES256/)
})

pageTest('every algorithm that is offered runs', {}, async (page) => {
  const offered = await page.locator('#bench-alg option').allTextContents()
  assert.deepEqual(offered.slice(0, 2), ['RS384', 'ES384'])
  assert.ok(offered.length >= 11, offered.join())
  for (const alg of offered) {
    await page.selectOption('#bench-alg', alg)
    await page.click('#bench-run')
    await page.locator('#bench-table tbody tr:last-child td', { hasText: /\d\.\d{3}/ }).waitFor()
    await page.click('#bench-run')
    await reads(page, '#bench-status', /^Stopped: \d+ rounds/)
  }
})

pageTest(
  'a run stops when it is told to, the page answers all the while, and the next run starts afresh',
  {},
  async (page) => {
    await page.selectOption('#bench-bits', '3072')
    await page.selectOption('#bench-at-once', '64')
    await page.selectOption('#bench-seconds', '30')
    await page.evaluate(() => {
      globalThis.longest = 0
      let last = performance.now()
      const tick = () => {
        const now = performance.now()
        globalThis.longest = Math.max(globalThis.longest, now - last)
        last = now
        setTimeout(tick)
      }
      tick()
    })
    await page.click('#bench-run')
    assert.equal(await text(page, '#bench-run'), 'Stop')
    assert.equal(await page.locator('#bench-alg').isDisabled(), true)
    await reads(page, '#bench-status', /^Measuring/)
    await page.click('#bench-run')
    assert.match(await text(page, '#bench-status'), /^Stopped: \d+ rounds/)
    assert.equal(await text(page, '#bench-run'), 'Run')
    assert.ok(await page.evaluate(() => document.activeElement.id === 'bench-run'))
    const longest = await page.evaluate(() => globalThis.longest)
    assert.ok(longest < 1000, `the page did not answer for ${longest} ms`)
    await page.click('#bench-run')
    await page.click('#bench-run')
    assert.match(await text(page, '#bench-status'), /^Stopped: 0 rounds/)
    assert.equal(await page.locator('#bench-copy').isDisabled(), true)
  },
)

pageTest('what is measured while the page is hidden does not count', {}, async (page) => {
  await page.selectOption('#bench-alg', 'ES256')
  const hide = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  await runBenchmark(page)
  await reads(
    page,
    '#bench-status',
    /^Done: 0 rounds, and \d+ that do not count, for the page was hidden\. $/,
  )
  await hide(false)
  await runBenchmark(page)
  await reads(page, '#bench-status', /^Done: \d+ rounds\. /)
})

pageTest('arrows, Home and End move between the tabs, and an address opens one', {}, async (page) => {
  const [first, second] = ['Benchmark', 'Token'].map((name) => page.getByRole('tab', { name }))
  const chosen = async (tab, panel) => {
    assert.equal(await tab.getAttribute('aria-selected'), 'true')
    assert.equal(await tab.evaluate((element) => element === document.activeElement), true)
    assert.equal(await page.getByRole('tabpanel').getAttribute('id'), panel)
  }
  await page.keyboard.press('Tab')
  await chosen(first, 'benchmark')
  assert.notEqual(await first.evaluate((element) => getComputedStyle(element).outlineStyle), 'none')
  for (const [key, tab, panel] of [
    ['ArrowRight', second, 'token'],
    ['ArrowRight', first, 'benchmark'],
    ['ArrowLeft', second, 'token'],
    ['Home', first, 'benchmark'],
    ['End', second, 'token'],
  ]) {
    await page.keyboard.press(key)
    await chosen(tab, panel)
  }
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'generate-alg')
  await page.reload()
  assert.equal(await page.getByRole('tabpanel').getAttribute('id'), 'token')
})

pageTest(
  'a generated key signs, the token is coloured, decoded, verified and copied',
  {},
  async (page, context) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await openToken(page)
    const token = await text(page, '#compact')
    assert.deepEqual(await page.locator('#compact span:not(.dot)').allTextContents(), token.split('.'))
    const colours = await page
      .locator('#compact span:not(.dot)')
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).color))
    assert.equal(new Set(colours).size, 3)
    assert.equal(JSON.parse(await text(page, '#decoded-header')).alg, 'ES384')
    assert.equal(JSON.parse(await text(page, '#decoded-claims')).iss, 'my-client')
    assert.equal(JSON.parse(await page.locator('#verify-key').inputValue()).d, undefined)
    await page.getByRole('button', { name: 'Copy token' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token)

    await page.fill('#claims', '{"iss":"another","exp":4102444800}')
    await page.fill('#header', '{"typ":"JWT","cty":"x"}')
    await reads(page, '#decoded-claims', /another/)
    await reads(page, '#decoded-header', /cty/)
    await reads(page, '#verdict', /^Verified\./)
    await page.getByRole('button', { name: 'New jti, iat and exp' }).click()
    await reads(page, '#decoded-claims', /another.*jti/)
  },
)

pageTest('errors are shown with their code: signature, claims, key, header, JSON', {}, async (page) => {
  await openToken(page)
  const token = await text(page, '#compact')
  const [header, claims, signature] = token.split('.')
  const tampered = `${header}.${claims}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
  await page.fill('#verify-token', tampered)
  await reads(page, '#verdict', /^Not verified\. ERR_SIGNATURE /)
  await page.fill('#verify-token', 'a.b')
  await reads(page, '#verdict', /ERR_JWS_FORM /)
  await page.fill('#verify-token', token)
  await page.fill('#verify-key', JSON.stringify(toPublicJwk(await generateJwk('ES384', { kid: 'other' }))))
  await reads(page, '#verdict', /ERR_SIGNATURE /)
  await page.getByRole('button', { name: 'Take the signed token' }).click()
  await reads(page, '#verdict', /^Verified\./)

  await page.fill('#claims', '{"iss":"a","exp":1}')
  await reads(page, '#verdict', /^The signature is good, the claims are not\. ERR_EXPIRED /)
  await page.fill('#claims', '{"iss":')
  await reads(page, '#claims-note', /^SyntaxError claims: /)
  assert.equal(await page.locator('#claims').getAttribute('aria-invalid'), 'true')
  await page.fill('#claims', '{"iss":"a"}')
  await page.fill('#header', '{"alg":"none"}')
  await reads(page, '#header-note', /^ERR_ALG /)
  await page.fill('#header', '{}')
  await reads(page, '#verdict', /^Verified\./)

  await page.fill('#key', '{"kty":"EC","crv":"P-384","x":"AA","y":"AA","d":"AA"}')
  await reads(page, '#key-note', /^ERR_JWK /)
  assert.equal(await text(page, '#compact'), '')
  await page.fill('#key', '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----')
  await reads(page, '#key-note', /^ERR_PEM /)
  await page.fill('#key', '')
  await reads(page, '#verdict', /^No token to verify\./)
})

pageTest('keys may be PEM or sets, and the page asks for what they do not say', {}, async (page) => {
  await page.getByRole('tab', { name: 'Token' }).click()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await page.fill('#key', privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await reads(page, '#verdict', /^Verified\./)
  await page.getByLabel('Algorithm the key names none').selectOption('PS512')
  await reads(page, '#decoded-header', /PS512/)
  await page.fill('#verify-key', publicKey.export({ type: 'spki', format: 'pem' }))
  await reads(page, '#verdict', /^Verified\. .*PS512/)

  const keys = [await generateJwk('ES256', { kid: 'one' }), await generateJwk('Ed25519', { kid: 'two' })]
  await page.fill('#key', JSON.stringify({ keys }))
  await page.getByLabel('Key of the set').selectOption({ label: 'two' })
  await reads(page, '#key-note', /^Ed25519, kid two/)
  const foreign = await signJwt({ iss: 'elsewhere' }, keys[0])
  await page.fill('#verify-token', foreign)
  await page.fill('#verify-key', JSON.stringify({ keys: keys.map(toPublicJwk) }))
  await reads(page, '#verdict', /^Verified\. .*ES256/)
})

pageTest(
  'no key is kept: neither in the stores of the browser nor over a reload',
  {},
  async (page, context) => {
    await openToken(page)
    const { cookies, origins } = await context.storageState({ indexedDB: true })
    assert.deepEqual({ cookies, origins }, { cookies: [], origins: [] })
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0)
    await page.reload()
    await page.locator('#generate:enabled').waitFor()
    assert.equal(await page.locator('#key').inputValue(), '')
  },
)

/** Spoil the signature with this number in the page's workers. */
function spoilSignature(number) {
  const spoil = `
    const { sign } = SubtleCrypto.prototype
    let signed = 0
    SubtleCrypto.prototype.sign = async function (...input) {
      const signature = new Uint8Array(await sign.apply(this, input))
      if (++signed === ${number}) signature[9] ^= 1
      return signature.buffer
    };`
  const { Blob } = globalThis
  globalThis.Blob = class extends Blob {
    constructor(parts, options) {
      super([spoil, ...parts], options)
    }
  }
}

test('a contestant whose token does not verify is not timed', { skip, timeout: TEST_TIME }, async () => {
  // The first signature is made when the key is imported, which checks it.
  for (const [i, name] of CONTESTANTS.entries()) {
    const page = await browser.newPage()
    await page.addInitScript(spoilSignature, i + 2)
    await page.goto(server.url)
    await page.locator('#bench-run:enabled').waitFor()
    await page.selectOption('#bench-alg', 'ES256')
    await page.click('#bench-run')
    await reads(page, '#bench-status', new RegExp(`^Failed: the token of ${name}: .*0 rounds`))
    await page.close()
  }
})

test('if no worker starts, the run fails and says so', { skip, timeout: TEST_TIME }, async () => {
  const page = await browser.newPage()
  await page.addInitScript(() => {
    URL.createObjectURL = () => ''
  })
  await page.goto(server.url)
  await page.locator('#bench-run:enabled').click()
  await reads(page, '#bench-status', /^Failed: the browser starts no worker: 0 rounds\. $/)
  assert.equal(await text(page, '#bench-run'), 'Run')
  await page.close()
})

test('the policy of the page holds: it can connect to nothing', { skip, timeout: TEST_TIME }, async () => {
  const page = await browser.newPage()
  await page.goto(server.url)
  const refused = await page.evaluate(() =>
    fetch('/').then(
      () => 'it was fetched',
      ({ name }) => name,
    ),
  )
  const beacon = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          resolve(effectiveDirective),
        )
        new Image().src = '/image.png'
      }),
  )
  assert.deepEqual([refused, beacon], ['TypeError', 'img-src'])
  await page.close()
})

pageTest(
  'opened from disk, it does all of this too',
  { address: () => pathToFileURL(join(here, 'dist/index.html')).href },
  async (page) => {
    await runBenchmark(page, { 'bench-alg': 'ES256' })
    await openToken(page, 'Ed25519')
  },
)

pageTest('without crypto.subtle it says what helps', { address: () => server.url }, async (_, context) => {
  const bare = await context.newPage()
  await bare.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }))
  await bare.goto(server.url)
  await bare.getByText('There is no crypto.subtle here.').waitFor()
  assert.equal(await bare.locator('#bench-run').isDisabled(), true)
})

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [DESK, PHONE]) {
    const what = 'axe finds nothing, and nothing is wider than the page'
    const name = `${colorScheme}, ${viewport.width} wide: ${what}`
    pageTest(name, { colorScheme, viewport }, async (page) => {
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      const [red] = background.match(/\d+/)
      assert.equal(Number(red) < 128, colorScheme === 'dark')
      assert.deepEqual(await violations(page), [])
      const pictured = screenshot && viewport === DESK
      await runBenchmark(page, pictured ? { 'bench-seconds': '10' } : { 'bench-at-once': '4' })
      assert.deepEqual(await violations(page), [])
      assert.equal(await overflow(page), 0)
      if (pictured) await picture(page, colorScheme)
      await page.getByText('The chart as a table').click()
      assert.equal(await overflow(page), 0)
      await openToken(page)
      assert.deepEqual(await violations(page), [])
      assert.equal(await overflow(page), 0)
      for (const [field, value] of [
        ['#verify-token', 'a.b.c'],
        ['#claims', '{'],
        ['#key', '{}'],
      ])
        await page.fill(field, value)
      await reads(page, '#key-note', /^TypeError key is an object without kty; it must be a JWK/)
      await reads(page, '#verdict', /^Not verified/)
      assert.deepEqual(await violations(page), [])
      assert.equal(await overflow(page), 0)
    })
  }
}

/** Take the README's picture: the benchmark's tab after a run. */
async function picture(page, colorScheme) {
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.activeElement.blur())
  await page.screenshot({
    path: join(here, colorScheme === 'dark' ? 'screenshot-dark.png' : 'screenshot.png'),
    fullPage: true,
  })
}
