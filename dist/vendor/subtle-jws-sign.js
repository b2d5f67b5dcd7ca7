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
  const isLong = ["string", "function", "symbol", "bigint"].includes(typeof value);
  return isLong ? `a ${typeof value}` : `${value}`;
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
var STRING = ["a string", isString];
function tagOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}
function isPlain(value) {
  if (tagOf(value) !== "Object") return false;
  const parent = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
}
var PLAIN_OBJECT = ["a plain object", isPlain];
function expect(met, sentence) {
  if (!met) throw new TypeError(sentence);
}
function expectKind(value, name, [expected, fits]) {
  if (!fits(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be ${expected}`);
}
function isBytes(value) {
  if (ArrayBuffer.isView(value) && value instanceof Uint8Array) return true;
  return tagOf(value) === "Uint8Array";
}
function bytesOf(value) {
  if (isBytes(value)) return value;
  return tagOf(value) === "ArrayBuffer" ? new Uint8Array(value) : void 0;
}
function classOf(value) {
  const found = typeOf(value);
  const name = tagOf(value);
  const isNamed = found === "an object" && name !== "Object" && /^[A-Z]\w{1,20}$/.test(name);
  if (!isNamed) return found;
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
function expectBytes(value, name) {
  if (!isBytes(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be a Uint8Array`);
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var DECODER = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var ROOM = /* @__PURE__ */ new Uint8Array(4096);
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function write(bytes, target, start) {
  const { length } = bytes;
  const left = length % 3;
  const whole = length - left;
  let at = start;
  for (let i = 0; i < whole; i += 3) {
    const high = bytes[i] << 16 | bytes[i + 1] << 8;
    writeGroup(high | bytes[i + 2], target, at);
    at += 4;
  }
  if (left === 0) return;
  const rest = bytes[whole] << 16 | bytes[whole + 1] << 8;
  for (let i = 0; i <= left; i++) {
    const sextet = rest >> 18 - 6 * i & 63;
    target[at + i] = ENCODE[sextet];
  }
}
function lengthOf({ length }) {
  return Math.ceil(length * 4 / 3);
}
var BASE64URL = { alphabet: "base64url", omitPadding: true };
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64(BASE64URL);
  const needed = lengthOf(bytes);
  const text = needed > ROOM.length ? new Uint8Array(needed) : ROOM;
  write(bytes, text, 0);
  return DECODER.decode(text.subarray(0, needed));
}
function withBase64url(head, value) {
  const octets = isString(value) ? utf8Of(value) : value;
  const whole = new Uint8Array(head.length + lengthOf(octets));
  whole.set(head);
  if (octets.toBase64) UTF8.encodeInto(base64urlOf(octets), whole.subarray(head.length));
  else write(octets, whole, head.length);
  return whole;
}
function utf8Of(text) {
  if (text.length * 3 > ROOM.length) return UTF8.encode(text);
  const { written } = UTF8.encodeInto(text, ROOM);
  return ROOM.subarray(0, written);
}
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which is not base64url without padding`;
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
var NOT_IN_JSON = ["undefined", "function", "symbol"];
function isJsonValue(value) {
  if (typeof value === "number") return Number.isFinite(value);
  return !NOT_IN_JSON.includes(typeof value);
}
var JSON_VALUE = ["a JSON value", isJsonValue];
function expectJsonMembers(object, name) {
  for (const member in object) {
    const value = object[member];
    if (!isJsonValue(value)) expectKind(value, `${name} ${shown(member)}`, JSON_VALUE);
  }
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
function kindOfNoKey(value) {
  const found = classOf(value);
  return found === "an object" ? "an object without kty" : found;
}
var SIGNING_CALLS = "PEM text: privateJwkFromPem, CryptoKey: importSigner, CryptoKeyPair: its privateKey";
function keyTypeError(value, wanted, calls, found = kindOfNoKey(value)) {
  const others = "JSON text: JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), DER: as PEM, promise: await it";
  return new TypeError(`key is ${found}; it must be ${wanted} (${calls}, ${others})`);
}
function algorithmsOfShape({ kty, crv }) {
  const fits = (row) => row.kty === kty && (row.namedCurve ?? crv) === crv;
  return ALGORITHMS.filter(fits);
}
function algorithmsOfJwk(jwk) {
  const { alg } = jwk;
  const isNamed = alg !== void 0 && alg !== null;
  const rows = algorithmsOfShape(jwk);
  return isNamed || jwk.kty === "AKP" ? rows.filter((row) => row.alg === alg) : rows;
}
function namedBy(rows, alg) {
  return alg === void 0 ? rows : rows.filter((row) => row.alg === alg);
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
  if (!allows) return `its key_ops must list "${use}", and each once`;
  if (use === "sign" && !isPrivate) return "it is public, and signing takes a private key";
  return void 0;
}
function keysFault({ keys }) {
  if (keys === void 0 || keys === null) return void 0;
  return `its keys is ${typeOf(keys)}; a JWK has none, and a JWK Set has a list and no kty`;
}
function algorithmOrFault(jwk, { use, alg }) {
  if (!isJsonObject(jwk)) return `it is ${typeOf(jwk)}, not a JWK`;
  const { d: secret } = jwk;
  const mixed = keysFault(jwk);
  if (mixed) return mixed;
  if (secret === false) return "it was published with its private half; replace it";
  const own = jwk.kid ?? void 0;
  if (own !== void 0 && !isString(own)) return `its kid is ${shown(own)}, not a string`;
  const rows = algorithmsOfJwk(jwk);
  if (rows.length === 0) return shapeFault(jwk);
  const [row, other] = namedBy(rows, alg);
  if (!row) return `it is for ${namesOf(rows)}, not for ${shown(alg)}`;
  if (other) return `it has no alg; name one of ${namesOf(rows)} (in the key or the options)`;
  return useFault(jwk, use) ?? row;
}
function algorithmFor(jwk, criteria) {
  const found = algorithmOrFault(jwk, criteria);
  if (isString(found)) throw jwkError(Object(jwk), found);
  return found;
}
var IN_THE_SET = () => "in the set";
function fittingJwks({ keys }, criteria, where = IN_THE_SET) {
  const { kid } = criteria;
  const named = keys.filter((key) => kid === void 0 || key?.kid === kid);
  if (keys.length > 0 && named.length === 0) {
    const kids = keys.map((key) => shown(key?.kid));
    const sentence = `no key with kid ${shown(kid)} ${where()}; it has ${firstOf(kids, 100)}`;
    throw new JoseError("ERR_KEY_NOT_FOUND", sentence);
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
  if (fitting.size === 0) {
    const why = firstOf(faults, 240) || "it has none";
    throw new JoseError("ERR_KEY_NOT_FOUND", `no key ${where()} fits: ${why}`);
  }
  return [...fitting.values()];
}
function selectJwk(jwks, criteria) {
  const fitting = fittingJwks(jwks, criteria);
  const [jwk, other] = fitting;
  if (!other) return jwk;
  const names = firstOf(fitting.map(nameOf), 240);
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys of the set fit: ${names}; name one by kid or alg`);
}
function firstOf([first = "", ...others], longest) {
  let list = first;
  for (const [index, text] of others.entries()) {
    const longer = `${list}; ${text}`;
    if (longer.length > longest) return `${list} and ${others.length - index} more`;
    list = longer;
  }
  return list;
}
function identityOf(jwk, { alg }) {
  const values = IDENTITY.map((member) => jwk[member]);
  const texts = values.map((value) => isString(value) && value);
  return JSON.stringify([alg, ...texts]);
}

// src/bare-key.ts
var MOST_OCTETS = 1024;
function bareKey(jwk, row, members, judge) {
  const found = bareKeyOrFault(jwk, row, members, judge);
  if (isString(found)) throw jwkError(jwk, found);
  return found;
}
function bareKeyOrFault(jwk, shape, members, judge) {
  const { kty, namedCurve } = shape;
  const row = shape;
  const bare = { kty };
  if (namedCurve) bare.crv = namedCurve;
  if (kty === "AKP") bare.alg = row.alg;
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
  return modulusFault(jwk, numbers) ?? judge(numbers, shape) ?? bare;
}
function numberOrFault(text, fixed) {
  const octets = text.length * 6 >> 3;
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} octets, ${fixed ? `not ${fixed}` : `more than ${MOST_OCTETS}`}`;
  let number = 0n;
  for (let at = 0; at < text.length; at += 8) {
    const end = Math.min(at + 8, text.length);
    let group = 0;
    for (let i = at; i < end; i++) {
      const sextet = ALPHABET.indexOf(text[i]);
      if (sextet < 0) return strangerFault(text[i]);
      group = group * 64 + sextet;
    }
    number = number << BigInt((end - at) * 6) | BigInt(group);
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
function modulusFault({ kty, oth }, { n, e }) {
  if (kty !== "RSA") return void 0;
  if ((oth ?? void 0) !== void 0) return "its oth is not supported";
  const bits = bitsOf(n);
  if (bits < 2048) return `its n has ${bits} bits, not 2048 or more`;
  const isOdd = e % 2n === 1n;
  const isExponent = isOdd && e > 1n && bitsOf(e) <= 32;
  return isExponent ? void 0 : "its e is not an odd number of 2 to 32 bits";
}
function pairFault(numbers, { kty }) {
  const isFaulty = kty === "RSA" && !isPair(numbers);
  return isFaulty ? "its n, e, d, p, q, dp, dq and qi do not match" : void 0;
}
function isPair({ n, e, d, p, q, dp, dq, qi }) {
  if (p < 2n || q < 2n) return false;
  const remainders = [
    n - p * q,
    dp - d % (p - 1n),
    dq - d % (q - 1n),
    1n - e * dp % (p - 1n),
    1n - e * dq % (q - 1n),
    1n - q * qi % p
  ];
  const isSmall = d < n && qi < p;
  return isSmall && remainders.every((remainder) => remainder === 0n);
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
  return new JoseError(code, `WebCrypto here refuses this ${alg} key (${name})`);
}

// src/keys.ts
var IMPORTS = /* @__PURE__ */ new WeakMap();
function importOnce(jwk, criteria, load) {
  const imports = IMPORTS.get(jwk) ?? /* @__PURE__ */ new Map();
  IMPORTS.set(jwk, imports);
  const name = `${criteria.use} ${criteria.alg}`;
  const known = imports.get(name);
  if (known) return known;
  const imported = load(jwk, criteria);
  imports.set(name, imported);
  imported.catch(() => imports.delete(name));
  return imported;
}
function barePrivateKey(jwk, row) {
  return bareKey(jwk, row, { ...row.public, ...row.private }, pairFault);
}
function importPrivateJwk(jwk, alg) {
  return importOnce(jwk, { use: "sign", alg }, async (key, criteria) => {
    const row = algorithmFor(key, criteria);
    const bare = barePrivateKey(key, row);
    const signing = importBare(bare, row, criteria.use, key.kid);
    if (row.kty !== "RSA" && !await isPair2(bare, row, signing))
      throw jwkError(key, "its private key does not match its public key");
    return signing;
  });
}
async function isPair2(bare, row, signing) {
  const publicKey = { ...bare };
  for (const member in row.private) delete publicKey[member];
  const [signer, { verify }] = await Promise.all([signing, importBare(publicKey, row, "verify")]);
  const probe = new Uint8Array(1);
  const signature = await signer.sign(probe).catch(() => probe);
  return verify(signature, probe).catch(() => false);
}
async function importBare(bare, row, use, kid) {
  const subtle = subtleCrypto();
  try {
    const key = await subtle.importKey("jwk", bare, row, false, [use]);
    return bind(key, row, kid ?? void 0);
  } catch (error) {
    throw cryptoError(error, row.alg);
  }
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const { alg } = row;
  const octets = row.size ?? Math.ceil(key.algorithm.modulusLength / 8);
  function fail(cause) {
    throw new JoseError("ERR_CRYPTO", `WebCrypto here fails with ${alg} signatures of ${octets} octets`, {
      cause
    });
  }
  async function sign(signingInput) {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput));
    } catch (cause) {
      fail(cause);
    }
  }
  async function verify(signature, signingInput) {
    if (signature.length !== octets) return false;
    return subtle.verify(row, key, signature, signingInput).catch(fail);
  }
  const named = kid === void 0 ? { alg } : { alg, kid };
  const method = key.type === "private" ? { sign } : { verify };
  return Object.freeze({ ...named, ...method });
}

// src/jws.ts
var FOREIGN_OPTIONS = [
  "algorithm",
  "audience",
  "expiresIn",
  "issuer",
  "keyid",
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
  return isString(name) && Object.hasOwn(header, name) && header[name] !== void 0;
}
var STANDARD_MEMBERS = /^(alg|jku|jwk|kid|x5[uc]|x5t(#S256)?|typ|cty|crit)$/;
function critFault(header) {
  const { crit, b64 = true } = header;
  if (b64 !== true) return `its b64 is ${shown(b64)}, not true`;
  if (crit === void 0) return void 0;
  if (!Array.isArray(crit)) return `its crit is ${shown(crit)}, not a list of names`;
  if (crit.length === 0) return "its crit is an empty list";
  if (new Set(crit).size < crit.length) return "its crit lists a name twice";
  const standard = crit.find((name) => isString(name) && STANDARD_MEMBERS.test(name));
  if (standard) return `its crit lists ${standard}, which is not an extension`;
  const missing = crit.findIndex((name) => !hasMember(header, name));
  return missing < 0 ? void 0 : `its crit lists ${shown(crit[missing])}, which it does not have`;
}
var WHERE_IT_GOES = "exp (in seconds), aud and the like are claims, alg and kid the key’s";
function readHeader(header) {
  expectKind(header, "header", PLAIN_OBJECT);
  const entries = Object.entries(header).filter(([, value]) => value !== void 0);
  const members = Object.fromEntries(entries);
  const foreign = FOREIGN_OPTIONS.find((name) => Object.hasOwn(members, name));
  expect(!foreign, `header has ${foreign}; ${WHERE_IT_GOES}`);
  expectJsonMembers(members, "header");
  return JSON.parse(jsonOf(members, "header"));
}
function expectSound(header) {
  const fault = memberFault(header) ?? critFault(header);
  expect(!fault, `JOSE Header: ${fault}`);
}
function encodeHeader({ alg, kid }, typ, added) {
  const header = { alg, kid, typ, ...added };
  if (header.alg !== alg) {
    throw new JoseError("ERR_ALG", `the header's alg is ${shown(header.alg)}, and the key is for ${alg}`);
  }
  expectSound(header);
  const json = UTF8.encode(JSON.stringify(inOrder(header)));
  return UTF8.encode(`${base64urlOf(json)}.`);
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
  const fixed = isString(payload) ? payload : new Uint8Array(payload);
  const added = header === void 0 ? void 0 : readHeader(header);
  const signer = key instanceof Promise ? await key : key;
  const row = algorithmOf(signer.alg, "the Signer's alg");
  const head = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ);
  const signingInput = withBase64url(head, fixed);
  const text = DECODER.decode(signingInput);
  const given = await signer.sign(signingInput);
  return `${text}.${base64urlOf(signatureOf(given, row))}`;
}
function signatureOf(given, { alg, size, kty }) {
  const signature = bytesOf(given);
  const octets = signature?.length ?? 0;
  const isWhole = size ? octets === size : octets >= 256 && octets <= 1024;
  if (signature && isWhole) return signature;
  const found = signature || given === void 0 ? `${octets} octets` : classOf(given);
  const isDer = kty === "EC" && signature?.[0] === 48;
  const remedy = isDer ? "; it is DER: externalSigner with format: 'der'" : "";
  const needed = `${size ?? "256 to 1024"} octets of ${alg}`;
  throw new JoseError("ERR_SIGNATURE", `the signer gave ${found}, not the ${needed}${remedy}`);
}

// src/claims.ts
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
function mistypedClaim(claims) {
  for (const claim in REGISTERED) {
    const value = claims[claim];
    const isWrong = value !== void 0 && !REGISTERED[claim][1](value);
    if (isWrong) return claim;
  }
  return void 0;
}
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  const members = claims;
  const claim = mistypedClaim(members);
  if (claim) expectKind(members[claim], `claim ${claim}`, REGISTERED[claim]);
  expectJsonMembers(members, "claim");
  expect(typeof members.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
}

// src/jwt.ts
function signerFor(key) {
  expectSigningKey(key);
  if (isSigner(key)) return key;
  const jwk = isJwkSet(key) ? selectJwk(key, { use: "sign" }) : key;
  return importPrivateJwk(jwk);
}
function expectSigningKey(key) {
  if (isSigner(key) || isKey(key)) return;
  throw keyTypeError(key, "a JWK, a JWK Set or a Signer", SIGNING_CALLS);
}
function isSigner(key) {
  return typeof key?.sign === "function";
}
var LONE_SURROGATE = /\p{Surrogate}/u;
var NOT_UTF8 = "payload has half of a surrogate pair, which UTF-8 cannot hold";
async function signJws(payload, key, header) {
  if (isString(payload)) expect(!LONE_SURROGATE.test(payload), NOT_UTF8);
  else expectBytes(payload, "payload");
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
