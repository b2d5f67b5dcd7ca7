/**
 * Puts hostile values wherever values come from, and holds each error to what is promised of errors: a
 * JoseError, or a TypeError for what is a caller's own. Its message is short, steers no terminal and holds no
 * secret.
 * `node --import tsx test/load/hostile.ts [COUNT [SEED [TARGET]]]` runs many inputs, all for one target if it
 * is named; npm test runs a few.
 */
import { fileURLToPath } from 'node:url'
import { generateJwk, JoseError, signJwt } from '../../src/index.ts'
import { excerpt, messageFault, seeded } from '../generators.ts'
import { callerTargets } from './caller.ts'
import { keyFileTargets } from './key-files.ts'
import { outsideTargets, type Attack } from './targets.ts'

export interface HostileResult {
  readonly cases: number
  readonly accepted: number
  /** What is not as promised, each with its input. */
  readonly faults: string[]
  /** Refusals by their code, or by the name of the error. */
  readonly codes: { [code: string]: number }
}

/** Inputs that are under way at the same time. */
const BATCH = 64
/** Milliseconds in which each input must be accepted or refused. */
const PATIENCE = 60_000

/** Those that take longest come more rarely. */
const WEIGHTS: { readonly [target: string]: number } = {
  doctor: 1,
  command: 1,
  'key file': 2,
  'key set': 3,
  'signed claims': 2,
}

/** What is wrong with the outcome of an attack; undefined where nothing is. */
function faultOfError(error: unknown, { from, secrets = [] }: Attack): string | undefined {
  const isOwn = from === 'file' && error instanceof Error && error.constructor === Error
  const isTyped = error instanceof JoseError || isOwn || (from === 'caller' && error instanceof TypeError)
  if (!isTyped) return 'an untyped error'
  return messageFault(error.message, secrets)
}

/** What an attack gave, or the error that it was refused with. */
async function outcomeOf({ run }: Attack): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no outcome')), PATIENCE)
  })
  try {
    return { value: await Promise.race([(async () => run())(), late]) }
  } catch (error) {
    return { error }
  } finally {
    clearTimeout(timer)
  }
}

/** Run this many inputs, or as many as there is time for. */
export async function fuzzHostile(
  cases: number,
  seed: number,
  { milliseconds = Infinity, target }: { milliseconds?: number; target?: string | undefined } = {},
): Promise<HostileResult> {
  const jwk = await generateJwk('ES256', { kid: 'a' })
  const token = await signJwt({ sub: 'a' }, jwk)
  const outside = await outsideTargets()
  const files = await keyFileTargets()
  const targets = { ...outside.targets, ...files.targets, ...callerTargets(jwk, token) }
  const names = Object.keys(targets).flatMap((name) => Array<string>(WEIGHTS[name] ?? 6).fill(name))
  const result = { cases: 0, accepted: 0, faults: [] as string[], codes: {} as { [code: string]: number } }
  async function attempt(index: number): Promise<void> {
    // Of its own for each input, so that none depends on the order of the others.
    const random = seeded((seed + index * 0x9e3779b1) | 0)
    const name = target ?? random.pick(names)
    const attack = targets[name]!(random)
    const { value, error } = (await outcomeOf(attack)) as { value?: unknown; error?: Error }
    const fault = (error && faultOfError(error, attack)) ?? attack.faultOf?.(error ?? value)
    const kind = error instanceof JoseError ? error.code : error?.name
    if (kind === undefined) result.accepted++
    else result.codes[kind] = (result.codes[kind] ?? 0) + 1
    if (fault)
      result.faults.push(
        `${name} (case ${index}): ${fault}: ${excerpt(`${error}`)} for ${excerpt(attack.input)}`,
      )
  }

  const end = Date.now() + milliseconds
  try {
    while (result.cases < cases && Date.now() < end) {
      const length = Math.min(BATCH, cases - result.cases)
      await Promise.all(Array.from({ length }, (_, i) => attempt(result.cases + i)))
      result.cases += length
    }
  } finally {
    outside.close()
    files.close()
  }
  return result
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [cases, seed] = [Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 20261122)]
  const { faults, ...result } = await fuzzHostile(cases, seed, { target: process.argv[4] })
  for (const fault of faults.slice(0, 8)) console.log(fault)
  console.log(JSON.stringify({ seed, ...result, faults: faults.length }))
  process.exitCode = faults.length ? 1 : 0
}
