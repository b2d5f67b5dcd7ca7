const SMART = [
  ...[
    'assertion',
    'configuration',
    'token-request',
    'token-store',
    'token-source',
    'token-source-retries',
    'clock',
  ],
  'backend-services',
]
const CLI = ['cli-arguments', 'cli-bench', 'cli-claims', 'cli-files', 'cli-keys', 'cli-smart', 'cause']
const DOCTOR = ['doctor', 'doctor-key-set', 'doctor-report', 'doctor-token-request']
const SERVER = [
  ...['replay', 'assertion-verifier', 'assertion-verifier-clients', 'assertion-verifier-keys'],
  'responses',
]

/**
 * The areas of src/. Each is mutated against its own tests only, so that a mutant takes seconds, and the
 * tests that kill it are those where one would look.
 */
export const AREAS = {
  claims: { mutate: ['src/claims.ts'], tests: ['claims', 'jwt', 'portable'] },
  pem: {
    mutate: ['src/{deadline,der,external-signer,pem}.ts'],
    tests: ['deadline', 'der', 'external-signer', 'pem', 'pem-remedies', 'portable'],
  },
  keys: {
    mutate: ['src/{algorithms,bare-key,generate,jwk,keys,public-jwk,webcrypto}.ts'],
    tests: ['bare-key', 'generate', 'jwk', 'key-refusals', 'keys', 'public-jwk', 'portable'],
  },
  tokens: {
    mutate: ['src/{base64url,errors,json,jws,jwt,key-set,options,signer}.ts'],
    tests: ['errors', 'external-signer', 'json', 'jwt', 'key-refusals', 'key-set', 'options', 'portable'],
  },
  http: {
    mutate: ['src/http.ts'],
    tests: ['http', 'configuration', 'remote-jwks', 'remote-jwks-answers', 'token-source-retries'],
  },
  remote: {
    mutate: ['src/{remote-jwks,shared-task}.ts'],
    tests: [
      'remote-jwks',
      'remote-jwks-answers',
      'remote-jwks-keys',
      'shared-task',
      'assertion-verifier-keys',
      'token-source',
    ],
  },
  smart: { mutate: ['src/smart/!(index).ts'], tests: SMART },
  server: { mutate: ['src/server/!(index).ts', 'src/server/replay/*.ts'], tests: SERVER },
  cli: { mutate: ['src/cli/!(main).ts'], tests: ['cli', ...CLI] },
  doctor: { mutate: ['src/cli/doctor/*.ts'], tests: DOCTOR },
}

/** The area that this process works on. */
export const AREA = AREAS[process.env.AREA]
