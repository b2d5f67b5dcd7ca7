/**
 * The server of SMART App Launch 2.2.0: client assertions verified once, keys published, refusals answered.
 *
 * @module subtle-jws/server
 */
export { createAssertionVerifier, type AssertionVerifier, type AssertionVerifierOptions, type RegisteredClient, type TokenRequestParameters, type VerifiedAssertion, } from './assertion-verifier.js';
export { createJwksResponse, toOAuthErrorResponse, type JwksResponseOptions } from './jwks-response.js';
export { createRemoteJwks, type RemoteJwks, type RemoteJwksOptions } from './remote-jwks.js';
export { createDurableObjectReplayStore, createMemoryReplayStore, createRedisReplayStore, ReplayObject, type DurableObjectNamespace, type DurableObjectStorage, type MemoryReplayStoreOptions, type RedisClient, type ReplayStore, type SharedReplayStoreOptions, } from './replay.js';
//# sourceMappingURL=index.d.ts.map