const SMART = ['assertion', 'configuration', 'token-source', 'token-source-retries', 'backend-services']
const SERVER = ['remote-jwks', 'replay', 'assertion-verifier', 'assertion-verifier-keys', 'responses']

/**
 * src/ by areas, each mutated against its own tests alone: so a mutant meets some seconds of tests, and is
 * killed by those that one would look for it in.
 */
export const AREAS = {
  claims: { mutate: ['src/claims.ts'], tests: ['claims'] },
  pem: { mutate: ['src/{der,external-signer,pem}.ts'], tests: ['der', 'pem'] },
  core: {
    mutate: ['src/{algorithms,base64url,errors,json,jwk,jws,jwt,keys,webcrypto}.ts'],
    tests: ['json', 'jwk', 'jwt', 'keys', 'portable'],
  },
  http: { mutate: ['src/http.ts'], tests: ['http', ...SMART, ...SERVER] },
  smart: { mutate: ['src/smart/!(index).ts'], tests: ['http', ...SMART] },
  server: { mutate: ['src/server/!(index).ts'], tests: SERVER },
  cli: { mutate: ['src/cli/!(main).ts'], tests: ['cli', 'cli-smart', 'doctor'] },
}

/** The area that this process is for. */
export const AREA = AREAS[process.env.AREA]
