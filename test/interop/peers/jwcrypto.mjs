import { openPython } from './python.mjs'

// It knows Ed25519 only by its old name, EdDSA.
export default () => openPython('jwcrypto', ['Ed25519'])
