/** Tests the source maps: stack traces, debuggers and an editor's "go to definition" lead to the source. */
import assert from 'node:assert/strict'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { output, project, tool } from './project.mjs'

const user = project('maps', 'maps')
const installed = join(user, 'node_modules/subtle-jws')
const read = (file) => readFileSync(join(installed, file), 'utf8')
const files = readdirSync(installed, { recursive: true })

const COMMENT = /^\/\/# sourceMappingURL=(.*)$/m

test('each module and its types have a map beside them, to sources that are published', () => {
  const modules = files.filter((file) => /^dist\/(?!cli\.)[^/]+\.(js|d\.ts)$/.test(file))
  assert.equal(modules.length, 8)
  const found = new Set()
  for (const file of modules) {
    const map = `${file}.map`
    assert.equal(join(dirname(file), COMMENT.exec(read(file))?.[1] ?? 'none'), map)
    const { sources } = JSON.parse(read(map))
    for (const source of sources) found.add(join(dirname(file), source))
  }
  for (const source of ['src/jws.ts', 'src/smart/assertion.ts', 'src/server/assertion-verifier.ts'])
    assert.ok(found.has(source), source)
  for (const source of found) assert.ok(existsSync(join(installed, source)), source)
})

test('what is copied or only run names no map', () => {
  const alone = files.filter((file) => /^dist\/(cli\.js|vendor\/.*\.(js|ts))$/.test(file))
  assert.equal(alone.length, 9)
  for (const file of alone) assert.doesNotMatch(read(file), /sourceMappingURL/, file)
})

test('a stack trace names the line of the source that threw', async () => {
  const stack = await output(process.execPath, ['--enable-source-maps', 'throw.js'], { cwd: user })
  const [, file, line] =
    /node_modules\/subtle-jws\/(src\/[\w/-]+\.ts):(\d+):\d+/.exec(stack) ?? assert.fail(stack)
  assert.equal(file, 'src/der.ts')
  assert.match(read(file).split('\n')[line - 1], /throw new/)
  assert.doesNotMatch(stack, /subtle-jws\/dist/)
})

test('an editor’s "go to definition" ends in the source (tsserver)', async () => {
  const file = join(user, 'throw.js')
  const requests = [
    { command: 'open', arguments: { file } },
    { command: 'definition', arguments: { file, line: 2, offset: 10 } },
  ]
  const asked = join(user, 'requests')
  const lines = requests.map((request, seq) => JSON.stringify({ seq, type: 'request', ...request }))
  writeFileSync(asked, lines.join('\n'))
  const input = openSync(asked)
  const stdio = [input, 'pipe', 'pipe']
  const said = await output(process.execPath, [tool('typescript5/lib/tsserver.js')], { cwd: user, stdio })
  closeSync(input)
  const answer = said.split('\n').find((line) => line.includes('"command":"definition"'))
  const [definition] = JSON.parse(answer ?? assert.fail(said)).body
  assert.equal(definition.file, join(installed, 'src/der.ts'))
  assert.match(read('src/der.ts').split('\n')[definition.start.line - 1], /function ecdsaSignatureFromDer/)
})
