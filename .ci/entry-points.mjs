/** What is imported and what is copied: the files that dist/ is to hold, each with what it exports. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const { name: own, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [copyright] = /^Copyright .*$/m.exec(readFileSync(join(root, 'LICENSE'), 'utf8'))

/** The package's entry points: their names in dist/, and their sources. */
export const ENTRY_POINTS = {
  index: 'src/index.ts',
  smart: 'src/smart/index.ts',
  server: 'src/server/index.ts',
}

/** What signing with a JWK takes: values, and the types that they are declared with. */
const SIGNING = [
  ...['JoseError', 'signJws', 'signJwt'],
  ...[
    'JoseErrorCode',
    'JoseErrorDetails',
    'JoseHeader',
    'JoseHeaderParameters',
    'Jwk',
    'JwkSet',
    'JwsAlgorithm',
    'JwtClaims',
    'Signer',
    'SigningKey',
  ].map((type) => `type ${type}`),
]

/** By name: what the file exports, of which entry point, and what it is for. */
const EXPORTS = {
  'subtle-jws': ['*', 'index', 'keys, JWS, JWT and remote key sets'],
  'subtle-jws-sign': [`{ ${SIGNING.join(', ')} }`, 'index', 'signs with a JWK'],
  'subtle-jws-smart': ['*', 'smart', 'the SMART client'],
  'subtle-jws-server': ['*', 'server', 'the SMART server'],
}

/**
 * The files of dist/vendor/: their entries, over src/ and over dist/'s declarations, and their first line, which
 * says how large they are.
 */
export const VENDORED = Object.entries(EXPORTS).map(([name, [names, entry, purpose]]) => ({
  name,
  contents: `export ${names} from './${ENTRY_POINTS[entry]}'`,
  declared: `export ${names} from './dist/${entry}.js'`,
  notice: (size) => `// ${name} ${version} (${size}): ${purpose}. ${license}. ${copyright}. npm: ${own}`,
}))
