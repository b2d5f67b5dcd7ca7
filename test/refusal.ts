/** What tests of refusals share. */
import assert from 'node:assert/strict'
import { JoseError } from '../src/index.ts'

/** The JoseError that a promise is rejected with; its message is one sentence and quotes no secret. */
export async function refusal(promise: Promise<unknown>): Promise<JoseError> {
  const error = await promise.then(
    () => assert.fail('accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof JoseError, String(error))
  // On one line, neither empty nor cut off, and made of what was found.
  assert.match(error.message, /^\S.{8,498}[^\s:;,]$/)
  assert.doesNotMatch(error.message, /undefined|NaN|\[object/)
  // Neither an assertion nor a token nor a body.
  assert.doesNotMatch(error.message, /eyJ|token-|<html/)
  return error
}

/** A value of a wrong type on purpose, as JavaScript callers and hostile servers give it. */
export function hostile<T>(value: unknown): T {
  return value as T
}
