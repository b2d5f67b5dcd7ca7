export { createAssertionVerifier, } from './assertion-verifier.js';
export { createJwksResponse, toOAuthErrorResponse } from './jwks-response.js';
export { createRemoteJwks } from './remote-jwks.js';
export { createDurableObjectReplayStore, createMemoryReplayStore, createRedisReplayStore, ReplayObject, } from './replay.js';
