/**
 * The package as it is published: what is in it, and that those who install it can use it, whatever they build, test
 * and type-check with. It installs what it needs; dist/ must be built.
 *
 *   node [--test-name-pattern=WORD] test/packaging/run.mjs
 */
import { fileURLToPath } from 'node:url'
import { installPackages } from '../packages.mjs'

for (const folder of ['.', '../runtimes']) installPackages(fileURLToPath(new URL(folder, import.meta.url)))

for (const part of ['published', 'maps', 'types', 'bundles', 'runners', 'workflows']) await import(`./${part}.mjs`)
