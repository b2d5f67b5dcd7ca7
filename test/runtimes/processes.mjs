/** Starts programs in process groups, so that their children end with them, and makes folders for them. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import '../plain.mjs'

const running = new Set()

let closed = false

/** The most characters of a program's output that are kept. */
const LIMIT = 10_000_000

/** End all programs that this process starts when it ends. */
export function endWithThis() {
  process.on('exit', killAll)
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(name, () => endAll().then(() => process.exit(code)))
  }
}

/** Make a folder that is removed when this process ends, together with all programs that it started. */
export function makeFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `subtle-jws-${name}-`))
  endWithThis()
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** End this process if it is not done within `seconds`. */
export function exitAfter(seconds) {
  const late = () => {
    console.error(`not done within ${seconds} s`)
    process.exit(1)
  }
  setTimeout(late, seconds * 1000).unref()
}

/** Start a program: `ended` resolves to how it ended, and `control` is its descriptor 3. */
export function start(file, args, options) {
  if (closed) throw new Error('the run is over')
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true, ...options })
  const program = { pid: child.pid, stdout: '', stderr: '', control: child.stdio[3] }
  for (const stream of ['stdout', 'stderr']) {
    child[stream]?.setEncoding('utf8').on('data', (text) => {
      if (program[stream].length < LIMIT) program[stream] += text
    })
  }
  program.ended = new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message))
    child.on('exit', () => running.delete(program))
    child.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  if (child.pid) running.add(program)
  return program
}

function sendSignal({ pid }, name) {
  try {
    if (pid) process.kill(-pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** End a program and its group. SIGTERM comes first, since Xvfb leaves its lock behind when it is killed. */
async function end(program) {
  sendSignal(program, 'SIGTERM')
  await Promise.race([program.ended, delay(1000, undefined, { ref: false })])
  sendSignal(program, 'SIGKILL')
}

/** Wait for a program to succeed: gives what it printed. */
export async function outputOf(program) {
  const how = await program.ended
  if (how !== 'exit code 0') throw new Error(`it ended with ${how}`)
  return program.stdout
}

/** Wait until a program's output matches a pattern: gives the match. */
export async function printed(program, pattern) {
  let how
  program.ended.then((reason) => {
    how = reason
  })
  for (;;) {
    const found = pattern.exec(program.stdout)
    if (found) return found
    if (how) throw new Error(`it ended with ${how}: ${program.stderr}`)
    await delay(20)
  }
}

/** The first `count` lines that a program writes to its descriptor 3. */
export async function controlLines(program, count) {
  const lines = []
  for await (const line of createInterface({ input: program.control })) {
    if (lines.push(line) === count) return lines
  }
  throw new Error(`it ended with ${await program.ended}`)
}

/** End every program that still runs, and let no other start. */
async function endAll() {
  closed = true
  await Promise.all([...running].map(end))
}

/** Kill every program that still runs. While the process exits, nothing can be awaited. */
function killAll() {
  for (const program of running) sendSignal(program, 'SIGKILL')
}

/**
 * Run `work` with a function that starts programs. When it is done, or its time is over, all of its programs
 * are ended. An error includes the complaints of the programs.
 */
export async function within(seconds, work) {
  const programs = []
  let timer
  let over = false
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, seconds * 1000, new Error(`no answer within ${seconds} s`))
  })
  const begin = (...args) => {
    if (over) throw new Error('no program starts after its time')
    programs.push(start(...args))
    return programs.at(-1)
  }
  try {
    return await Promise.race([work(begin), late])
  } catch ({ message }) {
    throw new Error([message, ...programs.map(complaint).filter(Boolean)].join('; '))
  } finally {
    over = true
    clearTimeout(timer)
    await Promise.all(programs.map(end))
  }
}

/** Run a program to its end, within `seconds`: gives how it ended, and what it printed. */
export function run(seconds, ...command) {
  return within(seconds, async (begin) => {
    const program = begin(...command)
    return { how: await program.ended, stdout: program.stdout, stderr: program.stderr }
  })
}

/** The first line of a program's errors that may be the reason for its end; browsers print much else. */
function complaint({ stderr }) {
  return stderr
    .split('\n')
    .find((line) => /(^|: )(npm error|error:|Warning:|(Uncaught )?\w*Error\b)/.test(line))
}
