// Tests the examples for users, on servers of this machine; dist/ must be built.
import { join } from 'node:path'
import { installPackages } from '../packages.mjs'
import { exitAfter } from '../runtimes/processes.mjs'

installPackages(join(import.meta.dirname, '../../examples/guarded-fetch'))
exitAfter(120)
await import('./guard.test.mjs')
