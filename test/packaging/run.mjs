/**
 * Tests the package as it is published: its contents, and its use with bundlers, test runners and type
 * checkers. It installs what it needs; dist/ must be built.
 *
 *   node [--test-name-pattern=WORD] test/packaging/run.mjs
 */
import { join } from 'node:path'
import { installPackages } from '../packages.mjs'

const here = import.meta.dirname
installPackages(join(here, '../runtimes'))
// npm ci refuses the lock file, which lacks some native packages of the bundlers for other systems. npm
// install accepts it, and installs the versions that it names.
installPackages(here, ['install', '--no-save'])

for (const part of ['published', 'vendored', 'maps', 'types', 'bundles', 'runners', 'workflows'])
  await import(`./${part}.mjs`)
