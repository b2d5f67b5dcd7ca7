#!/usr/bin/env node

// src/cli/main.ts
import process2 from "node:process";

// src/cli/run.ts
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

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
function printable(text2) {
  const escaped = (character) => `\\u{${character.codePointAt(0).toString(16)}}`;
  return text2.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}
function cut(text2, most) {
  return text2.slice(0, most).replace(/[\ud800-\udbff]$/, "");
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
var COUNT = ["a number, 0 or more", (value) => isBetween(value, 0, Infinity)];
var SECONDS = ["a number of seconds, 0 or more", (value) => isBetween(value, 0, Infinity)];
var MILLISECONDS = [
  "a number of milliseconds, 1 to 700,000,000",
  (value) => isBetween(value, 1, 7e8)
];
var FUNCTION = ["a function", (value) => typeof value === "function"];
var OBJECT = ["an object", (value) => typeof value === "object" && value !== null];
function withMethods(expected, ...methods) {
  const has = (value, method) => typeof Object(value)[method] === "function";
  return [expected, (value) => methods.every((method) => has(value, method))];
}
var PLAIN_OBJECT = [
  "a plain object",
  (value) => Object.prototype.toString.call(value) === "[object Object]"
];
var ANYTHING = ["anything", () => true];
function expect(met, sentence) {
  if (!met) throw new TypeError(sentence);
}
function expectKind(value, name, [expected, fits]) {
  if (!fits(value)) throw new TypeError(`${name} is ${typeOf(value)}; it must be ${expected}`);
}
function isBytes(value) {
  return value?.[Symbol.toStringTag] === "Uint8Array";
}
function expectBytes(value, name) {
  if (!isBytes(value)) throw new TypeError(`${name} is ${typeOf(value)}; it must be a Uint8Array`);
}
function expectOptions(options, kinds, { needed = [], strict = false } = {}) {
  expectKind(options, "options", OBJECT);
  for (const name in options) {
    if (!Object.hasOwn(kinds, name)) {
      throw new TypeError(`option ${shown(name)} is unknown; known are ${Object.keys(kinds).join(", ")}`);
    }
    const value = options[name];
    if (value !== void 0 || strict) expectKind(value, `option ${name}`, kinds[name]);
  }
  for (const name of needed) {
    expectKind(options[name], `option ${name}`, kinds[name]);
  }
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ASCII = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
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
  const text2 = needed > ROOM.length ? new Uint8Array(needed) : ROOM;
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const high = bytes[i] << 16 | bytes[i + 1] << 8;
    writeGroup(high | bytes[i + 2], text2, at);
    at += 4;
  }
  const rest = bytes[whole] << 16 | bytes[whole + 1] << 8;
  writeGroup(rest, text2, at);
  const written = Math.ceil(length * 4 / 3);
  return ASCII.decode(text2.subarray(0, written));
}
var UTF8_ROOM = /* @__PURE__ */ new Uint8Array(4096);
function base64urlOfText(text2) {
  if (text2.length * 3 > UTF8_ROOM.length) return base64urlOf(UTF8.encode(text2));
  const { written } = UTF8.encodeInto(text2, UTF8_ROOM);
  return base64urlOf(UTF8_ROOM.subarray(0, written));
}
function encodeBase64url(bytes) {
  expectBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text2) {
  const { length } = text2;
  const bytes = new Uint8Array(length * 3 / 4);
  let seen = 0;
  let group = 0;
  let at = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    const first = DECODE[text2[i]] << 18;
    const second = DECODE[text2[i + 1]] << 12;
    const third = DECODE[text2[i + 2]] << 6;
    group = first | second | third | DECODE[text2[i + 3]];
    seen |= group;
    bytes[at] = group >> 16;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
    at += 3;
  }
  let bits2 = 0;
  for (; i < length; i++) {
    const sextet = DECODE[text2[i]];
    seen |= sextet;
    group = group << 6 | sextet;
    bits2 += 6;
    if (bits2 >= 8) {
      bits2 -= 8;
      bytes[at++] = group >> bits2;
    }
  }
  const spare = group & (1 << bits2) - 1;
  return seen < 0 || bits2 === 6 || spare !== 0 ? void 0 : bytes;
}
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which base64url without padding has not`;
}
function base64urlFault(text2) {
  const stranger = /[^\w-]/.exec(text2);
  return stranger ? strangerFault(stranger[0]) : SPARE_FAULT;
}
function decodePart(text2, what) {
  const bytes = readBase64url(text2);
  if (bytes) return bytes;
  throw new JoseError("ERR_BASE64URL", `${what} ${base64urlFault(new TextDecoder().decode(text2))}`);
}
function decodeBase64url(text2, what = "text") {
  expectKind(text2, what, STRING);
  return decodePart(UTF8.encode(text2), what);
}

// src/algorithms.ts
var RSA_PRIVATE = { d: 0, p: 0, q: 0, dp: 0, dq: 0, qi: 0 };
function rsa(alg, name) {
  const bits2 = alg.slice(2);
  return {
    alg,
    kty: "RSA",
    public: { n: 0, e: 0 },
    private: RSA_PRIVATE,
    name,
    hash: `SHA-${bits2}`,
    saltLength: Number(bits2) / 8
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
function algorithmOf(alg) {
  const row = ALGORITHMS.find((candidate) => candidate.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `alg ${shown(alg)} is none of ${namesOf(ALGORITHMS)}`);
  return row;
}
function namesOf(rows) {
  return rows.map(({ alg }) => alg).join(", ");
}

// src/der.ts
var INTEGER = 2;
var BIT_STRING = 3;
var OCTET_STRING = 4;
var OID = 6;
var SEQUENCE = 48;
function pemError(sentence) {
  return new JoseError("ERR_PEM", sentence);
}
function elements(der) {
  const found = [];
  for (let at = 0; at < der.length; ) {
    const { length, start } = lengthAt(der, at + 1);
    const end = start + length;
    if (end > der.length) throw pemError("an element is longer than what holds it; is it cut off?");
    found.push({ tag: der[at], content: der.subarray(start, end) });
    at = end;
  }
  return found;
}
function lengthAt(der, at) {
  const first = der[at] ?? 0;
  if (first < 128) return { length: first, start: at + 1 };
  const octets = first - 128;
  let length = 0;
  for (let i = 1; i <= octets; i++) {
    const octet = der[at + i] ?? 0;
    length = length * 256 + octet;
  }
  const shortest = length > 127 && length >= 256 ** (octets - 1);
  if (!shortest) throw pemError("a length is not in its shortest definite form, which DER asks for");
  return { length, start: at + 1 + octets };
}
function take(from, index, tag, what) {
  const element = from[index];
  if (element?.tag === tag) return element.content;
  const found = element ? `tag ${element.tag.toString(16)}` : "nothing";
  throw pemError(`${what}: DER has ${found} where tag ${tag.toString(16)} belongs`);
}
function sequence(der, what) {
  const all = elements(der);
  if (all.length !== 1) throw pemError(`${what}: DER must be one SEQUENCE with nothing after it`);
  return elements(take(all, 0, SEQUENCE, what));
}
function positive(from, index, what) {
  const content = take(from, index, INTEGER, what);
  const [first = 128, second = 0] = content;
  const padded = first === 0;
  const minimal = !padded || second > 127;
  if (first > 127 || !minimal)
    throw pemError(`${what}: DER must have a positive INTEGER in its fewest octets`);
  return padded ? content.subarray(1) : content;
}
function bits(from, index, what) {
  const content = take(from, index, BIT_STRING, what);
  if (content[0] !== 0) throw pemError(`${what}: DER must have a BIT STRING of whole octets`);
  return content.subarray(1);
}

// src/deadline.ts
var WAITING = /* @__PURE__ */ new WeakMap();
function listenTo(signal) {
  const callbacks = /* @__PURE__ */ new Set();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener("abort", listener);
  const waiting = { callbacks, listener };
  WAITING.set(signal, waiting);
  return waiting;
}
function onAbort(signal, callback) {
  const { callbacks, listener } = WAITING.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener("abort", listener);
    WAITING.delete(signal);
  };
}
function within(timeout, promise, late, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      forget?.();
    };
    const fail = (reason) => {
      end();
      reject(reason);
    };
    const timer = setTimeout(() => fail(late()), timeout);
    const forget = signal && onAbort(signal, () => fail(signal.reason));
    if (signal?.aborted) fail(signal.reason);
    Promise.resolve(promise).then(resolve, reject).finally(end);
  });
}

// src/json.ts
var UTF82 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var QUOTE = 34;
var COLON = 58;
var BACKSLASH = 92;
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF82.decode(bytes));
  } catch {
    throw new JoseError("ERR_JSON", `${what}: it is not JSON in UTF-8`);
  }
  if (!isJsonObject(value)) throw new JoseError("ERR_JSON", `${what}: it is JSON, but not an object`);
  if (membersWritten(bytes) !== membersOf(value)) {
    throw new JoseError("ERR_JSON", `${what}: it has a member twice, which readers take differently`);
  }
  return value;
}
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
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === QUOTE) quoted = !quoted;
    else if (octet === BACKSLASH) i++;
    else if (octet === COLON && !quoted) members++;
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (typeof next !== "object" || next === null) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const member of inner) values.push(member);
  }
  return members;
}

// src/jwk.ts
function nameOf({ kid }) {
  return isString(kid) ? `key ${shown(kid)}` : "key";
}
function jwkError(jwk, fault) {
  return new JoseError("ERR_JWK", `${nameOf(jwk)}: ${fault}`);
}
function isJwkSet(key) {
  return Array.isArray(key.keys);
}
function isKey(value) {
  return isJsonObject(value) && ("kty" in value || "keys" in value);
}
function keyTypeError(value, wanted) {
  const found = isJsonObject(value) ? "an object without kty" : typeOf(value);
  return new TypeError(
    `key is ${found}; it must be ${wanted} (PEM text: privateJwkFromPem, JSON text: JSON.parse, a CryptoKey: importSigner, a promise: await it)`
  );
}
function expectJwkSet(jwks2) {
  const { keys } = Object(jwks2);
  if (Array.isArray(keys)) return;
  if (!isJsonObject(jwks2)) throw keyTypeError(jwks2, "a JWK Set");
  throw new JoseError("ERR_JWK", `JWK Set: its keys is ${typeOf(keys)}, not a list`);
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
  if (purpose !== "sig") return `its use is ${shown(purpose)}, not "sig"`;
  const isList2 = Array.isArray(operations) && new Set(operations).size === operations.length;
  const allows = isList2 && (operations.length === 0 || operations.includes(use));
  if (!allows) return `its key_ops must list "${use}", and each operation once`;
  if (use === "sign" && !(jwk.d ?? jwk.priv)) return "it is public, and signing takes a private key";
  return void 0;
}
function algorithmOrFault(jwk, { use, alg }) {
  if (!isJsonObject(jwk) || jwk.keys !== void 0) return `it is ${typeOf(jwk)}, not a JWK`;
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
function selectJwk({ keys }, criteria) {
  const { kid } = criteria;
  const named2 = keys.filter((key) => kid === void 0 || key?.kid === kid);
  if (keys.length === 0) throw notFound("it is empty");
  if (named2.length === 0) throw notFound(`none has kid ${shown(kid)}; there are ${kidsOf(keys)}`);
  const fitting = [];
  const faults = [];
  for (const key of named2) {
    const found = algorithmOrFault(key, criteria);
    if (isString(found)) faults.push(`${nameOf(Object(key))}: ${found}`);
    else fitting.push(key);
  }
  const [jwk, other] = fitting;
  if (!jwk) throw notFound(faults.slice(0, 3).join("; "));
  if (!other) return jwk;
  const names = fitting.map(nameOf).join(", ");
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys of the set fit: ${names}; name one by kid or alg`);
}
function notFound(why) {
  return new JoseError("ERR_KEY_NOT_FOUND", `no key of the set fits: ${why}`);
}
function kidsOf(keys) {
  const kids = keys.map((key) => shown(key?.kid));
  return kids.slice(0, 10).join(", ");
}

// src/bare-key.ts
var MOST_OCTETS = 1024;
function bareKey(jwk, use, row) {
  const { kty, alg, namedCurve } = row;
  const bare = { kty };
  if (namedCurve) bare.crv = namedCurve;
  if (kty === "AKP") bare.alg = alg;
  const members = use === "sign" ? { ...row.public, ...row.private } : row.public;
  const numbers = {};
  for (const [member, length] of Object.entries(members)) {
    const text2 = jwk[member];
    const found = isString(text2) ? numberOrFault(text2, length) : `is ${typeOf(text2)}, not a string`;
    if (isString(found)) throw jwkError(jwk, `its ${member} ${found}`);
    bare[member] = text2;
    numbers[member] = found;
  }
  const fault = faultOf(jwk, numbers, use);
  if (fault) throw jwkError(jwk, fault);
  return bare;
}
function faultOf({ kty, oth }, numbers, use) {
  if (kty === "OKP") return isSoundPoint(numbers.x) ? void 0 : "its x is of low order, or not canonical";
  if (kty !== "RSA") return void 0;
  if ((oth ?? void 0) !== void 0) return "its oth is not supported";
  return rsaFault(numbers, use);
}
function numberOrFault(text2, fixed) {
  const octets = text2.length * 6 >> 3;
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} of ${fixed || `at most ${MOST_OCTETS}`} octets`;
  let number = 0n;
  for (const character of text2) {
    const sextet = ALPHABET.indexOf(character);
    if (sextet < 0) return strangerFault(character);
    number = number << 6n | BigInt(sextet);
  }
  const spare = BigInt(text2.length * 6 % 8);
  const value = number >> spare;
  if (value << spare !== number || spare === 6n) return SPARE_FAULT;
  const isMinimal = value >> BigInt(octets * 8 - 8) > 0n;
  return fixed || isMinimal ? value : "is empty, or begins with a zero octet";
}
function bitsOf(number) {
  return number.toString(2).length;
}
function rsaFault(numbers, use) {
  const bits2 = bitsOf(numbers.n);
  const { e } = numbers;
  if (bits2 < 2048) return `its n has ${bits2} bits, not 2048 or more`;
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
    const { verify: verify2 } = await importBare(publicKey, "verify", row);
    const probe = new Uint8Array(1);
    const signature = await imported.sign(probe).catch(() => probe);
    const good = await verify2(signature, probe).catch(() => false);
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
  async function sign2(signingInput) {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput));
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot sign ${alg} with this key`, { cause });
    }
  }
  async function verify2(signature, signingInput) {
    if (signature.length !== octets) return false;
    try {
      return await subtle.verify(row, key, signature, signingInput);
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot verify ${alg} with ${octets} octets`, {
        cause
      });
    }
  }
  return kid === void 0 ? { alg, sign: sign2, verify: verify2 } : { alg, kid, sign: sign2, verify: verify2 };
}
function cryptoKeyFault({ type, usages, algorithm }, use) {
  const { modulusLength: bits2 = 2048 } = algorithm;
  const needed = use === "sign" ? "private" : "public";
  if (type !== needed) return `it is ${type}, and to ${use} takes a ${needed} one`;
  if (!usages.includes(use)) return `its usages do not list "${use}"`;
  if (bits2 < 2048 || bits2 > 8192) return `it has ${bits2} bits, and must have 2048 to 8192`;
  return void 0;
}
function algorithmsOfCryptoKey({ algorithm }) {
  const { name, hash, namedCurve } = algorithm;
  return ALGORITHMS.filter(
    (row) => row.name === name && row.hash === (hash?.name ?? row.hash) && row.namedCurve === (namedCurve ?? row.namedCurve)
  );
}
function importCryptoKey(key, use, { alg, kid }) {
  const own = algorithmsOfCryptoKey(key);
  const [row, other] = own.filter((candidate) => candidate.alg === (alg ?? candidate.alg));
  let fault = cryptoKeyFault(key, use);
  if (!row) fault ??= `its algorithm, ${key.algorithm.name}, is not for ${alg ?? "a signature here"}`;
  if (other) fault ??= `it fits several algorithms; name one of ${namesOf(own)} as alg`;
  if (fault) throw new JoseError("ERR_JWK", `CryptoKey: ${fault}`);
  return bind(key, row, kid);
}
function isCryptoKey(key) {
  const { kty, type, usages, algorithm } = Object(key);
  const isTyped = isString(type) && Array.isArray(usages);
  return kty === void 0 && isTyped && isString(Object(algorithm).name);
}
async function importKey(key, use, options) {
  expectOptions(options, { alg: TEXT, kid: TEXT });
  if (isCryptoKey(key)) return importCryptoKey(key, use, options);
  if (!isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a CryptoKey");
  const { alg, kid } = options;
  const jwk = isJwkSet(key) ? selectJwk(key, { use, alg, kid }) : key;
  const imported = await importJwk(jwk, { use, alg });
  if (kid === void 0 || imported.kid === kid) return imported;
  if (imported.kid !== void 0) throw jwkError(jwk, `its kid is not ${shown(kid)}, which was asked for`);
  return { ...imported, kid };
}
async function importSigner(key, options = {}) {
  return importKey(key, "sign", options);
}
async function importVerifier(key, options = {}) {
  return importKey(key, "verify", options);
}

// src/public-jwk.ts
var METADATA = ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"];
function publicMembers(jwk) {
  if (!isKey(jwk)) throw keyTypeError(jwk, "a JWK");
  const [row] = algorithmsOfJwk(jwk);
  if (!row) throw jwkError(jwk, shapeFault(jwk));
  return bareKey(jwk, "verify", row);
}
function toPublicJwk(jwk) {
  const publicJwk = publicMembers(jwk);
  for (const member of METADATA) {
    const value = jwk[member];
    if (isString(value)) publicJwk[member] = value;
  }
  const { x5c } = jwk;
  if (Array.isArray(x5c)) publicJwk.x5c = x5c.filter(isString);
  if (jwk.key_ops) publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks2) {
  expectJwkSet(jwks2);
  const published = /* @__PURE__ */ new Map();
  for (const [index, jwk] of jwks2.keys.entries()) {
    if (!isKey(jwk)) throw jwkError({ kty: "" }, `number ${index} of the set is ${typeOf(jwk)}, not a JWK`);
    const publicJwk = toPublicJwk(jwk);
    const { kid } = publicJwk;
    if (!kid) throw jwkError(publicJwk, "it has no kid, which each key of a published set needs");
    const twin = published.get(kid);
    if (twin && canonical(twin) !== canonical(publicJwk))
      throw jwkError(publicJwk, "another key of the set has its kid");
    published.set(kid, publicJwk);
  }
  return { keys: [...published.values()] };
}
function canonical(jwk) {
  return JSON.stringify(inOrder(publicMembers(jwk)));
}
async function jwkThumbprint(jwk) {
  const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(canonical(jwk)));
  return encodeBase64url(new Uint8Array(digest));
}

// src/generate.ts
var MODULUS_LENGTH = [
  "a number of bits, 2048 to 8192",
  (value) => typeof value === "number" && value >= 2048 && value <= 8192
];
async function generatePair(row, options, extractable) {
  expectOptions(options, { kid: TEXT, modulusLength: MODULUS_LENGTH });
  const { modulusLength = 2048 } = options;
  const publicExponent = new Uint8Array([1, 0, 1]);
  const wanted = { ...row, modulusLength, publicExponent };
  const subtle = subtleCrypto();
  try {
    return await subtle.generateKey(wanted, extractable, ["sign", "verify"]);
  } catch (error) {
    const { name } = error;
    throw new JoseError("ERR_CRYPTO", `WebCrypto here makes no ${row.alg} key (${name})`);
  }
}
async function exportJwk(key, use, row, kid) {
  const exported = await subtleCrypto().exportKey("jwk", key);
  const bare = bareKey(exported, use, row);
  const name = kid ?? await jwkThumbprint(bare);
  return { kid: name, alg: row.alg, use: "sig", key_ops: [use], ...bare };
}
async function generateJwk(alg, options = {}) {
  const row = algorithmOf(alg);
  const { privateKey } = await generatePair(row, options, true);
  return exportJwk(privateKey, "sign", row, options.kid);
}

// src/jws.ts
var DECODE_OPTIONS = { maxLength: COUNT };
var VERIFY_JWS_OPTIONS = {
  maxLength: COUNT,
  algorithms: TEXTS,
  crit: TEXTS
};
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
function readHeader(header) {
  expectKind(header, "header", PLAIN_OBJECT);
  const members = Object.entries(header).filter(([, value]) => value !== void 0);
  for (const [member, value] of members) {
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
  const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
  const encodedHeader = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ);
  const signingInput = `${encodedHeader}.${encodedPayload}`;
  const signature = await signer.sign(UTF8.encode(signingInput));
  const octets = isBytes(signature) ? signature.length : 0;
  if (octets < least || octets > most) {
    const range = least === most ? least : `${least} to ${most}`;
    throw new JoseError(
      "ERR_SIGNATURE",
      `the signer gave ${octets} octets, not the ${range} of ${signer.alg}`
    );
  }
  return `${signingInput}.${base64urlOf(signature)}`;
}
var DOT = 46;
function parseJws(jws, { maxLength = 65536 } = {}) {
  expectKind(jws, "JWS", STRING);
  if (!(jws.length <= maxLength)) {
    throw new JoseError("ERR_JWS_FORM", `the JWS has ${jws.length} characters, of ${maxLength} at most`);
  }
  const octets = UTF8.encode(jws);
  const first = octets.indexOf(DOT);
  const last = octets.lastIndexOf(DOT);
  const threeParts = first < last && octets.indexOf(DOT, first + 1) === last;
  if (!threeParts)
    throw new JoseError("ERR_JWS_FORM", "a compact JWS has three parts with a dot between them");
  const encodedHeader = decodePart(octets.subarray(0, first), "JOSE Header");
  const header = parseJsonObject(encodedHeader, "JOSE Header");
  const payload = decodePart(octets.subarray(first + 1, last), "JWS Payload");
  const signature = decodePart(octets.subarray(last + 1), "JWS Signature");
  const fault = memberFault(header);
  if (fault) throw new JoseError("ERR_JWS_FORM", `JOSE Header: ${fault}`);
  const signingInput = octets.subarray(0, last);
  return { header, payload, signature, signingInput };
}
function decodeJws(jws, options = {}) {
  expectOptions(options, DECODE_OPTIONS);
  const { header, payload, signature } = parseJws(jws, options);
  return { header, payload, signature };
}
function checkHeader(header, { algorithms, crit = [] }) {
  const fault = critFault(header);
  if (fault) throw new JoseError("ERR_CRIT", `JOSE Header: ${fault}`);
  const stranger = header.crit?.find((name) => !crit.includes(name));
  if (stranger !== void 0) {
    throw new JoseError(
      "ERR_CRIT",
      `JOSE Header: its crit lists ${shown(stranger)}, which is not understood here`
    );
  }
  const { alg } = algorithmOf(header.alg);
  if (algorithms && !algorithms.includes(alg)) {
    throw new JoseError(
      "ERR_ALG",
      `the token's alg is ${alg}, and accepted are ${algorithms.join(", ") || "none"}`
    );
  }
}
async function checkSignature(jws, verifier) {
  const { header, signature, signingInput } = jws;
  const { alg, size = signature.length } = algorithmOf(header.alg);
  if (verifier.alg !== alg) {
    throw new JoseError("ERR_ALG", `the token's alg is ${alg}, and the key is for ${verifier.alg}`);
  }
  let good;
  try {
    good = signature.length === size && await verifier.verify(signature, signingInput);
  } catch (cause) {
    if (cause instanceof JoseError) throw cause;
    throw new JoseError("ERR_CRYPTO", "the verifier failed; see cause", { cause });
  }
  if (good !== true)
    throw new JoseError("ERR_SIGNATURE", "the signature is not that of the key over this token");
}

// src/claims.ts
var CLAIM_EXPECTATIONS = {
  issuer: TEXT_OR_TEXTS,
  subject: TEXT,
  audience: TEXT_OR_TEXTS,
  maxAge: SECONDS,
  clockTolerance: SECONDS,
  requiredClaims: TEXTS
};
function claimError(claim, value, expected, code = "ERR_CLAIM") {
  return new JoseError(code, `${claim} is ${shown(value)}, and must be ${expected}`, { claim });
}
function listed(accepted) {
  return listOf(accepted).map(shown).join(" or ");
}
function listOf(value) {
  return Array.isArray(value) ? value : [value];
}
var TIME = ["a number of seconds since 1970", Number.isFinite];
function isAudience(value) {
  const isList2 = Array.isArray(value) && !("toJSON" in value);
  return isString(value) || isList2 && [...value].every(isString);
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
function checkTypes(claims) {
  const wrong = wrongType(claims);
  if (!wrong) return;
  const [claim, expected] = wrong;
  throw claimError(claim, claims[claim], expected);
}
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  for (const claim in claims) {
    const value = claims[claim];
    if (!isJsonValue(value))
      throw new TypeError(`claim ${shown(claim)} is ${typeOf(value)}; it must be a JSON value`);
  }
  const wrong = wrongType(claims);
  if (wrong) {
    const [claim, expected] = wrong;
    throw new TypeError(`claim ${claim} is ${typeOf(claims[claim])}; it must be ${expected}`);
  }
  expect(typeof claims.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
}
function checkNamed(claims, expected) {
  const { issuer, subject, audience, requiredClaims = [] } = expected;
  for (const claim of requiredClaims) {
    if (!Object.hasOwn(claims, claim)) throw claimError(claim, void 0, "there");
  }
  checkOneOf("iss", claims.iss, issuer);
  checkOneOf("sub", claims.sub, subject);
  checkOneOf("aud", claims.aud, audience);
}
function checkOneOf(claim, value, accepted) {
  if (accepted === void 0) return;
  const isAccepted = (one) => isString(one) && listOf(accepted).includes(one);
  if (!listOf(value).some(isAccepted)) throw claimError(claim, value, listed(accepted));
}
function checkTimes(claims, { maxAge, clockTolerance = 0 }, now) {
  const { exp, nbf, iat } = claims;
  const earliest = now - clockTolerance;
  const latest = now + clockTolerance;
  const isOver = exp !== void 0 && !(exp > earliest);
  if (isOver) throw claimError("exp", exp, `after ${Math.floor(earliest)}`, "ERR_EXPIRED");
  checkBegun("nbf", nbf, latest);
  checkBegun("iat", iat, latest);
  if (maxAge === void 0) return;
  if (iat === void 0) throw claimError("iat", iat, "there, for maxAge is asked for");
  const isYoung = earliest - iat <= maxAge;
  if (!isYoung) throw claimError("iat", iat, `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
}
function checkBegun(claim, time, latest) {
  const isAhead = time !== void 0 && !(time <= latest);
  if (isAhead) throw claimError(claim, time, `${Math.floor(latest)} or earlier`);
}
function checkClaims(claims, expected, now) {
  checkTypes(claims);
  checkNamed(claims, expected);
  checkTimes(claims, expected, now);
  return claims;
}

// src/jwt.ts
var VERIFY_JWT_OPTIONS = /* @__PURE__ */ Object.assign(
  { typ: TEXT, now: FUNCTION },
  VERIFY_JWS_OPTIONS,
  CLAIM_EXPECTATIONS
);
function signerFor(key) {
  expectSigningKey(key);
  if (isSigner(key)) return key;
  const criteria = { use: "sign" };
  return importJwk(isJwkSet(key) ? selectJwk(key, criteria) : key, criteria);
}
function expectSigningKey(key) {
  if (!isSigner(key) && !isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a Signer");
}
function isSigner(key) {
  return typeof key?.sign === "function";
}
function isVerifier(key) {
  return typeof key.verify === "function";
}
async function verifierFor(keys, header, { algorithms = [] }) {
  const { alg, kid } = header;
  if (!keys) throw keyTypeError(keys, "a JWK, a JWK Set or a Verifier");
  const found = typeof keys === "function" ? await keys(header) : keys;
  if (!found) throw new JoseError("ERR_KEY_NOT_FOUND", `no key for kid ${shown(kid)}`);
  if (isVerifier(found)) return found;
  if (!isKey(found)) throw keyTypeError(found, "a JWK, a JWK Set or a Verifier");
  const jwk = isJwkSet(found) ? selectJwk(found, { use: "verify", alg, kid }) : found;
  const accepted = (jwk.alg ?? void 0) === void 0 && algorithms.includes(alg);
  return importJwk(jwk, { use: "verify", alg: accepted ? alg : void 0 });
}
async function verifyCompact(jws, keys, options) {
  const parsed = parseJws(jws, options);
  const { header, payload } = parsed;
  checkHeader(header, options);
  const verifier = await verifierFor(keys, header, options);
  await checkSignature(parsed, verifier);
  return { header, payload };
}
async function signJwt(claims, key, header) {
  expectClaims(claims);
  return signCompact(jsonOf(claims, "claims"), signerFor(key), "JWT", header);
}
async function verifyJwt(jwt, keys, options = {}) {
  expectOptions(options, VERIFY_JWT_OPTIONS, { strict: true });
  const { header, payload } = await verifyCompact(jwt, keys, options);
  const { now = Date.now } = options;
  checkType(header, options);
  const claims = checkClaims(parseJsonObject(payload, CLAIMS_SET), options, now() / 1e3);
  return { header, claims };
}
function checkType({ typ }, expected) {
  if (expected.typ === void 0 || mediaType(typ) === mediaType(expected.typ)) return;
  throw claimError("typ", typ, shown(expected.typ));
}
function mediaType(typ = "") {
  return typ.toLowerCase().replace(/^application\//, "");
}
var CLAIMS_SET = "JWT Claims Set";
function decodeJwt(jwt, options = {}) {
  const { header, payload } = decodeJws(jwt, options);
  return { header, claims: parseJsonObject(payload, CLAIMS_SET) };
}

// src/pem.ts
var RSA = "2a864886f70d010101";
var EC = "2a8648ce3d0201";
var ED25519 = "2b6570";
var KEY_USAGE = "551d0f";
var CURVES = {
  "2a8648ce3d030107": { crv: "P-256", size: 32 },
  "2b81040022": { crv: "P-384", size: 48 },
  "2b81040023": { crv: "P-521", size: 66 }
};
var TAGGED_0 = 160;
var TAGGED_1 = 161;
var TAGGED_3 = 163;
function hex(bytes) {
  const digits = (byte) => byte.toString(16).padStart(2, "0");
  return Array.from(bytes, digits).join("");
}
function rsaNumbers(from, first, members) {
  const jwk = { kty: "RSA" };
  for (const [i, member] of members.entries())
    jwk[member] = encodeBase64url(positive(from, first + i, member));
  return jwk;
}
function rsaPrivateKey(der) {
  const what = "an RSA private key";
  const parts = sequence(der, what);
  const version2 = hex(take(parts, 0, INTEGER, what));
  if (version2 !== "00" || parts.length !== 9) throw pemError(`${what} must have two primes (version 0)`);
  return rsaNumbers(parts, 1, ["n", "e", "d", "p", "q", "dp", "dq", "qi"]);
}
function rsaPublicKey(der) {
  const parts = sequence(der, "an RSA public key");
  if (parts.length !== 2) throw pemError("an RSA public key must have n and e, and nothing else");
  return rsaNumbers(parts, 0, ["n", "e"]);
}
function curveOf(oid) {
  const curve = CURVES[hex(oid)];
  if (!curve) throw pemError(`the curve (OID ${hex(oid)}) must be P-256, P-384 or P-521`);
  return curve;
}
function ecPoint(point, { crv, size }) {
  const uncompressed = point[0] === 4 && point.length === 1 + 2 * size;
  if (!uncompressed) throw pemError("the EC point must be uncompressed (openssl ec -conv_form uncompressed)");
  const x = encodeBase64url(point.subarray(1, 1 + size));
  const y = encodeBase64url(point.subarray(1 + size));
  return { kty: "EC", crv, x, y };
}
function ecPrivateKey(der, around) {
  const what = "an EC private key";
  const parts = sequence(der, what);
  if (hex(take(parts, 0, INTEGER, what)) !== "01") throw pemError(`${what} must have version 1`);
  const d = take(parts, 1, OCTET_STRING, what);
  const parameters = parts.find(({ tag }) => tag === TAGGED_0);
  const own = parameters && take(elements(parameters.content), 0, OID, "EC parameters");
  const oid = own ?? around;
  if (!oid) throw pemError(`${what} must name its curve (openssl ec -param_enc named_curve)`);
  if (own && around && hex(own) !== hex(around)) throw pemError(`${what} names two curves`);
  const curve = curveOf(oid);
  if (d.length !== curve.size) throw pemError(`d has ${d.length} octets, and must have ${curve.size}`);
  const point = parts.find(({ tag }) => tag === TAGGED_1);
  if (!point) throw pemError(`${what} must have its public key with it (openssl ec -in FILE writes both)`);
  const publicKey = ecPoint(bits(elements(point.content), 0, "a public key"), curve);
  return { ...publicKey, d: encodeBase64url(d) };
}
function algorithmIdentifier(parts, index) {
  const identifier = elements(take(parts, index, SEQUENCE, "an algorithm"));
  const oid = hex(take(identifier, 0, OID, "an algorithm"));
  if (oid !== EC) return { oid };
  return { oid, curve: take(identifier, 1, OID, "an EC key without a named curve") };
}
function ed25519Key(octets, member) {
  if (octets.length !== 32) throw pemError(`an Ed25519 key has ${octets.length} octets, and must have 32`);
  return { kty: "OKP", crv: "Ed25519", [member]: encodeBase64url(octets) };
}
function unknownKey(oid) {
  return pemError(`it is a key of another algorithm (OID ${oid}), not RSA, EC or Ed25519`);
}
function privateKeyInfo(der) {
  const parts = sequence(der, "a private key");
  take(parts, 0, INTEGER, "a version");
  const { oid, curve } = algorithmIdentifier(parts, 1);
  const key = take(parts, 2, OCTET_STRING, "a private key");
  if (oid === RSA) return rsaPrivateKey(key);
  if (oid === EC) return ecPrivateKey(key, curve);
  if (oid !== ED25519) throw unknownKey(oid);
  const seed = take(elements(key), 0, OCTET_STRING, "an Ed25519 private key");
  return ed25519Key(seed, "d");
}
function publicKeyInfo(parts) {
  const { oid, curve } = algorithmIdentifier(parts, 0);
  const key = bits(parts, 1, "a public key");
  if (oid === RSA) return rsaPublicKey(key);
  if (oid === EC) return ecPoint(key, curveOf(curve));
  if (oid === ED25519) return ed25519Key(key, "x");
  throw unknownKey(oid);
}
function certificate(der) {
  const what = "a certificate";
  const tbs = elements(take(sequence(der, what), 0, SEQUENCE, what));
  const versioned = tbs[0]?.tag === TAGGED_0 ? 1 : 0;
  const extensions = tbs.find(({ tag }) => tag === TAGGED_3);
  if (extensions) checkKeyUsage(sequence(extensions.content, "extensions"));
  return publicKeyInfo(elements(take(tbs, versioned + 5, SEQUENCE, what)));
}
function checkKeyUsage(extensions) {
  for (const { content } of extensions) {
    const parts = elements(content);
    if (hex(take(parts, 0, OID, "an extension")) !== KEY_USAGE) continue;
    const value = take(parts, parts.length - 1, OCTET_STRING, "keyUsage");
    const usage = take(elements(value), 0, BIT_STRING, "keyUsage");
    const signs = (usage[1] & 192) !== 0;
    if (!signs) throw pemError("the certificate is for another keyUsage than digitalSignature");
  }
}
var READERS = {
  "PRIVATE KEY": { use: "sign", read: privateKeyInfo },
  "RSA PRIVATE KEY": { use: "sign", read: rsaPrivateKey },
  "EC PRIVATE KEY": { use: "sign", read: (der) => ecPrivateKey(der) },
  "PUBLIC KEY": { use: "verify", read: (der) => publicKeyInfo(sequence(der, "a public key")) },
  "RSA PUBLIC KEY": { use: "verify", read: rsaPublicKey },
  CERTIFICATE: { use: "verify", read: certificate }
};
function readerOf(label) {
  return Object.hasOwn(READERS, label) ? READERS[label] : void 0;
}
var LONGEST = 131072;
function blocksOf(pem) {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, of ${LONGEST} at most`);
  const pieces = pem.replace(/\\[rn]/g, "").split("-----");
  const blocks = [];
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1];
    const end = pieces[i + 2];
    if (body === void 0 || !piece.startsWith("BEGIN ") || !end?.startsWith("END ")) continue;
    const label = piece.slice(6);
    blocks.push({ label, body, end: end.slice(4) });
  }
  return blocks;
}
function chooseBlock(blocks, use) {
  const holding = (wanted) => blocks.filter(({ label }) => readerOf(label)?.use === wanted);
  const publicOnes = holding("verify");
  const privateOnes = holding("sign");
  if (use === "sign" && !privateOnes[0] && publicOnes[0]) {
    throw pemError("it is a public key, and signing takes the private key");
  }
  const candidates = use === "verify" && publicOnes[0] ? publicOnes : privateOnes;
  const [block, other] = candidates;
  if (!block) throw pemError("no key found; it stands between -----BEGIN … KEY----- and -----END … KEY-----");
  const chain = candidates.every(({ label }) => label === "CERTIFICATE");
  if (other && !chain) throw pemError("it holds several keys, and must hold one");
  if (block.label !== block.end) throw pemError(`BEGIN ${block.label} ends in END ${shown(block.end)}`);
  return block;
}
function isEncrypted({ label, body }) {
  return label === "ENCRYPTED PRIVATE KEY" || body.includes("ENCRYPTED");
}
function derOf({ body }) {
  const base64 = body.replace(/[\s"']/g, "");
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
  if (!base64 || !padded.test(base64))
    throw pemError("the body is no base64; is it cut off, or its lines changed?");
  const unpadded = base64.replace(/=/g, "");
  return decodeBase64url(unpadded.replace(/\+/g, "-").replace(/\//g, "_"));
}
var ED25519_PKCS8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
async function withPublicHalf(jwk) {
  const subtle = subtleCrypto();
  const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d)]);
  try {
    const key = await subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
    const { x } = await subtle.exportKey("jwk", key);
    return { ...jwk, x };
  } catch (error) {
    throw cryptoError(error, "Ed25519");
  }
}
async function jwkFromPem(pem, use, options) {
  expectKind(pem, "pem", STRING);
  expectOptions(options, { alg: TEXT, kid: TEXT });
  const { alg, kid } = options;
  const blocks = blocksOf(pem);
  if (blocks.some(isEncrypted) && use === "sign") {
    throw pemError("the key is encrypted; openssl pkey -in FILE -out plain.pem decrypts it");
  }
  const block = chooseBlock(blocks, use);
  const bare = READERS[block.label].read(derOf(block));
  const whole = bare.kty === "OKP" && bare.x === void 0 ? await withPublicHalf(bare) : bare;
  const jwk = { ...whole };
  if (kid !== void 0) jwk.kid = kid;
  if (alg !== void 0) jwk.alg = alg;
  if (algorithmsOfJwk(jwk).length === 0) throw jwkError(jwk, shapeFault(jwk));
  return jwk;
}
async function privateJwkFromPem(pem, options = {}) {
  return jwkFromPem(pem, "sign", options);
}
async function publicJwkFromPem(pem, options = {}) {
  return toPublicJwk(await jwkFromPem(pem, "verify", options));
}

// src/http.ts
var SIGNAL = /* @__PURE__ */ withMethods("an AbortSignal", "addEventListener");
var LONGEST_URL = 2048;
var LONGEST_BODY = 65536;
function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
function isSecure(url) {
  if (!isString(url) || url.length > LONGEST_URL) return false;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return false;
  return protocol === "https:" || protocol === "http:" && isLoopback(hostname);
}
function secureUrl(url, option) {
  if (isSecure(url)) return new URL(url);
  const needed = `an https URL (http on this machine), without a password, in ${LONGEST_URL} characters`;
  throw new TypeError(`option ${option} is ${shownUrl(url)}; it must be ${needed}`);
}
function shownUrl(url) {
  if (!isString(url)) return shown(url);
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`;
  if (!URL.canParse(url)) return "no URL";
  return shown(publicPartOf(new URL(url)));
}
function publicPartOf(url) {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  copy.search = "";
  copy.hash = "";
  return copy.href;
}
function httpError(url, sentence, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  const address = publicPartOf(url);
  const shortened = address.length > 200 ? `${cut(address, 199)}…` : address;
  return new JoseError(code, `${shortened}: ${sentence}`, details);
}
async function readBody({ body }, url) {
  const octets = new Uint8Array(LONGEST_BODY);
  const reader = body?.getReader();
  let length = 0;
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    if (length + value.length > LONGEST_BODY) {
      throw httpError(url, `the answer has more than ${LONGEST_BODY} octets`);
    }
    octets.set(value, length);
    length += value.length;
  }
  return octets.subarray(0, length);
}
function objectIn(body) {
  try {
    return { json: parseJsonObject(body, "body") };
  } catch {
    return {};
  }
}
async function request(url, init, options) {
  const { fetch: send2 = fetch, signal, timeout = 1e4 } = options;
  const controller = new AbortController();
  const exchange = async () => {
    const sent = { ...init, redirect: "manual", signal: controller.signal };
    const response = await send2(url.href, sent);
    return { url, response, ...objectIn(await readBody(response, url)) };
  };
  const late = () => httpError(url, `no whole answer within ${timeout} ms`);
  try {
    return await within(timeout, exchange(), late, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof JoseError) throw cause;
    throw httpError(url, "the request failed; see cause", { cause });
  } finally {
    controller.abort();
  }
}
function jsonOfSuccess({ url, response, json }, hint, members) {
  const { status, ok, headers } = response;
  const refuse = (sentence) => {
    throw httpError(url, sentence, { status });
  };
  if (status === 429 || status > 499) return refuse(`it answered status ${status}; try again later`);
  if (!ok && status < 400) return refuse(`it answered status ${status}, a redirect, which is not followed`);
  const type = shown(headers.get("content-type") ?? void 0);
  if (!ok) return refuse(`it answered status ${status}, content type ${type}; ${hint}`);
  if (!json) return refuse(`it answered status ${status}, content type ${type}, and no JSON object; ${hint}`);
  for (const [member, [expected, fits]] of Object.entries(members)) {
    if (!fits(json[member])) return refuse(`the answer's ${member} must be ${expected}`);
  }
  return json;
}
function freshness(headers, now) {
  const control = headers.get("cache-control") ?? "";
  if (/no-(store|cache)/i.test(control)) return 0;
  const age = Number(/^\d+$/.exec(headers.get("age") ?? "")) || 0;
  const maxAge = /(?:^|,)\s*max-age="?(\d*)/i.exec(control);
  if (maxAge) return Number(maxAge[1]) - age;
  const expires = headers.get("expires");
  if (expires === null) return 300 - age;
  const from = Date.parse(headers.get("date") ?? "") || now;
  return ((Date.parse(expires) - from) / 1e3 || 0) - age;
}

// src/shared-task.ts
function isRecent(time, milliseconds, now) {
  return now >= time && now - time < milliseconds;
}
function createSharedTask({
  work,
  keep,
  fail,
  patience,
  now,
  late
}) {
  let pending;
  let began = -Infinity;
  const beganWithin = (milliseconds) => isRecent(began, milliseconds, now());
  const isRunning = () => pending !== void 0 && beganWithin(patience);
  function begin() {
    began = now();
    const run2 = work(began);
    pending = run2;
    const settle = (take2) => (outcome) => {
      if (pending !== run2) return;
      pending = void 0;
      take2(outcome);
    };
    run2.then(settle(keep), settle(fail));
    return run2;
  }
  return {
    isRunning,
    beganWithin,
    run(signal) {
      const run2 = isRunning() ? pending : begin();
      return within(patience, run2, late, signal);
    }
  };
}

// src/cli/cause.ts
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
function reasonOf({ cause }) {
  if (cause === void 0) return void 0;
  const { code, message } = Object(cause.cause ?? cause);
  return isString(code) ? code : message;
}
function remedyFor(reason) {
  if (reason !== void 0 && Object.hasOwn(CONNECTION, reason)) return CONNECTION[reason];
  return "check the URL and the network";
}

// src/cli/command.ts
var UsageError = class extends Error {
};

// src/cli/input.ts
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { buffer, text } from "node:stream/consumers";
var READING = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it"
};
var WRITING = {
  EEXIST: "it exists already, and is not overwritten",
  ENOENT: "its folder does not exist",
  EACCES: "you may not write there"
};
function reasonFrom(reasons, error) {
  const code = String(error.code);
  return reasons[code] ?? code;
}
async function readInput(file) {
  if (file === "-") return buffer(process.stdin);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${shownPath(file)}: ${reasonFrom(READING, error)}`);
  }
}
function writeNew(file, content) {
  try {
    writeFileSync(file, content, { mode: 384, flag: "wx" });
  } catch (error) {
    throw new Error(`cannot write ${shownPath(file)}: ${reasonFrom(WRITING, error)}`);
  }
}
function looksSecret(argument) {
  return argument.length > 200 || /[{\r\n]|-----BEGIN/.test(argument);
}
function shownPath(path) {
  if (looksSecret(path)) return "a file whose path is not shown, as it looks like a key or claims";
  return shown(path);
}
async function readToken(argument) {
  if (argument !== "-") return argument;
  const input = await text(process.stdin);
  return input.replace(/\r?\n$/, "");
}
async function readKeys(file, use, details) {
  const octets = await readInput(file);
  const content = new TextDecoder().decode(octets);
  if (!content.includes("-----BEGIN")) return parseJsonObject(octets, shownPath(file));
  const fromPem = use === "sign" ? privateJwkFromPem : publicJwkFromPem;
  const jwk = await fromPem(content, importOptions(details));
  if (jwk.kty !== "RSA" || jwk.alg !== void 0) return jwk;
  return { ...jwk, alg: "RS384" };
}
async function readSigner(file, details) {
  const keys = await readKeys(file, "sign", details);
  return importSigner(keys, importOptions(details));
}
function importOptions({ alg, kid }) {
  return { alg, kid };
}

// src/cli/output.ts
function print(text2) {
  console.log(printableLines(text2));
}
function printError(message) {
  console.error(printableLines(`subtle-jws: ${message}`));
}
function printableLines(text2) {
  return text2.split("\n").map(printable).join("\n");
}
var MOST_LEVELS = 100;
function toJson(value) {
  const indent = levelsOf(compact(value)) > MOST_LEVELS ? 0 : 2;
  const json = JSON.stringify(value, null, indent);
  return json.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escapeJson);
}
function compact(value) {
  try {
    return JSON.stringify(value);
  } catch {
    throw new JoseError("ERR_JSON", "it is nested too deep to be shown");
  }
}
function levelsOf(json) {
  let level = 0;
  let most = 0;
  for (const character of json) {
    if (character === "[" || character === "{") level++;
    else if (character === "]" || character === "}") level--;
    most = Math.max(most, level);
  }
  return most;
}
function escapeJson(character) {
  const units = character.split("");
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

// src/cli/keys.ts
var keygen = {
  usage: "keygen [--alg ALG] [--kid KID] [--out FILE]",
  about: `Make a private key, as a JWK Set. Keep that secret, and publish what jwks makes of it.

  --alg ALG   its algorithm; default: ES384
  --kid KID   its kid; default: its thumbprint (RFC 7638)
  --out FILE  a new file to write it to, which its owner alone can read (mode 0600);
              default: standard output`,
  options: ["alg", "kid", "out"],
  required: [],
  run: generateKey
};
var jwks = {
  usage: "jwks [--kid KID] [--alg ALG] FILE|-",
  about: `Show the public keys of a key file as a JWK Set, fit to be published.

  FILE       a JWK, a JWK Set, or PEM (a key or a certificate); - reads standard input
  --kid KID  the kid of a PEM key; default: its thumbprint (RFC 7638)
  --alg ALG  the algorithm of a PEM key; RSA: RS384 by default`,
  options: ["kid", "alg"],
  required: [],
  argument: "FILE",
  run: publishKeys
};
async function generateKey({ options }) {
  const { alg = "ES384", kid, out } = options;
  const jwk = await generateJwk(alg, { kid });
  const set = toJson({ keys: [jwk] });
  if (out === void 0) return set;
  writeNew(out, `${set}
`);
  return `wrote the private key ${shown(jwk.kid)}, for ${jwk.alg}, to ${shownPath(out)}`;
}
async function publishKeys({ options, argument }) {
  const { alg, kid } = options;
  const keys = await readKeys(argument, "verify", { alg, kid });
  if (keys.keys !== void 0) return toJson(toPublicJwks(keys));
  return toJson(toPublicJwks({ keys: [await named(keys)] }));
}
async function named(jwk) {
  if (jwk.kid !== void 0) return jwk;
  return { ...jwk, kid: await jwkThumbprint(jwk) };
}

// src/cli/sign.ts
var sign = {
  usage: "sign --key FILE [--kid KID] [--alg ALG] [--header JSON] CLAIMS|-",
  about: `Sign claims as a JWT. The token goes to stdout.

  CLAIMS         a file with a JSON object; - reads standard input
  --key FILE     a private JWK, a JWK Set with one signing key, or PEM (PKCS#8, PKCS#1, SEC1)
  --kid KID      the kid of the key to take from the set, or of a key without kid
  --alg ALG      the algorithm of the key to take from the set, or of a key without alg;
                 RSA in PEM: RS384 by default
  --header JSON  more members of the JOSE Header`,
  options: ["key", "kid", "alg", "header"],
  required: [["key"]],
  argument: "CLAIMS",
  run: signClaims
};
async function signClaims({ options, argument }) {
  const { key, alg, kid, header } = options;
  const signer = await readSigner(key, { alg, kid });
  const claims = parseJsonObject(await readInput(argument), "CLAIMS");
  return signJwt(claims, signer, headerOf(header));
}
function headerOf(json) {
  if (json === void 0) return void 0;
  return parseJsonObject(Buffer.from(json), "--header");
}

// src/smart/assertion.ts
var LIFE = [
  "whole seconds, 1 to 300",
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 300
];
var OPTIONS = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT
};
function randomName() {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)));
}
async function createClientAssertion(options) {
  expectOptions(options, OPTIONS, { needed: ["clientId", "audience"] });
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options;
  for (const url of [audience].flat()) secureUrl(url, "audience");
  if (jku !== void 0) secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expect(signer.kid, "the key has no kid; it must have that of the published key");
  const iat = Math.floor(now() / 1e3);
  expect(iat >= 0, "option now gives no time; it must give milliseconds since 1970");
  const registered = { iss: clientId, sub: clientId, aud: audience, exp: iat + expiresIn, iat, jti };
  return signJwt({ ...claims, ...registered }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
var isList = (value) => Array.isArray(value) && value.every(isString);
var LIST = ["a list of strings, or absent", (value = []) => isList(value)];
function listWith(...needed) {
  const fits = (value) => isList(value) && needed.some((name) => value.includes(name));
  return [`a list with ${needed.join(" or ")}, or absent`, (value) => value === void 0 || fits(value)];
}
var MEMBERS = {
  token_endpoint: ["an https URL", isSecure],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith("private_key_jwt"),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith("RS384", "ES384"),
  scopes_supported: LIST,
  capabilities: LIST
};
function fhirBase(url) {
  const base = secureUrl(url, "fhirBaseUrl");
  base.search = "";
  base.hash = "";
  const { pathname } = base;
  let end = pathname.length;
  while (pathname[end - 1] === "/") end--;
  base.pathname = `${pathname.slice(0, end)}/`;
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
  const configuration = jsonOfSuccess(answer, "is fhirBaseUrl right?", MEMBERS);
  const { protocol } = new URL(configuration.token_endpoint);
  if (answer.url.protocol === "https:" && protocol !== "https:") {
    throw httpError(answer.url, "its token_endpoint is on http; it must be on https", { status: 200 });
  }
  return configuration;
}

// src/smart/token-source.ts
var REMEDIES = /* @__PURE__ */ new Map([
  [
    "invalid_client",
    "is client_id registered, with this kid and aud, and the clock right? (ask subtle-jws doctor)"
  ],
  ["invalid_scope", "ask for scopes that the client is registered for"]
]);
var TOKEN = ["visible ASCII", (token2) => isString(token2) && /^[!-~]+$/.test(token2)];
var BEARER = ["bearer", (type) => isString(type) && type.toLowerCase() === "bearer"];
var TOKEN_LIFE = [
  "a number of seconds, 1 or more, and under a year",
  (life) => typeof life === "number" && life >= 1 && life < 31536e3
];
var MEMBERS2 = {
  access_token: TOKEN,
  token_type: BEARER,
  expires_in: TOKEN_LIFE,
  scope: ["a string, the scopes granted", isString]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    ...clientAssertionParams(assertion)
  });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, requested, sent) {
  const { url, response, json } = answer;
  const { error, error_description: description } = json ?? {};
  if (error && isString(error)) {
    const { status } = response;
    const known = isBusy(status) ? "try again later" : REMEDIES.get(error);
    const remedy = known ?? "is the client registered for client_credentials?";
    const details = { status, error, ...isString(description) && { description } };
    throw httpError(url, `the server refused with ${shown(error)}; ${remedy}`, details);
  }
  const granted = jsonOfSuccess(answer, "is tokenEndpoint right?", MEMBERS2);
  const { access_token: accessToken, expires_in: life, scope } = granted;
  const scopes = scope.split(" ");
  const missingScopes = requested.split(" ").filter((name) => name && !scopes.includes(name));
  return { accessToken, scope, missingScopes, expiresAt: sent + life };
}
function createTokenSource(options) {
  const { base, tokenEndpoint, scope, assertion, retries, timeout, now } = options;
  const budget = timeout * 3;
  let discovered;
  let kept;
  let ahead = 0;
  async function discover() {
    if (discovered && now() < discovered.until) return discovered.endpoint;
    const answer = await requestConfiguration(base, options);
    const { token_endpoint: endpoint } = judgeConfiguration(answer);
    const life = Math.min(freshness(answer.response.headers, now()), 86400);
    discovered = { endpoint, until: now() + life * 1e3 };
    return endpoint;
  }
  async function ask(endpoint) {
    const sent = Math.floor(now() / 1e3);
    const { audience = endpoint, ...rest } = assertion;
    const signed = await createClientAssertion({ ...rest, audience, now: () => now() + ahead });
    let headers = new Headers();
    try {
      const answer = await requestToken(new URL(endpoint), scope, signed, options);
      headers = answer.response.headers;
      const token2 = judgeToken(answer, scope, sent);
      const margin = Math.min(60, Math.max(5, (token2.expiresAt - sent) / 10));
      return { kept: { token: token2, until: (token2.expiresAt - margin) * 1e3 }, headers };
    } catch (error) {
      return { error, headers };
    }
  }
  function delayAfter(attempt, headers) {
    const retryAfter = headers.get("retry-after") ?? "";
    const sent = Date.parse(headers.get("date") ?? "") || now();
    const wait = Number(retryAfter) * 1e3 || Date.parse(retryAfter) - sent || 0;
    const backoff = 250 * 2 ** attempt;
    return Math.max(backoff, wait) + backoff * Math.random();
  }
  function otherTime(headers) {
    const difference = Date.parse(headers.get("date") ?? "") - now();
    const isBelievable = Math.abs(difference) > LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE;
    return ahead === 0 && isBelievable ? difference : 0;
  }
  async function renew(began) {
    const endpoint = tokenEndpoint ?? await discover();
    let isCorrected = false;
    for (let attempt = 0; ; ) {
      const { kept: granted, error, headers } = await ask(endpoint);
      if (granted) return granted;
      if (isRefusal(error)) {
        const other = isCorrected ? 0 : otherTime(headers);
        const isNew = !isCorrected && other !== ahead;
        ahead = other;
        isCorrected = true;
        if (isNew) continue;
      }
      const delay = delayAfter(attempt, headers);
      const hopeless = !isTransient(error) || attempt >= retries || now() + delay > began + budget;
      if (hopeless) {
        discovered = void 0;
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      attempt++;
    }
  }
  const renewal = createSharedTask({
    work: renew,
    keep(granted) {
      kept = granted;
    },
    fail() {
    },
    patience: budget,
    now,
    late: () => new JoseError("ERR_HTTP", `no access token within ${budget} ms; try again`)
  });
  return {
    async accessToken(signal) {
      if (kept && now() < kept.until) return kept.token;
      return (await renewal.run(signal)).token;
    },
    drop(accessToken) {
      if (kept?.token.accessToken === accessToken) kept = void 0;
    }
  };
}
var LEAST_DIFFERENCE = 1e3;
var MOST_DIFFERENCE = 36e5;
function isBusy(status) {
  return status === 429 || status > 499;
}
function isRefusal(error) {
  return error instanceof JoseError && error.code === "ERR_OAUTH" && !isBusy(error.status);
}
function isTransient(error) {
  const { status } = error;
  return !status || isBusy(status);
}

// src/smart/backend-services.ts
var OPTIONS2 = {
  fhirBaseUrl: TEXT,
  tokenEndpoint: TEXT,
  clientId: TEXT,
  key: ANYTHING,
  scope: TEXT,
  audience: TEXT_OR_TEXTS,
  jku: TEXT,
  expiresIn: LIFE,
  claims: PLAIN_OBJECT,
  retries: COUNT,
  timeout: MILLISECONDS,
  responseTimeout: MILLISECONDS,
  fetch: FUNCTION,
  now: FUNCTION
};
function isRepeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
var TRICKS = /%(25)*(2f|5c)|%(25)+2e|(\.|%2e){2}(;|%(25)*3b)/i;
function isBelow({ href }, base) {
  const address = `${href.replace(/[?#].*/, "")}/`;
  const path = address.slice(base.href.length);
  return address.startsWith(base.href) && !TRICKS.test(path);
}
function createBackendServicesClient(options) {
  expectOptions(options, OPTIONS2, { needed: ["clientId", "scope"] });
  const { fhirBaseUrl, tokenEndpoint, clientId, key, scope, audience, jku, expiresIn, claims } = options;
  const { retries = 2, timeout = 1e4, responseTimeout = 3e5, now = Date.now } = options;
  expectSigningKey(key);
  expect(fhirBaseUrl ?? tokenEndpoint, "option fhirBaseUrl or option tokenEndpoint is needed");
  if (tokenEndpoint !== void 0) secureUrl(tokenEndpoint, "tokenEndpoint");
  const base = fhirBaseUrl === void 0 ? void 0 : fhirBase(fhirBaseUrl);
  const tokens = createTokenSource({
    base,
    tokenEndpoint,
    scope,
    assertion: { clientId, key, audience, jku, expiresIn, claims },
    retries,
    timeout,
    now,
    fetch: options.fetch
  });
  return {
    async accessToken(wait = {}) {
      expectOptions(wait, { signal: SIGNAL });
      return tokens.accessToken(wait.signal);
    },
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      if (!base || !isBelow(url, base)) {
        throw httpError(url, `not sent, for a token goes to ${base ?? "fhirBaseUrl"} and below alone`);
      }
      const signal = init?.signal ?? original?.signal;
      async function sendWithToken() {
        const { accessToken } = await tokens.accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${accessToken}`);
        const ending = new AbortController();
        const late = () => httpError(url, `no answer began within ${responseTimeout} ms`);
        const { fetch: send2 = fetch } = options;
        const sent = send2(original ?? url.href, {
          ...init,
          headers,
          redirect: "manual",
          signal: signal ?? ending.signal
        });
        try {
          const response2 = await within(responseTimeout, sent, late);
          if (response2.status === 401) tokens.drop(accessToken);
          return response2;
        } catch (error) {
          ending.abort();
          Promise.resolve(sent).then(({ body }) => body?.cancel()).catch(() => {
          });
          throw error;
        }
      }
      const response = await sendWithToken();
      const sendable = isRepeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      if (response.status !== 401 || !sendable) return response;
      response.body?.cancel().catch(() => {
      });
      return sendWithToken();
    }
  };
}

// src/cli/doctor/assertion.ts
async function examineAssertion(options, audiences, report) {
  const made = Date.now();
  let assertion;
  try {
    assertion = await createClientAssertion({ ...options, now: () => made });
  } catch (error) {
    const { message } = error;
    report.fail({ check: "assertion", found: message, remedy: "correct that option" });
    return void 0;
  }
  report.pass({ check: "assertion", found: report.secret(assertion) });
  examineAudience(options.audience, audiences, report);
  const { exp } = decodeJwt(assertion).claims;
  examineLife(exp - Math.floor(made / 1e3), report);
  examineJti(options.jti, report);
  return assertion;
}
function examineAudience(audience, audiences, report) {
  report.passOrWarn(audiences.includes(audience), {
    check: "audience",
    found: `aud ${audience}`,
    remedy: `most servers want ${audiences[0]}, some the issuer`
  });
}
function examineLife(seconds, report) {
  report.passOrWarn(seconds <= 290, {
    check: "life",
    found: `${seconds} s`,
    remedy: "over 290 s a small clock difference makes exp too far ahead: --expires-in 240"
  });
}
function examineJti(jti, report) {
  if (jti === void 0) {
    report.pass({ check: "jti", found: "new" });
    return;
  }
  report.warn({
    check: "jti",
    found: `${jti.length} characters, given by hand`,
    remedy: "a new one for each request, of 151 characters at most"
  });
}

// src/cli/doctor/findings.ts
function failedRequest(error, url) {
  const reason = reasonOf(error);
  const remedy = remedyFor(reason);
  if (reason === void 0) return { found: error.message, remedy };
  return { found: `${url.origin}${url.pathname}: no answer (${reason})`, remedy };
}
function textOf(value) {
  return isString(value) ? value : shown(value);
}
function listOf2(values) {
  if (values.length === 0) return "none";
  return values.map(textOf).join(" ");
}

// src/cli/doctor/discovery.ts
async function examineDiscovery({ fhirBaseUrl, scope }, signer, report) {
  if (fhirBaseUrl === void 0) return {};
  const base = examineBase(fhirBaseUrl, report);
  if (!base) return {};
  const answered = await readConfiguration(base, report);
  if (!answered) return {};
  examineCapability(answered, report);
  examineAuthentication(answered, report);
  if (signer) examineAlgorithm(answered, signer, report);
  examineScopes(answered, scope, report);
  return examineUrls(answered, base, report);
}
function examineBase(fhirBaseUrl, report) {
  let base;
  try {
    base = fhirBase(fhirBaseUrl);
  } catch (error) {
    const { message } = error;
    report.fail({ check: "discovery", found: message, remedy: "correct --fhir-base" });
    return void 0;
  }
  report.passOrWarn(base.protocol === "https:", {
    check: "TLS",
    found: base.protocol,
    remedy: "https; http is for tests on this machine alone"
  });
  return base;
}
async function readConfiguration(base, report) {
  let answer;
  try {
    answer = await requestConfiguration(base, {});
  } catch (error) {
    report.fail({ check: "discovery", ...failedRequest(error, base) });
    return void 0;
  }
  const { url, response, json } = answer;
  const { ok, status, headers } = response;
  const type = headers.get("content-type") ?? "no content type";
  report.passOrFail(ok && json !== void 0, {
    check: "discovery",
    found: `${url.href}: ${status}, ${type}`,
    remedy: "is this the FHIR base URL? It must answer JSON there, to everybody"
  });
  return ok ? json : void 0;
}
function valuesOf(answered, member) {
  const value = answered[member] ?? [];
  return Array.isArray(value) ? value : [value];
}
function examineCapability(answered, report) {
  const capabilities = valuesOf(answered, "capabilities");
  report.passOrWarn(capabilities.includes("client-confidential-asymmetric"), {
    check: "capability",
    found: `capabilities: ${listOf2(capabilities)}`,
    remedy: "the server does not say that it takes keys: ask its operator"
  });
}
function examineAuthentication(answered, report) {
  const member = "token_endpoint_auth_methods_supported";
  const methods = valuesOf(answered, member);
  const finding = {
    check: "authentication",
    found: `${member}: ${listOf2(methods)}`,
    remedy: "the server takes no assertions: ask its operator for private_key_jwt"
  };
  if (methods.length === 0) report.warn(finding);
  else report.passOrFail(methods.includes("private_key_jwt"), finding);
}
function examineAlgorithm(answered, { alg }, report) {
  const member = "token_endpoint_auth_signing_alg_values_supported";
  const algorithms = valuesOf(answered, member);
  const finding = {
    check: "algorithm",
    found: `${member}: ${listOf2(algorithms)}`,
    remedy: `${alg} is not offered: use a key for one that is`
  };
  if (algorithms.length === 0) report.warn(finding);
  else report.passOrFail(algorithms.includes(alg), finding);
}
function examineScopes(answered, scope, report) {
  const offered = valuesOf(answered, "scopes_supported");
  const unlisted = scope.split(" ").filter((name) => name && !offered.includes(name));
  report.passOrWarn(unlisted.length === 0, {
    check: "scopes offered",
    found: listOf2(offered),
    remedy: `not in the list: ${unlisted.join(" ")}; wildcards may still cover them`
  });
}
function examineUrls(answered, base, report) {
  const { token_endpoint: tokenEndpoint, issuer } = answered;
  const isUsable = isSecure(tokenEndpoint) && (base.protocol === "http:" || new URL(tokenEndpoint).protocol === "https:");
  report.passOrFail(isUsable, {
    check: "token endpoint",
    found: textOf(tokenEndpoint),
    remedy: "an https URL: ask the server’s operator"
  });
  return {
    ...isUsable && { tokenEndpoint },
    ...isSecure(issuer) && { issuer }
  };
}

// src/cli/doctor/key.ts
var SMART_ALGORITHMS = ["RS384", "ES384"];
async function examineKey({ keyFile, kid }, report) {
  let signer;
  let signature;
  try {
    signer = await readSigner(keyFile, { kid });
    signature = await signer.sign(new Uint8Array(1));
  } catch (error) {
    const { message } = error;
    report.fail({ check: "key", found: message, remedy: "give a private RSA or P-384 key that is sound" });
    return void 0;
  }
  report.passOrWarn(SMART_ALGORITHMS.includes(signer.alg), {
    check: "key",
    found: describe(signer, signature),
    remedy: "SMART asks for RS384 or ES384: make such a key with subtle-jws keygen"
  });
  return examineKeyId(signer, report);
}
function describe({ alg }, signature) {
  if (algorithmOf(alg).kty !== "RSA") return alg;
  return `${alg}, RSA of ${signature.length * 8} bits`;
}
function examineKeyId(signer, report) {
  const { kid } = signer;
  if (kid) {
    report.pass({ check: "key id", found: kid });
    return signer;
  }
  const remedy = "name the kid of the published key: --kid, or kid in the JWK";
  report.fail({ check: "key id", found: "none", remedy });
  return void 0;
}

// src/cli/doctor/key-set.ts
async function examineKeySet({ jwksUrl, jku }, signer, report) {
  if (jwksUrl === void 0) {
    report.warn({ check: "key set", found: "not examined", remedy: "--jwks-url URL, as it was registered" });
    return;
  }
  if (jku !== void 0) {
    report.passOrFail(jku === jwksUrl, {
      check: "jku",
      found: jku,
      remedy: `${jwksUrl}, to the letter: servers compare it with the registered URL`
    });
  }
  report.passOrFail(jwksUrl.startsWith("https:"), {
    check: "key set URL",
    found: jwksUrl,
    remedy: "publish the set over https: servers fetch no other"
  });
  const keys = isSecure(jwksUrl) ? await readKeySet(new URL(jwksUrl), report) : void 0;
  if (!keys) return;
  examineSecrecy(keys, report);
  if (signer) await examinePublishedKey(keys, signer, report);
}
async function readKeySet(url, report) {
  let answer;
  try {
    answer = await request(url, { headers: { accept: "application/json" } }, {});
  } catch (error) {
    report.fail({ check: "key set", ...failedRequest(error, url) });
    return void 0;
  }
  const { ok, status, headers } = answer.response;
  const keys = keysOf(answer);
  report.passOrFail(ok && keys !== void 0, {
    check: "key set",
    found: `${status}, ${keys ? numberOfKeys(keys) : "no key set"}`,
    remedy: 'publish {"keys":[…]} as JSON, with no login and no redirect'
  });
  if (!ok || !keys) return void 0;
  examineHeaders(headers, report);
  return keys;
}
function numberOfKeys({ length }) {
  return length === 1 ? "1 key" : `${length} keys`;
}
function keysOf({ json }) {
  const keys = json?.keys;
  if (Array.isArray(keys) && keys.every(isJsonObject)) return keys;
  return void 0;
}
function examineHeaders(headers, report) {
  const type = headers.get("content-type") ?? "none";
  report.passOrWarn(/^application\/(jwk-set\+)?json\b/.test(type), {
    check: "key set type",
    found: type,
    remedy: "application/json or application/jwk-set+json"
  });
  const control = headers.get("cache-control");
  report.passOrWarn(control !== null, {
    check: "key set cache",
    found: `Cache-Control ${control ?? "is absent"}`,
    remedy: "say how long it may be kept, such as max-age=300"
  });
}
function secretMembers() {
  const members = ALGORITHMS.flatMap((row) => Object.keys(row.private));
  return [.../* @__PURE__ */ new Set([...members, "oth", "k"])];
}
function examineSecrecy(keys, report) {
  const secret = secretMembers();
  const leaks = [];
  for (const jwk of keys) {
    const members = secret.filter((member) => member in jwk);
    if (members.length > 0) leaks.push(`${members.join(" ")} of ${nameOf(jwk)}`);
  }
  report.passOrFail(leaks.length === 0, {
    check: "private members",
    found: leaks.join(", ") || "none",
    remedy: "the private key is public: make a new one, and publish what subtle-jws jwks gives"
  });
}
async function examinePublishedKey(keys, signer, report) {
  const named2 = keys.filter(({ kid }) => kid === signer.kid);
  const kids = listOf2(keys.map(({ kid }) => kid));
  report.passOrFail(named2.length === 1, {
    check: "published key",
    found: `keys with kid ${shown(signer.kid)}: ${named2.length} of ${keys.length}; the set has: ${kids}`,
    remedy: "publish the key of this kid, once"
  });
  if (named2.length === 1) await examineSameKey(named2[0], signer, report);
}
async function examineSameKey(published, signer, report) {
  const check = "same key";
  try {
    const verifier = await importVerifier(published, { alg: signer.alg });
    const sample = new Uint8Array(1);
    const isSame = await verifier.verify(await signer.sign(sample), sample);
    if (isSame) report.pass({ check, found: "it verifies what the private key signs" });
    else {
      const remedy = "publish the public half of the key that signs, under a kid of its own";
      report.fail({ check, found: "it is another key", remedy });
    }
  } catch (error) {
    const { message } = error;
    report.fail({ check, found: message, remedy: "publish what subtle-jws jwks gives" });
  }
}

// src/cli/doctor/token-request.ts
var TOLERATED = 5;
var MOST_BELIEVED = 3600;
var OAUTH = {
  invalid_client: "compare client_id, key set URL and algorithm with the registration; the server may hold an old key set",
  invalid_scope: "ask for scopes that this client is registered for",
  unauthorized_client: "have the client registered for client_credentials"
};
async function examineTokenRequest(tokenRequest, assertion, report) {
  const { answer, token: token2, error } = await send(tokenRequest, assertion);
  const ahead = answer ? examineClock(answer, report) : 0;
  if (token2) reportToken(token2, report);
  else report.fail({ check: "token request", ...await explain(tokenRequest, error, ahead) });
}
async function send({ url, scope }, assertion) {
  let answer;
  try {
    answer = await requestToken(url, scope, assertion, {});
    const sent = Math.floor(Date.now() / 1e3);
    return { answer, token: judgeToken(answer, scope, sent) };
  } catch (error) {
    return { ...answer && { answer }, error };
  }
}
function examineClock({ response }, report) {
  const date = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(date)) {
    const remedy = "compare the clocks by hand";
    report.warn({ check: "clock", found: "the server gives no Date", remedy });
    return 0;
  }
  const ahead = Math.round((date - Date.now()) / 1e3);
  const direction = ahead > 0 ? "behind" : "ahead of";
  report.passOrFail(Math.abs(ahead) <= TOLERATED, {
    check: "clock",
    found: `this machine’s is ${Math.abs(ahead)} s ${direction} the server’s`,
    remedy: "set the clock (NTP): exp and iat are wrong with it"
  });
  return ahead;
}
function reportToken({ accessToken, expiresAt, scope, missingScopes }, report) {
  const end = new Date(expiresAt * 1e3).toISOString();
  report.pass({ check: "token request", found: `a token, ${report.secret(accessToken)}, until ${end}` });
  report.passOrWarn(missingScopes.length === 0, {
    check: "scopes",
    found: `granted: ${scope || "none"}`,
    remedy: `not granted to the letter: ${missingScopes.join(" ")}; have the client registered for them`
  });
}
async function explain(tokenRequest, error, ahead) {
  const { url } = tokenRequest;
  if (error.error !== void 0) return explainRefusal(tokenRequest, error, ahead);
  const { status, message: found } = error;
  if (status === void 0) return failedRequest(error, url);
  if (status > 499) return { found, remedy: "the fault is the server’s: ask its operator" };
  return { found, remedy: "check the URL of the token endpoint" };
}
async function explainRefusal(tokenRequest, { error, description }, ahead) {
  const { origin, pathname } = tokenRequest.url;
  const refused = `${origin}${pathname}: the server refused with ${shown(error)}`;
  const found = description === void 0 ? refused : `${refused} (${description})`;
  const remedy = Object.hasOwn(OAUTH, error) ? OAUTH[error] : "ask the server’s operator why";
  if (error === "invalid_scope") return { found, remedy };
  const accepted = await acceptedProbe(tokenRequest, ahead);
  if (accepted) return { found, remedy: `accepted ${accepted.tells}` };
  return { found, remedy: `${remedy}${otherIssuerHint(tokenRequest)}` };
}
async function acceptedProbe(tokenRequest, ahead) {
  for (const probe of probesFor(tokenRequest, ahead)) {
    const assertion = await createClientAssertion({ ...tokenRequest.options, ...probe.change });
    const { token: token2 } = await send(tokenRequest, assertion);
    if (token2) return probe;
  }
  return void 0;
}
function probesFor(tokenRequest, ahead) {
  const probes = [];
  const mayBeBelieved = Math.abs(ahead) > TOLERATED && Math.abs(ahead) < MOST_BELIEVED;
  if (mayBeBelieved) {
    probes.push({
      change: { now: () => Date.now() + ahead * 1e3 },
      tells: "with the server’s time: set this machine’s clock"
    });
  }
  if (tokenRequest.options.jti !== void 0) {
    probes.push({
      change: { jti: void 0 },
      tells: "with a new jti: that jti was used before; make one for each request"
    });
  }
  for (const audience of otherAudiences(tokenRequest).here) {
    probes.push({ change: { audience }, tells: `with aud ${audience}: use that as the audience` });
  }
  return probes;
}
function otherAudiences({ url, options, audiences }) {
  const others = audiences.filter((audience) => audience !== options.audience);
  const isHere = (audience) => new URL(audience).origin === url.origin;
  return {
    here: others.filter(isHere),
    elsewhere: others.filter((audience) => !isHere(audience))
  };
}
function otherIssuerHint(tokenRequest) {
  const [issuer] = otherAudiences(tokenRequest).elsewhere;
  return issuer === void 0 ? "" : `; or, if it is this server’s name: --audience ${issuer}`;
}

// src/cli/doctor/examine.ts
async function examine(configuration, report) {
  const signer = await examineKey(configuration, report);
  const discovery = await examineDiscovery(configuration, signer, report);
  await examineKeySet(configuration, signer, report);
  const tokenEndpoint = tokenEndpointOf(configuration, discovery, report);
  if (!signer || tokenEndpoint === void 0) {
    const missing = signer ? "a token endpoint" : "a key";
    report.fail({ check: "token request", found: "not made", remedy: `it needs ${missing}: see above` });
    return;
  }
  const audiences = [tokenEndpoint];
  if (discovery.issuer !== void 0) audiences.push(discovery.issuer);
  const options = assertionOptions(configuration, signer, tokenEndpoint);
  const assertion = await examineAssertion(options, audiences, report);
  if (assertion === void 0) return;
  const { scope } = configuration;
  await examineTokenRequest({ url: new URL(tokenEndpoint), scope, options, audiences }, assertion, report);
}
function tokenEndpointOf({ tokenEndpoint }, discovery, report) {
  if (tokenEndpoint === void 0) return discovery.tokenEndpoint;
  if (isSecure(tokenEndpoint)) return tokenEndpoint;
  report.fail({ check: "token endpoint", found: tokenEndpoint, remedy: "give an https URL as --token-url" });
  return void 0;
}
function assertionOptions({ clientId, jku, expiresIn, jti, audience }, key, tokenEndpoint) {
  return { clientId, key, audience: audience ?? tokenEndpoint, jku, expiresIn, jti };
}

// src/cli/doctor/report.ts
var LONGEST2 = 500;
var Report = class {
  checks = [];
  #showSecrets;
  constructor({ showSecrets }) {
    this.#showSecrets = showSecrets;
  }
  pass({ check, found }) {
    this.checks.push({ check, result: "pass", found });
  }
  warn({ check, found, remedy }) {
    this.checks.push({ check, result: "warn", found, remedy });
  }
  fail({ check, found, remedy }) {
    this.checks.push({ check, result: "fail", found, remedy });
  }
  passOrWarn(met, finding) {
    if (met) this.pass(finding);
    else this.warn(finding);
  }
  passOrFail(met, finding) {
    if (met) this.pass(finding);
    else this.fail(finding);
  }
  /** How many checks failed. */
  get failures() {
    return this.checks.filter(({ result }) => result === "fail").length;
  }
  /** A token or an assertion as the report shows it: shortened, unless secrets are to be shown. */
  secret(secret) {
    if (this.#showSecrets) return secret;
    return `${secret.slice(0, 8)}… (${secret.length} characters)`;
  }
  /** A line for each check. */
  toText() {
    const width = Math.max(...this.checks.map(({ check }) => check.length));
    return this.checks.map((check) => lineOf(check, width)).join("\n");
  }
};
function lineOf({ check, result, found, remedy }, width) {
  const finding = `${result}  ${check.padEnd(width)}  ${found}`;
  const line = printable(remedy === void 0 ? finding : `${finding} -> ${remedy}`);
  return line.length > LONGEST2 ? `${cut(line, LONGEST2 - 1)}…` : line;
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
var SERVER_REQUIRED = [["fhir-base", "token-url"], ["client-id"], ["scope"], ["key"]];
var assert = {
  usage: "assert --client-id C --audience URL --key FILE [--kid K] [--jku URL] [--expires-in N]",
  about: `Make a client assertion, for one token request. It goes to stdout.

  --audience URL     its aud: the token endpoint
${KEY}
  --jku URL          the URL of the JWK Set, as it was registered, for the header
  --expires-in N     seconds from now to exp, 1 to 300; default: 240`,
  options: ["client-id", "audience", "key", "kid", "jku", "expires-in"],
  required: [["client-id"], ["audience"], ["key"]],
  run: makeAssertion
};
var token = {
  usage: "token --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--kid K] …",
  about: `Get an access token as a backend service does. It goes to stdout as JSON.

${SERVER}`,
  options: SERVER_OPTIONS,
  required: SERVER_REQUIRED,
  run: getToken
};
var doctor = {
  usage: "doctor --fhir-base URL | --token-url URL --client-id C --scope S --key FILE [--jwks-url URL] …",
  about: `Find out why a server answers invalid_client.
There is a line for each check, with a remedy where it did not pass. A token is asked for; where that is
refused, it is asked for again with one thing changed, to tell which it was.

${SERVER}
  --jwks-url URL     where the key set is published, as it was registered
  --jti JTI          the assertion's jti, to find out whether it was used before; default: a new one
  --json             the checks as JSON
  --show-secrets     assertions and tokens in full; default: shortened`,
  options: [...SERVER_OPTIONS, "jwks-url", "jti"],
  flags: ["json", "show-secrets"],
  required: SERVER_REQUIRED,
  run: diagnose
};
async function makeAssertion({ options }) {
  const { key, kid, audience } = options;
  const signer = await readSigner(key, { kid });
  return createClientAssertion({ ...assertionOptions2(options), audience, key: signer });
}
async function getToken({ options }) {
  const { key, kid, scope, audience, "fhir-base": fhirBaseUrl, "token-url": tokenEndpoint } = options;
  const clientOptions = {
    ...assertionOptions2(options),
    fhirBaseUrl,
    tokenEndpoint,
    audience,
    scope,
    key: await readSigner(key, { kid })
  };
  const client = createBackendServicesClient(clientOptions);
  return toJson(await client.accessToken());
}
function assertionOptions2(options) {
  const { "client-id": clientId, "expires-in": expiresIn, jku } = options;
  const life = expiresIn === void 0 ? void 0 : Number(expiresIn);
  return { clientId, jku, expiresIn: life };
}
async function diagnose({ options, flags }) {
  const report = new Report({ showSecrets: flags.has("show-secrets") });
  await examine(
    {
      ...assertionOptions2(options),
      scope: options.scope,
      keyFile: options.key,
      kid: options.kid,
      fhirBaseUrl: options["fhir-base"],
      tokenEndpoint: options["token-url"],
      jwksUrl: options["jwks-url"],
      audience: options.audience,
      jti: options.jti
    },
    report
  );
  const { checks, failures } = report;
  const output = flags.has("json") ? toJson(checks) : report.toText();
  if (failures === 0) return output;
  print(output);
  throw new Error(`${failures} of ${checks.length} checks failed`);
}

// src/cli/verify.ts
var verify = {
  usage: "verify --keys FILE [--issuer ISS] [--audience AUD] [--at TIME] TOKEN|-",
  about: `Verify a JWT's signature, its issuer and its audience. Header and claims go to stdout.

  TOKEN           a compact JWS; - reads standard input
  --keys FILE     a JWK, a JWK Set, or PEM (a public key or a certificate)
  --issuer ISS    the iss to accept
  --audience AUD  what aud must name
  --at TIME       check exp, nbf and iat at a time too: "now", or seconds since 1970.
                  Without it a token that is not valid now is accepted, with a warning on stderr`,
  options: ["keys", "issuer", "audience", "at"],
  required: [["keys"]],
  argument: "TOKEN",
  run: verifyToken
};
var decode = {
  usage: "decode TOKEN|-",
  about: `Show the header and claims of a JWT, unverified.

  TOKEN  a compact JWS; - reads standard input`,
  options: [],
  required: [],
  argument: "TOKEN",
  run: decodeToken
};
async function verifyToken({ options, argument }) {
  const { keys, issuer, audience, at } = options;
  const time = timeOf(at);
  const token2 = await readToken(argument);
  const { alg } = decodeJwt(token2).header;
  const verified = await verifyJwt(token2, await readKeys(keys, "verify", { alg }), {
    ...issuer !== void 0 && { issuer },
    ...audience !== void 0 && { audience },
    now: () => time * 1e3,
    clockTolerance: at === void 0 ? Infinity : 0
  });
  if (at === void 0) warnOfTimes(verified.claims, time);
  return toJson(verified);
}
function timeOf(at) {
  if (at === void 0 || at === "now") return Date.now() / 1e3;
  if (/^\d{1,12}$/.test(at)) return Number(at);
  throw new UsageError(`--at is ${shown(at)}; it must be now, or a number of seconds since 1970`);
}
function warnOfTimes(claims, time) {
  try {
    checkClaims(claims, {}, time);
  } catch (error) {
    printError(`not valid at this time: ${error.message}`);
  }
}
async function decodeToken({ argument }) {
  const token2 = await readToken(argument);
  return toJson(decodeJwt(token2));
}

// src/cli/run.ts
var COMMANDS = {
  sign,
  verify,
  decode,
  keygen,
  jwks,
  assert,
  token,
  doctor
};
async function run(args) {
  const [name = "", ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0;
  try {
    print(command ? await runCommand(name, command, rest) : runWithoutCommand(name));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`${error.message}
usage: subtle-jws ${command?.usage ?? "COMMAND; see subtle-jws --help"}`);
      return 2;
    }
    printError(sentenceOf(error));
    return 1;
  }
}
function sentenceOf(error) {
  if (!(error instanceof JoseError)) return error.message;
  const sentence = `${error.code}: ${error.message}`;
  const reason = reasonOf(error);
  return reason === void 0 ? sentence : `${sentence} (${reason})`;
}
function runWithoutCommand(name) {
  if (name === "--help" || name === "-h") return help();
  if (name === "--version") return version();
  if (name === "") throw new UsageError("no command is given");
  if (looksSecret(name)) throw new UsageError("the first argument must be a command");
  throw new UsageError(`there is no command ${shown(name)}`);
}
function help() {
  const usages = Object.values(COMMANDS).map(({ usage }) => `  subtle-jws ${usage}`);
  return `subtle-jws: claims and a JWK into a signed token, and back

${usages.join("\n")}
  subtle-jws COMMAND --help
  subtle-jws --version

Exit status: 0 done, 1 refused (the reason is on stderr), 2 not a command line of these.`;
}
function version() {
  const manifest = createRequire(import.meta.url)("subtle-jws/package.json");
  return manifest.version;
}
async function runCommand(name, command, args) {
  const parsed = parse(command, args);
  if (parsed.values.help) return `usage: subtle-jws ${command.usage}

${command.about}`;
  const line = commandLine(command, parsed);
  checkRequired(command, line);
  checkArgument(name, command, parsed);
  return command.run(line);
}
function parse({ options, flags = [] }, args) {
  const known = { help: { type: "boolean", short: "h" } };
  for (const option of options) known[option] = { type: "string" };
  for (const flag of flags) known[flag] = { type: "boolean" };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: known });
  } catch (error) {
    const isQuoted = args.some((arg) => arg.startsWith("-") && looksSecret(arg));
    throw new UsageError(isQuoted ? "an argument looks like a key: give a file" : error.message);
  }
}
function commandLine({ options, flags = [] }, { values, positionals }) {
  const withValue = options.map((option) => [option, values[option]]);
  return {
    options: Object.fromEntries(withValue),
    flags: new Set(flags.filter((flag) => values[flag])),
    argument: positionals[0] ?? ""
  };
}
function checkRequired({ required }, { options }) {
  for (const names of required) {
    const found = names.some((name) => options[name] !== void 0);
    if (!found) throw new UsageError(`--${names.join(" or --")} is missing`);
  }
}
function checkArgument(name, { argument }, { positionals }) {
  const needed = argument === void 0 ? 0 : 1;
  if (positionals.length === needed) return;
  const takes = argument === void 0 ? "no argument" : `one argument, ${argument}`;
  throw new UsageError(`${name} takes ${takes}, and was given ${positionals.length}`);
}

// src/cli/main.ts
process2.exitCode = await run(process2.argv.slice(2));
//# sourceMappingURL=cli.js.map
