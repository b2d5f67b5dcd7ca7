import { openPython } from './python.mjs'

// It knows Ed25519 by its old name alone.
export default () => openPython('PyJWT', ['Ed25519'])
