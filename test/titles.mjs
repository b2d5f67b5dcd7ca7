// Prints the titles of the tests in these files, as JSON by file. The files are imported, but their tests do
// not run.
import { createRequire, syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const runner = createRequire(import.meta.url)('node:test')
const titles = {}
let file
runner.test = (title, options) => {
  if (!options?.skip && !options?.todo) titles[file].push(title)
}
for (const hook of ['before', 'after', 'beforeEach', 'afterEach']) runner[hook] = () => {}
syncBuiltinESMExports()

for (file of process.argv.slice(2)) {
  titles[file] = []
  await import(pathToFileURL(file).href)
}
// Servers that the files have opened would keep the process alive.
process.stdout.write(JSON.stringify(titles), () => process.exit(0))
