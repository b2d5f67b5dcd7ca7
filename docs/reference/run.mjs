// Makes the API reference in html/ from the doc comments of src/, and fails if one of them breaks a rule.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from '../../test/packages.mjs'
import { judge } from './rules.mjs'
import '../../test/plain.mjs'

const here = import.meta.dirname

installPackages(here)
try {
  execFileSync(process.execPath, ['node_modules/typedoc/bin/typedoc'], {
    cwd: here,
    stdio: 'inherit',
    timeout: 120_000,
  })
} catch ({ message }) {
  console.error(message)
  process.exit(1)
}
const { judged, faults } = judge(JSON.parse(readFileSync(join(here, 'html/reference.json'), 'utf8')))
for (const fault of faults) console.log(`FAILED ${fault}`)
console.log(`doc comments: ${judged} rules held, ${faults.length} not`)
process.exitCode = faults.length || !judged ? 1 : 0
