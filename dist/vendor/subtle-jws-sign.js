// subtle-jws-sign, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
// @ts-self-types="./subtle-jws-sign.d.ts"

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

// src/algorithms.ts
var family = (bits, curve, octets) => [
  {
    alg: `RS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-" + bits
  },
  {
    alg: `PS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSA-PSS",
    hash: "SHA-" + bits,
    saltLength: bits / 8
  },
  {
    alg: `ES${bits}`,
    kty: "EC",
    sign: `x:${octets} y:${octets} d:${octets}`,
    verify: `x:${octets} y:${octets}`,
    name: "ECDSA",
    hash: "SHA-" + bits,
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
var KEPT = /* @__PURE__ */ new WeakMap();
function keptOf(owner) {
  let kept = KEPT.get(owner);
  if (!kept) KEPT.set(owner, kept = {});
  return kept;
}
var COPYING = /* @__PURE__ */ new WeakSet();

// src/json.ts
var isString = (value) => typeof value === "string";

// src/webcrypto.ts
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  must(subtle, "ERR_CRYPTO", "no crypto.subtle", "https, Node 20+ or setSubtleCrypto");
  return subtle;
}

// src/jwk.ts
function need(met, lacking) {
  must(met, "ERR_JWK", "JWK", lacking);
}
function keysOf(key) {
  const { keys = key } = key;
  return Array.isArray(keys) ? keys : [keys];
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
    const bits = [...text.slice(0, 3500)].reduce(
      (number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)),
      0n
    );
    const number = bits >> spare;
    const octets = Number(fixed ?? number.toString(16).length + 1 >> 1);
    need(
      text.length === encodedLength(octets) && number << spare === bits && bits >= 0n,
      `${member} of ${fixed ?? "minimal"} octets`
    );
    return number;
  });
  if (!size) {
    need(
      n >> 2047n && e >> 1n && e & 1n && !(n >> 8192n | e >> 32n),
      "n of 2048 to 8192 bits, odd e of 2 to 32 bits"
    );
    need(
      use !== "sign" || p > 1n && q > 1n && !(p * q - n | q * qi % p - 1n | d % --p - dp | d % --q - dq),
      "d p q dp dq qi of n"
    );
  }
  return bare;
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
    need(await sound.catch(() => false), "its own d");
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

// src/jwt.ts
function signerFor(key) {
  return key.sign ? key : importJwk(key, "sign");
}
async function signJws(payload, key, header) {
  if (!isString(payload)) requireBytes(payload, "payload");
  return signCompact(payload, signerFor(key), header);
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{") throw new TypeError("claims: expected an object");
  return signCompact(json, signerFor(key), header, "JWT");
}
export {
  JoseError,
  signJws,
  signJwt
};
