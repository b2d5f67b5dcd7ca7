// dist/errors.js
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, options) {
    super(`${found}: expected ${expected}`, options);
    this.name = "JoseError";
    this.code = code;
  }
};
function must(met, code, found, expected) {
  if (!met)
    throw new JoseError(code, found, expected);
}
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// dist/base64url.js
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => ENCODE.indexOf(code));
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
  target[end] = 46;
  return end;
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
  return ASCII.decode(text);
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
  must(seen < 64 && bits < 6 && !(group & (1 << bits) - 1), "ERR_BASE64URL", what, "base64url without padding, white space or spare bits");
  return bytes;
}

// dist/algorithms.js
var family = (bits, curve, size) => [
  { alg: `RS${bits}`, kty: "RSA", sign: "n e d p q dp dq qi", verify: "n e", name: "RSASSA-PKCS1-v1_5", hash: "SHA-" + bits },
  { alg: `PS${bits}`, kty: "RSA", sign: "n e d p q dp dq qi", verify: "n e", name: "RSA-PSS", hash: "SHA-" + bits, saltLength: bits / 8 },
  { alg: `ES${bits}`, kty: "EC", sign: "x y d", verify: "x y", name: "ECDSA", hash: "SHA-" + bits, namedCurve: "P-" + curve, size }
];
var TABLE = [
  ...family(256, 256, 64),
  ...family(384, 384, 96),
  ...family(512, 521, 132),
  { alg: "Ed25519", kty: "OKP", sign: "x d", verify: "x", name: "Ed25519", namedCurve: "Ed25519", size: 64 },
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  { alg: "EdDSA", kty: "OKP", sign: "x d", verify: "x", name: "Ed25519", namedCurve: "Ed25519", size: 64 }
];
function algorithmOf(alg) {
  const row = TABLE.find((row2) => row2.alg === alg);
  must(row, "ERR_ALG", `alg ${shown(alg)}`, "a JwsAlgorithm");
  return row;
}
function algorithmsOf(jwk, asked) {
  return TABLE.filter(({ alg, kty, namedCurve = jwk.crv }) => kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg));
}
var KEPT = /* @__PURE__ */ new WeakMap();
function keptOf(owner) {
  const kept = KEPT.get(owner) ?? {};
  KEPT.set(owner, kept);
  return kept;
}

// dist/webcrypto.js
var chosen;
function setSubtleCrypto(subtle) {
  chosen = subtle;
}
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  must(subtle, "ERR_CRYPTO", "no crypto.subtle", "https, Node 20+ or setSubtleCrypto");
  return subtle;
}

// dist/jwk.js
function need(met, lacking) {
  must(met, "ERR_JWK", "JWK", lacking);
}
function keyNamed(key, kid) {
  if (kid === void 0)
    return key;
  const keys = [key.keys ?? key].flat().filter((jwk) => jwk?.kid === kid);
  must(keys[0], key.keys ? "ERR_KEY_NOT_FOUND" : "ERR_JWK", "JWK", `kid ${shown(kid)}`);
  return key.keys ? { keys } : key;
}
function selectKey(key, use, askedAlg) {
  const keys = [key.keys ?? key].flat().map(Object);
  const lack = (jwk) => {
    const { use: purpose = "sig", key_ops: ops = [use] } = jwk;
    const rows = algorithmsOf(jwk, askedAlg);
    return rows.length !== 1 ? `one alg by kty, crv: ${rows.map((row) => row.alg)}` : purpose !== "sig" || !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `use sig, key_ops ${use}` : use === "sign" && !jwk.d && "d";
  };
  const [found, other] = keys.filter((jwk) => !lack(jwk));
  must(found && !other, !key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND", "JWK", found ? "one by kid or alg" : [...new Set(keys.map(lack))]);
  return found;
}
function bareKey(jwk, use, { kty, [use]: members, size, namedCurve }) {
  const bare = namedCurve ? { kty, crv: namedCurve } : { kty };
  let [n, e, d, p, q, dp, dq, qi] = members.split(" ").map((member) => {
    const text = bare[member] = `${jwk[member]}`;
    const spare = BigInt(text.length * 6 % 8);
    const bits = [...text.slice(0, 1400)].reduce((number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)), 0n);
    const number = bits >> spare;
    const octets = size / 2 || number.toString(16).length + 1 >> 1;
    need(text === jwk[member] && text.length === encodedLength(octets) && number << spare === bits && bits >= 0n, `${member} of ${size ? octets : "minimal"} octets`);
    return number;
  });
  if (!size) {
    need(n >> 2047n && e >> 1n && e & 1n && !(n >> 8192n | e >> 32n), "n of 2048 to 8192 bits, odd e of 2 to 32 bits");
    need(use !== "sign" || !(p * q - n | q * qi % p - 1n | d % --p - dp | d % --q - dq), "d p q dp dq qi of n");
  }
  return bare;
}
function publicKeyOf(jwk) {
  const [row] = algorithmsOf(Object(jwk));
  need(row, "kty, crv, alg of a signature");
  return bareKey(jwk, "verify", row);
}
function selectSigningJwk(jwks, criteria = {}) {
  return selectKey(keyNamed(jwks, criteria.kid), "sign", criteria.alg);
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
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF82.decode(bytes));
  } catch {
  }
  const sound = value instanceof Object && !Array.isArray(value) && membersWritten(bytes) === membersOf(value);
  must(sound, "ERR_JSON", what, "a JSON object in UTF-8, no member twice");
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
    if (!(next instanceof Object))
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
var PARTS = ["JOSE Header", "JWS Payload", "JWS Signature"];
function encodeHeader({ alg, kid }, added, typ) {
  const header = { alg, kid, typ, ...added };
  must(header.alg === alg, "ERR_ALG", `alg ${header.alg}`, alg);
  const sorted = {};
  for (const member of Object.keys(header).sort())
    sorted[member] = header[member];
  const json = UTF8.encode(JSON.stringify(sorted));
  const encoded = new Uint8Array(encodedLength(json.length) + 1);
  writeBase64url(json, encoded, 0);
  return encoded;
}
async function signCompact(payload, signer, header, typ) {
  const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
  const headers = header ? {} : keptOf(signer);
  const encodedHeader = headers[`${typ}`] ??= encodeHeader(signer, header, typ);
  const token = new Uint8Array(encodedHeader.length + encodedLength(payload.length + most) + 2);
  token.set(encodedHeader);
  const dot = writeBase64url(payload, token, encodedHeader.length);
  const signature = await signer.sign(token.subarray(0, dot));
  must(signature.length >= least && signature.length <= most, "ERR_SIGNATURE", "octets of a signature", least);
  return ASCII.decode(token.subarray(0, writeBase64url(signature, token, dot + 1)));
}
function decodeJws(jws, { maxLength = 65536 } = {}) {
  if (typeof jws !== "string")
    throw new TypeError("JWS: expected a string");
  must(jws.length <= maxLength, "ERR_JWS_FORM", `JWS of ${jws.length} characters`, `at most ${maxLength}`);
  const parts = jws.split(".", 4);
  must(parts.length === 3, "ERR_JWS_FORM", "JWS", "three parts with a dot between them");
  const [octets, payload, signature] = parts.map((part, i) => decodeBase64url(part, PARTS[i]));
  const header = parseJsonObject(octets, "JOSE Header");
  const { alg, kid = "", typ = "" } = header;
  must([alg, kid, typ].every((value) => typeof value === "string"), "ERR_JWS_FORM", "alg, kid, typ in the JOSE Header", "strings");
  return { header, payload, signature };
}
function checkCrit(header, understood) {
  const { crit, b64 = true } = header;
  const sound = crit === void 0 || Array.isArray(crit) && crit[0] && new Set(crit).size === crit.length && crit.every((name) => Object.hasOwn(header, name) && understood.includes(name));
  must(sound && b64 === true, "ERR_CRIT", `crit ${shown(crit)}, b64 ${shown(b64)}`, "extensions understood here");
}
async function verifyCompact(jws, verifierFor2, options) {
  const { header, payload, signature } = decodeJws(jws, options);
  const { algorithms, crit = [] } = options;
  checkCrit(header, crit);
  const { alg } = header;
  const { size } = algorithmOf(alg);
  must(!algorithms || algorithms.includes(alg), "ERR_ALG", `alg ${alg}`, algorithms);
  const verifier = await verifierFor2(header);
  must(verifier.alg === alg, "ERR_ALG", `alg ${alg}`, verifier.alg);
  const signingInput = UTF8.encode(jws.slice(0, jws.lastIndexOf(".")));
  let good;
  try {
    good = (!size || signature.length === size) && await verifier.verify(signature, signingInput);
  } catch (cause) {
    throw new JoseError("ERR_CRYPTO", "the verifier failed", "an answer (see cause)", { cause });
  }
  must(good === true, "ERR_SIGNATURE", "JWS Signature", "that of the key over this token");
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
function refuseClaim(claim, value, expected, code = "ERR_CLAIM") {
  throw Object.assign(new JoseError(code, `${claim} ${shown(value)}`, expected), { claim });
}
function checkClaims(claims, expected, now) {
  const hold = (met, claim, expected2, code) => {
    if (!met)
      refuseClaim(claim, claims[claim], expected2, code);
  };
  const { issuer, subject, audience, maxAge = Infinity, clockTolerance = 0, requiredClaims = [] } = expected;
  for (const [claim, fits] of Object.entries(TYPES)) {
    hold(claims[claim] === void 0 || fits(claims[claim]), claim, "the type that RFC 7519 gives it");
  }
  for (const claim of requiredClaims)
    hold(Object.hasOwn(claims, claim), claim, "a value");
  for (const [claim, accepted] of Object.entries({ iss: issuer, sub: subject, aud: audience })) {
    hold(accepted === void 0 || listOf(claims[claim]).some((value) => listOf(accepted).includes(value)), claim, shown(accepted));
  }
  const { exp = Infinity, nbf = now, iat = now } = claims;
  const earliest = now - clockTolerance;
  const latest = now + clockTolerance;
  hold(exp > earliest, "exp", `a time after ${earliest}`, "ERR_EXPIRED");
  hold(nbf <= latest, "nbf", `a time up to ${latest}`);
  hold(iat <= latest, "iat", `a time up to ${latest}`);
  hold(maxAge === Infinity || claims.iat !== void 0, "iat", "a value");
  hold(earliest - iat <= maxAge, "iat", `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
  return claims;
}

// dist/keys.js
function importJwk(key, use, askedAlg) {
  const jwk = selectKey(key, use, askedAlg);
  const row = algorithmsOf(jwk, askedAlg)[0];
  const name = use + row.alg;
  const kept = keptOf(jwk);
  return kept[name] ??= importOnce(jwk, use, row).catch((error) => {
    delete kept[name];
    must(error instanceof JoseError, error.name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK", error.name, `${row.alg} key`);
    throw error;
  });
}
async function importOnce(jwk, use, row) {
  const subtle = subtleCrypto();
  const key = await subtle.importKey("jwk", bareKey(jwk, use, row), row, false, [use]);
  const imported = {
    alg: row.alg,
    kid: jwk.kid,
    sign: async (signingInput) => new Uint8Array(await subtle.sign(row, key, signingInput)),
    verify: (signature, signingInput) => subtle.verify(row, key, signature, signingInput)
  };
  if (use === "sign") {
    const probe = new Uint8Array(1);
    const { verify } = await importOnce(jwk, "verify", row);
    need(await verify(await imported.sign(probe), probe), "its own d");
  }
  return imported;
}
async function importNamed(key, use, { alg, kid }) {
  const nameless = !key.keys && key.kid === void 0;
  const imported = await importJwk(keyNamed(key, nameless ? void 0 : kid), use, alg);
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
    throw new JoseError("ERR_CRYPTO", error.name, `a key for ${alg}`);
  });
  const exported = await subtle.exportKey("jwk", generated.privateKey);
  const bare = bareKey(exported, "sign", row);
  const kid = options.kid ?? await jwkThumbprint(bare);
  return { kid, alg, use: "sig", key_ops: ["sign"], ...bare };
}

// dist/jwt.js
function requireValues(options) {
  for (const [name, value] of Object.entries(options)) {
    if (value === void 0)
      throw new TypeError(`options.${name}: expected a value`);
  }
}
async function verifierFor(keys, header, accepted = []) {
  const found = typeof keys === "function" ? await keys(header) : keys;
  must(found, "ERR_KEY_NOT_FOUND", "no key", `one for kid ${shown(header.kid)}`);
  if (found.verify)
    return found;
  const jwk = found.keys ? selectKey(keyNamed(found, header.kid), "verify", header.alg) : found;
  const named = jwk.alg === void 0 && accepted.includes(header.alg);
  return importJwk(jwk, "verify", named ? header.alg : void 0);
}
async function signJws(payload, key, header) {
  const octets = typeof payload === "string" ? UTF8.encode(payload) : payload;
  requireBytes(octets, "payload");
  return signCompact(octets, await (key.sign ? key : importJwk(key, "sign")), header);
}
async function verifyJws(jws, keys, options = {}) {
  requireValues(options);
  return verifyCompact(jws, (header) => verifierFor(keys, header, options.algorithms), options);
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{")
    throw new TypeError("claims: expected an object");
  return signCompact(UTF8.encode(json), await (key.sign ? key : importJwk(key, "sign")), header, "JWT");
}
async function verifyJwt(jwt, keys, options = {}) {
  const { header, payload } = await verifyJws(jwt, keys, options);
  const { typ, now = Date.now } = options;
  if (typ !== void 0 && mediaType(header.typ) !== mediaType(typ))
    refuseClaim("typ", header.typ, shown(typ));
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
