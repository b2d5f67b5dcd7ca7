import { test } from 'node:test'
import * as lib from '../src/index.ts'
import { suite } from './portable/suite.ts'

for (const { name, run } of suite) test(name, () => run(lib))
