// README.md as it renders: in a headless Chromium, as wide as a screen and as a phone, on light and dark pages.
// It fails if the page scrolls sideways, is too long, or if a picture cannot be read. Pictures of the page go
// into the folder that README_PICTURES names, if it is set.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { installPackages } from '../packages.mjs'
import { findRows } from '../runtimes/rows.mjs'

installPackages(import.meta.dirname)
const { default: MarkdownIt } = await import('markdown-it')
const { chromium } = await import('playwright-core')

const root = join(import.meta.dirname, '../..')

/** The most pixels that the page may be high at 1280. */
const MOST = 6000

/** Pixels of the column that GitHub gives a README at a width of 1280, and on a phone. */
const SIZES = [
  { width: 1280, column: 838 },
  { width: 390, column: 326 },
]

const STYLE = readFileSync(
  join(import.meta.dirname, 'node_modules/github-markdown-css/github-markdown.css'),
  'utf8',
)

/** The page: images come from the repository's own files. */
function pageOf(column) {
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const address = `${homepage.replace(/#.*/, '')}/raw/main/`
  const markdown = new MarkdownIt({ html: true, linkify: true })
  const html = markdown.render(readFileSync(join(root, 'README.md'), 'utf8'))
  const inlined = html.replaceAll(new RegExp(`${address}([\\w./-]+\\.svg)`, 'g'), (_, path) => {
    const svg = readFileSync(join(root, path)).toString('base64')
    return `data:image/svg+xml;base64,${svg}`
  })
  return `<!doctype html><meta name="viewport" content="width=device-width"><style>${STYLE}
body { margin: 0; background: Canvas; color-scheme: light dark }
.markdown-body { width: ${column}px; margin: 0 auto; padding: 32px 0 }</style>
<article class="markdown-body">${inlined}</article>`
}

let browser
before(async () => {
  const { file } = findRows().find(({ name }) => name === 'chromium')
  browser = await chromium.launch({ executablePath: file, args: ['--no-sandbox', '--disable-gpu'] })
})
after(() => browser?.close())

/** What of the page is wider than its place: the page itself, its tables and code. */
function measure() {
  const { scrollWidth, clientWidth } = document.documentElement
  const isWide = (element) => element.scrollWidth > element.clientWidth
  const wide = (selector) =>
    [...document.querySelectorAll(selector)].filter(isWide).map((one) => one.textContent.slice(0, 90))
  const pictures = [...document.images].map(({ complete, naturalWidth, clientWidth: shown, currentSrc }) => ({
    complete,
    scale: shown / naturalWidth,
    source: currentSrc,
  }))
  const height = document.querySelector('article').scrollHeight
  return { sideways: scrollWidth - clientWidth, tables: wide('table'), code: wide('pre'), pictures, height }
}

/** The text of a picture that has a data: URL. */
const textOf = (source) => atob(source.slice(source.indexOf(',') + 1))

for (const { width, column } of SIZES) {
  for (const colorScheme of ['light', 'dark']) {
    test(`README.md renders without scrolling sideways, ${width} wide, ${colorScheme}`, async (t) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.setContent(pageOf(column))
      await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
      const { sideways, tables, code, pictures, height } = await page.evaluate(measure)
      t.diagnostic(`${height} px high`)
      if (process.env.README_PICTURES)
        await page.screenshot({
          path: join(process.env.README_PICTURES, `readme-${width}-${colorScheme}.png`),
          fullPage: true,
        })
      assert.equal(sideways, 0)
      if (width === 1280) {
        assert.ok(height < MOST, `${height} px`)
        assert.deepEqual([...tables, ...code], [])
      }
      assert.equal(pictures.length, 1)
      for (const { scale, source } of pictures) {
        // A picture of 12 px text that is made smaller cannot be read on a phone.
        assert.ok(scale > 0.95, `shown at ${scale}`)
        const isDark = textOf(source).includes('#0d1117')
        assert.equal(isDark, colorScheme === 'dark')
      }
      await page.close()
    })
  }
}
