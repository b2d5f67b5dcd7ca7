/**
 * The server of SMART App Launch 2.2.0: client assertions verified once, keys published, refusals answered.
 *
 * @module subtle-jws/server
 */
export { createAssertionVerifier, } from './assertion-verifier.js';
export { createJwksResponse, toOAuthErrorResponse } from './jwks-response.js';
export { createRemoteJwks } from './remote-jwks.js';
export { createDurableObjectReplayStore, createMemoryReplayStore, createRedisReplayStore, ReplayObject, } from './replay.js';
//# sourceMappingURL=index.js.map