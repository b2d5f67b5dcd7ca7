/** Writes the results of a run: figures, tables and pictures, without those of other runs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeBlock } from '../test/readme.mjs'
import { chartOf, readmePictures } from './charts.mjs'
import { OURS_JWK } from './contenders.mjs'
import { judge } from './goals.mjs'
import { markdownOf, readmeLines, runtimeLines } from './report.mjs'
import { OWN, TITLES } from './rows.mjs'

/** The folder in the repository for the results of --write. */
export const TRACKED = join(import.meta.dirname, 'results')

/** A folder for a run that begins now, and for no other run. */
export function runFolder() {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  return join(import.meta.dirname, 'out', time)
}

/** JSON with each list of figures on one line. */
function json(value) {
  const numbers = /\[\s+-?[\d.e+-]+(,\s+-?[\d.e+-]+)*\s+\]/g
  return `${JSON.stringify(value, undefined, 1).replace(numbers, (list) => list.replace(/\s+/g, ''))}\n`
}

/** The address of the repository, from which README.md loads its pictures. */
function addressOf() {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  return JSON.parse(manifest).homepage.replace(/#.*/, '')
}

/** The runtime whose topics have pictures: this Node, or the first that was measured. */
const mainOf = (results) => results[OWN] ?? Object.values(results)[0]

/**
 * Write the results of a run, by runtime, into a folder, and delete everything else in it.
 *
 * @returns the names of the files
 */
export function writeRun(folder, results) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const main = mainOf(results)
  const pictures = picturesOf(main)
  const sections = Object.entries(results).map(([runtime, part]) => {
    const goals = judge(runtime, part.topics)
    return markdownOf({ ...part, goals }, TITLES, part === main ? Object.keys(pictures) : [])
  })
  const table = runtimeLines(Object.values(results)).join('\n')
  const files = {
    'results.json': json(results),
    'results.md': `${['# Results', table, ...sections].join('\n\n')}\n`,
  }
  for (const [topic, svg] of Object.entries(pictures)) files[`${topic}.svg`] = svg
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return Object.keys(files)
}

/** Where the figures of a picture come from, in a few words. */
const originOf = ({ title, version, machine, date }) =>
  `${title} ${version} · ${machine.cpu}, ${machine.cores} cores · ${date}`

/** The pictures of a runtime, by topic. */
function picturesOf(part) {
  const origin = originOf(part)
  const drawn = Object.keys(TITLES).map((topic) => [
    topic,
    chartOf(topic, TITLES[topic], part.topics[topic]?.groups ?? [], origin),
  ])
  return Object.fromEntries(drawn.filter(([, svg]) => svg))
}

/** The entries of README.md's picture, and how it names them. */
const README_ENTRIES = {
  [OURS_JWK]: 'subtle-jws',
  jose: 'jose',
  'hono, JWK': 'hono',
  jsonwebtoken: 'jsonwebtoken',
}

/** The groups of README.md's picture: signing with a JWK, as workers do. */
function readmeGroups({ topics }) {
  const isShown = ({ name }) => /^[RE]S384, 16 at once$/.test(name)
  return topics.sign.groups.filter(isShown).map(({ name, rows, ...group }) => ({
    ...group,
    name: name.replace(/,.*/, ''),
    rows: rows
      .filter(({ name: entry }) => Object.hasOwn(README_ENTRIES, entry))
      .map((row) => ({ ...row, name: README_ENTRIES[row.name] })),
  }))
}

/** README.md's block about a run: a table, its origin, and a picture for light and for dark pages. */
export function readmeBlock(main) {
  const { title, version, machine, date } = main
  const folder = `${addressOf()}/raw/main/bench/results`
  return [
    ...readmeLines(main.topics),
    '',
    `${title} ${version}, ${machine.cores} cores, ${date}; 16 signatures at once; octets of a bundle, gzipped.`,
    '',
    `<picture><source media="(prefers-color-scheme: dark)" srcset="${folder}/readme-dark.svg">`,
    `<img src="${folder}/readme.svg" alt="Signatures a second with a JWK" width="340"></picture>`,
  ]
}

/** Replace the results in the repository, and README.md's block, with those of a whole run. */
export function writeTracked(results) {
  writeRun(TRACKED, results)
  return `wrote bench/results/; ${writeReadme(mainOf(results))}`
}

/** Write README.md's block and its pictures. */
export function writeReadme(main) {
  const pictures = readmePictures('Signatures a second', readmeGroups(main), originOf(main))
  for (const [file, svg] of Object.entries(pictures)) writeFileSync(join(TRACKED, file), svg)
  return writeBlock('bench', readmeBlock(main))
}
