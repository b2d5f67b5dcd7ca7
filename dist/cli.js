#!/usr/bin/env node

// src/cli/main.ts
import process2 from "node:process";

// src/cli/run.ts
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { buffer, text } from "node:stream/consumers";
import { parseArgs } from "node:util";

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

// src/json.ts
var UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var isString = (value) => typeof value === "string";
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
  }
  const sound = value instanceof Object && !Array.isArray(value) && membersWritten(bytes) === membersOf(value);
  must(sound, "ERR_JSON", what, "a JSON object in UTF-8, no member twice");
  return value;
}
function membersWritten(json2) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json2.length; i++) {
    const octet = json2[i];
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

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
var ASCII = /* @__PURE__ */ new TextDecoder();
var OCTETS = /* @__PURE__ */ new Uint8Array(4096);
var TEXT = /* @__PURE__ */ new Uint8Array(4096);
function utf8(text2) {
  if (text2.length * 3 > OCTETS.length) return UTF82.encode(text2);
  return OCTETS.subarray(0, UTF82.encodeInto(text2, OCTETS).written);
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
  const text2 = length > TEXT.length ? new Uint8Array(length) : TEXT;
  let at = 0;
  let i = 0;
  for (; i + 2 < bytes.length; i += 3, at += 4)
    writeGroup(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2], text2, at);
  writeGroup(bytes[i] << 16 | bytes[i + 1] << 8, text2, at);
  return ASCII.decode(text2.subarray(0, length));
}
function encodeBase64url(bytes) {
  requireBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text2, what) {
  const { length } = text2;
  const bytes = new Uint8Array(length * 3 / 4);
  let seen = 0;
  let group = 0;
  let bits2 = 0;
  let at = 0;
  let i = 0;
  for (; i + 3 < length; i += 4, at += 3) {
    group = DECODE[text2[i]] << 18 | DECODE[text2[i + 1]] << 12 | DECODE[text2[i + 2]] << 6 | DECODE[text2[i + 3]];
    seen |= group;
    bytes[at] = group >> 16;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
  }
  for (; i < length; i++) {
    const sextet = DECODE[text2[i]];
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
function decodeBase64url(text2, what = "text") {
  if (typeof text2 !== "string") throw new TypeError(`${what}: expected a string`);
  return readBase64url(utf8(text2), what);
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

// src/webcrypto.ts
var chosen;
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
    const text2 = bare[member] = isString(given) ? given : "";
    const spare = BigInt(text2.length * 6 % 8);
    const bits2 = [...text2.slice(0, 3500)].reduce(
      (number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)),
      0n
    );
    const number = bits2 >> spare;
    const octets = Number(fixed ?? number.toString(16).length + 1 >> 1);
    need2(
      text2.length === encodedLength(octets) && number << spare === bits2 && bits2 >= 0n,
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
function toPublicJwk(jwk) {
  const publicJwk = publicKeyOf(jwk);
  for (const member of ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"]) {
    if (typeof jwk[member] === "string") publicJwk[member] = jwk[member];
  }
  if (Array.isArray(jwk.x5c)) publicJwk.x5c = jwk.x5c.filter((certificate2) => typeof certificate2 === "string");
  if (jwk.key_ops) publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks2) {
  const published = /* @__PURE__ */ new Map();
  need2(Array.isArray(jwks2?.keys), "an array of keys");
  for (const jwk of jwks2.keys) {
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
  const octets = UTF82.encode(canonical(jwk));
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
  const octets = UTF82.encode(jws);
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
  const text2 = pem.replace(/\\[rn]/g, "");
  const blocks = [...text2.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END ([A-Z0-9 ]+)-----/g)].map(
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
    const { verify: verify2 } = await importBare(jwk, "verify", row);
    const sound = imported.sign(probe).then((signature) => verify2(signature, probe));
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
  const sign2 = (signingInput) => subtle.sign(row, key, signingInput).then(octetsOf);
  COPYING.add(sign2);
  return {
    alg: row.alg,
    kid,
    sign: sign2,
    verify: async (signature, signingInput) => signature.length === octets && subtle.verify(row, key, signature, signingInput)
  };
}
function octetsOf(buffer2) {
  return new Uint8Array(buffer2);
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
async function verifyJws(jws, keys, options = {}) {
  requireValues(options);
  const parsed = parseJws(jws, options);
  await verifySignature(parsed, keys, options);
  return { header: parsed.header, payload: parsed.payload };
}
async function signJwt(claims, key, header) {
  const json2 = JSON.stringify(claims);
  if (json2?.[0] !== "{") throw new TypeError("claims: expected an object");
  return signCompact(json2, signerFor(key), header, "JWT");
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

// src/cli/command.ts
var UsageError = class extends Error {
};
function printable(text2) {
  return text2.replace(/[\x7f-\x9f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
}

// src/http.ts
var LIMIT = 65536;
function expectOption(met, option) {
  if (!met) throw new TypeError(option);
}
function requireTimeout(timeout) {
  expectOption(timeout > 0 && timeout <= 7e8, "timeout: expected 1 to 7e8 milliseconds");
}
function isSecure(url) {
  return typeof url === "string" && URL.canParse(url) && /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1])(:\d+)?)\//.test(new URL(url).href);
}
function secureUrl(url, option) {
  expectOption(
    isSecure(url),
    `${option} ${shown(`${url}`.replace(/\/\/[^]*@/, "//…@"))}: expected an https URL`
  );
  return new URL(url);
}
function unusable(url, found, expected, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  return Object.assign(new JoseError(code, `${url.origin}${url.pathname}: ${found}`, expected), details);
}
function within(timeout, promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(
      reject,
      timeout,
      new JoseError("ERR_HTTP", "no answer", `one in ${timeout} ms; try again`)
    );
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  });
}
async function request(url, init, options) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  requireTimeout(timeout);
  const controller = new AbortController();
  const exchange = async () => {
    const response = await send(url.href, { ...init, redirect: "manual", signal: controller.signal });
    const body = new Uint8Array(LIMIT);
    const reader = response.body?.getReader();
    let length = 0;
    for (let part; part = (await reader?.read())?.value; length += part.length) {
      body.set(part, length);
    }
    const answer = { url, response };
    try {
      return { ...answer, json: parseJsonObject(body.subarray(0, length), "body") };
    } catch {
      return answer;
    }
  };
  try {
    return await within(timeout, exchange(), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unusable(
      url,
      "no answer",
      `${LIMIT} octets at most in ${timeout} ms, with a valid certificate (see cause)`,
      {
        cause
      }
    );
  } finally {
    controller.abort();
  }
}
function success({ url, response, json: json2 }, remedy, members) {
  const { status, ok, headers } = response;
  const expect = (met, found2, expected) => {
    if (!met) throw unusable(url, found2, expected, { status });
  };
  const later = status > 499 || status === 429;
  const found = `status ${status}, ${shown(headers.get("content-type"))}`;
  expect(ok || later || status > 399, found, "no redirect");
  expect(ok && json2, found, later ? "an answer; try again later" : remedy);
  for (const [member, [fits, expected]] of Object.entries(members))
    expect(fits(json2[member]), member, expected);
  return json2;
}

// src/smart/assertion.ts
async function createClientAssertion(options) {
  const {
    clientId,
    audience,
    jku,
    expiresIn = 240,
    now = Date.now,
    jti = crypto.randomUUID(),
    claims
  } = options;
  for (const [option, value] of Object.entries({ clientId, jti })) {
    expectOption(value && isString(value), `${option}: expected a string`);
  }
  expectOption(
    Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn < 301,
    "expiresIn: expected 1 to 300 seconds"
  );
  const audiences = [audience].flat();
  for (const url of [audiences[0], ...audiences]) secureUrl(url, "audience");
  if (jku !== void 0) secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expectOption(signer.kid, "key: expected a kid, as published");
  const iat = Math.floor(now() / 1e3);
  expectOption(iat >= 0, "now: expected milliseconds since 1970");
  const exp = iat + expiresIn;
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
function listWith(...needed) {
  const fits = (list = needed) => Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)));
  return [fits, needed.join(" or ") || "strings"];
}
var MEMBERS = {
  token_endpoint: [isSecure, "an https URL"],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith("private_key_jwt"),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith("RS384", "ES384"),
  scopes_supported: /* @__PURE__ */ listWith(),
  capabilities: /* @__PURE__ */ listWith()
};
function fhirBase(url) {
  const base = secureUrl(url, "fhirBaseUrl");
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/*$/, "/");
  return base;
}
function requestConfiguration(base, options) {
  return request(
    new URL(".well-known/smart-configuration", base),
    { headers: { accept: "application/json" } },
    options
  );
}
function judgeConfiguration(answer) {
  return success(answer, "JSON; is fhirBaseUrl right?", MEMBERS);
}

// src/smart/backend-services.ts
var REMEDIES = /* @__PURE__ */ new Map([
  ["invalid_client", "a registered client_id and kid, its aud, a right clock (ask subtle-jws doctor)"],
  ["invalid_scope", "scopes registered for the client"]
]);
var MEMBERS2 = {
  // What a header can hold, for another would be quoted by the runtime's own error (RFC 6749 §A.12).
  access_token: [(token) => isString(token) && /^[!-~]+$/.test(token), "a string of visible ASCII"],
  token_type: [(type) => /^bearer$/i.test(type), "bearer"],
  expires_in: [(life) => typeof life === "number" && life >= 1 && life < 31536e3, "seconds"],
  scope: [isString, "the scopes granted"]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    ...clientAssertionParams(assertion)
  });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, asked, sent) {
  const { error, error_description: description } = answer.json ?? {};
  if (error && isString(error)) {
    throw unusable(
      answer.url,
      shown(error),
      REMEDIES.get(error) ?? "a client registered for client_credentials",
      {
        status: answer.response.status,
        error,
        ...isString(description) && { description }
      }
    );
  }
  const { access_token, expires_in, scope } = success(answer, "JSON; is tokenEndpoint right?", MEMBERS2);
  const granted = scope.split(" ");
  return {
    accessToken: access_token,
    scope,
    missingScopes: asked.split(" ").filter((name) => name && !granted.includes(name)),
    expiresAt: sent + expires_in
  };
}
function freshness({ headers }) {
  const control = headers.get("cache-control") ?? "";
  const seconds = Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300);
  return /no-(store|cache)/i.test(control) ? 0 : Math.min(seconds, 86400) * 1e3;
}
function repeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
function createBackendServicesClient(options) {
  const {
    fhirBaseUrl,
    tokenEndpoint,
    scope,
    audience,
    now = Date.now,
    timeout = 1e4,
    retries = 2
  } = options;
  const { responseTimeout = 3e5 } = options;
  const base = fhirBaseUrl === void 0 ? fhirBaseUrl : fhirBase(fhirBaseUrl);
  if (tokenEndpoint !== void 0) secureUrl(tokenEndpoint, "tokenEndpoint");
  expectOption(base || tokenEndpoint, "expected fhirBaseUrl or tokenEndpoint");
  expectOption(scope && isString(scope), "scope: expected a string");
  for (const time of [timeout, responseTimeout]) requireTimeout(time);
  const budget = timeout * 3;
  let discovered;
  let current;
  let pending;
  let began;
  let ahead = 0;
  async function discover() {
    if (!discovered || now() >= discovered.until) {
      const answer = await requestConfiguration(base, options);
      const { token_endpoint: endpoint } = judgeConfiguration(answer);
      discovered = { endpoint, until: now() + freshness(answer.response) };
    }
    return discovered.endpoint;
  }
  async function renew() {
    const endpoint = tokenEndpoint ?? await discover();
    const time = () => now() + ahead;
    for (let attempt = 0; ; attempt++) {
      const believed = ahead;
      const sent = Math.floor(now() / 1e3);
      const assertion = await createClientAssertion({ ...options, audience: audience ?? endpoint, now: time });
      let headers = new Headers();
      try {
        const answer = await requestToken(new URL(endpoint), scope, assertion, options);
        headers = answer.response.headers;
        const date = Date.parse(headers.get("date"));
        if (date) ahead = date - now();
        const token = judgeToken(answer, scope, sent);
        const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
        current = { token, until: (token.expiresAt - margin) * 1e3 };
        return token;
      } catch (error) {
        const { code, status } = error;
        if (code === "ERR_OAUTH" && Math.abs(ahead - believed) > 5e3 && attempt <= Math.min(retries, 2))
          continue;
        const asked = headers.get("retry-after");
        const backoff = 250 * 2 ** attempt;
        const wait = Number(asked) * 1e3 || Date.parse(asked) - time() || 0;
        const delay = Math.max(backoff, wait) + backoff * Math.random();
        const transient = !status || status === 429 || status > 499;
        if (!transient || !(attempt < retries) || now() + delay > began + budget) {
          discovered = void 0;
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }
  async function accessToken(signal) {
    if (current && now() < current.until) return current.token;
    if (!pending || now() > began + budget) {
      began = now();
      const asked = renew().finally(() => {
        if (pending === asked) pending = void 0;
      });
      pending = asked;
    }
    return within(budget, pending, signal);
  }
  return {
    accessToken: (options2) => accessToken(options2?.signal),
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      const path = `${url.href.replace(/[?#].*/, "")}/`;
      if (!base || !path.startsWith(base.href) || /%(2f|5c)|(\.|%2e){2}(;|%3b)/i.test(path.slice(base.href.length))) {
        throw unusable(url, "not sent", `a URL below ${base ?? "fhirBaseUrl"}`);
      }
      const signal = init?.signal ?? original?.signal;
      const again = repeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      for (let last = !again; ; last = true) {
        const { accessToken: token } = await accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${token}`);
        const late = new AbortController();
        const either = AbortSignal.any(signal ? [signal, late.signal] : [late.signal]);
        const sent = { ...init, headers, redirect: "manual", signal: either };
        const answered = (options.fetch ?? fetch)(original ?? url.href, sent);
        const response = await within(responseTimeout, answered).catch((error) => {
          late.abort();
          throw error;
        });
        if (response.status !== 401) return response;
        if (current?.token.accessToken === token) current = void 0;
        if (last) return response;
        response.body?.cancel().catch(() => {
        });
      }
    }
  };
}

// src/cli/doctor.ts
var UNTRUSTED = "the certificate’s CA is not trusted here: NODE_EXTRA_CA_CERTS=FILE names one that is";
var CONNECTION = {
  CERT_HAS_EXPIRED: "the server’s certificate has expired: its operator must renew it",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name: check the URL",
  ECONNREFUSED: "nothing listens there: check the port",
  ENOTFOUND: "the host name is unknown: check the URL"
};
var OAUTH = {
  invalid_client: "compare client_id, key set URL and algorithm with the registration; the server may hold an old key set",
  invalid_scope: "ask for scopes that this client is registered for",
  unauthorized_client: "have the client registered for client_credentials"
};
var PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];
var TOLERATED = 5;
async function examine(asked, signerOf, showSecrets) {
  const checks = [];
  const note = (check, met, found2, remedy2, otherwise = "fail") => {
    checks.push(met ? { check, result: "pass", found: found2 } : { check, result: otherwise, found: found2, remedy: remedy2 });
    return Boolean(met);
  };
  const shorten = (text2) => showSecrets ? text2 : `${text2.slice(0, 8)}… (${text2.length} characters)`;
  const signer = await examineKey(signerOf, note);
  const discovery = asked.fhirBaseUrl === void 0 ? void 0 : await examineDiscovery(asked, signer, note);
  const tokenEndpoint = asked.tokenEndpoint ?? discovery?.endpoint;
  await examineKeySet(asked, signer, note);
  if (!signer || tokenEndpoint === void 0) {
    note("token request", false, "not made", `it needs ${signer ? "a token endpoint" : "a key"}: see above`);
    return checks;
  }
  const url = new URL(tokenEndpoint);
  const audience = asked.audience ?? tokenEndpoint;
  const issuer = discovery?.issuer ?? [];
  const { clientId, jti, jku, expiresIn } = asked;
  const options = { clientId, key: signer, audience, jti, jku, expiresIn };
  const make = async (changes) => createClientAssertion({ ...options, ...changes });
  let answer;
  const attempt = async (changes = {}) => {
    try {
      answer = await requestToken(url, asked.scope, await make(changes), {});
      return judgeToken(answer, asked.scope, Math.floor(Date.now() / 1e3));
    } catch (error2) {
      return error2;
    }
  };
  const assertion = await make({}).catch((error2) => error2);
  if (!note(
    "assertion",
    typeof assertion === "string",
    `${assertion instanceof Error ? assertion.message : shorten(assertion)}`,
    "correct that option"
  ))
    return checks;
  examineAssertion(assertion, asked, [tokenEndpoint, ...issuer], note);
  const outcome = await attempt();
  const ahead = answer ? examineClock(answer, note) : 0;
  if (!(outcome instanceof Error)) {
    note(
      "token request",
      true,
      `a token, ${shorten(outcome.accessToken)}, until ${new Date(outcome.expiresAt * 1e3).toISOString()}`,
      ""
    );
    const { missingScopes, scope } = outcome;
    note(
      "scopes",
      !missingScopes[0],
      `granted: ${scope || "none"}`,
      `not granted to the letter: ${missingScopes.join(" ")}; have the client registered for them`,
      "warn"
    );
    return checks;
  }
  const { code, error, description } = outcome;
  let [found, remedy] = explain(outcome);
  if (description) found += ` (${description})`;
  if (Object.hasOwn(OAUTH, error)) remedy = OAUTH[error];
  if (code === "ERR_OAUTH" && error !== "invalid_scope") {
    const probes = [
      [
        Math.abs(ahead) > TOLERATED,
        { now: () => Date.now() + ahead * 1e3 },
        "with the server’s time: set this machine’s clock"
      ],
      [
        jti !== void 0,
        { jti: crypto.randomUUID() },
        "with a new jti: that jti was used before; make one for each request"
      ],
      // An assertion for an issuer elsewhere would let this server in there, as the client: that is not tried.
      ...[tokenEndpoint, ...issuer].filter((aud) => aud !== audience && new URL(aud).origin === url.origin).map((aud) => [true, { audience: aud }, `with aud ${aud}: use that as the audience`])
    ];
    const elsewhere = issuer.filter((aud) => aud !== audience && new URL(aud).origin !== url.origin);
    if (elsewhere[0]) remedy += `; or, if it is this server’s name: --audience ${elsewhere}`;
    for (const [fits, changes, how] of probes) {
      if (fits && !(await attempt(changes) instanceof Error)) {
        remedy = `accepted ${how}`;
        break;
      }
    }
  }
  note("token request", false, found, remedy);
  return checks;
}
async function examineKey(signerOf, note) {
  try {
    const signer = await signerOf();
    const { alg, kid } = signer;
    const sample = await signer.sign(new Uint8Array(1));
    const size = /RS|PS/.test(alg) ? `, RSA of ${sample.length * 8} bits` : "";
    const usual = ["RS384", "ES384"].includes(alg);
    note(
      "key",
      usual,
      `${alg}${size}`,
      "SMART asks for RS384 or ES384: make such a key with subtle-jws keygen",
      "warn"
    );
    return note("key id", kid, kid ?? "none", "name the kid of the published key: --kid, or kid in the JWK") ? signer : void 0;
  } catch (error) {
    note("key", false, error.message, "a private RSA or P-384 key that is sound");
    return void 0;
  }
}
async function examineDiscovery({ fhirBaseUrl, scope }, signer, note) {
  let answer;
  try {
    const base = fhirBase(fhirBaseUrl);
    note(
      "TLS",
      base.protocol === "https:",
      base.protocol,
      "https; http is for tests on this machine alone",
      "warn"
    );
    answer = await requestConfiguration(base, {});
  } catch (error) {
    note("discovery", false, ...explain(error));
    return void 0;
  }
  const { url, response, json: json2 } = answer;
  const { status, headers } = response;
  const found = `${url.href}: ${status}, ${headers.get("content-type")}`;
  if (!note(
    "discovery",
    response.ok && json2,
    found,
    "is this the FHIR base URL? It must answer JSON there, to everybody"
  ))
    return void 0;
  const list = (member) => [json2[member] ?? []].flat();
  const has = (check, member, needed, remedy, otherwise = "fail") => {
    const offered = list(member);
    note(
      check,
      needed && offered.includes(needed),
      `${member}: ${offered.map(textOf).join(" ") || "none"}`,
      remedy,
      offered[0] ? otherwise : "warn"
    );
  };
  has(
    "capability",
    "capabilities",
    "client-confidential-asymmetric",
    "the server does not say that it takes keys: ask its operator",
    "warn"
  );
  has(
    "authentication",
    "token_endpoint_auth_methods_supported",
    "private_key_jwt",
    "the server takes no assertions: ask its operator for private_key_jwt"
  );
  const alg = signer?.alg;
  has(
    "algorithm",
    "token_endpoint_auth_signing_alg_values_supported",
    alg,
    `${alg} is not offered: use a key for one that is`
  );
  const unknown2 = scope.split(" ").filter((name) => !list("scopes_supported").includes(name));
  note(
    "scopes offered",
    !unknown2[0],
    list("scopes_supported").map(textOf).join(" ") || "none",
    `not in the list: ${unknown2.join(" ")}; wildcards may still cover them`,
    "warn"
  );
  const { token_endpoint: endpoint, issuer } = json2;
  const sound = isSecure(endpoint);
  note("token endpoint", sound, textOf(endpoint), "an https URL: ask the server’s operator");
  return { ...sound && { endpoint }, issuer: isSecure(issuer) ? [issuer] : [] };
}
async function examineKeySet({ jwksUrl, jku }, signer, note) {
  if (jwksUrl === void 0) {
    note("key set", false, "not examined", "--jwks-url URL, as it was registered", "warn");
    return;
  }
  if (jku !== void 0)
    note("jku", jku === jwksUrl, jku, `${jwksUrl}, to the letter: servers compare it with the registered URL`);
  note(
    "key set URL",
    jwksUrl.startsWith("https:"),
    jwksUrl,
    "publish the set over https: servers fetch no other"
  );
  let answer;
  try {
    answer = await request(new URL(jwksUrl), { headers: { accept: "application/json" } }, {});
  } catch (error) {
    note("key set", false, ...explain(error));
    return;
  }
  const { response, json: json2 } = answer;
  const { headers, status, ok } = response;
  const type = `${headers.get("content-type")}`;
  const keys = json2?.keys;
  const found = Array.isArray(keys) && keys.every((jwk) => typeof jwk === "object" && jwk);
  if (!note(
    "key set",
    ok && found,
    `${status}, ${found ? keys.length : "no"} keys`,
    'publish {"keys":[…]} as JSON, with no login and no redirect'
  ))
    return;
  note(
    "key set type",
    /^application\/(jwk-set\+)?json\b/.test(type),
    type,
    "application/json or application/jwk-set+json",
    "warn"
  );
  note(
    "key set cache",
    headers.get("cache-control"),
    `Cache-Control ${headers.get("cache-control")}`,
    "say how long it may be kept, such as max-age=300",
    "warn"
  );
  const leaked = keys.flatMap((jwk) => {
    const members = PRIVATE.filter((member) => member in jwk);
    return members[0] ? `${members.join(" ")} of ${textOf(jwk.kid)}` : [];
  });
  note(
    "private members",
    !leaked[0],
    leaked.join(", ") || "none",
    "the private key is public: make a new one, and publish what subtle-jws jwks gives"
  );
  if (!signer) return;
  const { kid, alg } = signer;
  const same = keys.filter((jwk) => jwk.kid === kid);
  const kids = `kid ${kid}: ${same.length} of ${keys.map((jwk) => textOf(jwk.kid)).join(" ") || "none"}`;
  if (!note("published key", same.length === 1, kids, "publish the key of this kid, once")) return;
  try {
    const { d: _, ...published } = same[0];
    const verifier = await importVerifier(published, { alg });
    const octets = new Uint8Array(1);
    const good = await verifier.verify(await signer.sign(octets), octets);
    note(
      "same key",
      good,
      good ? "it verifies what the private key signs" : "it is another key",
      "publish the public half of the key that signs, under a kid of its own"
    );
  } catch (error) {
    note("same key", false, error.message, "publish what subtle-jws jwks gives");
  }
}
function examineAssertion(assertion, { jti }, audiences, note) {
  const { claims } = decodeJwt(assertion);
  const { aud, exp, iat, jti: id } = claims;
  note(
    "audience",
    audiences.includes(aud),
    `aud ${aud}`,
    `most servers want ${audiences[0]}, some the issuer`,
    "warn"
  );
  note(
    "life",
    exp - iat <= 290,
    `${exp - iat} s`,
    "over 290 s a small clock difference makes exp too far ahead: --expires-in 240",
    "warn"
  );
  note(
    "jti",
    jti === void 0,
    jti === void 0 ? "new" : `${id.length} characters, given by hand`,
    "a new one for each request, of 151 characters at most",
    "warn"
  );
}
function examineClock({ response }, note) {
  const date = Date.parse(response.headers.get("date"));
  const ahead = date ? Math.round((date - Date.now()) / 1e3) : 0;
  const off = Math.abs(ahead) > TOLERATED;
  const found = date ? `this machine’s is ${Math.abs(ahead)} s ${ahead > 0 ? "behind" : "ahead of"} the server’s` : "the server gives no Date";
  note(
    "clock",
    date && !off,
    found,
    date ? "set the clock (NTP): exp and iat are wrong with it" : "compare the clocks by hand",
    off ? "fail" : "warn"
  );
  return ahead;
}
function textOf(value) {
  return isString(value) ? value : shown(value);
}
function explain({ message, cause }) {
  const [found, expected = "another"] = message.split(": expected ");
  const code = cause?.cause?.code;
  return code ? [`${found} (${code})`, CONNECTION[code] ?? "check the URL and the network"] : [found, `expected ${expected}`];
}

// src/cli/smart.ts
var KEY = `  --client-id C      the client_id
  --key FILE         a private JWK, a JWK Set with one signing key, or PEM (RSA: for RS384)
  --kid K            the kid of the key to take from the set, or of a key without kid`;
var SERVER = `  --fhir-base URL    the FHIR base URL: the token endpoint is discovered
  --token-url URL    the token endpoint, where there is no discovery
${KEY}
  --scope S          the scopes to ask for, separated by spaces
  --audience URL     the assertion's aud; default: the token endpoint
  --jku URL          the URL of the JWK Set, as it was registered, for the assertion's header
  --expires-in N     seconds from now to the assertion's exp, 1 to 300; default: 240`;
var SERVER_OPTIONS = [
  "fhir-base",
  "token-url",
  "client-id",
  "key",
  "kid",
  "scope",
  "audience",
  "jku",
  "expires-in"
];
function smartCommands(readKeys2) {
  const signerOf = async ({ key, kid }) => {
    const named = { kid };
    return importSigner(await readKeys2(key, "sign", named), named);
  };
  return {
    assert: {
      usage: "assert --client-id C --audience URL --key FILE [--kid K] [--jku URL] [--expires-in N]",
      about: `Make a client assertion, for one token request. It goes to stdout.

  --audience URL     its aud: the token endpoint
${KEY}
  --jku URL          the URL of the JWK Set, as it was registered, for the header
  --expires-in N     seconds from now to exp, 1 to 300; default: 240`,
      options: ["client-id", "audience", "key", "kid", "jku", "expires-in"],
      required: ["client-id", "audience", "key"],
      run: async (values) => createClientAssertion({
        ...assertionOptions(values),
        audience: values.audience,
        key: await signerOf(values)
      })
    },
    token: {
      usage: "token --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--kid K] …",
      about: `Get an access token as a backend service does. It goes to stdout as JSON.

${SERVER}`,
      options: SERVER_OPTIONS,
      required: ["fhir-base|token-url", "client-id", "scope", "key"],
      run: async (values) => {
        const { "fhir-base": fhirBaseUrl, "token-url": tokenEndpoint, scope, audience } = values;
        const key = await signerOf(values);
        const options = { ...assertionOptions(values), fhirBaseUrl, tokenEndpoint, scope, audience, key };
        const client = createBackendServicesClient(options);
        return JSON.stringify(await client.accessToken(), null, 2);
      }
    },
    doctor: {
      usage: "doctor --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--jwks-url URL] …",
      about: `Find out why a server answers invalid_client: a line for each check, with a remedy where it did not pass.
It asks for a token, and where that is refused again with one thing changed, to tell which it was.

${SERVER}
  --jwks-url URL     where the key set is published, as it was registered
  --jti JTI          the assertion's jti, to find out whether it was used before; default: a new one
  --json             the checks as JSON
  --show-secrets     assertions and tokens in full; default: shortened`,
      options: [...SERVER_OPTIONS, "jwks-url", "jti"],
      flags: ["json", "show-secrets"],
      required: ["fhir-base|token-url", "client-id", "scope", "key"],
      run: async (values) => {
        const {
          "fhir-base": fhirBaseUrl,
          "token-url": tokenEndpoint,
          "jwks-url": jwksUrl,
          scope,
          audience,
          jti
        } = values;
        const asked = {
          ...assertionOptions(values),
          scope,
          fhirBaseUrl,
          tokenEndpoint,
          jwksUrl,
          audience,
          jti
        };
        const checks = await examine(asked, () => signerOf(values), Boolean(values["show-secrets"]));
        const wide = Math.max(...checks.map(({ check }) => check.length));
        const lines = checks.map(
          // Much of it comes from the server: no control character reaches the terminal.
          ({ result, check, found, remedy }) => `${result}  ${check.padEnd(wide)}  ${found}${remedy ? ` -> ${remedy}` : ""}`.replace(/\p{Cc}/gu, "?").slice(0, 500)
        );
        const report = values.json ? JSON.stringify(checks, null, 2) : lines.join("\n");
        const failed = checks.filter(({ result }) => result === "fail").length;
        if (!failed) return report;
        console.log(printable(report));
        throw new Error(`${failed} of ${checks.length} checks failed`);
      }
    }
  };
}
function assertionOptions(values) {
  const { "client-id": clientId, "expires-in": expiresIn, jku } = values;
  const life = expiresIn === void 0 ? expiresIn : Number(expiresIn);
  return { clientId, jku, expiresIn: life };
}

// src/cli/run.ts
var COMMANDS = {
  sign: {
    usage: "sign --key FILE [--kid KID] [--alg ALG] [--header JSON] CLAIMS|-",
    about: `Sign claims as a JWT. The token goes to stdout.

  CLAIMS         a file with a JSON object; - reads standard input
  --key FILE     a private JWK, a JWK Set with one signing key, or PEM (PKCS#8, PKCS#1, SEC1)
  --kid KID      the kid of the key to take from the set, or of a key without kid
  --alg ALG      the algorithm of the key to take from the set, or of a key without alg;
                 RSA in PEM: RS384 by default
  --header JSON  more members of the JOSE Header`,
    options: ["key", "kid", "alg", "header"],
    required: ["key"],
    argument: "CLAIMS",
    run: sign
  },
  verify: {
    usage: "verify --keys FILE [--issuer ISS] [--audience AUD] [--at TIME] TOKEN|-",
    about: `Verify a JWT's signature, and the claims that are asked for. Header and claims go to stdout.

  TOKEN           a compact JWS; - reads standard input
  --keys FILE     a JWK, a JWK Set, or PEM (a public key or a certificate)
  --issuer ISS    the iss to accept
  --audience AUD  what aud must name
  --at TIME       hold exp, nbf and iat to a time too: "now", or seconds since 1970.
                  Without it a token that is not valid now is accepted, with a word on stderr`,
    options: ["keys", "issuer", "audience", "at"],
    required: ["keys"],
    argument: "TOKEN",
    run: verify
  },
  decode: {
    usage: "decode TOKEN|-",
    about: `Show the header and claims of a JWT, unverified.

  TOKEN  a compact JWS; - reads standard input`,
    options: [],
    required: [],
    argument: "TOKEN",
    run: decode
  },
  keygen: {
    usage: "keygen [--alg ALG] [--kid KID]",
    about: `Make a private key. It goes to stdout as a JWK Set: keep that secret, and publish what jwks makes of it.

  --alg ALG  its algorithm; default: ES384
  --kid KID  its kid; default: its thumbprint (RFC 7638)`,
    options: ["alg", "kid"],
    required: [],
    run: keygen
  },
  jwks: {
    usage: "jwks [--kid KID] [--alg ALG] FILE|-",
    about: `Show the public keys of a key file as a JWK Set, fit to be published.

  FILE       a JWK, a JWK Set, or PEM (a key or a certificate); - reads standard input
  --kid KID  the kid of a PEM key; default: its thumbprint (RFC 7638)
  --alg ALG  the algorithm of an RSA key in PEM; default: RS384`,
    options: ["kid", "alg"],
    required: [],
    argument: "FILE",
    run: jwks
  },
  ...smartCommands(readKeys)
};
var HELP = `subtle-jws: claims and a JWK into a signed token, and back

${Object.values(COMMANDS).map(({ usage }) => `  subtle-jws ${usage}`).join("\n")}
  subtle-jws COMMAND --help
  subtle-jws --version

Exit status: 0 done, 1 refused (the reason is on stderr), 2 not a command line of these.`;
async function run(args) {
  const [name = "", ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0;
  try {
    console.log(command ? printable(await runCommand(command, rest)) : general(name));
    return 0;
  } catch (error) {
    const { code, message } = error;
    if (!(error instanceof UsageError)) {
      console.error(printable(`subtle-jws: ${error instanceof JoseError ? `${code}: ` : ""}${message}`));
      return 1;
    }
    console.error(
      `subtle-jws: ${message}
usage: subtle-jws ${command?.usage ?? "COMMAND; see subtle-jws --help"}`
    );
    return 2;
  }
}
function general(name) {
  if (name === "--help" || name === "-h") return HELP;
  if (name !== "--version") throw new UsageError(name ? `unknown command ${name}` : "no command given");
  const manifest = createRequire(import.meta.url)("subtle-jws/package.json");
  return manifest.version;
}
async function runCommand(command, args) {
  const { values, positionals } = parse(command, args);
  if (values.help) return `usage: subtle-jws ${command.usage}

${command.about}`;
  for (const option of command.required) {
    const names = option.split("|");
    if (names.every((name) => values[name] === void 0))
      throw new UsageError(`--${names.join(" or --")} is missing`);
  }
  const wanted = command.argument ? 1 : 0;
  if (positionals.length !== wanted) {
    throw new UsageError(
      `expected ${command.argument ? `one ${command.argument}` : "no argument"}, found ${positionals.length}`
    );
  }
  return command.run(values, positionals[0]);
}
function parse({ options, flags = [] }, args) {
  const known = [
    ...options.map((option) => [option, { type: "string" }]),
    ...flags.map((flag) => [flag, { type: "boolean" }])
  ];
  try {
    const options2 = { ...Object.fromEntries(known), help: { type: "boolean", short: "h" } };
    return parseArgs({ args: [...args], allowPositionals: true, options: options2 });
  } catch (error) {
    throw new UsageError(error.message);
  }
}
async function sign({ key, header, ...asked }, claims) {
  const signer = await importSigner(await readKeys(key, "sign", asked), asked);
  const added = header === void 0 ? void 0 : parseJsonObject(Buffer.from(header), "--header");
  return signJwt(parseJsonObject(await readInput(claims), "CLAIMS"), signer, added);
}
async function verify({ keys, at, ...expected }, argument) {
  if (at !== void 0 && at !== "now" && !/^\d{1,12}$/.test(at))
    throw new UsageError(`--at ${at}: expected now, or seconds since 1970`);
  const now = at === void 0 || at === "now" ? Date.now() / 1e3 : Number(at);
  const token = await readToken(argument);
  const keySet = await readKeys(keys, "verify", decodeJwt(token).header);
  const verified = await verifyJwt(token, keySet, {
    ...expected,
    now: () => now * 1e3,
    clockTolerance: at === void 0 ? Infinity : 0
  });
  try {
    checkClaims(verified.claims, {}, now);
  } catch (error) {
    console.error(`subtle-jws: not valid at this time: ${error.message}`);
  }
  return json(verified);
}
async function decode(_, argument) {
  return json(decodeJwt(await readToken(argument)));
}
async function keygen({ alg = "ES384", kid }) {
  return json({ keys: [await generateJwk(alg, { kid })] });
}
async function jwks(named, file) {
  const keys = await readKeys(file, "verify", named);
  if (keys.keys) return json(toPublicJwks(keys));
  const jwk = keys;
  return json(toPublicJwks({ keys: [{ ...jwk, kid: jwk.kid ?? await jwkThumbprint(jwk) }] }));
}
async function readKeys(file, use, { alg, kid } = {}) {
  const octets = await readInput(file);
  const content = new TextDecoder().decode(octets);
  if (!content.includes("-----BEGIN")) return parseJsonObject(octets, file);
  const jwk = await jwkFromPem(content, use);
  return { ...jwk, ...jwk.kty === "RSA" && { alg: alg ?? "RS384" }, kid };
}
async function readInput(file) {
  return file === "-" ? buffer(process.stdin) : readFileSync(file);
}
async function readToken(argument) {
  return argument === "-" ? (await text(process.stdin)).replace(/\r?\n$/, "") : argument;
}
function json(value) {
  return JSON.stringify(value, null, 2);
}

// src/cli/main.ts
process2.exitCode = await run(process2.argv.slice(2));
//# sourceMappingURL=cli.js.map
