import { openPython } from './python.mjs'

// It knows Ed25519 by its old name alone.
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

export default () => openPython('jwcrypto', ALGORITHMS)
