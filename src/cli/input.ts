/** What commands read: files, standard input, keys as JSON or PEM, and tokens. */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { buffer, text } from 'node:stream/consumers'
import {
  importSigner,
  privateJwkFromPem,
  publicJwkFromPem,
  type ImportOptions,
  type Jwk,
  type JwkSet,
  type JwsAlgorithm,
  type Signer,
} from '../index.ts'
import { shown } from '../errors.ts'
import { parseJsonObject } from '../json.ts'
import type { KeyUse } from '../jwk.ts'

/** Sentences for the codes of Node's errors. */
type Reasons = { readonly [code: string]: string }

const READING: Reasons = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
}

const WRITING: Reasons = {
  EEXIST: 'it exists already, and is not overwritten',
  ENOENT: 'its folder does not exist',
  EACCES: 'you may not write there',
}

function reasonFrom(reasons: Reasons, error: unknown): string {
  const code = String((error as NodeJS.ErrnoException).code)
  return reasons[code] ?? code
}

/** A file's octets; for `-`, those of standard input. */
export async function readInput(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin)
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(`cannot read ${shownPath(file)}: ${reasonFrom(READING, error)}`)
  }
}

/** Writes a file that only its owner can read, and that must not exist yet. */
export function writeNew(file: string, content: string): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new Error(`cannot write ${shownPath(file)}: ${reasonFrom(WRITING, error)}`)
  }
}

/** Whether an argument may be a key or claims, given in place of the file that holds them. */
export function looksSecret(argument: string): boolean {
  return argument.length > 200 || /[{\r\n]|-----BEGIN/.test(argument)
}

/** A path as a message shows it. */
export function shownPath(path: string): string {
  if (looksSecret(path)) return 'a file whose path is not shown, as it looks like a key or claims'
  return shown(path)
}

/** A token: the argument itself; for `-`, standard input, where a line's end may follow it. */
export async function readToken(argument: string): Promise<string> {
  if (argument !== '-') return argument
  const input = await text(process.stdin)
  return input.replace(/\r?\n$/, '')
}

/** What selects a key, or names what its file does not say. */
export interface KeyDetails {
  readonly alg?: string | undefined
  readonly kid?: string | undefined
}

/**
 * The keys of a file: a JWK, a JWK Set or PEM. PEM does not say which algorithm an RSA key is for, and RS384
 * is SMART's.
 */
export async function readKeys(file: string, use: KeyUse, details: KeyDetails): Promise<Jwk | JwkSet> {
  const octets = await readInput(file)
  const content = new TextDecoder().decode(octets)
  if (!content.includes('-----BEGIN')) return parseJsonObject(octets, shownPath(file)) as Jwk | JwkSet
  const fromPem = use === 'sign' ? privateJwkFromPem : publicJwkFromPem
  const jwk = await fromPem(content, importOptions(details))
  if (jwk.kty !== 'RSA' || jwk.alg !== undefined) return jwk
  return { ...jwk, alg: 'RS384' }
}

/** What signs with a file's private key. */
export async function readSigner(file: string, details: KeyDetails): Promise<Signer> {
  const keys = await readKeys(file, 'sign', details)
  return importSigner(keys, importOptions(details))
}

/** The details as the library takes them, which judges any name of an algorithm. */
function importOptions({ alg, kid }: KeyDetails): ImportOptions {
  return { alg: alg as JwsAlgorithm | undefined, kid }
}
