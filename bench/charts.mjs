/** Draws a topic as one SVG picture, a bar for each figure, for phones and for light and dark pages. */
import { number } from './report.mjs'
import { quantile } from './statistics.mjs'

/** The width of a picture, where its bars begin, and the length of the longest. A figure follows its bar. */
const WIDE = { width: 480, left: 200, longest: 190 }

/** The layout of README.md's picture: a phone need not shrink it. */
const NARROW = { width: 340, left: 116, longest: 160 }

/** The height of a line, and of a bar in it. */
const LINE = 19
const BAR = 12

/** The groups that a topic's picture shows. If none of them was measured, it shows those that were. */
const SHOWN = {
  sign: /^[RE]S384, (1|16) at once$/,
  verify: /^[RE]S384, (1|16) at once$/,
  check: /at once$/,
  overhead: /^(sign|verify) /,
  base64url: / (64 B|1 KiB|64 KiB)$/,
  cold: /./,
  size: /^(sign|verify|all of the core|base64url)/,
  scale: /^(sign|verify) .* [KM]?i?B$|worker threads/,
}

const LIGHT = `
  svg { background: #ffffff; }
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .group { font-weight: 600; }
  .small { font-size: 10px; fill: #59636e; }
  rect { fill: #9aa4af; }
  .ours { fill: #0969da; }
`

const DARK = `
  svg { background: #0d1117; }
  text { fill: #f0f6fc; }
  .small { fill: #9198a1; }
  rect { fill: #57606a; }
  .ours { fill: #4493f8; }
`

/** The style of a picture that stands alone: light or dark, as the reader prefers. */
const EITHER = `${LIGHT}@media (prefers-color-scheme: dark) {${DARK}}`

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const textAt = (x, y, text, kind) =>
  `<text x="${x}" y="${y}"${kind ? ` class="${kind}"` : ''}>${escaped(text)}</text>`

/** The heading of a group: its name, and what its figures mean. */
const meaningOf = ({ name, unit, less }) => `${name} · ${unit}, ${less ? 'less' : 'more'} is better`

/** The lines of a group, each as a function of its distance from the top. */
function linesOf({ rows: all, ...group }, { left, longest }) {
  const rows = all.filter(({ figures }) => figures)
  const medians = rows.map(({ figures }) => quantile(figures))
  const most = Math.max(...medians)
  const head = (y) => textAt(16, y + 14, meaningOf(group), 'group')
  const lines = rows.map(({ name }, i) => (y) => {
    const length = Math.max(1, (Math.max(0, medians[i]) / most) * longest)
    const kind = name.startsWith('subtle-jws') ? ' class="ours"' : ''
    const bar = `<rect x="${left}" y="${y + 3}" width="${length.toFixed(1)}" height="${BAR}" rx="2"${kind}/>`
    return textAt(16, y + 13, name) + bar + textAt(left + length + 6, y + 13, number(medians[i]))
  })
  return [head, ...lines, () => '']
}

/** A picture of these groups. */
function draw(title, origin, groups, { layout, style }) {
  const lines = groups.flatMap((group) => linesOf(group, layout))
  const top = 62
  const height = top + lines.length * LINE
  const { width } = layout
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">
<title>${escaped(title)}</title>
<style>${style}</style>
${textAt(16, 26, title, 'title')}
${textAt(16, 44, origin, 'small')}
${lines.map((line, i) => line(top + i * LINE)).join('\n')}
</svg>
`
}

/** The picture of a topic; undefined if no group has figures. */
export function chartOf(topic, title, groups, origin) {
  const measured = groups.filter(({ rows }) => rows.some(({ figures }) => figures))
  if (!measured.length) return undefined
  const chosen = measured.filter(({ name }) => SHOWN[topic].test(name))
  return draw(title, origin, chosen.length ? chosen : measured, { layout: WIDE, style: EITHER })
}

/** README.md's picture of these groups, for light and for dark pages. */
export function readmePictures(title, groups, origin) {
  const drawn = (style) => draw(title, origin, groups, { layout: NARROW, style })
  return { 'readme.svg': drawn(LIGHT), 'readme-dark.svg': drawn(LIGHT + DARK) }
}
