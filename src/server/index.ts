/**
 * The server of SMART App Launch 2.2.0: verifies client assertions, publishes keys and answers refusals.
 *
 * @module subtle-jws/server
 */
export {
  createAssertionVerifier,
  type AssertionVerifier,
  type AssertionVerifierOptions,
  type TokenRequestParameters,
  type VerifiedAssertion,
} from './assertion-verifier.ts'
export type { RegisteredClient } from './client-keys.ts'
export {
  createJwksResponse,
  createTokenResponse,
  toOAuthErrorResponse,
  type JwksResponseOptions,
  type TokenResponseOptions,
} from './responses.ts'
export {
  createDurableObjectReplayStore,
  ReplayObject,
  type DurableObjectNamespace,
  type DurableObjectStorage,
} from './replay/durable-object.ts'
export { createMemoryReplayStore, type MemoryReplayStoreOptions } from './replay/memory.ts'
export {
  createRedisReplayStore,
  type RedisReplayStoreOptions,
  type SendRedisCommand,
} from './replay/redis.ts'
export type { ReplayStore, SharedReplayStoreOptions } from './replay/store.ts'
