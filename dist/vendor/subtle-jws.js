// dist/errors.js
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, details) {
    super(`${found}: expected ${expected}`);
    Object.assign(this, { name: "JoseError", code }, details);
  }
};
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// dist/base64url.js
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));
var ASCII = /* @__PURE__ */ new TextDecoder();
function encodedLength(length) {
  return Math.ceil(length * 4 / 3);
}
function writeBase64url(bytes, target, at) {
  const end = at + encodedLength(bytes.length);
  for (let i = 0; at < end; ) {
    const group = bytes[i++] << 16 | bytes[i++] << 8 | bytes[i++];
    target[at++] = ENCODE[group >> 18];
    target[at++] = ENCODE[group >> 12 & 63];
    target[at++] = ENCODE[group >> 6 & 63];
    target[at++] = ENCODE[group & 63];
  }
  return end;
}
function asciiString(bytes) {
  return ASCII.decode(bytes);
}
function requireBytes(value, what) {
  if (value?.[Symbol.toStringTag] !== "Uint8Array") {
    throw new TypeError(`${what}: expected a Uint8Array`);
  }
}
function encodeBase64url(bytes) {
  requireBytes(bytes, "bytes");
  const text = new Uint8Array(encodedLength(bytes.length));
  writeBase64url(bytes, text, 0);
  return asciiString(text);
}
function decodeBase64url(text, what = "text") {
  if (typeof text !== "string")
    throw new TypeError(`${what}: expected a string`);
  const bytes = new Uint8Array(text.length * 3 / 4);
  let seen = 0;
  let group = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const sextet = DECODE[text.charCodeAt(i)] ?? 255;
    seen |= sextet;
    group = group << 6 | sextet;
    bits += 6;
    if (bits > 7)
      bytes[at++] = group >> (bits -= 8);
  }
  const spare = bits > 5 || group & (1 << bits) - 1;
  if (seen > 63 || spare) {
    const fault = seen > 63 ? "a character outside A-Z a-z 0-9 - _" : "a spare character or spare bits";
    throw new JoseError("ERR_BASE64URL", `${what} with ${fault}`, "base64url without padding");
  }
  return bytes;
}

// dist/algorithms.js
var RSA = { kty: "RSA", name: "RSASSA-PKCS1-v1_5" };
var PSS = { kty: "RSA", name: "RSA-PSS" };
var EC = { kty: "EC", name: "ECDSA" };
var OKP = { kty: "OKP", name: "Ed25519", namedCurve: "Ed25519", size: 32 };
var TABLE = {
  RS256: { ...RSA, hash: "SHA-256" },
  RS384: { ...RSA, hash: "SHA-384" },
  RS512: { ...RSA, hash: "SHA-512" },
  PS256: { ...PSS, hash: "SHA-256", saltLength: 32 },
  PS384: { ...PSS, hash: "SHA-384", saltLength: 48 },
  PS512: { ...PSS, hash: "SHA-512", saltLength: 64 },
  ES256: { ...EC, hash: "SHA-256", namedCurve: "P-256", size: 32 },
  ES384: { ...EC, hash: "SHA-384", namedCurve: "P-384", size: 48 },
  ES512: { ...EC, hash: "SHA-512", namedCurve: "P-521", size: 66 },
  Ed25519: OKP,
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  EdDSA: OKP
};
function algorithmOf(alg) {
  if (!Object.hasOwn(TABLE, alg))
    throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, Object.keys(TABLE));
  return TABLE[alg];
}
function algorithmsOf(jwk, asked) {
  return Object.keys(TABLE).filter((alg) => {
    const { kty, namedCurve = jwk.crv } = TABLE[alg];
    return kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg);
  });
}

// dist/webcrypto.js
var chosen;
function setSubtleCrypto(subtle) {
  chosen = subtle;
}
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  if (!subtle)
    throw new JoseError("ERR_CRYPTO", "no crypto.subtle", "https, localhost or Node 20+");
  return subtle;
}

// dist/jwk.js
function need(met, lacking) {
  if (!met)
    throw new JoseError("ERR_JWK", "JWK", lacking);
}
function lack(jwk, use, asked) {
  const { use: purpose = "sig", key_ops: ops = [use], kid, d } = jwk;
  const [alg, ...others] = algorithmsOf(jwk, asked.alg);
  return !alg ? "kty, crv, alg of a signature" : others[0] ? `alg, one of ${alg},${others}` : purpose !== "sig" ? "use sig" : !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `key_ops ${use}` : kid !== (asked.kid ?? kid) ? `kid ${asked.kid}` : use === "sign" && !d && "d";
}
function selectKey(key, use, asked = {}) {
  const keys = [key.keys ?? key].flat();
  const lacking = keys.map((jwk) => lack(Object(jwk), use, asked));
  const [found, other] = keys.filter((_, i) => !lacking[i]);
  if (found && !other)
    return found;
  throw new JoseError(!key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND", `${keys.length} keys to ${use}`, `1 with ${found ? "another kid or alg" : shown(lacking)}`);
}
var MEMBERS = { RSA: "n e d p q dp dq qi", EC: "x y d", OKP: "x d" };
var BASE64URL = /^([\w-]{4})*([\w-]{2}[AEIMQUYcgkosw048]|[\w-][AQgw])?$/;
function bareKey(jwk, use, size) {
  const { kty, crv } = jwk;
  const bare = size ? { kty, crv } : { kty };
  const members = MEMBERS[kty];
  const [n, e, d, p, q, dp, dq, qi] = (use === "sign" ? members : members.split(" d")[0]).split(" ").map((member) => {
    const text = bare[member] = jwk[member];
    need(typeof text === "string" && BASE64URL.test(text) && (size ? text.length === encodedLength(size) : !/^A[A-P]/.test(text)), `${member} of ${size ?? "minimal"} octets`);
    return [...text].reduce((number, char) => number << 6n | BigInt(ALPHABET.indexOf(char)), 0n) >> BigInt(text.length * 6 % 8);
  });
  if (!size) {
    need(n >> 2047n && !(n >> 8192n), "n of 2048 to 8192 bits");
    need(e & 1n && e > 2n && !(e >> 32n), "e, odd, 3 to 2^32");
    need(use === "verify" || p * q === n && q * qi % p === 1n && [[p, dp], [q, dq]].every(([prime, x]) => d % --prime === x && e * x % prime === 1n), "d, p, q, dp, dq, qi of n and e");
  }
  return bare;
}
function publicKeyOf(jwk) {
  const [alg] = algorithmsOf(Object(jwk));
  need(alg, "kty, crv, alg of a signature");
  return bareKey(jwk, "verify", algorithmOf(alg).size);
}
function selectSigningJwk(jwks, criteria = {}) {
  return selectKey(jwks, "sign", criteria);
}
function toPublicJwk(jwk) {
  const publicJwk = publicKeyOf(jwk);
  for (const member of ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"]) {
    if (typeof jwk[member] === "string")
      publicJwk[member] = jwk[member];
  }
  if (Array.isArray(jwk.x5c))
    publicJwk.x5c = jwk.x5c.filter((certificate) => typeof certificate === "string");
  if (jwk.key_ops)
    publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks) {
  const published = /* @__PURE__ */ new Map();
  need(Array.isArray(jwks?.keys), "an array of keys");
  for (const jwk of jwks.keys) {
    const publicJwk = toPublicJwk(jwk);
    const { kid } = publicJwk;
    need(kid, "kid");
    const twin = published.get(kid);
    need(!twin || canonical(twin) === canonical(publicJwk), "kid of its own");
    published.set(kid, publicJwk);
  }
  return { keys: [...published.values()] };
}
function canonical(jwk) {
  return JSON.stringify(Object.fromEntries(Object.entries(publicKeyOf(jwk)).sort(([a], [b]) => a < b ? -1 : 1)));
}
async function jwkThumbprint(jwk) {
  const octets = UTF8.encode(canonical(jwk));
  return encodeBase64url(new Uint8Array(await subtleCrypto().digest("SHA-256", octets)));
}

// dist/json.js
var UTF82 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF82.decode(bytes));
  } catch {
    throw new JoseError("ERR_JSON", what, "JSON in UTF-8");
  }
  if (!isJsonObject(value))
    throw new JoseError("ERR_JSON", what, "a JSON object");
  if (membersWritten(bytes) !== membersOf(value)) {
    throw new JoseError("ERR_JSON", what, "no member twice");
  }
  return value;
}
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === 34)
      quoted = !quoted;
    else if (quoted)
      i += Number(octet === 92);
    else
      members += Number(octet === 58);
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (typeof next !== "object" || next === null)
      continue;
    const inner = Object.values(next);
    if (!Array.isArray(next))
      members += inner.length;
    for (const member of inner)
      values.push(member);
  }
  return members;
}

// dist/jws.js
var DOT = 46;
var PREPARED = /* @__PURE__ */ new WeakMap();
function encodeHeader({ alg, kid }, added) {
  const header = { alg, kid, ...added };
  if (header.alg !== alg)
    throw new JoseError("ERR_ALG", `alg ${shown(header.alg)} in the header`, alg);
  const members = Object.keys(header).sort().map((member) => [member, header[member]]);
  const json = UTF8.encode(JSON.stringify(Object.fromEntries(members)));
  const encoded = new Uint8Array(encodedLength(json.length));
  writeBase64url(json, encoded, 0);
  return encoded;
}
async function signCompact(payload, signer, header, typ) {
  const { size } = algorithmOf(signer.alg);
  const prepared = PREPARED.get(signer) ?? { headers: {}, length: size ? size * 2 : 1024 };
  PREPARED.set(signer, prepared);
  const encodedHeader = header ? encodeHeader(signer, { typ, ...header }) : prepared.headers[`${typ}`] ??= encodeHeader(signer, { typ });
  const { length } = encodedHeader;
  const dot = length + 1 + encodedLength(payload.length);
  const token = new Uint8Array(dot + 1 + encodedLength(prepared.length));
  token.set(encodedHeader);
  writeBase64url(payload, token, length + 1);
  token[length] = token[dot] = DOT;
  const signature = await signer.sign(token.subarray(0, dot));
  if (!(signature.length <= prepared.length && signature.length >= (size ? size * 2 : 256))) {
    throw new JoseError("ERR_SIGNATURE", `${signature.length} octets from the signer`, prepared.length);
  }
  prepared.length = signature.length;
  return asciiString(token.subarray(0, writeBase64url(signature, token, dot + 1)));
}
function decodeJws(jws, { maxLength = 65536 } = {}) {
  if (typeof jws !== "string")
    throw new TypeError("JWS: expected a string");
  if (!(jws.length <= maxLength))
    throw new JoseError("ERR_JWS_FORM", `${jws.length} characters`, `at most ${maxLength}`);
  const first = jws.indexOf(".");
  const last = jws.lastIndexOf(".");
  if (first === last || jws.indexOf(".", first + 1) !== last)
    throw new JoseError("ERR_JWS_FORM", "JWS", "three parts with a dot between them");
  const header = parseJsonObject(decodeBase64url(jws.slice(0, first), "JOSE Header"), "JOSE Header");
  for (const [member, fallback] of [["alg"], ["kid", ""], ["typ", ""]]) {
    const { [member]: value = fallback } = header;
    if (typeof value !== "string")
      throw new JoseError("ERR_JWS_FORM", `${member} in the JOSE Header`, "a string");
  }
  return {
    header,
    payload: decodeBase64url(jws.slice(first + 1, last), "JWS Payload"),
    signature: decodeBase64url(jws.slice(last + 1), "JWS Signature")
  };
}
function checkCrit(header, understood) {
  const { crit, b64 = true } = header;
  const sound = crit === void 0 || Array.isArray(crit) && crit[0] && new Set(crit).size === crit.length && crit.every((name) => Object.hasOwn(header, name) && understood.includes(name));
  if (!sound || b64 !== true) {
    throw new JoseError("ERR_CRIT", `crit ${shown(crit)}, b64 ${shown(b64)}`, "extensions in the header that are understood here");
  }
}
async function verifyCompact(jws, verifierFor2, options) {
  const { header, payload, signature } = decodeJws(jws, options);
  const { algorithms, crit = [] } = options;
  checkCrit(header, crit);
  const { alg } = header;
  const { size } = algorithmOf(alg);
  if (algorithms && !algorithms.includes(alg)) {
    throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, algorithms);
  }
  const verifier = await verifierFor2(header);
  if (verifier.alg !== alg)
    throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, `${verifier.alg}, the key's`);
  const signingInput = UTF8.encode(jws.slice(0, jws.lastIndexOf(".")));
  let good = false;
  try {
    good = (!size || signature.length === size * 2) && await verifier.verify(signature, signingInput);
  } catch (cause) {
    throw new JoseError("ERR_CRYPTO", "the verifier failed", "an answer (see cause)", { cause });
  }
  if (good !== true)
    throw new JoseError("ERR_SIGNATURE", "JWS Signature", `that of the ${alg} key over this token`);
  return { header, payload };
}

// dist/claims.js
var isTime = (value) => Number.isFinite(value);
var isString = (value) => typeof value === "string";
var isAudience = (value) => listOf(value).every(isString);
var TYPES = {
  exp: isTime,
  nbf: isTime,
  iat: isTime,
  iss: isString,
  sub: isString,
  jti: isString,
  aud: isAudience
};
function listOf(value) {
  return Array.isArray(value) ? value : [value];
}
function mistypedClaim(claims) {
  return Object.entries(TYPES).find(([claim, fits]) => claims[claim] !== void 0 && !fits(claims[claim]))?.[0];
}
function checkClaims(claims, expected, now) {
  const refuse = (claim, expectation, code = "ERR_CLAIM") => {
    throw new JoseError(code, `${claim} ${shown(claims[claim])}`, expectation, { claim });
  };
  const mistyped = mistypedClaim(claims);
  if (mistyped)
    refuse(mistyped, "the type that RFC 7519 gives it");
  const { issuer, subject, audience, maxAge, clockTolerance = 0, requiredClaims = [] } = expected;
  for (const claim of requiredClaims) {
    if (!Object.hasOwn(claims, claim))
      refuse(claim, "a value");
  }
  for (const [claim, accepted] of Object.entries({ iss: issuer, sub: subject, aud: audience })) {
    if (accepted !== void 0 && !listOf(claims[claim]).some((value) => listOf(accepted).includes(value))) {
      refuse(claim, shown(accepted));
    }
  }
  const { exp, nbf = now, iat = now } = claims;
  const earliest = now - clockTolerance;
  if (exp !== void 0 && !(exp > earliest))
    refuse("exp", `a time after ${earliest}`, "ERR_EXPIRED");
  if (!(nbf - clockTolerance <= now))
    refuse("nbf", `a time up to ${now}`);
  if (!(iat - clockTolerance <= now))
    refuse("iat", `a time up to ${now}`);
  if (maxAge !== void 0) {
    if (claims.iat === void 0)
      refuse("iat", "a value");
    if (!(earliest - iat <= maxAge))
      refuse("iat", `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
  }
  return claims;
}

// dist/keys.js
var IMPORTED = /* @__PURE__ */ new WeakMap();
function importJwk(key, use, asked) {
  const jwk = selectKey(key, use, asked);
  const alg = algorithmsOf(jwk, asked?.alg)[0];
  const known = IMPORTED.get(jwk) ?? {};
  IMPORTED.set(jwk, known);
  return known[use + alg] ??= importOnce(jwk, use, alg).catch((error) => {
    delete known[use + alg];
    throw error instanceof JoseError ? error : new JoseError(error.name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK", error.name, `a key for ${alg}`);
  });
}
async function importOnce(jwk, use, alg) {
  const row = algorithmOf(alg);
  const subtle = subtleCrypto();
  const load = (use2) => subtle.importKey("jwk", bareKey(jwk, use2, row.size), row, false, [use2]);
  const key = await load(use);
  const imported = {
    alg,
    kid: jwk.kid,
    sign: async (signingInput) => new Uint8Array(await subtle.sign(row, key, signingInput)),
    verify: (signature, signingInput) => subtle.verify(row, key, signature, signingInput)
  };
  if (row.size && use === "sign") {
    const probe = new Uint8Array(1);
    const paired = await subtle.verify(row, await load("verify"), await imported.sign(probe), probe);
    need(paired, "d of its public key");
  }
  return imported;
}
async function importNamed(key, use, { alg, kid }) {
  const nameless = !key.keys && key.kid === void 0;
  const imported = await importJwk(key, use, { alg, kid: nameless ? void 0 : kid });
  return nameless && kid !== void 0 ? { ...imported, kid } : imported;
}
async function importSigner(key, options = {}) {
  return importNamed(key, "sign", options);
}
async function importVerifier(key, options = {}) {
  return importNamed(key, "verify", options);
}
async function generateJwk(alg, options = {}) {
  const { modulusLength = 2048 } = options;
  if (!(modulusLength >= 2048 && modulusLength <= 8192))
    throw new TypeError("modulusLength: expected 2048 to 8192");
  const row = algorithmOf(alg);
  const subtle = subtleCrypto();
  const wanted = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
  const generated = await subtle.generateKey(wanted, true, ["sign", "verify"]).catch((error) => {
    throw new JoseError("ERR_CRYPTO", `${error.name} in WebCrypto`, `a new key for ${alg}`);
  });
  const exported = await subtle.exportKey("jwk", generated.privateKey);
  const bare = bareKey(exported, "sign", row.size);
  const kid = options.kid ?? await jwkThumbprint(bare);
  return { kid, alg, use: "sig", key_ops: ["sign"], ...bare };
}

// dist/jwt.js
function requireValues(options) {
  for (const [name, value] of Object.entries(options)) {
    if (value === void 0)
      throw new TypeError(`options.${name}: expected a value, or no such option`);
  }
}
async function signerFor(key) {
  return typeof key?.sign === "function" ? key : importJwk(key, "sign");
}
async function verifierFor(keys, header, accepted = []) {
  const found = typeof keys === "function" ? await keys(header) : keys;
  if (typeof found?.verify === "function")
    return found;
  const jwk = found?.keys ? selectKey(found, "verify", { kid: header.kid, alg: header.alg }) : found;
  const named = jwk?.alg === void 0 && accepted.includes(header.alg);
  return importJwk(jwk, "verify", named ? { alg: header.alg } : {});
}
async function signJws(payload, key, header) {
  const octets = typeof payload === "string" ? UTF8.encode(payload) : payload;
  requireBytes(octets, "payload");
  return signCompact(octets, await signerFor(key), header);
}
async function verifyJws(jws, keys, options = {}) {
  requireValues(options);
  return verifyCompact(jws, (header) => verifierFor(keys, header, options.algorithms), options);
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{")
    throw new TypeError("claims: expected an object");
  return signCompact(UTF8.encode(json), await signerFor(key), header, "JWT");
}
async function verifyJwt(jwt, keys, options = {}) {
  const { header, payload } = await verifyJws(jwt, keys, options);
  const { typ, now = Date.now } = options;
  if (typ !== void 0 && mediaType(header.typ) !== mediaType(typ)) {
    throw new JoseError("ERR_CLAIM", `typ ${shown(header.typ)}`, shown(typ), { claim: "typ" });
  }
  const claims = parseJsonObject(payload, "JWT Claims Set");
  return { header, claims: checkClaims(claims, options, now() / 1e3) };
}
function decodeJwt(jwt, options) {
  const { header, payload } = decodeJws(jwt, options);
  return { header, claims: parseJsonObject(payload, "JWT Claims Set") };
}
function mediaType(typ = "") {
  return typ.toLowerCase().replace(/^application\//, "");
}
export {
  JoseError,
  decodeBase64url,
  decodeJws,
  decodeJwt,
  encodeBase64url,
  generateJwk,
  importSigner,
  importVerifier,
  jwkThumbprint,
  selectSigningJwk,
  setSubtleCrypto,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt
};
