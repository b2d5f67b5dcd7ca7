// subtle-jws, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
// @ts-self-types="./subtle-jws.d.ts"

// src/errors.ts
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, options) {
    super(`${found}: expected ${expected}`, options);
    this.name = "JoseError";
    this.code = code;
  }
};
function must(met, code, found, expected) {
  if (!met) throw new JoseError(code, found, expected);
}
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
var ASCII = /* @__PURE__ */ new TextDecoder();
var OCTETS = /* @__PURE__ */ new Uint8Array(4096);
var TEXT = /* @__PURE__ */ new Uint8Array(4096);
function utf8(text) {
  if (text.length * 3 > OCTETS.length) return UTF8.encode(text);
  return OCTETS.subarray(0, UTF8.encodeInto(text, OCTETS).written);
}
function encodedLength(length) {
  return Math.ceil(length * 4 / 3);
}
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function requireBytes(value, what) {
  if (value?.[Symbol.toStringTag] !== "Uint8Array") {
    throw new TypeError(`${what}: expected a Uint8Array`);
  }
}
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const length = encodedLength(bytes.length);
  const text = length > TEXT.length ? new Uint8Array(length) : TEXT;
  let at = 0;
  let i = 0;
  for (; i + 2 < bytes.length; i += 3, at += 4)
    writeGroup(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2], text, at);
  writeGroup(bytes[i] << 16 | bytes[i + 1] << 8, text, at);
  return ASCII.decode(text.subarray(0, length));
}
function encodeBase64url(bytes) {
  requireBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text, what) {
  const { length } = text;
  const bytes = new Uint8Array(length * 3 / 4);
  let seen = 0;
  let group = 0;
  let bits2 = 0;
  let at = 0;
  let i = 0;
  for (; i + 3 < length; i += 4, at += 3) {
    group = DECODE[text[i]] << 18 | DECODE[text[i + 1]] << 12 | DECODE[text[i + 2]] << 6 | DECODE[text[i + 3]];
    seen |= group;
    bytes[at] = group >> 16;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
  }
  for (; i < length; i++) {
    const sextet = DECODE[text[i]];
    seen |= sextet;
    group = group << 6 | sextet;
    bits2 += 6;
    if (bits2 > 7) bytes[at++] = group >> (bits2 -= 8);
  }
  must(
    seen >= 0 && bits2 < 6 && !(group & (1 << bits2) - 1),
    "ERR_BASE64URL",
    what,
    "base64url without padding, white space or spare bits"
  );
  return bytes;
}
function decodeBase64url(text, what = "text") {
  if (typeof text !== "string") throw new TypeError(`${what}: expected a string`);
  return readBase64url(utf8(text), what);
}

// src/algorithms.ts
var family = (bits2, curve, octets) => [
  {
    alg: `RS${bits2}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-" + bits2
  },
  {
    alg: `PS${bits2}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSA-PSS",
    hash: "SHA-" + bits2,
    saltLength: bits2 / 8
  },
  {
    alg: `ES${bits2}`,
    kty: "EC",
    sign: `x:${octets} y:${octets} d:${octets}`,
    verify: `x:${octets} y:${octets}`,
    name: "ECDSA",
    hash: "SHA-" + bits2,
    namedCurve: "P-" + curve,
    size: octets * 2
  }
];
var lattice = (alg, octets, size) => ({
  alg,
  kty: "AKP",
  sign: `pub:${octets} priv:32`,
  verify: `pub:${octets}`,
  name: alg,
  size
});
var TABLE = [
  ...family(256, 256, 32),
  ...family(384, 384, 48),
  ...family(512, 521, 66),
  {
    alg: "Ed25519",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  {
    alg: "EdDSA",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  lattice("ML-DSA-44", 1312, 2420),
  lattice("ML-DSA-65", 1952, 3309),
  lattice("ML-DSA-87", 2592, 4627)
];
function algorithmOf(alg) {
  const row = TABLE.find((row2) => row2.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, "a JwsAlgorithm");
  return row;
}
function algorithmsOf(jwk, asked) {
  return TABLE.filter(
    ({ alg, kty, namedCurve = jwk.crv }) => kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg)
  );
}
function algorithmsOfCryptoKey({ algorithm }, asked) {
  const { name, hash, namedCurve } = algorithm;
  return TABLE.filter(
    (row) => row.name === name && row.hash === (hash?.name ?? row.hash) && row.namedCurve === (namedCurve ?? row.namedCurve) && row.alg === (asked ?? row.alg)
  );
}
var KEPT = /* @__PURE__ */ new WeakMap();
function keptOf(owner) {
  let kept = KEPT.get(owner);
  if (!kept) KEPT.set(owner, kept = {});
  return kept;
}
var COPYING = /* @__PURE__ */ new WeakSet();

// src/der.ts
var INTEGER = 2;
var BIT_STRING = 3;
var OCTET_STRING = 4;
var OID = 6;
var SEQUENCE = 48;
function need(met, found, expected) {
  if (!met) throw new JoseError("ERR_PEM", found, expected);
}
function elements(der) {
  const found = [];
  for (let at = 0; at < der.length; ) {
    const tag = der[at];
    let length = der[at + 1] ?? 0;
    let start = at + 2;
    if (length > 127) {
      const octets = length - 128;
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + (der[start++] ?? 0);
      need(length > 127 && length >= 256 ** (octets - 1), "a length", "the shortest definite form (DER)");
    }
    const end = start + length;
    need(end <= der.length, "an element", "no more octets than are there (is it truncated?)");
    found.push({ tag, content: der.subarray(start, end) });
    at = end;
  }
  return found;
}
function take(from, index, tag, what) {
  const element = from[index];
  need(
    element?.tag === tag,
    what,
    `DER of tag ${tag.toString(16)}, found ${element?.tag.toString(16) ?? "nothing"}`
  );
  return element.content;
}
function sequence(der, what) {
  const all = elements(der);
  need(all.length === 1, what, "one SEQUENCE and nothing after it");
  return elements(take(all, 0, SEQUENCE, what));
}
function positive(from, index, what) {
  const content = take(from, index, INTEGER, what);
  const padded = content[0] === 0;
  need(content[0] < 128 && (!padded || content[1] > 127), what, "a positive INTEGER (DER)");
  return padded ? content.subarray(1) : content;
}
function bits(from, index, what) {
  const content = take(from, index, BIT_STRING, what);
  need(content[0] === 0, what, "a BIT STRING of whole octets");
  return content.subarray(1);
}
function ecdsaSignatureFromDer(der, alg) {
  const { kty, size = 0 } = algorithmOf(alg);
  if (kty !== "EC") throw new JoseError("ERR_ALG", `alg ${alg}`, "ES256, ES384 or ES512");
  const signature = new Uint8Array(size);
  try {
    const parts = sequence(der, "a signature");
    need(parts.length === 2, "a signature", "r and s");
    for (const i of [0, 1]) {
      const number = positive(parts, i, "rs"[i]);
      need(number.length <= size / 2, "rs"[i], `at most ${size / 2} octets for ${alg}`);
      signature.set(number, size / 2 * (i + 1) - number.length);
    }
  } catch (error) {
    throw new JoseError("ERR_SIGNATURE", "an ECDSA signature", `DER of r and s (${error.message})`);
  }
  return signature;
}

// src/external-signer.ts
function externalSigner({ alg, kid, sign, format, timeout = 1e4 }) {
  algorithmOf(alg);
  return {
    alg,
    ...kid !== void 0 && { kid },
    async sign(signingInput) {
      let timer;
      const late = new Promise((_, reject) => {
        const error = new JoseError(
          "ERR_SIGNATURE",
          "no answer from the signer",
          `a signature within ${timeout} ms`
        );
        timer = setTimeout(() => reject(error), timeout);
      });
      try {
        const signature = await Promise.race([sign(signingInput.slice()), late]);
        requireBytes(signature, "signature");
        return format === "der" ? ecdsaSignatureFromDer(signature, alg) : signature;
      } catch (cause) {
        if (cause instanceof JoseError) throw cause;
        throw new JoseError("ERR_SIGNATURE", "the signer failed", "a signature (see cause)", { cause });
      } finally {
        clearTimeout(timer);
      }
    }
  };
}

// src/json.ts
var UTF82 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var isString = (value) => typeof value === "string";
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
    if (octet === 34) quoted = !quoted;
    else if (quoted) i += Number(octet === 92);
    else members += Number(octet === 58);
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (!(next instanceof Object)) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const member of inner) values.push(member);
  }
  return members;
}

// src/webcrypto.ts
var chosen;
function setSubtleCrypto(subtle) {
  chosen = subtle;
}
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  must(subtle, "ERR_CRYPTO", "no crypto.subtle", "https, Node 20+ or setSubtleCrypto");
  return subtle;
}

// src/jwk.ts
function need2(met, lacking) {
  must(met, "ERR_JWK", "JWK", lacking);
}
function keysOf(key) {
  const { keys = key } = key;
  return Array.isArray(keys) ? keys : [keys];
}
function keyNamed(key, kid) {
  if (kid === void 0) return key;
  const keys = keysOf(key).filter((jwk) => jwk?.kid === kid);
  must(keys[0], key.keys ? "ERR_KEY_NOT_FOUND" : "ERR_JWK", "JWK", `kid ${shown(kid)}`);
  return key.keys ? { keys } : key;
}
function selectKey(key, use, askedAlg) {
  const keys = keysOf(key).map(Object);
  const lack = (jwk) => {
    const { use: purpose = "sig", key_ops: ops = [use] } = jwk;
    const rows = algorithmsOf(jwk, askedAlg);
    return rows.length !== 1 || jwk.keys ? `one alg by kty, crv: ${rows.map((row) => row.alg)}` : purpose !== "sig" || !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `use sig, key_ops ${use}` : use === "sign" && !(jwk.d ?? jwk.priv) && "d";
  };
  const [found, other] = keys.filter((jwk) => !lack(jwk));
  must(
    found && !other,
    !key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND",
    "JWK",
    found ? "one by kid or alg" : [...new Set(keys.map(lack))]
  );
  return found;
}
function bareKey(jwk, use, { alg, kty, [use]: members, size, namedCurve }) {
  const bare = namedCurve ? { kty, crv: namedCurve } : kty === "AKP" ? { kty, alg } : { kty };
  let [n, e, d, p, q, dp, dq, qi] = members.split(" ").map((spec) => {
    const [member, fixed] = spec.split(":");
    const given = jwk[member];
    const text = bare[member] = isString(given) ? given : "";
    const spare = BigInt(text.length * 6 % 8);
    const bits2 = [...text.slice(0, 3500)].reduce(
      (number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)),
      0n
    );
    const number = bits2 >> spare;
    const octets = Number(fixed ?? number.toString(16).length + 1 >> 1);
    need2(
      text.length === encodedLength(octets) && number << spare === bits2 && bits2 >= 0n,
      `${member} of ${fixed ?? "minimal"} octets`
    );
    return number;
  });
  if (!size) {
    need2(
      n >> 2047n && e >> 1n && e & 1n && !(n >> 8192n | e >> 32n),
      "n of 2048 to 8192 bits, odd e of 2 to 32 bits"
    );
    need2(
      use !== "sign" || p > 1n && q > 1n && !(p * q - n | q * qi % p - 1n | d % --p - dp | d % --q - dq),
      "d p q dp dq qi of n"
    );
  }
  return bare;
}
function publicKeyOf(jwk) {
  const [row] = algorithmsOf(Object(jwk));
  need2(row, "kty, crv, alg of a signature");
  return bareKey(jwk, "verify", row);
}
function selectSigningJwk(jwks, criteria = {}) {
  return selectKey(keyNamed(jwks, criteria.kid), "sign", criteria.alg);
}
function toPublicJwk(jwk) {
  const publicJwk = publicKeyOf(jwk);
  for (const member of ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"]) {
    if (typeof jwk[member] === "string") publicJwk[member] = jwk[member];
  }
  if (Array.isArray(jwk.x5c)) publicJwk.x5c = jwk.x5c.filter((certificate2) => typeof certificate2 === "string");
  if (jwk.key_ops) publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks) {
  const published = /* @__PURE__ */ new Map();
  need2(Array.isArray(jwks?.keys), "an array of keys");
  for (const jwk of jwks.keys) {
    const publicJwk = toPublicJwk(jwk);
    const { kid } = publicJwk;
    need2(kid, "kid");
    const twin = published.get(kid);
    need2(!twin || canonical(twin) === canonical(publicJwk), "kid of its own");
    published.set(kid, publicJwk);
  }
  return { keys: [...published.values()] };
}
function canonical(jwk) {
  return JSON.stringify(
    Object.fromEntries(Object.entries(publicKeyOf(jwk)).sort(([a], [b]) => a < b ? -1 : 1))
  );
}
async function jwkThumbprint(jwk) {
  const octets = UTF8.encode(canonical(jwk));
  return encodeBase64url(new Uint8Array(await subtleCrypto().digest("SHA-256", octets)));
}

// src/jws.ts
function encodeHeader({ alg, kid }, added, typ) {
  const header = { alg, kid, typ, ...added };
  must(header.alg === alg, "ERR_ALG", `alg ${header.alg}`, alg);
  const sorted = {};
  for (const member of Object.keys(header).sort()) sorted[member] = header[member];
  return base64urlOf(utf8(JSON.stringify(sorted)));
}
async function signCompact(payload, signer, header, typ) {
  if (signer instanceof Promise) signer = await signer;
  const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
  const headers = header ? {} : keptOf(signer);
  const encodedHeader = headers[`${typ}`] ??= encodeHeader(signer, header, typ);
  const encodedPayload = base64urlOf(isString(payload) ? utf8(payload) : payload);
  const signingInput = `${encodedHeader}.${encodedPayload}`;
  const octets = utf8(signingInput);
  const signature = await signer.sign(COPYING.has(signer.sign) ? octets : octets.slice());
  must(signature.length >= least && signature.length <= most, "ERR_SIGNATURE", "octets of a signature", least);
  return `${signingInput}.${base64urlOf(signature)}`;
}
function parseJws(jws, { maxLength = 65536 } = {}) {
  if (!isString(jws)) throw new TypeError("JWS: expected a string");
  if (!(jws.length <= maxLength))
    throw new JoseError("ERR_JWS_FORM", `JWS of ${jws.length} characters`, `at most ${maxLength}`);
  const octets = UTF8.encode(jws);
  const first = octets.indexOf(46);
  const last = octets.lastIndexOf(46);
  must(
    first < last && octets.indexOf(46, first + 1) === last,
    "ERR_JWS_FORM",
    "JWS",
    "three parts with a dot between them"
  );
  const header = parseJsonObject(
    readBase64url(octets.subarray(0, first), "JOSE Header"),
    "JOSE Header"
  );
  const payload = readBase64url(octets.subarray(first + 1, last), "JWS Payload");
  const signature = readBase64url(octets.subarray(last + 1), "JWS Signature");
  const { alg, kid = "", typ = "" } = header;
  must(
    isString(alg) && isString(kid) && isString(typ),
    "ERR_JWS_FORM",
    "alg, kid, typ in the JOSE Header",
    "strings"
  );
  return { header, payload, signature, signingInput: octets.subarray(0, last) };
}
function decodeJws(jws, options) {
  const { header, payload, signature } = parseJws(jws, options);
  return { header, payload, signature };
}
function checkCrit(header, understood) {
  const { crit, b64 = true } = header;
  const sound = crit === void 0 || Array.isArray(crit) && crit[0] && new Set(crit).size === crit.length && crit.every((name) => Object.hasOwn(header, name) && understood.includes(name));
  if (!sound || b64 !== true)
    throw new JoseError("ERR_CRIT", `crit ${shown(crit)}, b64 ${shown(b64)}`, "extensions understood here");
}
async function verifyParsed({ header, signature, signingInput }, verifierFor, { algorithms, crit = [] }) {
  checkCrit(header, crit);
  const { alg } = header;
  const { size } = algorithmOf(alg);
  must(!algorithms || algorithms.includes(alg), "ERR_ALG", `alg ${alg}`, algorithms);
  const verifier = await verifierFor(header);
  must(verifier.alg === alg, "ERR_ALG", `alg ${alg}`, verifier.alg);
  let good;
  try {
    good = (!size || signature.length === size) && await verifier.verify(signature, signingInput);
  } catch (cause) {
    throw new JoseError("ERR_CRYPTO", "the verifier failed", "an answer (see cause)", { cause });
  }
  must(good === true, "ERR_SIGNATURE", "JWS Signature", "that of the key over this token");
}

// src/claims.ts
var isTime = (value) => Number.isFinite(value);
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
  const refuse = (claim, expected2, code) => refuseClaim(claim, claims[claim], expected2, code);
  const { issuer, subject, audience, maxAge = Infinity, clockTolerance = 0, requiredClaims = [] } = expected;
  for (const claim in TYPES) {
    if (claims[claim] !== void 0 && !TYPES[claim](claims[claim]))
      refuse(claim, "the type that RFC 7519 gives it");
  }
  for (const claim of requiredClaims) if (!Object.hasOwn(claims, claim)) refuse(claim, "a value");
  for (const [claim, accepted] of [
    ["iss", issuer],
    ["sub", subject],
    ["aud", audience]
  ]) {
    const fits = (value) => isString(value) && listOf(accepted).includes(value);
    if (accepted !== void 0 && !listOf(claims[claim]).some(fits)) refuse(claim, shown(accepted));
  }
  const { exp = Infinity, nbf = now, iat = now } = claims;
  const earliest = now - clockTolerance;
  const latest = now - -clockTolerance;
  if (!(exp > earliest)) refuse("exp", `a time after ${earliest}`, "ERR_EXPIRED");
  if (!(nbf <= latest)) refuse("nbf", `a time up to ${latest}`);
  if (!(iat <= latest)) refuse("iat", `a time up to ${latest}`);
  if (maxAge !== Infinity && claims.iat === void 0) refuse("iat", "a value");
  if (!(earliest - iat <= maxAge)) refuse("iat", `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
  return claims;
}

// src/pem.ts
var RSA = "2a864886f70d010101";
var EC = "2a8648ce3d0201";
var ED25519 = "2b6570";
var KEY_USAGE = "551d0f";
var CURVES = {
  "2a8648ce3d030107": ["P-256", 32],
  "2b81040022": ["P-384", 48],
  "2b81040023": ["P-521", 66]
};
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function numbers(from, first, members) {
  const jwk = { kty: "RSA" };
  members.forEach((member, i) => jwk[member] = encodeBase64url(positive(from, first + i, member)));
  return jwk;
}
function rsaPrivateKey(der) {
  const parts = sequence(der, "an RSA private key");
  need(
    hex(take(parts, 0, INTEGER, "a version")) === "00" && parts.length === 9,
    "an RSA private key",
    "two primes (version 0)"
  );
  return numbers(parts, 1, ["n", "e", "d", "p", "q", "dp", "dq", "qi"]);
}
function rsaPublicKey(der) {
  const parts = sequence(der, "an RSA public key");
  need(parts.length === 2, "an RSA public key", "n and e");
  return numbers(parts, 0, ["n", "e"]);
}
function curveOf(oid) {
  const curve = CURVES[hex(oid)];
  need(curve, `a curve (OID ${hex(oid)})`, "P-256, P-384 or P-521");
  return curve;
}
function ecPoint(point, [crv, size]) {
  need(
    point[0] === 4 && point.length === 1 + 2 * size,
    "an EC point",
    "an uncompressed one (openssl ec -conv_form uncompressed)"
  );
  return {
    kty: "EC",
    crv,
    x: encodeBase64url(point.subarray(1, 1 + size)),
    y: encodeBase64url(point.subarray(1 + size))
  };
}
function ecPrivateKey(der, around) {
  const parts = sequence(der, "an EC private key");
  const tagged = (tag) => parts.find((part) => part.tag === tag);
  need(hex(take(parts, 0, INTEGER, "a version")) === "01", "an EC private key", "version 1");
  const d = take(parts, 1, OCTET_STRING, "an EC private key");
  const own = tagged(160);
  const oid = own ? take(elements(own.content), 0, OID, "EC parameters") : around;
  need(oid, "an EC private key without its curve", "a named curve (openssl ec -param_enc named_curve)");
  need(!own || !around || hex(oid) === hex(around), "an EC private key of two curves", "one");
  const curve = curveOf(oid);
  need(d.length === curve[1], "d", `${curve[1]} octets`);
  const point = tagged(161);
  need(point, "an EC private key without its public key", "both (openssl ec -in FILE writes them)");
  return { ...ecPoint(bits(elements(point.content), 0, "a public key"), curve), d: encodeBase64url(d) };
}
function algorithmIdentifier(parts, index) {
  const [name, parameters] = elements(take(parts, index, SEQUENCE, "an algorithm"));
  const oid = hex(take(name ? [name] : [], 0, OID, "an algorithm"));
  if (oid !== EC) return { oid };
  return { oid, curve: take(parameters ? [parameters] : [], 0, OID, "EC parameters that are no named curve") };
}
function unknown(oid) {
  return new JoseError("ERR_PEM", `a key of another algorithm (OID ${oid})`, "RSA, EC or Ed25519");
}
function privateKeyInfo(der) {
  const parts = sequence(der, "a private key");
  take(parts, 0, INTEGER, "a version");
  const { oid, curve } = algorithmIdentifier(parts, 1);
  const key = take(parts, 2, OCTET_STRING, "a private key");
  if (oid === RSA) return rsaPrivateKey(key);
  if (oid === EC) return ecPrivateKey(key, curve);
  if (oid !== ED25519) throw unknown(oid);
  const seed = take(elements(key), 0, OCTET_STRING, "an Ed25519 private key");
  need(seed.length === 32, "an Ed25519 private key", "32 octets");
  return { kty: "OKP", crv: "Ed25519", d: encodeBase64url(seed) };
}
function publicKeyInfo(parts) {
  const { oid, curve } = algorithmIdentifier(parts, 0);
  const key = bits(parts, 1, "a public key");
  if (oid === RSA) return rsaPublicKey(key);
  if (oid === EC) return ecPoint(key, curveOf(curve));
  if (oid !== ED25519) throw unknown(oid);
  need(key.length === 32, "an Ed25519 public key", "32 octets");
  return { kty: "OKP", crv: "Ed25519", x: encodeBase64url(key) };
}
function certificate(der) {
  const what = "a certificate";
  const tbs = elements(take(sequence(der, what), 0, SEQUENCE, what));
  const versioned = tbs[0]?.tag === 160 ? 1 : 0;
  const extensions = tbs.find(({ tag }) => tag === 163);
  for (const { content } of extensions ? sequence(extensions.content, "extensions") : []) {
    const parts = elements(content);
    if (hex(take(parts, 0, OID, "an extension")) !== KEY_USAGE) continue;
    const usage = take(
      elements(take(parts, parts.length - 1, OCTET_STRING, "keyUsage")),
      0,
      BIT_STRING,
      "keyUsage"
    );
    need(usage[1] & 192, "a certificate for another keyUsage", "one for digitalSignature");
  }
  return publicKeyInfo(elements(take(tbs, versioned + 5, SEQUENCE, what)));
}
var READERS = {
  "PRIVATE KEY": { holds: "sign", read: privateKeyInfo },
  "RSA PRIVATE KEY": { holds: "sign", read: rsaPrivateKey },
  "EC PRIVATE KEY": { holds: "sign", read: (der) => ecPrivateKey(der) },
  "PUBLIC KEY": { holds: "verify", read: (der) => publicKeyInfo(sequence(der, "a public key")) },
  "RSA PUBLIC KEY": { holds: "verify", read: rsaPublicKey },
  CERTIFICATE: { holds: "verify", read: certificate }
};
var LONGEST = 131072;
function pemToJwk(pem, use) {
  if (pem.length > LONGEST)
    throw new JoseError("ERR_PEM", `PEM of ${pem.length} characters`, `at most ${LONGEST}`);
  const text = pem.replace(/\\[rn]/g, "");
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END ([A-Z0-9 ]+)-----/g)].map(
    ([, label, body, end]) => ({ label, body, end })
  );
  const encrypted = blocks.some(
    ({ label, body }) => label === "ENCRYPTED PRIVATE KEY" || body.includes("ENCRYPTED")
  );
  need(
    !encrypted || use === "verify",
    "an encrypted key",
    "a plain one: openssl pkey -in FILE -out plain.pem"
  );
  const holding = (held) => blocks.filter(({ label }) => Object.hasOwn(READERS, label) && READERS[label].holds === held);
  const [publicOnes, privateOnes] = [holding("verify"), holding("sign")];
  need(use === "verify" || privateOnes[0] || !publicOnes[0], "a public key alone", "a private key, to sign");
  const candidates = use === "verify" && publicOnes[0] ? publicOnes : privateOnes;
  const chain = candidates.every(({ label }) => label === "CERTIFICATE");
  const [block, other] = candidates;
  need(block, "no key", "-----BEGIN … KEY----- and its -----END");
  need(!other || chain, "several keys", "one");
  need(block.label === block.end, `BEGIN ${block.label} and END ${block.end}`, "the same label");
  return READERS[block.label].read(derOf(block.body));
}
function derOf(body) {
  const base64 = body.replace(/[\s"']/g, "");
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/.test(
    base64
  );
  need(padded && base64, "a body that is no base64", "its lines as they were (is it truncated?)");
  return decodeBase64url(base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, ""));
}

// src/keys.ts
function importJwk(key, use, askedAlg) {
  const jwk = key.keys ? selectKey(key, use, askedAlg) : key;
  const kept = keptOf(Object(jwk));
  const name = `${use} ${askedAlg}`;
  return kept[name] ??= importOnce(jwk, use, askedAlg).catch((error) => {
    delete kept[name];
    throw error;
  });
}
async function importOnce(jwk, use, askedAlg) {
  const row = algorithmsOf(selectKey(jwk, use, askedAlg), askedAlg)[0];
  const imported = await importBare(jwk, use, row);
  if (use === "sign") {
    const probe = new Uint8Array(1);
    const { verify } = await importBare(jwk, "verify", row);
    const sound = imported.sign(probe).then((signature) => verify(signature, probe));
    need2(await sound.catch(() => false), "its own d");
  }
  return imported;
}
async function importBare(jwk, use, row) {
  const refuse = ({ name }) => {
    throw new JoseError(
      name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK",
      `WebCrypto: ${name}`,
      `${row.alg} key`
    );
  };
  const bare = bareKey(jwk, use, row);
  return bind(await subtleCrypto().importKey("jwk", bare, row, false, [use]).catch(refuse), row, jwk.kid);
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const octets = row.size ?? key.algorithm.modulusLength + 7 >> 3;
  const sign = (signingInput) => subtle.sign(row, key, signingInput).then(octetsOf);
  COPYING.add(sign);
  return {
    alg: row.alg,
    kid,
    sign,
    verify: async (signature, signingInput) => signature.length === octets && subtle.verify(row, key, signature, signingInput)
  };
}
function octetsOf(buffer) {
  return new Uint8Array(buffer);
}
async function importNamed(key, use, { alg, kid }) {
  const nameless = !key.keys && key.kid === void 0;
  const imported = await importJwk(keyNamed(key, nameless ? void 0 : kid), use, alg);
  return nameless && kid !== void 0 ? { ...imported, kid } : imported;
}
function importCryptoKey(key, use, { alg, kid }) {
  const { type, usages, algorithm } = key;
  const [row, other] = algorithmsOfCryptoKey(key, alg);
  const { modulusLength = 2048 } = algorithm;
  const expect = (met, found, expected) => must(met, "ERR_JWK", `CryptoKey ${found}`, expected);
  expect(
    row && !other,
    `for ${algorithm.name}, alg ${alg}`,
    other ? "alg to tell Ed25519 from EdDSA" : "a signature algorithm, and its alg"
  );
  expect(
    type === (use === "sign" ? "private" : "public") && usages.includes(use),
    `${type}, for ${usages}`,
    `one to ${use}`
  );
  expect(modulusLength >= 2048 && modulusLength <= 8192, `of ${modulusLength} bits`, "2048 to 8192");
  return bind(key, row, kid);
}
var ED25519_PKCS8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
async function jwkFromPem(pem, use) {
  const jwk = pemToJwk(pem, use);
  if (jwk.x !== void 0 || jwk.kty === "RSA") return jwk;
  const subtle = subtleCrypto();
  const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d)]);
  const key = await subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]).catch(({ name }) => {
    throw new JoseError("ERR_CRYPTO", `WebCrypto: ${name}`, "Ed25519 key");
  });
  const { x } = await subtle.exportKey("jwk", key);
  return { ...jwk, x };
}
function isCryptoKey(key) {
  return "usages" in key && "algorithm" in key;
}
async function importAny(key, use, options) {
  if (typeof key === "string") return importNamed(await jwkFromPem(key, use), use, options);
  return isCryptoKey(key) ? importCryptoKey(key, use, options) : importNamed(key, use, options);
}
async function importSigner(key, options = {}) {
  return importAny(key, "sign", options);
}
async function importVerifier(key, options = {}) {
  return importAny(key, "verify", options);
}
async function generatePair(row, { modulusLength = 2048 }, extractable) {
  if (!(modulusLength >= 2048 && modulusLength <= 8192))
    throw new TypeError("modulusLength: expected 2048 to 8192");
  const wanted = { ...row, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
  return subtleCrypto().generateKey(wanted, extractable, ["sign", "verify"]).catch(({ name }) => {
    throw new JoseError("ERR_CRYPTO", `WebCrypto: ${name}`, `${row.alg} key`);
  });
}
async function exportJwk(key, use, row, { kid }) {
  const bare = bareKey(await subtleCrypto().exportKey("jwk", key), use, row);
  return { kid: kid ?? await jwkThumbprint(bare), alg: row.alg, use: "sig", key_ops: [use], ...bare };
}
async function generateJwk(alg, options = {}) {
  const row = algorithmOf(alg);
  const { privateKey } = await generatePair(row, options, true);
  return exportJwk(privateKey, "sign", row, options);
}
async function generateSigner(alg, options = {}) {
  const row = algorithmOf(alg);
  const { privateKey, publicKey } = await generatePair(row, options, false);
  const publicJwk = await exportJwk(publicKey, "verify", row, options);
  return { signer: bind(privateKey, row, publicJwk.kid), publicJwk, privateKey };
}

// src/jwt.ts
function requireValues(options) {
  for (const name in options) {
    if (options[name] === void 0)
      throw new TypeError(`options.${name}: expected a value`);
  }
}
function signerFor(key) {
  return key.sign ? key : importJwk(key, "sign");
}
function verifySignature(jws, keys, options) {
  const { algorithms = [] } = options;
  const verifierFor = async (header) => {
    const found = typeof keys === "function" ? await keys(header) : keys;
    if (!found) throw new JoseError("ERR_KEY_NOT_FOUND", "no key", `one for kid ${shown(header.kid)}`);
    if (found.verify) return found;
    const jwk = found.keys ? selectKey(keyNamed(found, header.kid), "verify", header.alg) : found;
    const named = jwk.alg === void 0 && algorithms.includes(header.alg);
    return importJwk(jwk, "verify", named ? header.alg : void 0);
  };
  return verifyParsed(jws, verifierFor, options);
}
function judgeClaims({ typ: given }, claims, options) {
  const { typ, now = Date.now } = options;
  if (typ !== void 0 && mediaType(given) !== mediaType(typ)) refuseClaim("typ", given, shown(typ));
  return checkClaims(claims, options, now() / 1e3);
}
async function signJws(payload, key, header) {
  if (!isString(payload)) requireBytes(payload, "payload");
  return signCompact(payload, signerFor(key), header);
}
async function verifyJws(jws, keys, options = {}) {
  requireValues(options);
  const parsed = parseJws(jws, options);
  await verifySignature(parsed, keys, options);
  return { header: parsed.header, payload: parsed.payload };
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{") throw new TypeError("claims: expected an object");
  return signCompact(json, signerFor(key), header, "JWT");
}
async function verifyJwt(jwt, keys, options = {}) {
  const { header, payload } = await verifyJws(jwt, keys, options);
  return { header, claims: judgeClaims(header, parseJsonObject(payload, "JWT Claims Set"), options) };
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
  ecdsaSignatureFromDer,
  encodeBase64url,
  externalSigner,
  generateJwk,
  generateSigner,
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
