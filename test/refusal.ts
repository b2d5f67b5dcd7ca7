/** What tests of refusals share. */
import assert from 'node:assert/strict'
import { JoseError } from '../src/index.ts'

/** The JoseError that a promise is rejected with; its message has the usual form and quotes no secret. */
export async function refusal(promise: Promise<unknown>): Promise<JoseError> {
  const error = await promise.then(
    () => assert.fail('accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof JoseError, String(error))
  assert.match(error.message, /^\S.*: expected ./)
  // Neither an assertion nor a token nor a body.
  assert.doesNotMatch(error.message, /eyJ|token-|<html/)
  return error
}

/** A value of a wrong type on purpose, as JavaScript callers and hostile servers give it. */
export function hostile<T>(value: unknown): T {
  return value as T
}
