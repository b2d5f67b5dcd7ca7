// src/index.ts
import { decodeBase64url, encodeBase64url } from "./core.js";
import { ecdsaSignatureFromDer } from "./core.js";
import { JoseError } from "./core.js";
import { externalSigner } from "./core.js";
import { generateJwk, generateSigner } from "./core.js";
import {
  selectSigningJwk
} from "./core.js";
import {
  decodeJws
} from "./core.js";
import {
  decodeJwt,
  signJws,
  signJwt,
  verifyJws,
  verifyJwt
} from "./core.js";
import { importSigner, importVerifier } from "./core.js";
import { privateJwkFromPem, publicJwkFromPem } from "./core.js";
import { jwkThumbprint, toPublicJwk, toPublicJwks } from "./core.js";
import { createRemoteJwks } from "./core.js";
import { setSubtleCrypto } from "./core.js";
export {
  JoseError,
  createRemoteJwks,
  decodeBase64url,
  decodeJws,
  decodeJwt,
  ecdsaSignatureFromDer,
  encodeBase64url,
  externalSigner,
  generateJwk,
  generateSigner,
  importSigner,
  importVerifier,
  jwkThumbprint,
  privateJwkFromPem,
  publicJwkFromPem,
  selectSigningJwk,
  setSubtleCrypto,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt
};
//# sourceMappingURL=index.js.map
