/**
 * The package as it is published: what is in it, and that those who install it can use it, whatever they build, test
 * and type-check with. It installs what it needs; dist/ must be built.
 *
 *   node [--test-name-pattern=WORD] test/packaging/run.mjs
 */
import { join } from 'node:path'
import { installPackages } from '../packages.mjs'

const here = import.meta.dirname
installPackages(join(here, '../runtimes'))
// The lock file lacks some of the bundlers' natives for other systems, without which npm ci refuses it. npm install
// goes by it all the same.
installPackages(here, ['install', '--no-save'])

for (const part of ['published', 'maps', 'types', 'bundles', 'runners', 'workflows'])
  await import(`./${part}.mjs`)
