// subtle-jws-sign 0.1.0 (25 kB): signs with a JWK. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
// @ts-self-types="./subtle-jws-sign.d.ts"

// src/errors.ts
var JoseError = class extends Error {
  /** The message is made printable, and cut after 500 characters; `details` become members of the error. */
  constructor(code, message, details = {}) {
    super(cut(printable(message), 500), details);
    Object.assign(this, details);
    this.name = "JoseError";
    this.code = code;
  }
};
function printable(text) {
  const escaped = (character) => `\\u{${character.codePointAt(0).toString(16)}}`;
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}
function cut(text, most) {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
function typeOf(value) {
  if (value === void 0) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const isShort = value === null || typeof value === "number" || typeof value === "boolean";
  return isShort ? `${value}` : `a ${typeof value}`;
}
function shown(value) {
  if (typeof value !== "string") return typeOf(value);
  const quoted = printable(JSON.stringify(cut(value, 99)));
  const isWhole = value.length < 99 && quoted.length <= 99;
  return isWhole ? quoted : `${cut(quoted, 97)}…"`;
}

// src/options.ts
function isString(value) {
  return typeof value === "string";
}
function isText(value) {
  return isString(value) && value !== "";
}
function isBetween(value, least, most) {
  return typeof value === "number" && value >= least && value <= most;
}
var STRING = ["a string", isString];
var TEXT = ["a string that is not empty", isText];
var TEXTS = [
  "a list of strings that are not empty",
  (value) => Array.isArray(value) && [...value].every(isText)
];
var TEXT_OR_TEXTS = [
  "a string that is not empty, or a list of such",
  (value) => {
    const values = Array.isArray(value) ? value : [value];
    return values.length > 0 && [...values].every(isText);
  }
];
var SECONDS = ["a number of seconds, 0 or more", (value) => isBetween(value, 0, Infinity)];
var FUNCTION = ["a function", (value) => typeof value === "function"];
var PLAIN_OBJECT = [
  "a plain object",
  (value) => Object.prototype.toString.call(value) === "[object Object]"
];
function expect(met, sentence) {
  if (!met) throw new TypeError(sentence);
}
function expectKind(value, name, [expected, fits]) {
  if (!fits(value)) throw new TypeError(`${name} is ${typeOf(value)}; it must be ${expected}`);
}
function isBytes(value) {
  return value?.[Symbol.toStringTag] === "Uint8Array";
}
function bytesOf(value) {
  if (isBytes(value)) return value;
  const isBuffer = value?.[Symbol.toStringTag] === "ArrayBuffer";
  return isBuffer ? new Uint8Array(value) : void 0;
}
function classOf(value) {
  const [, name] = /([A-Z]\w{1,20})]$/.exec(Object.prototype.toString.call(value)) ?? [];
  const isNamed = typeOf(value) === "an object" && name && name !== "Object";
  if (!isNamed) return typeOf(value);
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
function expectBytes(value, name) {
  if (!isBytes(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be a Uint8Array`);
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ASCII = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var ROOM = /* @__PURE__ */ new Uint8Array(4096);
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const { length } = bytes;
  const whole = length - length % 3;
  const needed = whole / 3 * 4 + 4;
  const text = needed > ROOM.length ? new Uint8Array(needed) : ROOM;
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const high = bytes[i] << 16 | bytes[i + 1] << 8;
    writeGroup(high | bytes[i + 2], text, at);
    at += 4;
  }
  const rest = bytes[whole] << 16 | bytes[whole + 1] << 8;
  writeGroup(rest, text, at);
  const written = Math.ceil(length * 4 / 3);
  return ASCII.decode(text.subarray(0, written));
}
var UTF8_ROOM = /* @__PURE__ */ new Uint8Array(4096);
function base64urlOfText(text) {
  if (text.length * 3 > UTF8_ROOM.length) return base64urlOf(UTF8.encode(text));
  const { written } = UTF8.encodeInto(text, UTF8_ROOM);
  return base64urlOf(UTF8_ROOM.subarray(0, written));
}
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which base64url without padding has not`;
}

// src/algorithms.ts
var RSA_PRIVATE = { d: 0, p: 0, q: 0, dp: 0, dq: 0, qi: 0 };
function rsa(alg, name) {
  const bits = alg.slice(2);
  return {
    alg,
    kty: "RSA",
    public: { n: 0, e: 0 },
    private: RSA_PRIVATE,
    name,
    hash: `SHA-${bits}`,
    saltLength: Number(bits) / 8
  };
}
function ecdsa(alg, namedCurve, octets) {
  return {
    alg,
    kty: "EC",
    namedCurve,
    public: { x: octets, y: octets },
    private: { d: octets },
    size: octets * 2,
    name: "ECDSA",
    hash: `SHA-${alg.slice(2)}`
  };
}
function ed25519(alg) {
  const namedCurve = "Ed25519";
  return {
    alg,
    kty: "OKP",
    namedCurve,
    public: { x: 32 },
    private: { d: 32 },
    size: 64,
    name: namedCurve
  };
}
function mlDsa(alg, octets, size) {
  return {
    alg,
    kty: "AKP",
    public: { pub: octets },
    private: { priv: 32 },
    size,
    name: alg
  };
}
function table() {
  return [
    rsa("RS256", "RSASSA-PKCS1-v1_5"),
    rsa("RS384", "RSASSA-PKCS1-v1_5"),
    rsa("RS512", "RSASSA-PKCS1-v1_5"),
    rsa("PS256", "RSA-PSS"),
    rsa("PS384", "RSA-PSS"),
    rsa("PS512", "RSA-PSS"),
    ecdsa("ES256", "P-256", 32),
    ecdsa("ES384", "P-384", 48),
    ecdsa("ES512", "P-521", 66),
    ed25519("Ed25519"),
    // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
    ed25519("EdDSA"),
    mlDsa("ML-DSA-44", 1312, 2420),
    mlDsa("ML-DSA-65", 1952, 3309),
    mlDsa("ML-DSA-87", 2592, 4627)
  ];
}
var ALGORITHMS = /* @__PURE__ */ table();
function algorithmOf(alg, what = "alg") {
  const row = ALGORITHMS.find((candidate) => candidate.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `${what} ${shown(alg)} is none of ${namesOf(ALGORITHMS)}`);
  return row;
}
function namesOf(rows) {
  return rows.map(({ alg }) => alg).join(", ");
}

// src/json.ts
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function jsonOf(value, name) {
  try {
    return JSON.stringify(value);
  } catch {
    throw new TypeError(`${name} is no JSON: it is circular, too deep, or holds a BigInt`);
  }
}
function isJsonValue(value) {
  return !["undefined", "function", "symbol"].includes(typeof value);
}
function inOrder(object) {
  const names = Object.keys(object).sort();
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

// src/jwk.ts
var IDENTITY = ["kid", "crv", "n", "e", "x", "y", "pub"];
function nameOf({ kid }) {
  return isString(kid) ? `key ${shown(kid)}` : "key";
}
function jwkError(jwk, fault) {
  return new JoseError("ERR_JWK", `${nameOf(jwk)}: ${fault}`);
}
function isJwkSet(key) {
  const { kty, keys } = key;
  return kty === void 0 && Array.isArray(keys);
}
function isKey(value) {
  const { kty, keys } = Object(value);
  const hasKeys = keys !== void 0 && typeof keys !== "function";
  return isJsonObject(value) && (kty !== void 0 || hasKeys);
}
function keyKindOf(value) {
  if (isKey(value)) return isJwkSet(value) ? "a JWK Set" : "a JWK";
  const found = classOf(value);
  return found === "an object" ? "an object without kty" : found;
}
function keyTypeError(value, wanted, use) {
  const [half, role, more] = use === "sign" ? ["private", "Signer", ""] : ["public", "Verifier", "URL: createRemoteJwks, "];
  return new TypeError(
    `key is ${keyKindOf(value)}; it must be ${wanted} (PEM text: ${half}JwkFromPem, JSON text: JSON.parse, base64: decode it, CryptoKey: import${role}, CryptoKeyPair: its ${half}Key, KeyObject: export({ format: 'jwk' }), DER or Buffer: as PEM, ${more}promise: await it)`
  );
}
function algorithmsOfShape({ kty, crv }) {
  const fits = (row) => row.kty === kty && (row.namedCurve ?? crv) === crv;
  return ALGORITHMS.filter(fits);
}
function algorithmsOfJwk(jwk) {
  const { alg } = jwk;
  const isNamed = alg !== void 0 && alg !== null;
  return algorithmsOfShape(jwk).filter((row) => isNamed || row.kty === "AKP" ? row.alg === alg : true);
}
function shapeFault(jwk) {
  const { kty, crv, alg } = jwk;
  const fitting = namesOf(algorithmsOfShape(jwk));
  const other = fitting && `; kty and crv fit ${fitting}`;
  return `no algorithm has kty ${shown(kty)}, crv ${shown(crv)}, alg ${shown(alg)}${other}`;
}
function useFault(jwk, use) {
  const purpose = jwk.use ?? "sig";
  const operations = jwk.key_ops ?? [];
  const isPrivate = jwk.d ?? jwk.priv;
  if (purpose !== "sig") return `its use is ${shown(purpose)}, not "sig"`;
  const isList = Array.isArray(operations) && new Set(operations).size === operations.length;
  const listed2 = isPrivate ? [use, "sign"] : [use];
  const isListed = (name) => operations.length === 0 || operations.includes(name);
  const allows = isList && listed2.some(isListed);
  if (!allows) return `its key_ops must list "${use}", and each operation once`;
  if (use === "sign" && !isPrivate) return "it is public, and signing takes a private key";
  return void 0;
}
function algorithmOrFault(jwk, { use, alg }) {
  if (!isJsonObject(jwk)) return `it is ${typeOf(jwk)}, not a JWK`;
  const { keys, d: secret } = jwk;
  if ((keys ?? void 0) !== void 0)
    return `it has keys (${typeOf(keys)}), which is for a JWK Set without kty`;
  if (secret === false) return "it was published with its private half, so anybody can sign; replace it";
  const own = jwk.kid ?? void 0;
  if (own !== void 0 && !isString(own)) return `its kid is ${shown(own)}, not a string`;
  const rows = algorithmsOfJwk(jwk);
  if (rows.length === 0) return shapeFault(jwk);
  const [row, other] = rows.filter((candidate) => candidate.alg === (alg ?? candidate.alg));
  if (!row) return `it is for ${namesOf(rows)}, not for ${shown(alg)}`;
  if (other) return `it has no alg; name one of ${namesOf(rows)} (in the key or the options)`;
  return useFault(jwk, use) ?? row;
}
function algorithmFor(jwk, criteria) {
  const found = algorithmOrFault(jwk, criteria);
  if (isString(found)) throw jwkError(Object(jwk), found);
  return found;
}
function fittingJwks({ keys }, criteria, where = "in the set") {
  const { kid } = criteria;
  const notFound = (sentence) => {
    throw new JoseError("ERR_KEY_NOT_FOUND", sentence);
  };
  const named = keys.filter((key) => kid === void 0 || key?.kid === kid);
  if (keys.length === 0) return notFound(`there are no keys ${where}`);
  if (named.length === 0) {
    const kids = keys.map((key) => shown(key?.kid));
    return notFound(`no key with kid ${shown(kid)} ${where}; it has ${firstOf(kids, 100, ", ")}`);
  }
  const fitting = /* @__PURE__ */ new Map();
  const faults = [];
  for (const key of named) {
    const found = algorithmOrFault(key, criteria);
    if (isString(found)) {
      faults.push(`${nameOf(Object(key))}: ${found}`);
      continue;
    }
    const identity = identityOf(key, found);
    if (key.alg || !fitting.has(identity)) fitting.set(identity, key);
  }
  if (fitting.size === 0) notFound(`no key ${where} fits: ${firstOf(faults, 240, "; ")}`);
  return [...fitting.values()];
}
function selectJwk(jwks, criteria) {
  const fitting = fittingJwks(jwks, criteria);
  const [jwk, other] = fitting;
  if (!other) return jwk;
  const names = fitting.map(nameOf).join(", ");
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys of the set fit: ${names}; name one by kid or alg`);
}
function firstOf(texts, longest, separator) {
  let list = "";
  for (const [index, text] of texts.entries()) {
    const longer = index > 0 ? list + separator + text : text;
    if (index > 0 && longer.length > longest) return `${list} and ${texts.length - index} more`;
    list = longer;
  }
  return list;
}
function identityOf(jwk, { alg }) {
  const texts = IDENTITY.map((member) => {
    const text = jwk[member];
    return isString(text) ? text : null;
  });
  return JSON.stringify([alg, ...texts]);
}

// src/bare-key.ts
var MOST_OCTETS = 1024;
function bareKey(jwk, use, row) {
  const found = bareKeyOrFault(jwk, use, row);
  if (isString(found)) throw jwkError(jwk, found);
  return found;
}
function bareKeyOrFault(jwk, use, shape) {
  const { kty, namedCurve } = shape;
  const row = shape;
  const bare = { kty };
  if (namedCurve) bare.crv = namedCurve;
  if (kty === "AKP") bare.alg = row.alg;
  const members = use === "sign" ? { ...row.public, ...row.private } : row.public;
  const numbers = {};
  for (const [member, length] of Object.entries(members)) {
    const text = jwk[member];
    const found = isString(text) ? numberOrFault(text, length) : `is ${typeOf(text)}, not a string`;
    const isCrt = kty === "RSA" && member in row.private;
    const remedy = isCrt && !text ? ": p, q, dp, dq and qi belong beside d (PyJWT computes them)" : "";
    if (isString(found)) return `its ${member} ${found}${remedy}`;
    bare[member] = text;
    numbers[member] = found;
  }
  return faultOf(jwk, numbers, use) ?? bare;
}
function faultOf({ kty, crv, oth }, numbers, use) {
  if (crv === "Ed25519")
    return isSoundPoint(numbers.x) ? void 0 : "its x is of low order, or not canonical";
  if (kty !== "RSA") return void 0;
  if ((oth ?? void 0) !== void 0) return "its oth is not supported";
  return rsaFault(numbers, use);
}
function numberOrFault(text, fixed) {
  const octets = text.length * 6 >> 3;
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} of ${fixed || `at most ${MOST_OCTETS}`} octets`;
  let number = 0n;
  for (const character of text) {
    const sextet = ALPHABET.indexOf(character);
    if (sextet < 0) return strangerFault(character);
    number = number << 6n | BigInt(sextet);
  }
  const spare = BigInt(text.length * 6 % 8);
  const value = number >> spare;
  if (value << spare !== number || spare === 6n) return SPARE_FAULT;
  const isMinimal = value >> BigInt(octets * 8 - 8) > 0n;
  if (fixed || isMinimal) return value;
  return text ? "begins with a zero octet" : "is empty";
}
function bitsOf(number) {
  return number.toString(2).length;
}
function rsaFault(numbers, use) {
  const bits = bitsOf(numbers.n);
  const { e } = numbers;
  if (bits < 2048) return `its n has ${bits} bits, not 2048 or more`;
  if (e % 2n === 0n || e === 1n || bitsOf(e) > 32) return "its e is not an odd number of 2 to 32 bits";
  if (use === "sign" && !isPair(numbers)) return "its n, e, d, p, q, dp, dq and qi are not of one key";
  return void 0;
}
function isPair({ n, e, d, p, q, dp, dq, qi }) {
  if (p < 2n || q < 2n) return false;
  const isProduct = p * q === n;
  const isReducedModuloP = d % (p - 1n) === dp;
  const isReducedModuloQ = d % (q - 1n) === dq;
  const undoesModuloP = e * dp % (p - 1n) === 1n;
  const undoesModuloQ = e * dq % (q - 1n) === 1n;
  const isInverse = q * qi % p === 1n;
  const isSmall = d < n && qi < p;
  const isReduced = isReducedModuloP && isReducedModuloQ;
  return isProduct && isReduced && undoesModuloP && undoesModuloQ && isInverse && isSmall;
}
function isSoundPoint(octets) {
  const p = 2n ** 255n - 19n;
  const pairs = octets.toString(16).padStart(64, "0").match(/../g);
  const y = BigInt(`0x${pairs.reverse().join("")}`) % 2n ** 255n;
  const square = y * y;
  const ofOrder8 = 121665n * square * square - 243332n * square + 121666n;
  const isOfLowOrder = y * (square - 1n) * ofOrder8 % p === 0n;
  return y < p && !isOfLowOrder;
}

// src/webcrypto.ts
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  if (!subtle) {
    throw new JoseError("ERR_CRYPTO", "no crypto.subtle here; it takes https, Node 20 or setSubtleCrypto");
  }
  return subtle;
}
function cryptoError({ name }, alg) {
  const code = name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK";
  return new JoseError(code, `WebCrypto here takes no such ${alg} key (${name})`);
}

// src/keys.ts
var IMPORTS = /* @__PURE__ */ new WeakMap();
function importJwk(jwk, criteria) {
  const imports = IMPORTS.get(jwk) ?? /* @__PURE__ */ new Map();
  IMPORTS.set(jwk, imports);
  const name = `${criteria.use} ${criteria.alg}`;
  const known = imports.get(name);
  if (known) return known;
  const imported = importOnce(jwk, criteria);
  imports.set(name, imported);
  imported.catch(() => imports.delete(name));
  return imported;
}
async function importOnce(jwk, criteria) {
  const { use } = criteria;
  const row = algorithmFor(jwk, criteria);
  const bare = bareKey(jwk, use, row);
  const imported = await importBare(bare, use, row, jwk.kid ?? void 0);
  if (use === "sign" && row.kty !== "RSA") {
    const publicKey = { ...bare };
    for (const member in row.private) delete publicKey[member];
    const { verify } = await importBare(publicKey, "verify", row);
    const probe = new Uint8Array(1);
    const signature = await imported.sign(probe).catch(() => probe);
    const good = await verify(signature, probe).catch(() => false);
    if (!good) throw jwkError(jwk, "its private key is not of its public one");
  }
  return imported;
}
async function importBare(bare, use, row, kid) {
  const subtle = subtleCrypto();
  try {
    const key = await subtle.importKey("jwk", bare, row, false, [use]);
    return bind(key, row, kid);
  } catch (error) {
    throw cryptoError(error, row.alg);
  }
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const { alg } = row;
  const octets = row.size ?? Math.ceil(key.algorithm.modulusLength / 8);
  async function sign(signingInput) {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput));
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot sign ${alg} with this key`, { cause });
    }
  }
  async function verify(signature, signingInput) {
    if (signature.length !== octets) return false;
    try {
      return await subtle.verify(row, key, signature, signingInput);
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot verify ${alg} with ${octets} octets`, {
        cause
      });
    }
  }
  return kid === void 0 ? { alg, sign, verify } : { alg, kid, sign, verify };
}

// src/jws.ts
var FOREIGN_OPTIONS = [
  "algorithm",
  "audience",
  "expiresIn",
  "issuer",
  "jwtid",
  "keyid",
  "noTimestamp",
  "notBefore",
  "subject"
];
var HEADERS = /* @__PURE__ */ new WeakMap();
function memberFault(header) {
  for (const member of ["alg", "kid", "typ"]) {
    const value = header[member];
    const isLeftOut = value === void 0 && member !== "alg";
    if (!isString(value) && !isLeftOut) return `its ${member} is ${shown(value)}, not a string`;
  }
  return void 0;
}
function hasMember(header, name) {
  return Object.hasOwn(header, name) && header[name] !== void 0;
}
function critFault(header) {
  const { crit, b64 = true } = header;
  if (b64 !== true) return `its b64 is ${shown(b64)}, and only true is understood here`;
  if (crit === void 0) return void 0;
  if (!Array.isArray(crit) || crit.length === 0) return `its crit is ${shown(crit)}, not a list of names`;
  if (new Set(crit).size < crit.length) return "its crit lists a name twice";
  const isMissing = (name) => !isString(name) || !hasMember(header, name);
  const missing = crit.findIndex(isMissing);
  return missing < 0 ? void 0 : `its crit lists ${shown(crit[missing])}, which it does not have`;
}
var WHERE_IT_GOES = "exp (in seconds), nbf, aud, iss, sub and jti are claims, alg and kid the key’s";
function readHeader(header) {
  expectKind(header, "header", PLAIN_OBJECT);
  const members = Object.entries(header).filter(([, value]) => value !== void 0);
  for (const [member, value] of members) {
    const isForeign = FOREIGN_OPTIONS.includes(member);
    expect(!isForeign, `header has ${member}, an option of other libraries; ${WHERE_IT_GOES}`);
    expect(isJsonValue(value), `header ${shown(member)} is ${typeOf(value)}; it must be a JSON value`);
  }
  return JSON.parse(jsonOf(Object.fromEntries(members), "header"));
}
function encodeHeader({ alg, kid }, typ, added) {
  const header = { alg, kid, typ, ...added };
  if (header.alg !== alg) {
    throw new JoseError("ERR_ALG", `the header's alg is ${shown(header.alg)}, and the key is for ${alg}`);
  }
  const fault = memberFault(header) ?? critFault(header);
  expect(!fault, `JOSE Header: ${fault}`);
  return base64urlOfText(JSON.stringify(inOrder(header)));
}
function usualHeader(signer, typ) {
  const known = HEADERS.get(signer) ?? /* @__PURE__ */ new Map();
  const encoded = known.get(typ);
  if (encoded) return encoded;
  const made = encodeHeader(signer, typ);
  HEADERS.set(signer, known.set(typ, made));
  return made;
}
async function signCompact(payload, key, typ, header) {
  const encodedPayload = isString(payload) ? base64urlOfText(payload) : base64urlOf(payload);
  const added = header === void 0 ? void 0 : readHeader(header);
  const signer = key instanceof Promise ? await key : key;
  const row = algorithmOf(signer.alg, "the Signer's alg");
  const encodedHeader = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ);
  const signingInput = `${encodedHeader}.${encodedPayload}`;
  const given = await signer.sign(UTF8.encode(signingInput));
  return `${signingInput}.${base64urlOf(signatureOf(given, row))}`;
}
function signatureOf(given, { alg, size, kty }) {
  const [least, most] = size ? [size, size] : [256, 1024];
  const signature = bytesOf(given);
  const octets = signature?.length ?? 0;
  if (signature && octets >= least && octets <= most) return signature;
  const found = signature || given === void 0 ? `${octets} octets` : classOf(given);
  const range = size ?? `${least} to ${most}`;
  const isDer = kty === "EC" && signature?.[0] === 48;
  const remedy = isDer ? "; it is DER, which externalSigner takes with format: 'der'" : "";
  throw new JoseError("ERR_SIGNATURE", `the signer gave ${found}, not the ${range} octets of ${alg}${remedy}`);
}

// src/claims.ts
var CLAIM_EXPECTATIONS = {
  issuer: [`${TEXT_OR_TEXTS[0]}, or a function`, (value) => FUNCTION[1](value) || TEXT_OR_TEXTS[1](value)],
  subject: TEXT,
  audience: TEXT_OR_TEXTS,
  maxAge: SECONDS,
  clockTolerance: SECONDS,
  requiredClaims: TEXTS
};
var TIME = ["a number of seconds since 1970", Number.isFinite];
function isAudience(value) {
  const isList = Array.isArray(value) && !("toJSON" in value);
  return isString(value) || isList && [...value].every(isString);
}
var AUDIENCE = ["a string or a list of strings", isAudience];
var REGISTERED = {
  iss: STRING,
  sub: STRING,
  jti: STRING,
  aud: AUDIENCE,
  exp: TIME,
  nbf: TIME,
  iat: TIME
};
function wrongType(claims) {
  for (const claim in REGISTERED) {
    const value = claims[claim];
    const [expected, fits] = REGISTERED[claim];
    if (value !== void 0 && !fits(value)) return [claim, expected];
  }
  return void 0;
}
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  const members = claims;
  for (const claim in members) {
    const value = members[claim];
    if (!isJsonValue(value))
      throw new TypeError(`claim ${shown(claim)} is ${typeOf(value)}; it must be a JSON value`);
  }
  const wrong = wrongType(members);
  if (wrong) {
    const [claim, expected] = wrong;
    throw new TypeError(`claim ${claim} is ${typeOf(members[claim])}; it must be ${expected}`);
  }
  expect(typeof members.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
}

// src/jwt.ts
function signerFor(key) {
  expectSigningKey(key);
  if (isSigner(key)) return key;
  const criteria = { use: "sign" };
  return importJwk(isJwkSet(key) ? selectJwk(key, criteria) : key, criteria);
}
function expectSigningKey(key) {
  if (!isSigner(key) && !isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a Signer", "sign");
}
function isSigner(key) {
  return typeof key?.sign === "function";
}
async function signJws(payload, key, header) {
  if (!isString(payload)) expectBytes(payload, "payload");
  return signCompact(payload, signerFor(key), void 0, header);
}
async function signJwt(claims, key, header) {
  expectClaims(claims);
  return signCompact(jsonOf(claims, "claims"), signerFor(key), "JWT", header);
}
export {
  JoseError,
  signJws,
  signJwt
};
