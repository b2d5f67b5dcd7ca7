/** Reads and writes files, and reads standard input. */
import { createReadStream, statSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { shown } from '../errors.ts'

/** Sentences for the codes of Node's errors, and for the names of Deno's. */
type Reasons = { readonly [code: string]: string }

/** Reasons that hold wherever octets go or come from. */
const ANYWHERE: Reasons = {
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENAMETOOLONG: 'its name or its path is too long',
  ELOOP: 'its symbolic links lead round in a circle',
  EPERM: 'the system does not permit it',
  EBUSY: 'another program uses it',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
  EIO: 'the device failed',
  ENXIO: 'there is no such device',
  ENODEV: 'there is no such device',
}

const READING: Reasons = {
  ...ANYWHERE,
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you may not read it',
  EBADF: 'it is not open for reading',
  NotCapable: 'Deno needs --allow-read for it',
}

const WRITING: Reasons = {
  ...ANYWHERE,
  EEXIST: 'it exists already, and is not overwritten',
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder; name a new file in it',
  EACCES: 'you may not write there',
  NotCapable: 'Deno needs --allow-write for it',
  ENOSPC: 'no space is left',
  EDQUOT: 'your share of the space is used up',
  EFBIG: 'a file cannot be so large there',
  EROFS: 'nothing can be written there: it is mounted for reading alone',
}

/** Why the system refused, in words; a code that has none is shown. */
function reasonFrom(reasons: Reasons, error: unknown): string {
  const { name, code = name } = error as NodeJS.ErrnoException
  return reasons[code] ?? `the system refused it (${code})`
}

/** The most octets that are read: many times the largest key set, and a limit for devices. */
const MOST_OCTETS = 1 << 20

/** What was given in place of a file's path; undefined if it may be a path. */
function slipOf(argument: string): string | undefined {
  const remedy = 'write it to a file, or pipe it in and give - as the path'
  if (/^https?:\/\//i.test(argument)) {
    return 'a URL was given in place of its path; save its content to a file'
  }
  if (/-----BEGIN /.test(argument)) return `PEM was given in place of its path, and is not shown; ${remedy}`
  if (/^\s*[{[]/.test(argument)) return `JSON was given in place of its path, and is not shown; ${remedy}`
  return undefined
}

/** A file's octets; for `-`, those of standard input. */
export async function readInput(file: string): Promise<Uint8Array> {
  const slip = slipOf(file)
  if (slip) throw new Error(`cannot read a file: ${slip}`)
  const chunks: Uint8Array[] = []
  let octets = 0
  try {
    const stream = file === '-' ? process.stdin : createReadStream(file)
    for await (const chunk of stream) {
      chunks.push(chunk as Uint8Array)
      octets += (chunk as Uint8Array).length
      if (octets > MOST_OCTETS) break
    }
  } catch (error) {
    throw new Error(`cannot read ${shownPath(file)}: ${reasonFrom(READING, error)}`)
  }
  if (octets > MOST_OCTETS) {
    throw new Error(`cannot read ${shownPath(file)}: it is too large, with more than ${MOST_OCTETS} octets`)
  }
  return Buffer.concat(chunks)
}

/** What says that an argument names no file. */
const NO_FILE: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']

/** Whether an argument names a file: also one that may not be looked at, so that reading it tells why. */
export function isFile(argument: string): boolean {
  try {
    statSync(argument)
    return true
  } catch (error) {
    return !NO_FILE.includes((error as NodeJS.ErrnoException).code) && !looksSecret(argument)
  }
}

/** Why a file or a stream cannot be written. */
export function writingReason(error: unknown): string {
  return reasonFrom(WRITING, error)
}

/** Writes a file that only its owner can read, and that must not exist yet. */
export function writeNew(file: string, content: string): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new Error(`cannot write ${shownPath(file)}: ${writingReason(error)}`)
  }
}

/** Whether an argument may be a key, claims or a token, given in place of the file that holds them. */
export function looksSecret(argument: string): boolean {
  return argument.length > 200 || /[{\r\n]|-----BEGIN/.test(argument) || /^eyJ[\w-]{20}/.test(argument)
}

/** Whether a text holds a private key in PEM. */
export function holdsPrivatePem(text: string): boolean {
  return text.includes('PRIVATE KEY-----')
}

/** A path as a message shows it. */
export function shownPath(path: string): string {
  if (path === '-') return 'standard input'
  if (looksSecret(path)) return 'a file whose path is not shown, as it looks like a key or claims'
  return shown(path)
}

/** A path for a command line that a message suggests; FILE if it would need quotes. */
export function pathInCommand(path: string): string {
  return /^[\w./~+@%][\w./~+@%-]{0,98}$/.test(path) ? path : 'FILE'
}

/**
 * The text that octets hold: UTF-8, or UTF-16, which PowerShell's `>` writes; without its byte order mark.
 * Undefined for other octets.
 */
export function textOf(octets: Uint8Array): string | undefined {
  const encoding = encodingOf(octets)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(octets)
    // No text that a command reads holds NUL, but DER often does.
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** The encoding, by the byte order mark or by the zero octet of the first character. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return 'utf-8'
}
