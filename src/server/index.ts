/**
 * The server of SMART App Launch 2.2.0: client assertions verified once, keys published, refusals answered.
 *
 * @module subtle-jws/server
 */
export {
  createAssertionVerifier,
  type AssertionVerifier,
  type AssertionVerifierOptions,
  type RegisteredClient,
  type TokenRequestParameters,
  type VerifiedAssertion,
} from './assertion-verifier.ts'
export { createJwksResponse, toOAuthErrorResponse, type JwksResponseOptions } from './responses.ts'
export {
  createDurableObjectReplayStore,
  ReplayObject,
  type DurableObjectNamespace,
  type DurableObjectStorage,
} from './replay/durable-object.ts'
export { createMemoryReplayStore, type MemoryReplayStoreOptions } from './replay/memory.ts'
export { createRedisReplayStore, type RedisClient, type RedisReplayStoreOptions } from './replay/redis.ts'
export type { ReplayStore, SharedReplayStoreOptions } from './replay/store.ts'
