/**
 * The package as it is published: what is in it, and that those who install it can use it, whatever they build, test
 * and type-check with. It installs what it needs; dist/ must be built.
 *
 *   node test/packaging/run.mjs
 *
 * With --test-name-pattern=WORD before the file, those tests alone.
 */
import { fileURLToPath } from 'node:url'
import { installPackages } from '../packages.mjs'

for (const folder of ['.', '../runtimes']) installPackages(fileURLToPath(new URL(folder, import.meta.url)))

for (const part of ['published', 'maps']) await import(`./${part}.mjs`)
