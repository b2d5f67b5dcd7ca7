// The pages: their code blocks, and where their links lead.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The pages of the package, in reading order. */
export function pagesOf(root) {
  const top = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((page) =>
    existsSync(join(root, page)),
  )
  const docs = readdirSync(join(root, 'docs')).filter((page) => page.endsWith('.md'))
  return [...top, ...docs.sort().map((page) => `docs/${page}`)]
}

/**
 * The code blocks of a page: where each begins, its language, and what the comment before it says about its
 * test. run.mjs explains the words of that comment at its top.
 */
export function blocksOf(root, page) {
  const lines = readFileSync(join(root, page), 'utf8').split('\n')
  const blocks = []
  let open
  lines.forEach((line, i) => {
    const fence = /^ *```(.*)$/.exec(line)
    if (!fence) open?.lines.push(line)
    else if (open) {
      blocks.push({ ...open, code: `${open.lines.join('\n')}\n` })
      open = undefined
    } else {
      const [, words = ''] = /^<!-- test: (.+) -->$/.exec(lines[i - 1] ?? '') ?? []
      const [how = '', ...rest] = words.split(' ')
      open = { page, line: i + 1, language: fence[1], how, argument: rest.join(' '), lines: [] }
    }
  })
  if (open) throw new Error(`${page}:${open.line}: the block has no end`)
  return blocks
}

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-')

const withoutBlocks = (text) => text.replace(/^ *```[\s\S]*?^ *```/gm, '')
const withoutCode = (text) => withoutBlocks(text).replace(/`[^`\n]*`/g, '')

function anchorsOf(file) {
  const text = withoutBlocks(readFileSync(file, 'utf8'))
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading))
}

/** Where the repository is: the pages of the package lead there by whole addresses. */
function addressOf(root) {
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return homepage.replace(/#.*/, '')
}

/** The targets of a page's links and images. */
export function linksOf(root, page) {
  const text = withoutCode(readFileSync(join(root, page), 'utf8'))
  const found = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href|srcset)="([^"]+)"/g)]
  return found.map(([, link, source]) => link ?? source)
}

/** Links and images that lead into this repository, by a path or by its address, and whose target is missing. */
export function brokenLinks(root, page) {
  const inRepository = new RegExp(`^${addressOf(root)}/(?:blob|tree|raw)/main/`)
  return linksOf(root, page).filter((target) => {
    const isWhole = inRepository.test(target)
    if (!isWhole && /^[a-z]+:/.test(target)) return false
    const [path, anchor] = target.replace(inRepository, '').split('#')
    const from = isWhole ? root : join(root, dirname(page))
    const file = path ? normalize(join(from, path)) : join(root, page)
    if (!existsSync(file)) return true
    return anchor !== undefined && !(statSync(file).isFile() && anchorsOf(file).includes(anchor))
  })
}

/** Scripts that a page names as `npm run NAME`, but package.json does not have. */
export function unknownScripts(root, page) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const named = [...readFileSync(join(root, page), 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(
    ([, name]) => name,
  )
  return named.filter((name) => !Object.hasOwn(scripts, name))
}
