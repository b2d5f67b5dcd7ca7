const SMART = ['assertion', 'configuration', 'token-source', 'token-source-retries', 'backend-services']
const SERVER = ['remote-jwks', 'replay', 'assertion-verifier', 'assertion-verifier-keys', 'responses']

/**
 * The areas of src/. Each is mutated against its own tests only, so that a mutant takes seconds, and the
 * tests that kill it are those where one would look.
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

/** The area that this process works on. */
export const AREA = AREAS[process.env.AREA]
